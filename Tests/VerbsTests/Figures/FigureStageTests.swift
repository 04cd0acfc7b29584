import Documents
import Foundation
import Papers
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct FigureStageTests {
  private let members = """
    "data": "d", "panels": [{"x": {"scale": "log"}, "y": {"scale": "log"}, "marks": [{"line": {"x": "k", "y": "mu"}}]}]
    """

  private func bench(_ csv: String) throws -> StageBench { try StageBench(csv: ["data": csv]) }

  @Test func `a figure is a PDF, a PNG and the data that it shows`() throws {
    let bench = try bench("k,mu\n1,0.5\n2,0.125\n4,0.03125\n")
    try bench.run(FigureStage.self, members)
    #expect(try bench.bytes("pdf.pdf").starts(with: Array("%PDF-".utf8)))
    #expect(try bench.bytes("png.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    let data = try bench.table("data")
    #expect(data.rowCount == 3 && (data.columns.contains { $0.values == .numbers([0.5, 0.125, 0.03125]) }))
  }

  @Test func `the same data give the same bytes`() throws {
    let benches = try (0..<2).map { _ in try bench("k,mu\n1,0.5\n2,0.125\n") }
    for bench in benches { try bench.run(FigureStage.self, members) }
    for file in ["pdf.pdf", "png.png", "data.csv"] { #expect(try benches[0].bytes(file) == benches[1].bytes(file)) }
  }

  @Test func `a column that is not there is refused`() throws {
    #expect(
      try bench("k,nu\n1,1\n").complaint(FigureStage.self, members) == "table: no column `mu`; did you mean `nu`?")
  }

  @Test(arguments: ["k,mu\n", "k,mu\n1,\n", "k,mu\n-1,0\n", "k,mu\n1,inf\n1,-inf\n", "k,mu\n1e-300,1e300\n"])
  func `data that a log scale cannot show still make a figure`(csv: String) throws {
    #expect(try bench(csv).complaint(FigureStage.self, members).isEmpty)
  }

  @Test func `a mark without data is refused in the manifest`() throws {
    #expect(
      try StageBench.problems(FigureStage.self, #""panels": [{"marks": [{"line": {"x": "k", "y": "mu"}}]}]"#)
        == [
          "the mark `line` has no `data` in `line` of `marks[0]` of `panels[0]` of stage `s`; name a table in the mark, "
            + "panel or figure"
        ])
  }
}

@Suite struct GraphDrawingTests {
  private func outline() throws -> GraphOutline {
    let text = """
      {"format": 2, "stages": {"points": {"kind": "sample-sphere", "n": 5, "dimension": 3, "sweep": {"seed": [1, 2]}},
        "gram": {"kind": "kernel-matrix", "kernel": "rf", "layers": 2, "points": "points", "each": "points"}}}
      """
    return GraphOutline(try StageBench().graph(text, PlumbCatalogue.standard))
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

@Suite struct LibrariesTests {
  @Test func `the record names the BLAS and every font with the digest of its file`() throws {
    let record = Libraries.record
    #expect(record["OpenBLAS"]?.string?.contains("OpenBLAS") == true)
    let named = (record.members ?? []).filter { $0.value.string != nil }.map(\.key)
    #expect(Set(named) == Set(Libraries.homes.keys))
    let fonts = try #require(record["fonts"]?.members)
    #expect(!fonts.isEmpty)
    for font in fonts {
      let file = try #require(font.value["file"]?.string)
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["openssl", "dgst", "-sha256", "-r", file]
      process.standardOutput = pipe
      try process.run()
      let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(font.value["sha256"]?.string.map(text.hasPrefix) == true)
    }
  }
}
