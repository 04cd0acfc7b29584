import Documents
import Pipeline

/// A graph written down in a test: names, kinds, definitions; references are wired by name.
public struct TestGraph {
  private var nodes: [Node] = []
  private var indices: [String: Int] = [:]

  public init() {}

  /// Adds a stage; everything that it names must have been added before.
  ///
  /// - Parameter exports: output names and where they are published.
  public mutating func add(
    _ id: String, _ kind: String, _ definition: JSON, exports: [String: String] = [:], isTransient: Bool = false,
    timeout: Double? = nil
  ) {
    guard let type = Catalogue.tests.kinds[kind] else { fatalError("no kind \(kind)") }
    let fields = Fields(definition, context: "stage `\(id)`")
    let stage = type.init(fields)
    fields.finish()
    guard fields.problems.isEmpty else { fatalError("\(fields.problems)") }
    indices[id] = nodes.count
    nodes.append(
      Node(
        id: id, entry: id, section: "stages", axes: [], kind: type.kind, stage: stage, definition: definition,
        parameters: fields.canonical, inputs: fields.references.map(slot),
        exports: exports.sorted { $0.key < $1.key }.map { .init(output: $0.key, path: $0.value) },
        isTransient: isTransient, timeout: timeout, place: .none))
  }

  /// The graph with a further stage; see ``add(_:_:_:exports:isTransient:timeout:)``.
  public func adding(
    _ id: String, _ kind: String, _ definition: JSON, exports: [String: String] = [:], isTransient: Bool = false,
    timeout: Double? = nil
  ) -> TestGraph {
    var graph = self
    graph.add(id, kind, definition, exports: exports, isTransient: isTransient, timeout: timeout)
    return graph
  }

  private func slot(_ reference: Reference) -> Slot<Node.Source> {
    Slot(
      path: reference.path,
      items: reference.targets.map { target in
        if reference.type == SourceInput.typeName { return .init(content: .file(target.name)) }
        guard let index = indices[target.name] else { fatalError("no stage \(target.name)") }
        let labels = reference.many ? [Workspace.Label(axis: "from", text: target.name, number: nil)] : []
        return .init(labels: labels, content: .node(index, output: nodes[index].stage.outputs[0].name))
      })
  }

  public func index(_ id: String) -> Int { indices[id] ?? -1 }

  public var graph: Graph { Graph(nodes: nodes, profile: "quick") }

  /// `count` stages, each of which reads up to three before it, chosen by `seed`; `edits` adds to the term of a stage.
  public static func generated(_ count: Int, seed: UInt64 = 1, edits: [Int: Int] = [:], pause: Double = 0) -> TestGraph
  {
    var result = TestGraph()
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func random(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state >> 33) % max(bound, 1)
    }
    for number in 0..<count {
      var terms: Set<Int> = []
      for _ in 0..<min(number, 3) { terms.insert(max(0, number - 1 - random(20))) }
      let modulus = random(4) == 0 ? 2 : 1_000_000
      var members: [JSON.Member] = [
        .init("add", JSON(.integer(number + (edits[number] ?? 0)))), .init("modulus", JSON(.integer(modulus))),
      ]
      if !terms.isEmpty { members.append(.init("terms", JSON(.array(terms.sorted().map { JSON(.string("s\($0)")) })))) }
      if pause > 0 { members.append(.init("pause", JSON(.number(pause)))) }
      let exports = number % 50 == count % 50 ? ["value": "results/s\(number).json"] : [:]
      result.add("s\(number)", "sum", JSON(.object(members)), exports: exports, isTransient: number % 7 == 3)
    }
    return result
  }
}
