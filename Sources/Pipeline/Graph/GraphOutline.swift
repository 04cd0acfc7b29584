/// What a drawing of the graph shows: boxes and arrows, the instances of a sweep in one box or each in its own.
public struct GraphOutline: Sendable, Equatable {
  /// The boxes; each stands after those that point to it.
  public let boxes: [Box]
  /// The arrows, without repetition, by the boxes at their ends.
  public let arrows: [Arrow]
  /// The section whose boxes have a group each: what they alone rest on; nil for no groups.
  let section: String?

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
    /// Where they stand, with their numbers, the worst first; empty where nobody looked.
    public let states: [(state: State, count: Int)]

    /// The second line: the kind, the number of instances where there are several, and what is not up to date.
    public var caption: String {
      let others = states.filter { $0.state != .upToDate }.map { state, number in
        number == count ? state.rawValue : "\(number) \(state.rawValue)"
      }
      return ([count > 1 ? "\(kind) × \(count)" : kind] + others).joined(separator: ", ")
    }

    public static func == (a: Box, b: Box) -> Bool {
      (a.name, a.kind, a.section, a.caption) == (b.name, b.kind, b.section, b.caption)
    }
  }

  /// Whether a stage has its result, the worst first.
  public enum State: String, Sendable, CaseIterable {
    case failed
    case wouldRun = "would run"
    case cannotRun = "cannot run"
    case upToDate = "up to date"

    /// The state in which `status` leaves a stage.
    public init(_ status: StageStatus) {
      switch status {
      case .upToDate: self = .upToDate
      case .changed, .neverRan, .lost, .waits: self = .wouldRun
      case .failed: self = .failed
      case .notRun: self = .cannotRun
      }
    }
  }

  /// From a box to one that reads it.
  public struct Arrow: Sendable, Equatable {
    public let from: Int
    public let to: Int
  }

  /// The outline of `graph`.
  ///
  /// - Parameters:
  ///   - chosen: the nodes that are shown, with all that they rest on; all if nil.
  ///   - statuses: how each node stands; nil to leave that out.
  ///   - expanded: whether every instance has its own box.
  ///   - section: the section whose boxes have a group each.
  public init(
    _ graph: Graph, chosen: [Int]? = nil, statuses: [StageStatus]? = nil, expanded: Bool = false,
    groupedBy section: String? = nil
  ) {
    var boxOf: [Int: Int] = [:]
    var first: [String: Int] = [:]
    var members: [[Int]] = []
    for index in graph.closure(of: chosen ?? Array(graph.nodes.indices)) {
      let node = graph.nodes[index]
      let box = expanded ? nil : first[node.entry]
      boxOf[index] = box ?? members.count
      if let box {
        members[box].append(index)
      } else {
        first[node.entry] = members.count
        members.append([index])
      }
    }
    boxes = members.map { group in
      let node = graph.nodes[group[0]]
      let counts = Dictionary(group.compactMap { statuses?[$0] }.map { (State($0), 1) }, uniquingKeysWith: +)
      return Box(
        name: expanded ? node.id : node.entry, kind: node.kind.name, section: node.section, count: group.count,
        states: State.allCases.compactMap { state in counts[state].map { (state, $0) } })
    }
    arrows = members.enumerated().flatMap { box, group in
      Set(group.flatMap { graph.upstream(of: $0) }.compactMap { boxOf[$0] }).sorted().map { Arrow(from: $0, to: box) }
    }
    self.section = section
  }

  private init(_ whole: GraphOutline, _ kept: [Int]) {
    let place = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    boxes = kept.map { whole.boxes[$0] }
    arrows = whole.arrows.compactMap { arrow in
      place[arrow.from].flatMap { from in place[arrow.to].map { Arrow(from: from, to: $0) } }
    }
    section = nil
  }

  /// A box of the section with all that it rests on, ascending.
  private var closures: [(head: Int, boxes: [Int])] {
    boxes.indices.filter { boxes[$0].section == section }.map { head in
      var wanted: Set = [head]
      for arrow in arrows.sorted(by: { $0.to > $1.to }) where wanted.contains(arrow.to) { wanted.insert(arrow.from) }
      return (head, wanted.sorted())
    }
  }

  /// The outline taken apart: each box of the section with all that it rests on, what several rest on in each of them;
  /// then the rest, without a title. One part where there are no groups.
  public var parts: [(title: String?, outline: GraphOutline)] {
    let closures = closures
    guard closures.count > 1 else { return [(nil, self)] }
    let covered = Set(closures.flatMap(\.boxes))
    let rest = boxes.indices.filter { !covered.contains($0) }
    return closures.map { (boxes[$0.head].name, GraphOutline(self, $0.boxes)) }
      + (rest.isEmpty ? [] : [(nil, GraphOutline(self, rest))])
  }

  /// The boxes that one group alone rests on, by the name of its box; empty where there are no groups.
  public var groups: [(name: String, boxes: [Int])] {
    let closures = closures
    guard closures.count > 1 else { return [] }
    let uses = Dictionary(closures.flatMap(\.boxes).map { ($0, 1) }, uniquingKeysWith: +)
    return closures.map { (boxes[$0.head].name, $0.boxes.filter { uses[$0] == 1 }) }
  }

  /// How many stages there are, and how many of them stand how.
  public var summary: String {
    let stages = boxes.reduce(0) { $0 + $1.count }
    let states = State.allCases.reversed().compactMap { state -> String? in
      let number = boxes.flatMap(\.states).filter { $0.state == state }.reduce(0) { $0 + $1.count }
      return number > 0 ? "\(number) \(state.rawValue)" : nil
    }
    let size = stages == boxes.count ? "\(stages) stages" : "\(boxes.count) entries, \(stages) stages"
    return size + (states.isEmpty ? "" : ": " + states.joined(separator: ", "))
  }

  /// A Mermaid flowchart.
  public var mermaid: String {
    var text = "flowchart LR\n"
    func line(_ number: Int) -> String {
      let box = boxes[number]
      return "  n\(number)[\"\(Self.mermaid(box.name))<br/>\(Self.mermaid(box.caption))\"]\n"
    }
    let grouped = Set(groups.flatMap(\.boxes))
    for (number, group) in groups.enumerated() {
      text += "  subgraph g\(number)[\"\(Self.mermaid(group.name))\"]\n"
      text += group.boxes.map { "  " + line($0) }.joined() + "  end\n"
    }
    text += boxes.indices.filter { !grouped.contains($0) }.map(line).joined()
    for arrow in arrows { text += "  n\(arrow.from) --> n\(arrow.to)\n" }
    return text
  }

  /// A Graphviz digraph.
  public var dot: String {
    var text = "digraph pipeline {\n  rankdir=LR;\n  node [shape=box];\n"
    for box in boxes {
      let style = box.states.contains { $0.state != .upToDate } ? ", style=dashed" : ""
      text += "  \(Self.dot(box.name)) [label=\(Self.dot(box.name + "\n" + box.caption))\(style)];\n"
    }
    for (number, group) in groups.enumerated() {
      let names = group.boxes.map { Self.dot(boxes[$0].name) }.joined(separator: "; ")
      text += "  subgraph cluster_\(number) { label=\(Self.dot(group.name)); \(names); }\n"
    }
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
