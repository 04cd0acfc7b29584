import Foundation
import Papers
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct GraphDrawingTests {
  private func outline() throws -> GraphOutline {
    let text = """
      {"format": 2, "stages": {"points": {"kind": "sample-sphere", "n": 5, "dimension": 3, "sweep": {"seed": [1, 2]}},
        "gram": {"kind": "kernel-matrix", "kernel": "rf", "layers": 2, "points": "points", "each": "points"}}}
      """
    let bench = try StageBench()
    let file = bench.folder.appending(path: "pipeline.json")
    try Data(text.utf8).write(to: file)
    return GraphOutline(
      try Manifest.load(
        file: file, root: bench.folder, catalogue: PlumbCatalogue.standard, profile: nil, settings: []
      ).graph)
  }

  @Test func `both formats come out, the same bytes each time`() throws {
    let (first, second) = (try GraphDrawing(outline()), try GraphDrawing(outline()))
    #expect(try first.pdf() == second.pdf() && first.svg() == second.svg())
    #expect(try first.pdf().starts(with: Array("%PDF-".utf8)))
    let svg = String(decoding: try first.svg(), as: UTF8.self)
    #expect(svg.contains("<svg") && svg.hasSuffix("</svg>\n"))
  }

  @Test func `two boxes and an arrow take more than an empty graph`() throws {
    let empty = try GraphDrawing(GraphOutline(Graph(nodes: [], profile: "quick")))
    #expect(try GraphDrawing(outline()).svg().count > empty.svg().count)
  }
}
