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

  @Test func `the instances of a sweep share a box that counts them`() throws {
    let outline = GraphOutline(try manifest(GraphTests.text).graph)
    #expect(outline.boxes.map(\.name) == ["gram", "grid", "fit", "rates"])
    #expect(outline.boxes.map(\.caption) == ["make × 4", "make", "join", "draw"])
    #expect(outline.boxes.map(\.section) == ["stages", "stages", "stages", "figures"])
    #expect(outline.arrows == [GraphOutline.Arrow(from: 0, to: 2), GraphOutline.Arrow(from: 2, to: 3)])
  }

  @Test func `an expanded outline gives every instance its own box`() throws {
    let outline = GraphOutline(try manifest(GraphTests.text).graph, expanded: true)
    #expect(outline.boxes.count == 7 && outline.boxes[1].name == "gram[n=1,seed=2]")
    #expect(outline.arrows.count { $0.to == 5 } == 4)
  }

  @Test func `Mermaid text numbers the boxes and quotes their labels`() throws {
    #expect(
      GraphOutline(try manifest(GraphTests.text).graph).mermaid == """
        flowchart LR
          n0["gram<br/>make × 4"]
          n1["grid<br/>make"]
          n2["fit<br/>join"]
          n3["rates<br/>draw"]
          n0 --> n2
          n2 --> n3

        """)
  }

  @Test func `Graphviz text names the boxes by their ids`() throws {
    #expect(
      GraphOutline(try manifest(GraphTests.text).graph).dot == #"""
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

  @Test func `quotes, brackets and backslashes in axis values cannot leave their label`() throws {
    let text = #"{"stages": {"a": {"kind": "make", "n": 1, "sweep": {"title": ["x\"]<b>\\", "y"]}}}}"#
    let outline = GraphOutline(try manifest(text).graph, expanded: true)
    #expect(outline.boxes[0].name == #"a[title="x\"]<b>\\"]"#)
    #expect(outline.mermaid.contains(##"["a[title=#quot;x#92;#quot;]#lt;b#gt;#92;#92;#quot;]<br/>make"]"##))
    #expect(outline.dot.contains(##"["a[title=\"x\\\"]<b>\\\\\"]" ["##.dropFirst()))
  }
}
