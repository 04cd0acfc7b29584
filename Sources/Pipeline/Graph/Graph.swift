/// Stage instances in an order in which every node stands after those it reads.
public struct Graph: Sendable {
  /// The nodes; edges hold indices into this array.
  public let nodes: [Node]
  /// The profile whose values the nodes carry.
  public let profile: String
  /// What stands before every published path: empty for the default profile, `full/` for one called `full`.
  public let folder: String

  /// A graph of nodes that are already in order.
  public init(nodes: [Node], profile: String, folder: String = "") {
    self.nodes = nodes
    self.profile = profile
    self.folder = folder
  }

  /// Other nodes under the same profile.
  func with(_ nodes: [Node]) -> Graph { Graph(nodes: nodes, profile: profile, folder: folder) }

  /// The nodes directly above one, without repetition, ascending.
  public func upstream(of index: Int) -> [Int] {
    let sources = nodes[index].inputs.flatMap(\.sources)
    return Set(sources.compactMap { if case .node(let above, _, _) = $0 { above } else { nil } }).sorted()
  }

  /// The given nodes and all that they rest on, ascending.
  public func closure(of targets: some Sequence<Int>) -> [Int] {
    var wanted = Set(targets)
    for index in nodes.indices.reversed() where wanted.contains(index) { wanted.formUnion(upstream(of: index)) }
    return wanted.sorted()
  }

  /// The nodes that tolerate missing inputs and rest on one of the given nodes, such as the pages of claims, ascending.
  public func tolerant(below targets: some Sequence<Int>) -> [Int] {
    var reached = Set(targets)
    for index in nodes.indices where upstream(of: index).contains(where: reached.contains) { reached.insert(index) }
    return reached.filter { nodes[$0].kind.toleratesMissingInputs }.sorted()
  }

  /// What a run of `asked` with its pages looks at, ascending, and of that what it uses if it is there and does not make.
  public func withPages(_ asked: [Int]) -> (chosen: [Int], unasked: Set<Int>) {
    let pages = Set(closure(of: tolerant(below: asked)))
    let unasked = pages.subtracting(asked).filter { !nodes[$0].kind.toleratesMissingInputs }
    return (pages.union(asked).sorted(), unasked)
  }
}
