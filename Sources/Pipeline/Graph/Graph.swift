import Documents

/// Stage instances in an order in which every node stands after those it reads.
public struct Graph: Sendable {
  /// The nodes; edges hold indices into this array.
  public let nodes: [Node]
  /// The profile whose values the nodes carry.
  public let profile: String
  /// Whether that is the one that runs when none is named.
  public let isDefaultProfile: Bool
  /// What was put over the manifest from outside, `entry.key=value` each.
  public let settings: [String]
  /// What stands before every published path: empty for the default profile, `full/` for one called `full`, and before it
  /// `variants/NAME/` where something was put over the manifest, so that no variant replaces what the manifest says.
  public let folder: String
  /// The other profiles of the manifest, each with what stands before its published paths; none for a variant.
  var otherProfiles: [(name: String, folder: String)] = []
  /// What its results cost to rebuild, as the project records it; nil where it does not, and for a variant.
  public internal(set) var costs: RecordedCosts?

  /// A graph of nodes that are already in order.
  public init(
    nodes: [Node], profile: String, isDefaultProfile: Bool = true, settings: [String] = [], folder: String = ""
  ) {
    (self.nodes, self.profile, self.isDefaultProfile) = (nodes, profile, isDefaultProfile)
    (self.settings, self.folder) = (settings, folder)
  }

  func with(_ nodes: [Node]) -> Graph {
    var graph = Graph(
      nodes: nodes, profile: profile, isDefaultProfile: isDefaultProfile, settings: settings, folder: folder)
    (graph.otherProfiles, graph.costs) = (otherProfiles, costs)
    return graph
  }

  /// The same without places to publish to: a run of it writes nothing into the project.
  public var unpublished: Graph {
    with(
      nodes.map { node in
        var node = node
        node.exports = []
        return node
      })
  }

  /// What tells the last results of this graph from those of others of the project.
  public var edition: String { ([profile] + settings.sorted()).joined(separator: "\n") }

  /// The folder of the results of `settings`; nothing without any.
  static func variantFolder(_ settings: [String]) -> String {
    guard !settings.isEmpty else { return "" }
    let name = String(
      settings.sorted().joined(separator: "+").unicodeScalars.map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.+-_=".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      })
    let isFaithful = name == settings.sorted().joined(separator: "+") && name.count <= 80
    let digest = Digest(of: settings.sorted().joined(separator: "\n")).hex.prefix(8)
    return "variants/\(isFaithful ? name : name.prefix(80) + "-" + digest)/"
  }

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

  /// The nodes that `names` stand for, ascending: ids of instances, names of entries and of sections, patterns in which `*`
  /// stands for any letters, and `entry[axis=value]` for all instances with these values, whatever their other axes are.
  /// - Parameter alsoKnown: further words that may have been meant, such as commands.
  /// - Throws: ``Problems`` naming every name that stands for nothing.
  public func select(_ names: [String], alsoKnown: [String] = []) throws -> [Int] {
    var wanted: Set<Int> = []
    var problems: [Problem] = []
    for name in names {
      let selector = name.contains("[") ? Selector(name) : nil
      let matched = nodes.indices.filter { index in
        let node = nodes[index]
        if let selector, selector.output == nil, selector.matches(node) { return true }
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
