import Documents

/// Collects the entries of all files, their reserved keys taken apart from what their stages read.
struct ManifestSections {
  /// The section whose entries name their kind.
  static let stages = "stages"

  let catalogue: Catalogue
  let profiles: Profiles
  let log: ManifestLog
  private(set) var entries: [ManifestEntry] = []
  /// Index of each entry by id.
  private(set) var index: [String: Int] = [:]

  /// A collector of entries for one profile.
  init(catalogue: Catalogue, profiles: Profiles, log: ManifestLog) {
    (self.catalogue, self.profiles, self.log) = (catalogue, profiles, log)
  }

  /// Takes the entries of one file; `settings` hold what the command line changes, by entry.
  mutating func collect(_ file: JSON, isMain: Bool, main: String, settings: [String: [Setting]]) {
    let sections = [Self.stages] + catalogue.sections.map(\.name)
    for member in file.members ?? [] {
      switch member.key {
      case "include", "$schema": break
      case "profiles": if !isMain { log.note(.profilesOutsideMain(main: main), at: member.place) }
      case _ where sections.contains(member.key): collect(section: member, sections, settings)
      default:
        log.isComplete = false
        log.note(.unknownSection(member.key, known: sections + ["profiles", "include"]), at: member.place)
      }
    }
  }

  private mutating func collect(section: JSON.Member, _ sections: [String], _ settings: [String: [Setting]]) {
    guard let members = section.value.members else {
      log.isComplete = false
      return log.note(
        .notAnObject(what: "the section `\(section.key)`", found: section.value.kindName), at: section.value.place)
    }
    entries.reserveCapacity(entries.count + members.count)
    for member in members {
      guard ManifestEntry.isName(member.key) else {
        log.isComplete = false
        log.note(.badName(what: "entry", name: member.key), at: member.place)
        continue
      }
      if sections.contains(member.key) { log.note(.idIsSection(member.key), at: member.place) }
      if let first = index[member.key] {
        log.note(.duplicateID(member.key, first: entries[first].place.description), at: member.place)
        continue
      }
      index[member.key] = entries.count
      entries.append(entry(member, section: section.key, settings[member.key] ?? []))
    }
  }

  private func entry(_ member: JSON.Member, section: String, _ settings: [Setting]) -> ManifestEntry {
    var entry = ManifestEntry(id: member.key, section: section, place: member.place)
    let before = log.problems.count
    var value = profiles.resolve(member.value, context: entry.context, log: log)
    guard value.members != nil else {
      log.note(.notAnObject(what: entry.context, found: value.kindName), at: value.place)
      entry.failed = true
      return entry
    }
    for setting in settings { value = setting.applied(to: value, id: member.key, log: log) }
    read(value, into: &entry)
    entry.failed = log.problems.count > before
    return entry
  }

  private func read(_ value: JSON, into entry: inout ManifestEntry) {
    let members = value.members ?? []
    let keys = ReservedFields.keys(in: entry.section)
    var own: [JSON.Member] = []
    var reserved: [JSON.Member] = []
    own.reserveCapacity(members.count)
    for member in members {
      if keys.contains(member.key) { reserved.append(member) } else { own.append(member) }
    }
    entry.definition = JSON(.object(own), place: value.place)
    entry.type = type(of: entry, kind: reserved.first { $0.key == "kind" }?.value)
    entry.sweep = reserved.first { $0.key == "sweep" }?.value
    reserved.removeAll { $0.key == "kind" || $0.key == "sweep" }
    guard !reserved.isEmpty else { return }
    let fields = Fields(JSON(.object(reserved), place: value.place), context: entry.context)
    let found = ReservedFields(fields, section: entry.section)
    log.note(fields.problems)
    entry.isTransient = found.isTransient
    entry.timeout = found.timeout
    entry.each = found.each.map { ($0, reserved.first { $0.key == "each" }?.value.place ?? entry.place) }
    entry.exports = exports(reserved.first { $0.key == "export" }?.value)
  }

  private func exports(_ value: JSON?) -> [(export: Node.Export, place: Place)] {
    (value?.members ?? []).compactMap { member in
      member.value.string.map { (Node.Export(output: member.key, path: $0), member.value.place) }
    }
  }

  private func type(of entry: ManifestEntry, kind: JSON?) -> (any Stage.Type)? {
    if let section = catalogue.sections.first(where: { $0.name == entry.section }) {
      if let kind {
        log.note(.kindInSection(id: entry.id, section: section.name, kind: section.kind), at: kind.place)
      }
      return catalogue.kinds[section.kind]
    }
    guard let kind else {
      log.note(.lacksKind(id: entry.id), at: entry.place)
      return nil
    }
    guard let name = kind.string else {
      let fault = Fault.wrongType(key: "kind", context: entry.context, expected: "a string", found: kind.kindName)
      log.note([Problem(fault, at: kind.place)])
      return nil
    }
    if let type = catalogue.kinds[name] { return type }
    let sectionKinds = Set(catalogue.sections.map(\.kind))
    let known = catalogue.kinds.keys.filter { !sectionKinds.contains($0) }
    log.note(.unknownKind(name, id: entry.id, known: known.sorted()), at: kind.place)
    return nil
  }
}
