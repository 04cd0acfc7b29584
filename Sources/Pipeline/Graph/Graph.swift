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
    graph.otherProfiles = otherProfiles
    return graph
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

/// What a drawing of the graph shows: boxes and arrows, the instances of a sweep in one box or each in its own.
public struct GraphOutline: Sendable, Equatable {
  /// The boxes; each stands after those that point to it.
  public let boxes: [Box]
  /// The arrows, without repetition, by the boxes at their ends.
  public let arrows: [Arrow]

  /// One entry or one instance.
  public struct Box: Sendable, Equatable {
    /// The id of the entry or of the instance.
    public let name: String
    /// The kind of the stage.
    public let kind: String
    /// The section of the manifest.
    public let section: String
    /// The number of instances.
    public let count: Int

    /// The second line: the kind, and the number of instances where there are several.
    public var caption: String { count > 1 ? "\(kind) × \(count)" : kind }
  }

  /// From a box to one that reads it.
  public struct Arrow: Sendable, Equatable {
    public let from: Int
    public let to: Int
  }

  /// The outline of `graph`; `expanded` gives every instance its own box.
  public init(_ graph: Graph, expanded: Bool = false) {
    var boxOf: [Int] = []
    var first: [String: Int] = [:]
    var members: [[Int]] = []
    for (index, node) in graph.nodes.enumerated() {
      let box = expanded ? nil : first[node.entry]
      boxOf.append(box ?? members.count)
      if let box {
        members[box].append(index)
      } else {
        first[node.entry] = members.count
        members.append([index])
      }
    }
    boxes = members.map { group in
      let node = graph.nodes[group[0]]
      return Box(name: expanded ? node.id : node.entry, kind: node.kind.name, section: node.section, count: group.count)
    }
    arrows = members.enumerated().flatMap { box, group in
      Set(group.flatMap { graph.upstream(of: $0) }.map { boxOf[$0] }).sorted().map { Arrow(from: $0, to: box) }
    }
  }

  /// A Mermaid flowchart.
  public var mermaid: String {
    var text = "flowchart LR\n"
    for (number, box) in boxes.enumerated() {
      text += "  n\(number)[\"\(Self.mermaid(box.name))<br/>\(Self.mermaid(box.caption))\"]\n"
    }
    for arrow in arrows { text += "  n\(arrow.from) --> n\(arrow.to)\n" }
    return text
  }

  /// A Graphviz digraph.
  public var dot: String {
    var text = "digraph pipeline {\n  rankdir=LR;\n  node [shape=box];\n"
    for box in boxes { text += "  \(Self.dot(box.name)) [label=\(Self.dot(box.name + "\n" + box.caption))];\n" }
    for arrow in arrows { text += "  \(Self.dot(boxes[arrow.from].name)) -> \(Self.dot(boxes[arrow.to].name));\n" }
    return text + "}\n"
  }

  private static func mermaid(_ text: String) -> String {
    text.replacing("#", with: "#35;").replacing("\"", with: "#quot;").replacing("<", with: "#lt;")
      .replacing(">", with: "#gt;").replacing("\\", with: "#92;")
  }

  private static func dot(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    return "\"" + escaped + "\""
  }
}
