import Documents
import Testing

@testable import Pipeline

@Suite struct GraphTests {
  static let text = """
    {"stages": {
      "gram": {"kind": "make", "sweep": {"n": [1, 2], "seed": [1, 2]}},
      "grid": {"kind": "make", "n": 1},
      "fit": {"kind": "join", "tables": "gram"}},
     "figures": {"rates": {"data": "fit"}}}
    """

  private func ids(_ names: [String]) throws -> [String] {
    let graph = try manifest(Self.text).graph
    return try graph.select(names).map { graph.nodes[$0].id }
  }

  @Test func `an instance, an entry and a section are named as they are`() throws {
    #expect(try ids(["gram[n=2,seed=1]"]) == ["gram[n=2,seed=1]"] && ids(["gram"]).count == 4)
    #expect(try ids(["figures"]) == ["rates"] && ids(["rates", "fit", "fit"]) == ["fit", "rates"])
    #expect(try ids([]).isEmpty)
  }

  @Test func `some axes of a sweep, in any order, stand for all instances with these values`() throws {
    #expect(try ids(["gram[seed=2]"]) == ["gram[n=1,seed=2]", "gram[n=2,seed=2]"])
    #expect(try ids(["gram[seed=1,n=2.0]"]) == ["gram[n=2,seed=1]"])
    #expect { try ids(["gram[seed=3]"]) } throws: {
      "\($0)".hasPrefix("there is no entry, instance or section `gram[seed=3]`; did you mean `gram[n=1,seed=")
        || "\($0)".hasPrefix("there is no entry, instance or section `gram[seed=3]`; known: ")
    }
    for other in ["gram[sed=1]", "grid[n=1]", "gram[seed=1].table"] {
      #expect(throws: Problems.self) { try ids([other]) }
    }
  }

  @Test func `a star stands for any letters of an instance or an entry`() throws {
    #expect(try ids(["gr*"]).count == 5)
    #expect(try ids(["*seed=2]"]) == ["gram[n=1,seed=2]", "gram[n=2,seed=2]"])
    #expect(try ids(["*"]).count == 7 && ids(["f*t"]) == ["fit"])
  }

  @Test func `every unknown name is reported, with the nearest one`() throws {
    #expect { try ids(["garm", "fit", "x*", "gram[n=3,seed=1]"]) } throws: { error in
      (error as? Problems)?.all.map(\.description) == [
        "there is no entry, instance or section `garm`; did you mean `gram`?", "nothing matches `x*`; see plumb list",
        "there is no entry, instance or section `gram[n=3,seed=1]`; did you mean `gram[n=1,seed=1]`?",
      ]
    }
  }

  @Test(arguments: [
    ("*", "", true), ("", "", true), ("", "a", false), ("a*b", "ab", true), ("a*b", "acb", true),
    ("a*b", "acbc", false), ("*a*", "bab", true), ("**", "x", true), ("a*a*a", "aa", false), ("a*a*a", "aaa", true),
    ("*ab*ab", "abab", true), ("*ab*ab", "ababa", false),
  ]) func `patterns match whole texts`(pattern: String, text: String, matches: Bool) {
    #expect(Pattern.matches(pattern, text) == matches)
  }

  @Test func `a pattern of many stars does not take exponential time`() {
    let text = String(repeating: "a", count: 5_000)
    #expect(!Pattern.matches(String(repeating: "*a", count: 50) + "b", text))
  }

  @Test func `the instances of a sweep share a box that counts them, unless each is to have its own`() throws {
    let graph = try manifest(Self.text).graph
    let outline = GraphOutline(graph)
    #expect(outline.boxes.map(\.name) == ["gram", "grid", "fit", "rates"])
    #expect(outline.boxes.map(\.caption) == ["make × 4", "make", "join", "draw"])
    #expect(outline.boxes.map(\.section) == ["stages", "stages", "stages", "figures"])
    #expect(outline.arrows == [GraphOutline.Arrow(from: 0, to: 2), GraphOutline.Arrow(from: 2, to: 3)])
    let expanded = GraphOutline(graph, expanded: true)
    #expect(expanded.boxes.count == 7 && expanded.boxes[1].name == "gram[n=1,seed=2]")
    #expect(expanded.arrows.count { $0.to == 5 } == 4)
  }

  @Test func `Mermaid text numbers the boxes and quotes their labels, Graphviz text names them by their ids`() throws {
    let outline = GraphOutline(try manifest(Self.text).graph)
    #expect(
      outline.mermaid == """
        flowchart LR
          n0["gram<br/>make × 4"]
          n1["grid<br/>make"]
          n2["fit<br/>join"]
          n3["rates<br/>draw"]
          n0 --> n2
          n2 --> n3

        """)
    #expect(
      outline.dot == #"""
        digraph pipeline {
          rankdir=LR;
          node [shape=box];
          "gram" [label="gram\nmake × 4"];
          "grid" [label="grid\nmake"];
          "fit" [label="fit\njoin"];
          "rates" [label="rates\ndraw"];
          "gram" -> "fit";
          "fit" -> "rates";
        }

        """#)
  }

  @Test func `a target is drawn with what it rests on, and groups hold what one box alone rests on`() throws {
    let text = #"""
      {"stages": {"a": {"kind": "make", "n": 1}, "b": {"kind": "make", "n": 2}, "c": {"kind": "make", "n": 3},
        "one": {"kind": "join", "tables": ["a", "b"]}, "two": {"kind": "join", "tables": ["b", "c"]}}}
      """#
    let graph = try manifest(text).graph
    let target = GraphOutline(graph, chosen: try graph.select(["one"]))
    #expect(target.boxes.map(\.name) == ["a", "b", "one"] && target.arrows.count == 2 && target.groups.isEmpty)
    // Of the figures in the usual manifest there is one alone, and so no group.
    #expect(GraphOutline(try manifest(Self.text).graph, groupedBy: "figures").groups.isEmpty)
  }

  @Test func `quotes, brackets and backslashes in axis values cannot leave their label`() throws {
    let text = #"{"stages": {"a": {"kind": "make", "n": 1, "sweep": {"title": ["x\"]<b>\\", "y"]}}}}"#
    let outline = GraphOutline(try manifest(text).graph, expanded: true)
    #expect(outline.boxes[0].name == #"a[title="x\"]<b>\\"]"#)
    #expect(outline.mermaid.contains(##"["a[title=#quot;x#92;#quot;]#lt;b#gt;#92;#92;#quot;]<br/>make"]"##))
    #expect(outline.dot.contains(##"["a[title=\"x\\\"]<b>\\\\\"]" ["##.dropFirst()))
  }
}

@Suite struct GraphLayoutTests {
  private func graph(_ references: [[Int]]) throws -> Graph {
    return try manifest("{\"stages\": {\(entries(references).joined(separator: ",\n"))}}").graph
  }

  // What makes tables is read as tables, what joins them as a record, of which a stage takes one.
  private func entries(_ references: [[Int]]) -> [String] {
    references.enumerated().map { number, above in
      let tables = above.filter { references[$0].isEmpty }.map { "\"s\($0)\"" }.joined(separator: ",")
      let base = above.first { !references[$0].isEmpty }.map { ", \"base\": \"s\($0)\"" } ?? ""
      let list = tables.isEmpty ? "" : ", \"tables\": [\(tables)]"
      return above.isEmpty
        ? #""s\#(number)": {"kind": "make", "n": 1}"# : "\"s\(number)\": {\"kind\": \"join\"\(base)\(list)}"
    }
  }

  @Test func `every arrow runs from left to right between the sides of its boxes`() throws {
    let outline = GraphOutline(try graph([[], [], [0], [1, 2], [0, 3], [4, 1], []]))
    let layout = GraphLayout(outline)
    #expect(layout.boxes.count == 7 && GraphLayout(outline) == layout)
    for (arrow, path) in zip(outline.arrows, layout.arrows) {
      let (from, to) = (layout.boxes[arrow.from], layout.boxes[arrow.to])
      #expect(path.first == GraphLayout.Point(x: from.x + from.width, y: from.y + from.height / 2))
      #expect(path.last == GraphLayout.Point(x: to.x, y: to.y + to.height / 2))
      for (a, b) in zip(path, path.dropFirst()) { #expect(a.x < b.x || (a.x == b.x && path.count > 2)) }
    }
  }

  @Test func `boxes neither overlap nor leave the drawing`() throws {
    let layout = GraphLayout(GraphOutline(try graph([[], [], [], [0, 1], [1, 2], [0, 2], [3, 0], [4], [5, 1]])))
    for (index, a) in layout.boxes.enumerated() {
      #expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height)
      for b in layout.boxes[(index + 1)...] {
        #expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y)
      }
    }
  }

  @Test func `a chain is drawn as a straight line, and no boxes make an empty drawing`() throws {
    let layout = GraphLayout(GraphOutline(try graph([[], [0], [1], [2]])))
    #expect(Set(layout.boxes.map(\.y)).count == 1)
    #expect(layout.boxes.map(\.x) == layout.boxes.map(\.x).sorted() && layout.height == 30 + 2 * 8)
    let empty = GraphLayout(GraphOutline(Graph(nodes: [], profile: "default")))
    #expect(empty.boxes.isEmpty && empty.arrows.isEmpty && empty.width == 16)
  }

  @Test func `trees whose leaves stand in disorder are drawn without a crossing`() throws {
    // Five trees of three leaves each, the leaves of all trees dealt out in turn.
    let leaves = Array(repeating: [Int](), count: 15)
    let trees = (0..<5).map { tree in [tree, tree + 5, tree + 10] }
    let outline = GraphOutline(try graph(leaves + trees))
    #expect(LayeredGraph(outline).crossings == 0)
    // Two sources, each read by both of two stages, must cross once.
    #expect(LayeredGraph(GraphOutline(try graph([[], [], [0, 1], [0, 1]]))).crossings == 1)
  }

  @Test func `crossings that an order avoids are avoided, and a source stands just before its first reader`() throws {
    // Two sources, each read by one of two stages in the opposite order of the file.
    let boxes = GraphLayout(GraphOutline(try graph([[], [], [1], [0]]))).boxes
    #expect((boxes[0].y < boxes[1].y) == (boxes[3].y < boxes[2].y))
    let others = GraphLayout(GraphOutline(try graph([[], [0], [1], [], [2, 3]]))).boxes
    #expect(others[3].x == others[2].x)
  }
}
