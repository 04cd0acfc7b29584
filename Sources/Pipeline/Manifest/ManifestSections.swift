import Documents

/// Collects the entries of all files, their reserved keys taken apart from what their stages read.
struct ManifestSections {
  /// The section whose entries name their kind.
  static let stages = Catalogue.stages

  let catalogue: Catalogue
  let profiles: Profiles
  let log: ManifestLog
  private let defaults: Defaults
  private var values: [JSON.Member] = []
  private(set) var entries: [ManifestEntry] = []
  private(set) var index: [String: Int] = [:]

  init(catalogue: Catalogue, profiles: Profiles, log: ManifestLog) {
    (self.catalogue, self.profiles, self.log) = (catalogue, profiles, log)
    defaults = Defaults(catalogue, log: log)
  }

  /// The keys of a file that are no sections of entries.
  static let others = ["format", "profiles", "include", Substitution.values, Defaults.section]

  /// What a file may hold besides the sections of kinds of their own.
  static func keys(of catalogue: Catalogue) -> [FieldDescription] {
    let fields = Fields.describing("manifest")
    _ = fields.optionalInteger(Format.key, in: 1...catalogue.format, "the format of the manifest")
    _ = fields.strings("profiles", "names of profiles, the default first", required: false)
    _ = fields.strings("include", "paths of further files", required: false)
    _ = fields.any(
      Substitution.values, "values that texts of any file name as {values.name}", required: false, isObject: true)
    _ = fields.any(
      Defaults.section, "by kind, what every entry of it in this file has unless it gives or sweeps it", required: false
    )
    _ = fields.any(stages, "entries that name their kind", required: false, isObject: true)
    return fields.schema
  }

  /// Takes the entries of one file; `settings` hold what the command line changes, by entry.
  mutating func collect(_ file: JSON, isMain: Bool, main: String, settings: [String: [Setting]]) {
    let sections = [Self.stages] + catalogue.sections.map(\.name)
    let groups = defaults.collect(file[Defaults.section], profiles: profiles)
    for member in file.members ?? [] {
      switch member.key {
      case "include", "$schema", Defaults.section: break
      case "profiles", Format.key: if !isMain { log.note(.outsideMain(member.key, main: main), at: member.place) }
      case Substitution.values: collect(values: member.value)
      case _ where sections.contains(member.key): collect(section: member, sections, groups, settings)
      default:
        log.isComplete = false
        log.note(.unknownSection(member.key, known: sections + Self.others), at: member.place)
      }
    }
  }

  private mutating func collect(values: JSON) {
    guard let members = values.members else {
      log.isComplete = false
      return log.note(
        .notAnObject(what: "the section `\(Substitution.values)`", found: values.kindName), at: values.place)
    }
    for member in members {
      if !ManifestEntry.isName(member.key) {
        log.note(.badName(what: "value", name: member.key), at: member.place)
      } else if let first = self.values.first(where: { $0.key == member.key }) {
        log.note(.duplicateValue(member.key, first: first.place.description), at: member.place)
      } else {
        let value = profiles.resolve(member.value, context: "the value `\(member.key)`", log: log)
        self.values.append(JSON.Member(member.key, value, place: member.place))
      }
    }
  }

  private mutating func collect(
    section: JSON.Member, _ sections: [String], _ groups: [String: Int], _ settings: [String: [Setting]]
  ) {
    let kind = catalogue.sections.first { $0.name == section.key }?.kind
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
      if (sections + Self.others).contains(member.key) { log.note(.idIsSection(member.key), at: member.place) }
      if let first = index[member.key] {
        log.note(.duplicateID(member.key, first: entries[first].place.description), at: member.place)
        continue
      }
      index[member.key] = entries.count
      let group = (kind ?? member.value["kind"]?.string).flatMap { groups[$0] }
      entries.append(entry(member, section: section.key, group: group, settings[member.key] ?? []))
    }
  }

  private func entry(_ member: JSON.Member, section: String, group: Int?, _ settings: [Setting]) -> ManifestEntry {
    var entry = ManifestEntry(id: member.key, section: section, place: member.place)
    let before = log.problems.count
    var value = profiles.resolve(member.value, context: entry.context, log: log)
    guard value.members != nil else {
      log.note(.notAnObject(what: entry.context, found: value.kindName), at: value.place)
      entry.failed = true
      return entry
    }
    for setting in settings {
      value = setting.applied(to: defaults.opened(value, group: group, for: setting), id: member.key, log: log)
    }
    (entry.value, entry.defaults) = (value, group)
    entry.failed = log.problems.count > before
    return entry
  }

  /// Puts the texts of Markdown files into their entries.
  mutating func take(_ prose: [Prose.Part]) {
    for part in prose {
      guard let number = index[part.entry] else {
        checkProse(part.entry, at: part.place)
        continue
      }
      let before = log.problems.count
      let setting = Setting(entry: part.entry, path: part.path, value: part.text, place: part.place)
      if let first = setting.place(in: entries[number].value) {
        log.note(.proseTwice(part.name, id: part.entry, first: first.description), at: part.place)
      } else {
        entries[number].value = setting.set(in: entries[number].value, log: log)
      }
      if log.problems.count > before { entries[number].failed = true }
    }
  }

  /// Refuses the name of an entry in a Markdown file that no entry has.
  func checkProse(_ name: String, at place: Place) {
    guard index[name] == nil, log.isComplete else { return }
    log.note(.proseOfUnknownEntry(name, near: log.nearest(to: name, among: entries.lazy.map(\.id))), at: place)
  }

  /// Follows the references between entries and takes the entries apart, once all files are collected.
  mutating func resolve(_ settings: [String: [Setting]]) {
    var shared = JSON(.object(values))
    for setting in settings[Substitution.values] ?? [] { shared = setting.applied(toValues: shared, log: log) }
    let substitution = Substitution(entries, index: index, values: shared, defaults: defaults, log: log)
    for member in shared.members ?? [] { _ = substitution.value(member.value, context: "the value `\(member.key)`") }
    defaults.substitute(substitution)
    for number in entries.indices where !entries[number].value.isNull {
      let before = log.problems.count
      // By itself: as an element it would make every call below copy all entries.
      var entry = entries[number]
      let kind = entry.value["kind"]
      let plain = kind?.string.flatMap { catalogue.kinds[$0]?.kind.templates } ?? []
      let value = substitution.value(entry.value, context: entry.context, plain: plain)
      if let value {
        entry.value = value
        entry.value = defaults.completed(entry)
        read(kind, into: &entry)
      }
      entry.value = JSON(.null)
      if value == nil || log.problems.count > before { entry.failed = true }
      entries[number] = entry
    }
    defaults.checkTaken()
  }

  /// Takes an entry apart; `kind` is no value, so that a reference in its place is an unknown kind.
  private func read(_ kind: JSON?, into entry: inout ManifestEntry) {
    let value = entry.value
    let members = value.members ?? []
    let keys = ReservedFields.keys(in: entry.section)
    var own: [JSON.Member] = []
    var reserved: [JSON.Member] = []
    own.reserveCapacity(members.count { !keys.contains($0.key) })
    for member in members {
      if keys.contains(member.key) { reserved.append(member) } else { own.append(member) }
    }
    entry.definition = JSON(.object(own), place: value.place)
    entry.type = type(of: entry, kind: kind)
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
      if let kind { log.note(.kindInSection(id: entry.id, section: section.name, kind: section.kind), at: kind.place) }
      return catalogue.kinds[section.kind]
    }
    guard let kind else { return log.note(.lacksKind(id: entry.id), at: entry.place, giving: nil) }
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

/// One named entry of the manifest, its values for the active profile, before its sweep is expanded.
struct ManifestEntry {
  let id: String
  let section: String
  let place: Place
  /// The kind; nil after a problem.
  var type: (any Stage.Type)?
  /// All that it says, its values for the active profile; null once it is taken apart.
  var value = JSON(.null)
  /// The group of defaults that it completes itself from.
  var defaults: Int?
  var definition = JSON(.object([]))
  var sweep: JSON?
  /// The entry whose instances this one follows, one for one.
  var each: (target: String, place: Place)?
  var isTransient = false
  var timeout: Double?
  /// Outputs and paths given in the entry, with the place of each path.
  var exports: [(export: Node.Export, place: Place)] = []
  /// Whether something was wrong; nothing that rests on the entry is then judged.
  var failed = false

  /// How messages call the entry: "stage `gram`".
  var context: String { Self.context(section: section, id: id) }

  static func context(section: String, id: String) -> String {
    "\(section.hasSuffix("s") ? String(section.dropLast()) : section) `\(id)`"
  }

  /// The letters of names: `[A-Za-z0-9][A-Za-z0-9_-]*`, at most 100.
  static func isName(_ text: String) -> Bool {
    func isLetter(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: false
      }
    }
    guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 100 else { return false }
    return text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }
}
