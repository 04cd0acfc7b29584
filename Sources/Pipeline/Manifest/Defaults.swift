import Documents

/// What a file gives to all its entries of one kind: `"defaults": {"summarise": {"level": 0.95}}`.
///
/// An entry takes over every member that it neither gives nor sweeps. A member that no entry takes is a mistake.
final class Defaults {
  static let section = "defaults"

  private struct Group {
    let kind: String
    var object: JSON
    var taken: Set<String> = []
  }

  private var groups: [Group] = []
  private let catalogue: Catalogue
  private let log: ManifestLog

  init(_ catalogue: Catalogue, log: ManifestLog) { (self.catalogue, self.log) = (catalogue, log) }

  func collect(_ section: JSON?, profiles: Profiles) -> [String: Int] {
    guard let section else { return [:] }
    guard let members = section.members else {
      log.note(.notAnObject(what: "the section `\(Self.section)`", found: section.kindName), at: section.place)
      return [:]
    }
    var numbers: [String: Int] = [:]
    for member in members {
      let context = "the defaults of `\(member.key.printable)`"
      guard let type = catalogue.kinds[member.key] else {
        log.note(.defaultsOfUnknownKind(member.key, known: catalogue.kinds.keys.sorted()), at: member.place)
        continue
      }
      let object = profiles.resolve(member.value, context: context, log: log)
      guard let given = object.members else {
        log.note(.notAnObject(what: context, found: object.kindName), at: object.place)
        continue
      }
      let known = Self.keys(of: type)
      for key in given where !known.contains(key.key) {
        log.note([Problem(.unknownKey(key.key, context: context, known: known), at: key.place)])
      }
      numbers[member.key] = groups.count
      groups.append(
        Group(kind: member.key, object: JSON(.object(given.filter { known.contains($0.key) }), place: object.place)))
    }
    return numbers
  }

  /// What may be a default of a kind: all that it reads, and what every entry may say of its run.
  static func keys(of type: any Stage.Type) -> [String] {
    let fields = Fields.describing(type.kind.name)
    _ = type.init(fields)
    return fields.schema.map(\.key) + ReservedFields.ofRuns
  }

  /// The defaults of an entry as they are written, as an object; none where it has no group.
  func members(of entry: ManifestEntry) -> [JSON] { entry.defaults.map { [groups[$0].object] } ?? [] }

  /// The entry with the default that `setting` reaches into, so that the rest of it stays. A default is not unused because
  /// the command line replaces it.
  func opened(_ value: JSON, group: Int?, for setting: Setting) -> JSON {
    guard let group, let member = groups[group].object.members?.first(where: { $0.key == setting.path[0] }) else {
      return value
    }
    groups[group].taken.insert(member.key)
    guard setting.path.count > 1, let members = value.members, value[member.key] == nil else { return value }
    return JSON(.object(members + [member]), place: value.place)
  }

  /// Puts values in the place of references within the defaults.
  func substitute(_ substitution: Substitution) {
    for number in groups.indices {
      let group = groups[number]
      let members = (group.object.members ?? []).compactMap { member in
        let plain = catalogue.kinds[group.kind]?.kind.templates ?? []
        let object = JSON(.object([member]), place: member.place)
        return substitution.value(object, context: "the defaults of `\(group.kind)`", plain: plain)?.members?.first
      }
      groups[number].object = JSON(.object(members), place: group.object.place)
      // What could not be followed is reported already.
      groups[number].taken.formUnion(group.object.members?.map(\.key).filter { groups[number].object[$0] == nil } ?? [])
    }
  }

  /// The entry with its defaults, its references being replaced.
  func completed(_ entry: ManifestEntry) -> JSON {
    guard let number = entry.defaults, let members = entry.value.members else { return entry.value }
    let swept = Self.axes(entry.value["sweep"])
    let missing = (groups[number].object.members ?? []).filter { entry.value[$0.key] == nil && !swept.contains($0.key) }
    groups[number].taken.formUnion(missing.map(\.key))
    return JSON(.object(members + missing), place: entry.value.place)
  }

  private static func axes(_ sweep: JSON?) -> Set<String> {
    Set(
      (sweep?.members ?? []).flatMap { axis in
        let bundles = (axis.value.elements ?? []).compactMap(\.members)
        return bundles.isEmpty ? [axis.key] : bundles.joined().map(\.key)
      })
  }

  func checkTaken() {
    guard log.isComplete else { return }
    for group in groups {
      for member in group.object.members ?? [] where !group.taken.contains(member.key) {
        log.note(.unusedDefault(member.key, kind: group.kind), at: member.place)
      }
    }
  }
}
