import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// What people asked for by name: attachments, drawings, comparisons.
@Suite struct OwnershipTests {
  private let sandbox = Sandbox()
  private let files = [("values.tex", Array("1".utf8)), ("figures/a.pdf", Array("2".utf8))]

  private let graph = TestGraph().adding("a", "number", ["value": 1], exports: ["value": "r/value.json"])

  private func writer(replacesAll: Bool = false) throws -> OutputWriter {
    try sandbox.engine.outputWriter(graph.graph, ["pipeline.json"], replacesAll: replacesAll)
  }

  @Test func `what was written before may be written again, by another process too`() throws {
    let folder = sandbox.root + "/tex"
    for round in 0..<3 {
      try writer().write(files.map { ($0.0, $0.1 + [UInt8(round)]) }, in: folder)
      #expect(sandbox.read("tex/figures/a.pdf") == "2" + String(UnicodeScalar(UInt8(round))))
    }
  }

  @Test func `one file in the way keeps all others from being written`() throws {
    let folder = sandbox.root + "/tex"
    try sandbox.write("mine", "tex/figures/a.pdf")
    #expect(throws: EngineError.outputOverFile(folder + "/figures/a.pdf")) { try writer().write(files, in: folder) }
    #expect(sandbox.read("tex/figures/a.pdf") == "mine" && sandbox.read("tex/values.tex") == nil)
    try writer(replacesAll: true).write(files, in: folder)
    #expect(sandbox.read("tex/figures/a.pdf") == "2")
    // What was edited since it was written is somebody's work again.
    try sandbox.write("edited", "tex/values.tex")
    #expect(throws: EngineError.outputOverFile(folder + "/values.tex")) { try writer().write(files, in: folder) }
    #expect(
      EngineError.outputOverFile("tex/a").description
        == "tex/a holds what plumb did not write; move it away, name another "
        + "place, or accept that it is replaced with --replace")
  }

  @Test func `nothing is written through a link, to a link, or over a folder`() throws {
    let outside = Sandbox()
    try outside.write("theirs", "figures/a.pdf")
    try sandbox.write("x", "tex/other")
    try sandbox.link("tex/figures", to: outside.root + "/figures")
    #expect(throws: EngineError.exportThroughLink("figures/a.pdf", part: "figures")) {
      try writer().write(files, in: sandbox.root + "/tex")
    }
    #expect(outside.read("figures/a.pdf") == "theirs" && sandbox.read("tex/values.tex") == nil)
    try sandbox.link("page.html", to: outside.root + "/figures/a.pdf")
    #expect(throws: EngineError.outputOverFile(sandbox.root + "/page.html")) {
      try writer().write([1], to: sandbox.root + "/page.html")
    }
    #expect(throws: EngineError.exportNotWritten(sandbox.root + "/tex", code: EISDIR)) {
      try writer().write([1], to: sandbox.root + "/tex")
    }
    #expect(throws: EngineError.exportNotWritten(sandbox.root + "/no/page.html", code: ENOENT)) {
      try writer().write([1], to: sandbox.root + "/no/page.html")
    }
    #expect(outside.read("figures/a.pdf") == "theirs")
  }

  @Test func `what runs publish is never written over by name`() throws {
    try sandbox.run(graph)
    for replacesAll in [false, true] {
      #expect(throws: EngineError.outputOverResult(sandbox.root + "/r/value.json")) {
        try writer(replacesAll: replacesAll).write([1], to: sandbox.root + "/r/value.json")
      }
    }
    #expect(sandbox.read("r/value.json") == "1\n")
    #expect(
      EngineError.outputOverResult("r/a").description
        == "r/a is what `plumb run` reads or publishes; name another place")
  }

  @Test func `a file that carries the sign is known without a memory of it`() throws {
    try sandbox.write("<!-- sign --> page", "reports/p.md")
    try writer().write([("p.md", [65])], in: sandbox.root + "/reports", sign: "<!-- sign -->")
    #expect(sandbox.read("reports/p.md") == "A")
  }
}
