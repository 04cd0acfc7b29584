import Documents

/// What changed in manifests from one format to the next.
public struct Migration: Sendable {
  let changes: [Change]

  /// One change; kinds are named as they are after the changes before it.
  public enum Change: Sendable {
    /// A kind has another name.
    case kind(String, to: String)
    /// A parameter of a kind has another name.
    case key(String, of: String, to: String)
    /// A parameter of a kind is now a list, of the one value that it was.
    case list(String, of: String)
    /// A kind has a parameter that was a rule of the kind before.
    case add(String, JSON, of: String)
    /// What only a person can change: in entries of a kind, with `key` in those that give or sweep it.
    case person(kind: String, key: String?, fact: String, remedy: String)
  }

  /// The changes, in the order in which they are made.
  public init(_ changes: [Change] = []) { self.changes = changes }
}

/// The key under which a manifest states its format; without it the format is 1.
enum Format {
  static let key = "format"

  static func problem(_ main: JSON, _ catalogue: Catalogue) -> Problem? {
    let stated = main[key]
    let format = stated == nil ? 1 : stated?.integer
    if format == catalogue.format { return nil }
    guard let format, format > 0 else {
      let fault = Fault.wrongType(
        key: key, context: "the manifest", expected: "a whole number from 1", found: stated?.kindName ?? "")
      return Problem(fault, at: stated?.place ?? main.place)
    }
    let place = stated?.place ?? main.place
    if main.members?.isEmpty == true { return Problem(.emptyManifest(newest: catalogue.format), at: place) }
    return format < catalogue.format
      ? Problem(.oldFormat(format, newest: catalogue.format), at: place)
      : Problem(.newFormat(String(format), newest: catalogue.format), at: place)
  }
}

/// A manifest brought from an older format to that of the program.
public struct MigratedManifest {
  /// The files with their new texts, the main one first; those that stay as they are are left out.
  public private(set) var files: [(name: String, text: String)] = []
  /// The format that it had, and that it has now.
  public private(set) var formats = (old: 1, new: 1)
  /// What only a person can change, with its place.
  public private(set) var left: [Problem] = []
  private let catalogue: Catalogue

  /// Migrates the manifest whose main file is `main` and whose included files `read` finds.
  /// - Throws: ``Problems`` where the files cannot be read, or the format is a newer one.
  public init(
    main: Result<SourceText, ManifestFault>, catalogue: Catalogue,
    read: @escaping (String) -> Result<SourceText, ManifestFault>
  ) throws {
    self.catalogue = catalogue
    let log = ManifestLog()
    var found = ManifestFiles(main: main, log: log, read: read)
    try log.check()
    if found.documents[0][LockFile.sign] != nil {
      log.note(.unreadable(path: found.sources[0].name, reason: "it is a lock, not a manifest"), at: .none)
      try log.check()
    }
    let stated = found.documents[0][Format.key]
    if let problem = Format.problem(found.documents[0], catalogue),
      stated?.integer ?? 1 > catalogue.format || stated != nil && stated?.integer == nil
    {
      throw Problems([problem])
    }
    formats = (max(stated?.integer ?? 1, 1), catalogue.format)
    guard formats.old < formats.new else { return }
    for (number, source) in found.sources.enumerated() {
      var document = found.take(number)
      let before = document
      for migration in catalogue.migrations[(formats.old - 1)...] { document = migrated(document, by: migration) }
      if number == 0 { document = Self.stating(formats.new, document) }
      if document != before { files.append((source.name, document.printed(numbersAsWritten: true))) }
    }
  }

  private static func stating(_ format: Int, _ main: JSON) -> JSON {
    var members = (main.members ?? []).filter { $0.key != Format.key }
    let position = members.first?.key == "$schema" ? 1 : 0
    members.insert(JSON.Member(Format.key, JSON(.integer(format))), at: min(position, members.count))
    return JSON(.object(members), place: main.place)
  }

  private mutating func migrated(_ file: JSON, by migration: Migration) -> JSON {
    let sections = Dictionary(catalogue.sections.map { ($0.name, $0.kind) }) { first, _ in first }
    return mapped(file) { section in
      guard section.key == ManifestSections.stages || sections[section.key] != nil else { return section }
      return with(
        section,
        mapped(section.value) { entry in
          var entry = entry
          for change in migration.changes {
            let kind = sections[section.key] ?? entry.value["kind"]?.string ?? ""
            let context = ManifestEntry.context(section: section.key, id: entry.key)
            entry = with(entry, changed(entry.value, change, kind: kind, context))
          }
          return entry
        })
    }
  }

  private mutating func changed(_ entry: JSON, _ change: Migration.Change, kind: String, _ context: String) -> JSON {
    switch change {
    case .kind(kind, let new): return mapped(entry) { $0.key == "kind" ? JSON.Member("kind", JSON(.string(new))) : $0 }
    case .key(let old, kind, let new):
      return mapped(entry) { member in
        if member.key == old { return JSON.Member(new, member.value) }
        return member.key == "sweep" ? with(member, renamedAxes(member.value, old, new)) : member
      }
    case .list(let key, kind):
      return mapped(entry) { $0.key == key && $0.value.elements == nil ? with($0, JSON(.array([$0.value]))) : $0 }
    case .add(let key, let value, kind):
      let members = entry.members ?? []
      return entry[key] == nil && entry["sweep"]?[key] == nil
        ? JSON(.object(members + [JSON.Member(key, value)]), place: entry.place) : entry
    case .person(kind, let key, let fact, let remedy):
      let given = key.flatMap { entry[$0] ?? entry["sweep"]?[$0] }
      if key == nil || given != nil {
        left.append(Problem(.stated("\(context): \(fact); \(remedy)"), at: given?.place ?? entry.place))
      }
      return entry
    default: return entry
    }
  }

  /// A sweep whose axes, those within combinations too, have the new name.
  private func renamedAxes(_ sweep: JSON, _ old: String, _ new: String) -> JSON {
    func renamed(_ member: JSON.Member) -> JSON.Member {
      let words = member.key.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
      guard words.first == old[...] else { return member }
      return JSON.Member(([new] + words.dropFirst().map(String.init)).joined(separator: "."), member.value)
    }
    return mapped(sweep) { axis in
      let bundles = axis.value.elements?.map { mapped($0, renamed) }
      return renamed(bundles.map { with(axis, JSON(.array($0), place: axis.value.place)) } ?? axis)
    }
  }

  private func mapped(_ object: JSON, _ change: (JSON.Member) -> JSON.Member) -> JSON {
    object.members.map { JSON(.object($0.map(change)), place: object.place) } ?? object
  }

  private func with(_ member: JSON.Member, _ value: JSON) -> JSON.Member {
    JSON.Member(member.key, value, place: member.place)
  }
}
