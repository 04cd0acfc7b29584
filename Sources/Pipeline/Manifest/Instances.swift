import Documents

/// One decoded stage instance, its references not yet followed.
struct Instance {
  let entry: Int
  let id: String
  let axes: [Workspace.Label]
  let stage: any Stage
  let definition: JSON
  let parameters: JSON
  let references: [Reference]
  let outputs: [OutputDeclaration]
}

/// Expands sweeps and decodes every instance.
struct Instances {
  /// More nodes are refused: no person asks for them on purpose.
  static let most = 1_000_000
  /// An entry with so many different problems is not decoded further.
  private static let enough = 20

  private(set) var all: [Instance] = []
  /// The instances of each entry; empty when it failed.
  private(set) var ranges: [Range<Int>] = []
  private let log: ManifestLog

  /// Decodes the instances of all entries, and marks entries that could not be decoded.
  init(_ entries: inout [ManifestEntry], log: ManifestLog) {
    self.log = log
    all.reserveCapacity(entries.count)
    ranges.reserveCapacity(entries.count)
    for index in entries.indices {
      let start = all.count
      if !entries[index].failed, let type = entries[index].type {
        entries[index].failed = !decode(entries[index], index, type)
        if entries[index].failed { all.removeSubrange(start...) }
      } else {
        entries[index].failed = true
      }
      ranges.append(start..<all.count)
    }
  }

  private mutating func decode(_ entry: ManifestEntry, _ index: Int, _ type: any Stage.Type) -> Bool {
    guard let json = entry.sweep else {
      var problems: [Problem] = []
      let instance = Self.instance(entry, index, type, [], &problems)
      log.note(problems)
      all.append(instance)
      return problems.isEmpty
    }
    guard let sweep = Sweep(json, definition: entry.definition, context: entry.context, log: log) else { return false }
    let count = sweep.count
    guard let count, all.count + count <= Self.most else {
      log.note(.tooManyNodes(count: count.map(String.init) ?? "more than 2^63", limit: Self.most), at: json.place)
      return false
    }
    return decode(entry, index, type, sweep, count: count)
  }

  private mutating func decode(
    _ entry: ManifestEntry, _ index: Int, _ type: any Stage.Type, _ sweep: Sweep, count: Int
  ) -> Bool {
    var problems: [Problem] = []
    var seen: Set<String> = []
    for number in 0..<count {
      var found: [Problem] = []
      let instance = Self.instance(entry, index, type, sweep.instance(number), &found)
      for problem in found where !problems.contains(problem) { problems.append(problem) }
      if problems.count >= Self.enough { break }
      if !seen.insert(instance.id).inserted {
        problems.append(Problem(.repeatedInstance(instance.id), at: entry.sweep?.place ?? entry.place))
        break
      }
      all.append(instance)
    }
    log.note(problems)
    return problems.isEmpty
  }

  private static func instance(
    _ entry: ManifestEntry, _ index: Int, _ type: any Stage.Type, _ assignments: [Sweep.Assignment],
    _ problems: inout [Problem]
  ) -> Instance {
    let definition =
      assignments.isEmpty ? entry.definition : Sweep.definition(entry.definition, with: assignments)
    let fields = Fields(definition, context: entry.context)
    let stage = type.init(fields)
    fields.finish()
    problems = fields.problems
    let axes = assignments.map(\.label)
    let name = axes.isEmpty ? entry.id : "\(entry.id)[\(axes.map { "\($0.axis)=\($0.text)" }.joined(separator: ","))]"
    return Instance(
      entry: index, id: name, axes: axes, stage: stage, definition: definition, parameters: fields.canonical,
      references: fields.references, outputs: problems.isEmpty ? stage.outputs : [])
  }
}
