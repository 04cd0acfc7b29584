import Documents
import Testing

@testable import Pipeline

@Suite struct GraphOutlineTests {
  @Test func `the instances of a sweep share a box that counts them`() throws {
    let outline = GraphOutline(try manifest(GraphTests.text).graph)
    #expect(outline.boxes.map(\.name) == ["gram", "grid", "fit", "rates"])
    #expect(outline.boxes.map(\.caption) == ["make × 4", "make", "join", "draw"])
    #expect(outline.boxes.map(\.section) == ["stages", "stages", "stages", "figures"])
    #expect(outline.arrows == [GraphOutline.Arrow(from: 0, to: 2), GraphOutline.Arrow(from: 2, to: 3)])
  }

  @Test func `an expanded outline gives every instance its own box`() throws {
    let outline = GraphOutline(try manifest(GraphTests.text).graph, expanded: true)
    #expect(outline.boxes.count == 7)
    #expect(outline.boxes[1].name == "gram[n=1,seed=2]")
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
