import Documents
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct TransientTests {
  private func graph(_ add: Int) -> TestGraph {
    var graph = TestGraph()
    graph.add("points", "number", ["value": 77])
    graph.add("gram", "sum", ["terms": "points", "add": 1000], isTransient: true)
    graph.add("square", "sum", ["terms": "gram", "add": 1], isTransient: true)
    graph.add("first", "sum", ["terms": "square", "add": 2])
    graph.add("second", "sum", ["terms": ["square", "points"], "add": JSON(.integer(add))])
    return graph
  }

  private func objectCount(_ sandbox: Sandbox) throws -> Int {
    try ObjectFolder(path: sandbox.project.cache + "/objects").all().count
  }

  @Test func `transient results are dropped, and made again only for those who need them`() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.run(graph(3)).ran == 5)
    #expect(try objectCount(sandbox) == 3)
    #expect(try sandbox.run(graph(3)).ran == 0)
    let changed = try sandbox.run(graph(4))
    // `second`, and for it `square` and `gram` once more.
    #expect(changed.ran == 3 && changed.cached == 2 && changed.succeeded)
    #expect(try objectCount(sandbox) == 4)
  }

  @Test func `a transient result that is asked for by name is kept`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(3))
    let summary = try sandbox.run(graph(3), targets: ["gram"])
    #expect(summary.ran == 1)
    #expect(try objectCount(sandbox) == 4)
    #expect(try sandbox.run(graph(3), targets: ["gram"]).ran == 0)
  }

  @Test func `dropping a transient result spares an equal result that is kept`() throws {
    let sandbox = try Sandbox()
    var graph = TestGraph()
    graph.add("gram", "number", ["value": 5], isTransient: true)
    graph.add("reader", "sum", ["terms": "gram", "add": 1])
    graph.add("slow", "sum", ["terms": "reader", "add": 100])
    graph.add("equal", "sum", ["terms": "slow", "add": 99, "modulus": 200])
    #expect(try sandbox.run(graph).ran == 4)
    #expect(try sandbox.run(graph).ran == 0)
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `of two equal transient results one is not dropped under the readers of the other`() throws {
    let sandbox = try Sandbox()
    var graph = TestGraph()
    graph.add("first", "number", ["value": 5], isTransient: true)
    graph.add("second", "sum", ["add": 5], isTransient: true)
    graph.add("quick", "sum", ["terms": ["first", "second"], "add": 1])
    graph.add("next", "sum", ["terms": "quick", "add": 2])
    graph.add("late", "sum", ["terms": ["second", "next"], "add": 3])
    var started: [String] = []
    let summary = try sandbox.run(graph, jobs: 1) { event in
      if case .started(let id, _) = event { started.append(id) }
    }
    #expect(summary.ran == 5 && started.sorted() == ["first", "late", "next", "quick", "second"])
    // 11, 13 and 21; the transient 5 is gone.
    #expect(try objectCount(sandbox) == 3)
    #expect(try sandbox.run(graph).ran == 0)
  }

  @Test func `a transient result stays while a reader of it failed`() throws {
    let sandbox = try Sandbox()
    var graph = TestGraph()
    graph.add("gram", "number", ["value": 5], isTransient: true)
    graph.add("good", "sum", ["terms": "gram", "add": 1])
    graph.add("missing", "size", ["file": "nowhere"])
    graph.add("waits", "sum", ["terms": ["gram", "missing"]])
    try sandbox.run(graph)
    #expect(try objectCount(sandbox) == 2)
  }
}
