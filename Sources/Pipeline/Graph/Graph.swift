import Documents

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
    Set(nodes[index].inputs.flatMap { $0.contents.compactMap(\.node) }).sorted()
  }

  /// Whether each node may lack its objects although nothing is wrong.
  var droppable: [Bool] {
    let read = Set(nodes.indices.flatMap(upstream))
    return nodes.enumerated().map { $1.mayBeDropped(isRead: read.contains($0)) }
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

extension Graph {
  /// The nodes that `names` stand for, ascending: ids of instances, names of entries and of sections, and patterns in
  /// which `*` stands for any letters.
  ///
  /// - Parameter alsoKnown: further words that may have been meant, such as commands.
  /// - Throws: ``Problems`` naming every name that stands for nothing.
  public func select(_ names: [String], alsoKnown: [String] = []) throws -> [Int] {
    var wanted: Set<Int> = []
    var problems: [Problem] = []
    for name in names {
      let matched = nodes.indices.filter { index in
        let node = nodes[index]
        return name.contains("*")
          ? Pattern.matches(name, node.id) || Pattern.matches(name, node.entry)
          : node.id == name || node.entry == name || node.section == name
      }
      if matched.isEmpty { problems.append(Problem(unmatched(name, alsoKnown), at: .none)) }
      wanted.formUnion(matched)
    }
    if !problems.isEmpty { throw Problems(problems) }
    return wanted.sorted()
  }

  private func unmatched(_ name: String, _ alsoKnown: [String]) -> ManifestFault {
    if name.contains("*") { return .noTargetMatches(name) }
    var names = Set(nodes.map(\.entry)).union(nodes.map(\.section))
    if let near = Suggestion.nearest(to: name, among: alsoKnown) { names.insert(near) }
    return .unknownTarget(name, known: names.union(name.contains("[") ? nodes.map(\.id) : []).sorted())
  }
}

/// Patterns in which `*` stands for any letters, none included.
enum Pattern {
  /// Whether the whole of `text` fits `pattern`; takes time in the product of their lengths at most.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
    let star = UInt8(ascii: "*")
    var (at, place) = (0, 0)
    var retry: (at: Int, place: Int)?
    while place < text.count {
      if at < pattern.count, pattern[at] == star {
        retry = (at + 1, place)
        at += 1
      } else if at < pattern.count, pattern[at] == text[place] {
        at += 1
        place += 1
      } else if let last = retry {
        at = last.at
        place = last.place + 1
        retry = (last.at, place)
      } else {
        return false
      }
    }
    return pattern[at...].allSatisfy { $0 == star }
  }
}
