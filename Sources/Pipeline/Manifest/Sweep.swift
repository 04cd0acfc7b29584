import Documents

/// The combinations over which one entry is repeated.
struct Sweep {
  struct Assignment {
    let label: Workspace.Label
    let path: [String]
    let value: JSON
  }

  private(set) var axes: [[[Assignment]]] = []
  /// The longest text of a value: longer ones make unreadable names.
  private static let longest = 120

  init?(_ json: JSON, definition: JSON, context: String, log: ManifestLog) {
    let before = log.problems.count
    guard let members = json.members, !members.isEmpty else {
      log.note(.badSweep(context: context, found: json.kindName), at: json.place)
      return nil
    }
    for member in members { axes.append(choices(member, context, log)) }
    checkNames(definition, context, log)
    if log.problems.count > before { return nil }
  }

  var names: Set<String> { Set(axes.joined().joined().map(\.label.axis)) }

  /// The number of instances, or nil when it does not fit.
  var count: Int? {
    axes.reduce(Int?.some(1)) { product, axis in
      product.flatMap {
        let (value, overflow) = $0.multipliedReportingOverflow(by: axis.count); return overflow ? nil : value
      }
    }
  }

  /// The assignments of instance `index`, the first axis slowest.
  func instance(_ index: Int) -> [Assignment] {
    var rest = index
    var picked: [[Assignment]] = []
    for axis in axes.reversed() {
      picked.append(axis[rest % axis.count])
      rest /= axis.count
    }
    return picked.reversed().flatMap { $0 }
  }

  private func choices(_ axis: JSON.Member, _ context: String, _ log: ManifestLog) -> [[Assignment]] {
    guard let values = axis.value.elements, !values.isEmpty else {
      log.note(.badAxis(axis: axis.key, context: context, found: axis.value.kindName), at: axis.value.place)
      return []
    }
    let bundles = values.count { $0.members != nil }
    guard bundles == 0 || bundles == values.count else {
      return log.note(.mixedAxis(axis: axis.key, context: context), at: axis.value.place, giving: [])
    }
    return values.map { value in
      (value.members ?? [JSON.Member(axis.key, value, place: axis.place)]).compactMap { assignment($0, context, log) }
    }
  }

  private func assignment(_ member: JSON.Member, _ context: String, _ log: ManifestLog) -> Assignment? {
    let path = member.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy(ManifestEntry.isName) else {
      return log.note(.badName(what: "axis", name: member.key), at: member.place, giving: nil)
    }
    guard let text = Self.text(of: member.value), text.utf8.count <= Self.longest else {
      log.note(.badAxisValue(axis: member.key, context: context, found: member.value.kindName), at: member.value.place)
      return nil
    }
    let label = Workspace.Label(axis: member.key, text: text, number: member.value.double)
    return Assignment(label: label, path: path, value: member.value)
  }

  /// The readable text of an axis value: texts as they are where that is unambiguous, else as JSON; nil for null and
  /// objects.
  static func text(of value: JSON) -> String? {
    switch value.content {
    case .null, .object: return nil
    case .string(let text):
      let plain = text.unicodeScalars.allSatisfy { scalar in
        !",[]=\"".unicodeScalars.contains(scalar) && !scalar.properties.isWhitespace
          && scalar.properties.generalCategory != .control
      }
      return plain && !text.isEmpty ? text : value.canonical
    case .array(let elements): return elements.contains { text(of: $0) == nil } ? nil : value.canonical
    default: return value.canonical
    }
  }

  /// No name may be set twice in one instance, nor be given in the definition too.
  private func checkNames(_ definition: JSON, _ context: String, _ log: ManifestLog) {
    var owner: [String: Int] = [:]
    var places: [String: Place] = [:]
    var above: Set<String> = []
    for (index, axis) in axes.enumerated() {
      var reported: Set<String> = []
      for assignment in axis.joined() where owner[assignment.label.axis] != index {
        let name = assignment.label.axis
        guard reported.insert(name).inserted else { continue }
        if owner[name] != nil { log.note(.repeatedAxis(axis: name, context: context), at: assignment.value.place) }
        owner[name] = index
        for depth in assignment.path.indices.dropFirst() {
          above.insert(assignment.path[..<depth].joined(separator: "."))
        }
        places[name] = assignment.value.place
        checkPath(assignment, definition, context, log)
      }
    }
    for (name, place) in places where above.contains(name) {
      log.note(.axisInsideValue(axis: name, context: context), at: place)
    }
  }

  private func checkPath(_ assignment: Assignment, _ definition: JSON, _ context: String, _ log: ManifestLog) {
    var value = definition
    for (depth, key) in assignment.path.enumerated() {
      guard value.members != nil else {
        return log.note(.axisInsideValue(axis: assignment.label.axis, context: context), at: assignment.value.place)
      }
      guard let inner = value[key] else { return }
      if depth == assignment.path.count - 1 {
        log.note(.axisAlsoGiven(axis: assignment.label.axis, context: context), at: assignment.value.place)
      }
      value = inner
    }
  }

  static func definition(_ base: JSON, with assignments: [Assignment]) -> JSON {
    assignments.reduce(base) { placed($0, $1.path[...], $1.value) }
  }

  private static func placed(_ json: JSON, _ path: ArraySlice<String>, _ value: JSON) -> JSON {
    guard let key = path.first else { return value }
    var members = json.members ?? []
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index] = JSON.Member(
        key, placed(members[index].value, path.dropFirst(), value), place: members[index].place)
    } else {
      let empty = JSON(.object([]), place: value.place)
      members.append(JSON.Member(key, placed(empty, path.dropFirst(), value), place: value.place))
    }
    return JSON(.object(members), place: json.place)
  }
}
