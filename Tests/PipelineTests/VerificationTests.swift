import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct VerificationTests {
  /// A graph whose middle is dropped after use.
  private var graph: TestGraph {
    var graph = TestGraph()
    graph.add("a", "number", ["value": 7])
    graph.add("b", "sum", ["terms": "a", "add": 10], isTransient: true)
    graph.add("c", "sum", ["terms": "b", "add": 100])
    return graph
  }

  @Test func `a result that is gone is named, one that was dropped after use is not`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph)
    let whole = try sandbox.engine.verify([graph.graph])
    #expect(whole.missing.isEmpty && whole.objects == 2)
    let digest = try #require(try sandbox.results(graph)["c"]?.first)
    FileSystem.remove(ObjectFolder(path: sandbox.project.cache + "/objects").file(digest))
    let result = try sandbox.engine.verify([graph.graph, graph.graph])
    #expect(result.missing.map(\.id) == ["c"] && result.missing.map(\.output) == ["value"])
    #expect(result.objects == 1 && result.damaged.isEmpty)
    #expect(try sandbox.run(graph).succeeded)
    #expect(try sandbox.engine.verify([graph.graph]).missing.isEmpty)
  }

  @Test func `a damaged result is told once, as damaged, and is missing from then on`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph)
    let digest = try #require(try sandbox.results(graph)["c"]?.first)
    let file = ObjectFolder(path: sandbox.project.cache + "/objects").file(digest)
    chmod(file, 0o644)
    try Data("9".utf8).write(to: URL(filePath: file))
    let first = try sandbox.engine.verify([graph.graph])
    #expect(first.damaged == [digest] && first.missing.isEmpty)
    let second = try sandbox.engine.verify([graph.graph])
    #expect(second.damaged.isEmpty && second.missing.map(\.id) == ["c"])
  }
}
