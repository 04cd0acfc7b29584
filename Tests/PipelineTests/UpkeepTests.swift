import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct UpkeepTests {
  private let sandbox = Sandbox()

  /// A graph whose middle is dropped after use.
  private var graph: TestGraph {
    TestGraph().adding("a", "number", ["value": 7]).adding("b", "sum", ["terms": "a", "add": 10], isTransient: true)
      .adding("c", "sum", ["terms": "b", "add": 100])
  }

  @Test func `a result that is gone is named, one that was dropped after use is not`() throws {
    try sandbox.run(graph)
    let whole = try sandbox.engine.verify([graph.graph])
    #expect(whole.missing.isEmpty && whole.objects == 2)
    let digest = try #require(try sandbox.results(graph)["c"]?.first)
    FileSystem.remove(sandbox.objects.file(digest))
    let result = try sandbox.engine.verify([graph.graph, graph.graph])
    #expect(result.missing.map(\.id) == ["c"] && result.missing.map(\.output) == ["value"])
    #expect(result.objects == 1 && result.damaged.isEmpty)
    #expect(try sandbox.run(graph).succeeded && sandbox.engine.verify([graph.graph]).missing.isEmpty)
  }

  private func rerun(_ graph: Graph) throws -> Verification {
    try sandbox.engine.verifyByRerun(
      graph, options: RunOptions(jobs: 2, memory: 1 << 30), executor: InProcessExecutor())
  }

  @Test func `a result that does not come out again is named`() throws {
    try sandbox.run(graph)
    let record = try #require(try sandbox.engine.records("quick")["a"])
    // As if `a` had come out as 8 then.
    let store = try Store(sandbox.project.cache, writable: true)
    try sandbox.write("8\n", "other")
    let digest = try store.objects.publish(sandbox.root + "/other").digest
    try store.append([
      Record(
        key: record.key, components: record.components, outputs: [.init(name: "value", digest: digest, size: 2)],
        seconds: 0, memory: 0, cores: 1, log: "")
    ])
    store.close()
    let result = try rerun(graph.graph)
    #expect(result.different == ["a"] && result.recomputed == 1 && result.failed.isEmpty)
  }

  @Test func `only results of the graph itself are computed again`() throws {
    try sandbox.run(graph)
    let edited = TestGraph().adding("a", "number", ["value": 8]).adding("new", "number", ["value": 9])
    let result = try rerun(edited.graph)
    #expect(result.different.isEmpty && result.recomputed == 0)
  }

  @Test func `pages of a profile that is not the default are known and computed again as they are`() throws {
    let graph = TestGraph().adding("a", "number", ["value": 1]).adding("page", "gather", ["parts": "a"])
    let full = Graph(nodes: graph.graph.nodes, profile: "full", folder: "full/")
    try sandbox.run(full)
    #expect(try sandbox.engine.why(full, 1) == .upToDate)
    let again = try rerun(full)
    #expect(again.recomputed == 2 && again.different.isEmpty)
  }

  @Test func `a damaged result is told once, as damaged, and is missing from then on`() throws {
    try sandbox.run(graph)
    let digest = try #require(try sandbox.results(graph)["c"]?.first)
    try sandbox.damage(sandbox.objects.file(digest), "9")
    let first = try sandbox.engine.verify([graph.graph])
    #expect(first.damaged == [digest] && first.missing.isEmpty)
    let second = try sandbox.engine.verify([graph.graph])
    #expect(second.damaged.isEmpty && second.missing.map(\.id) == ["c"])
  }

  private func chain(_ value: Int) -> TestGraph { .chain(value) }

  @Test func `garbage is what the manifest does not need`() throws {
    try sandbox.run(chain(1))
    try sandbox.run(chain(100))
    let dry = try sandbox.engine.collectGarbage([chain(100).graph], delete: false)
    #expect(dry.objects.count == 2 && dry.records == 3 && dry.bytes == 4)
    #expect(try sandbox.engine.collectGarbage([chain(100).graph], delete: true) == dry)
    #expect(try sandbox.run(chain(100)).ran == 0 && sandbox.run(chain(1)).ran == 3)
  }

  @Test func `nothing is collected beside a run`() throws {
    try sandbox.run(chain(1))
    let store = try Store(sandbox.project.cache, writable: true)
    #expect(throws: EngineError.cacheInUse(sandbox.project.cache)) {
      try sandbox.engine.collectGarbage([], delete: true)
    }
    store.close()
    let nothing = Graph(nodes: [], profile: "quick")
    #expect(try sandbox.engine.collectGarbage([nothing], delete: true).objects.count == 2)
  }

  @Test func `verification finds decay and results that do not come out again`() throws {
    try sandbox.run(chain(1))
    let first = try rerun(chain(1).graph)
    #expect(first.damaged.isEmpty && first.different.isEmpty && first.recomputed == 3 && first.objects == 2)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == [])
    let digest = try #require(try sandbox.objects.all().first)
    try sandbox.damage(sandbox.objects.file(digest), "9")
    #expect(try sandbox.engine.verify().damaged == [digest] && sandbox.run(chain(1)).succeeded)
  }
}
