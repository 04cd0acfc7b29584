import Foundation
import Papers
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct GraphDrawingTests {
  private func graph() throws -> Graph {
    let text = """
      {"format": 2, "stages": {"points": {"kind": "sample-sphere", "n": 5, "dimension": 3, "sweep": {"seed": [1, 2]}},
        "gram": {"kind": "kernel-matrix", "kernel": "rf", "layers": 2, "points": "points", "each": "points"}}}
      """
    return try StageBench().graph(text, PlumbCatalogue.standard)
  }

  @Test func `both formats come out, the same bytes each time, with the names as text`() throws {
    let (first, second) = (try GraphDrawing(GraphOutline(graph())), try GraphDrawing(GraphOutline(graph())))
    #expect(try first.pdf() == second.pdf() && first.svg() == second.svg())
    #expect(try first.pdf().starts(with: Array("%PDF-".utf8)))
    let svg = String(decoding: try first.svg(), as: UTF8.self)
    #expect(svg.contains(">gram</text>") && svg.contains(">kernel-matrix × 2</text>") && svg.hasSuffix("</svg>\n"))
    #expect(svg.contains("<title id=\"plumb-title\">2 entries, 4 stages</title>"))
  }

  @Test func `what is not up to date says so in its box, and the key explains the tint`() throws {
    let outline = GraphOutline(
      try graph(), statuses: [.upToDate, .neverRan, .failed("x"), .waits(on: "points[seed=2]")])
    #expect(
      outline.boxes.map(\.caption) == ["sample-sphere × 2, 1 would run", "kernel-matrix × 2, 1 failed, 1 would run"])
    let svg = String(decoding: try GraphDrawing(outline).svg(), as: UTF8.self)
    for text in [
      ">would run</text>", ">failed</text>", ">2 entries, 4 stages: 1 up to date, 2 would run, 1 failed</text>",
    ] {
      #expect(svg.contains(text), "\(text)")
    }
    #expect(!svg.contains(">cannot run</text>"))
  }

  @Test func `an empty graph is a picture, too`() throws {
    let empty = try GraphDrawing(GraphOutline(Graph(nodes: [], profile: "quick"))).svg()
    #expect(String(decoding: empty, as: UTF8.self).contains(">0 stages</text>"))
  }
}
