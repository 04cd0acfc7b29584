import Documents
import Foundation
import Papers
import Pipeline
import Plotting
import Synchronization
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct FigureStageTests {
  private let members = """
    "data": "d", "panels": [{"x": {"scale": "log"}, "y": {"scale": "log"}, "marks": [{"line": {"x": "k", "y": "mu"}}]}]
    """

  private func bench(_ csv: String) throws -> StageBench { try StageBench(csv: ["data": csv]) }

  @Test func `a figure is a PDF, a PNG, an SVG of both themes and the data that it shows`() throws {
    let bench = try bench("k,mu\n1,0.5\n2,0.125\n4,0.03125\n")
    try bench.run(FigureStage.self, members)
    #expect(try bench.bytes("pdf.pdf").starts(with: Array("%PDF-".utf8)))
    #expect(try bench.bytes("png.png").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    let svg = try bench.text("svg.svg")
    #expect(svg.contains("</text>") && svg.contains("var(--figure-ink,light-dark(#1a1a1a,#ececec))"))
    let data = try bench.table("data")
    #expect(data.rowCount == 3 && (data.columns.contains { $0.values == .numbers([0.5, 0.125, 0.03125]) }))
  }

  @Test func `a picture of a program of the author's own stands as it is, with its numbers`() throws {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    let end: [UInt8] = [0, 0, 0, 0] + Array("IEND".utf8) + [0xAE, 0x42, 0x60, 0x82]
    let bench = try bench("k,mu\n1,0.5\n")
    try bench.give("png", bytes: signature + end, ending: "png")
    try bench.give("pdf", bytes: "%PDF-1.7 x %%EOF\n".utf8, ending: "pdf")
    let members = #""png": "p.png", "pdf": "p.pdf""#
    try bench.run(FigureStage.self, members + #", "data": "d""#)
    #expect(try bench.bytes("png.png") == Data(signature + end) && bench.text("pdf.pdf") == "%PDF-1.7 x %%EOF\n")
    #expect(try bench.text("data.csv") == "k,mu\n1,0.5\n")
    #expect(try StageBench.read(FigureStage.self, #""pdf": "p.pdf""#).stage.outputs.map(\.name) == ["pdf"])
    #expect(try StageBench.problems(FigureStage.self, members + #", "panels": []"#).count == 1)
    for bytes in [Array("<svg/>".utf8), signature, signature + end.dropLast(9)] {
      let wrong = try StageBench()
      try wrong.give("png", bytes: bytes, ending: "png")
      #expect(
        wrong.complaint(FigureStage.self, #""png": "p.png""#)
          == "the file behind `png` is no whole PNG file; let its program write one")
    }
  }

  @Test func `the same data give the same bytes`() throws {
    let benches = try (0..<2).map { _ in try bench("k,mu\n1,0.5\n2,0.125\n") }
    for bench in benches { try bench.run(FigureStage.self, members) }
    for file in ["pdf.pdf", "png.png", "svg.svg", "data.csv"] {
      #expect(try benches[0].bytes(file) == benches[1].bytes(file))
    }
  }

  @Test func `a column that is not there is refused`() throws {
    #expect(
      try bench("k,nu\n1,1\n").complaint(FigureStage.self, members) == "d: no column `mu`; did you mean `nu`?")
  }

  @Test(arguments: ["k,mu\n", "k,mu\n1,\n", "k,mu\n1,inf\n1,-inf\n", "k,mu\n1e-300,1e300\n"])
  func `data without a number that counts still make a figure`(csv: String) throws {
    #expect(try bench(csv).complaint(FigureStage.self, members).isEmpty)
  }

  private func log(_ csv: String, _ axes: String = "") throws -> (lines: [String], data: Table) {
    let bench = try bench(csv)
    let members = "\"data\": \"d\", \"panels\": [{\(axes) \"marks\": [{\"line\": {\"x\": \"k\", \"y\": \"mu\"}}]}]"
    let lines = Mutex<[String]>([])
    let (stage, _) = try StageBench.read(FigureStage.self, members)
    let bound = bench.workspace
    try stage.run(
      Workspace(directory: bound.directory, inputs: bound.inputs) { line in lines.withLock { $0.append(line) } })
    return (lines.withLock { $0 }, try bench.table("data"))
  }

  @Test(arguments: ["nan", "NaN", "NA", "N/A", "", " nan "])
  func `a number that is missing is a gap that the log tells, never a category`(_ cell: String) throws {
    for axes in ["", #""y": {"scale": "log"},"#] {
      let (lines, data) = try log("k,mu\n1,100\n2,10\n3,1\n4,\(cell)\n5,0.1\n6,50\n", axes)
      #expect(
        lines == ["`mu` of the mark `line`: 1 of 6 numbers is missing (d, record 5), a gap in the figure"])
      #expect(try data.texts("y") == ["100", "10", "1", "", "0.1", "50"])
      #expect(try data.numbers("drawn") == [1, 1, 1, 0, 1, 1])
    }
  }

  @Test func `an infinite number is a gap of its own kind`() throws {
    let (lines, data) = try log("k,mu\n1,1\n2,Inf\n3,-Infinity\n4,2\n")
    #expect(
      lines == ["`mu` of the mark `line`: 2 of 4 numbers are infinite (first d, record 3), gaps in the figure"])
    #expect(try data.numbers("y") == [1, .infinity, -.infinity, 2] && data.numbers("drawn") == [1, 0, 0, 1])
  }

  @Test(arguments: ["", #""y": {"scale": "linear"},"#, #""y": {"scale": "log"},"#, #""y": {"scale": "symlog"},"#])
  func `a text among numbers is refused with file, record, column and cell`(_ axes: String) {
    let found = #expect(throws: PlottingError.self) { try log("k,mu\n1,100\n2,\"1,000\"\n3,1\n", axes) }
    #expect(
      found.map { "\($0)" }
        == "d: record 3 has `1,000` in column `mu`, and the y axis shows numbers; correct the "
        + "cell, leave it empty where a number is missing, or choose the scale `category`")
  }

  @Test func `names are refused on an axis whose scale is one of numbers, and make categories where none is chosen`()
    throws
  {
    let csv = "k,mu\n1,ntk\n2,laplace\n"
    let found = #expect(throws: PlottingError.self) { try log(csv, #""y": {"scale": "log"},"#) }
    #expect(found.map { "\($0)".hasPrefix("d: record 2 has `ntk` in column `mu`, and the y axis") } == true)
    for axes in ["", #""y": {"scale": "category"},"#] {
      #expect(try log(csv, axes).data.texts("y") == ["ntk", "laplace"])
    }
    let mixed = try log("k,mu\n1,2\n2,ntk\n", #""y": {"scale": "category"},"#)
    #expect(try mixed.data.texts("y") == ["2", "ntk"])
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
