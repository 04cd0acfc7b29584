import Documents

/// Finds every column that a manifest names among the columns of the tables behind it, before anything runs.
///
/// Nodes come in the order of the graph, so that the columns above one are known when it is looked at. A table whose
/// columns only its program knows is passed over; ``LateColumns`` looks again when they are known.
struct ColumnResolution {
  /// The columns of the outputs of each node that are tables, by its position; unknown ones are left out.
  private var made: [[String: [Column]]] = []
  /// The nodes with something wrong, or above which something is, so that their columns are not what is meant.
  private var wrong: Set<Int> = []
  /// The inputs of the node at hand that come from such nodes; what is said of their columns is not judged.
  private var broken: Set<String> = []
  /// Whether something is wrong with the node at hand.
  var isBroken = false
  private let log: ManifestLog
  /// Places already complained about: the instances of a sweep share them.
  private var reported: Set<Place> = []

  init(log: ManifestLog) { self.log = log }

  /// The columns behind the inputs of the next node; `broken` are those that lead to nothing.
  mutating func inputs(_ edges: [Slot<Node.Source>], broken: Set<String>) -> InputColumns {
    self.broken = broken
    for edge in edges where edge.items.contains(where: { comesFromWrong($0.content) }) { self.broken.insert(edge.path) }
    isBroken = !self.broken.isEmpty
    // After a cycle a node may read one that comes later.
    return InputColumns(edges) { node, output in made.indices.contains(node) ? made[node][output] : nil }
  }

  private func comesFromWrong(_ source: Node.Source) -> Bool {
    if case .node(let above, _) = source { wrong.contains(above) || above >= made.count } else { false }
  }

  /// The definition of an instance with the columns in it that its tables declare, or nil if nothing is to be added.
  ///
  /// What several panels share is read once for each of them: where they would take different columns, none is right.
  mutating func completed(_ instance: Instance, _ columns: InputColumns, context: String) -> JSON? {
    var names: [String: String?] = [:]
    var definition: JSON?
    for reference in instance.columns where reference.name == nil && broken.isDisjoint(with: reference.inputs) {
      let found = columns.name(for: reference)
      if let other = names.updateValue(found, forKey: reference.path), other != found {
        if reported.insert(reference.place).inserted {
          let both = [other, found].map { $0 ?? "none" }
          log.note(.columnsDiffer(key: reference.key, context: context, both), at: reference.place)
        }
        isBroken = true
        return nil
      }
      guard let name = found else { continue }
      definition = (definition ?? instance.definition).setting(
        reference.path, to: JSON(.string(name), place: reference.place))
    }
    return definition
  }

  /// Notes the columns of the next node, and what is wrong with the names in it.
  mutating func add(_ instance: Instance, _ columns: InputColumns, context: String) {
    for reference in instance.columns where broken.isDisjoint(with: reference.inputs) {
      guard let fault = columns.fault(reference, context: context) else { continue }
      isBroken = true
      if reported.insert(reference.place).inserted { log.note(fault, at: reference.place) }
    }
    if isBroken { wrong.insert(made.count) }
    var own: [String: [Column]] = [:]
    for output in instance.outputs where output.type == Table.typeName {
      own[output.name] = instance.stage.columns(of: output, columns)
    }
    made.append(own)
  }

  var last: [String: [Column]] { made.last ?? [:] }
}

extension InputColumns {
  /// The columns behind `edges`, labels in front; `columns` gives those of an output of a node.
  init(_ edges: [Slot<Node.Source>], _ columns: (_ node: Int, _ output: String) -> [Column]?) {
    var found: [String: [Column]] = [:]
    for edge in edges {
      var parts: [[Column]] = []
      var isKnown = !edge.items.isEmpty
      for item in edge.items {
        guard case .node(let above, let output) = item.content, let own = columns(above, output) else {
          isKnown = false
          break
        }
        let names = Set(own.map(\.name))
        let labelled = item.labels.filter { !names.contains($0.axis) }.map { label in
          Column(label.axis, label.number == nil ? .text : .number, "axis of the sweep", range: label.range)
        }
        parts.append(labelled + own)
      }
      if isKnown { found[edge.path] = Column.stacking(parts) }
    }
    self.init(found)
  }

  /// What is wrong with a name, nil also where the columns are not known.
  func fault(_ reference: ColumnReference, context: String) -> ManifestFault? {
    guard areKnown(for: reference) else {
      return reference.name == nil && reference.isRequired
        ? .columnNotGiven(key: reference.key, context: context, known: known(for: reference).map(\.name)) : nil
    }
    let names = known(for: reference).map(\.name)
    guard let name = reference.name else {
      return reference.isRequired ? .columnNotGiven(key: reference.key, context: context, known: names) : nil
    }
    let column = find(name, reference)
    if let maker = reference.maker, column.map({ reference.needsNumbers && $0.type == .text }) ?? true {
      return .otherTable(reference.key, context: context, column: name, holdsTexts: column != nil, maker: maker)
    }
    guard let column else { return .unknownColumn(name, context: context, known: names) }
    if reference.needsNumbers, column.type == .text { return .columnOfTexts(name, context: context) }
    guard let range = column.range else { return nil }
    return RowSelection.fault(name, reference.low, reference.high, within: range).map { .range($0) }
  }
}

extension Workspace.Label {
  /// The value as the only one of its column.
  fileprivate var range: ClosedRange<Double>? { number.map { $0...$0 } }
}

extension ColumnReference { fileprivate var key: String { String(path.split(separator: ".").last ?? "") } }

extension JSON {
  /// The value with `value` put at a path such as `checks[0].low`; unchanged where the path leads nowhere.
  func setting(_ path: String, to value: JSON) -> JSON {
    let steps = path.split(separator: ".").flatMap { step -> [String] in
      let parts = step.split(separator: "[", omittingEmptySubsequences: false)
      return [String(parts[0])] + parts.dropFirst().map { String($0.dropLast()) }
    }
    return setting(steps[...], to: value)
  }

  private func setting(_ steps: ArraySlice<String>, to value: JSON) -> JSON {
    guard let step = steps.first else { return value }
    switch content {
    case .array(var elements):
      guard let index = Int(step), elements.indices.contains(index) else { return self }
      elements[index] = elements[index].setting(steps.dropFirst(), to: value)
      return JSON(.array(elements), place: place)
    case .object(var members):
      if let index = members.firstIndex(where: { $0.key == step }) {
        members[index] = Member(step, members[index].value.setting(steps.dropFirst(), to: value), place: place)
      } else if steps.count == 1 {
        members.append(Member(step, value, place: value.place))
      }
      return JSON(.object(members), place: place)
    default: return self
    }
  }
}
