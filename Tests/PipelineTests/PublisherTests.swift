import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct PublisherTests {
  private let path = "thesis/value.json"
  private let refusal =
    "`thesis/value.json` holds what no run made; move that file away, or name another path in `export`"

  private func graph(_ value: Int) -> TestGraph {
    var graph = TestGraph()
    graph.add("a", "number", ["value": JSON(.integer(value))], exports: ["value": path])
    return graph
  }

  @Test func `a file that no run made is kept, however often it is tried`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("my results", path)
    for _ in 0..<2 {
      let summary = try sandbox.run(graph(1))
      #expect(summary.failures.map(\.failure.description) == [refusal])
      #expect(sandbox.read(path) == "my results")
    }
    FileSystem.remove(sandbox.root + "/" + path)
    // The result itself was made and kept.
    let summary = try sandbox.run(graph(1))
    #expect(summary.succeeded && summary.ran == 0 && sandbox.read(path) == "1\n")
  }

  @Test func `what a run published or found to be a result is replaced by a later one`() throws {
    let sandbox = try Sandbox()
    try sandbox.write("1\n", path)
    try sandbox.run(graph(1))
    try sandbox.write("edited by hand", path)
    #expect(try sandbox.run(graph(2)).succeeded && sandbox.read(path) == "2\n")
    // Also when the object is collected meanwhile.
    _ = try sandbox.engine.collectGarbage([graph(3).graph], delete: true)
    #expect(try sandbox.run(graph(3)).succeeded && sandbox.read(path) == "3\n")
  }

  @Test func `in a fresh clone what the lock records is replaced`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    let results = try sandbox.engine.results(graph(1).graph, valuesOf: [])
    FileSystem.remove(sandbox.project.cache)
    #expect(try sandbox.run(graph(2)).failures.map(\.failure.description) == [refusal])
    FileSystem.remove(sandbox.project.cache)
    try LockFile(profiles: ["quick": results]).write(to: sandbox.root + "/plumb.lock.json")
    #expect(try sandbox.run(graph(2)).succeeded && sandbox.read(path) == "2\n")
  }

  @Test func `at the paths that the program fixes everything is replaced`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    let open = try OpenProject(sandbox.project, profile: "quick", writable: true)
    let publisher = Publisher(root: sandbox.root, store: open.store, files: open.files)
    try sandbox.write("an old picture", "figures/f.png")
    let digest = try #require(try sandbox.results(graph(1))["a"]?.first)
    #expect(throws: EngineError.exportOverFile("figures/f.png")) {
      try publisher.publish(digest, to: .init(output: "value", path: "figures/f.png"))
    }
    #expect(try publisher.publish(digest, to: .init(output: "value", path: "figures/f.png", isFixed: true)))
    #expect(sandbox.read("figures/f.png") == "1\n")
  }
}
