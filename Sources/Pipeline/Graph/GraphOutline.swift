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
      return Box(
        name: expanded ? node.id : node.entry, kind: node.kind.name, section: node.section, count: group.count)
    }
    arrows = members.enumerated().flatMap { box, group in
      Set(group.flatMap { graph.upstream(of: $0) }.map { boxOf[$0] }).sorted().map { Arrow(from: $0, to: box) }
    }
  }
}

extension GraphOutline {
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
