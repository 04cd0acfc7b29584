import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// A few stages computed again, on what was computed elsewhere.
@Suite struct RerunTests {
  private let options = RunOptions(jobs: 1, memory: 1 << 30)

  private func rerun(
    _ sandbox: Sandbox, _ graph: TestGraph, _ targets: [String]? = nil, count: Int, seed: Int
  ) throws -> (plan: RerunPlan, found: Verification) {
    let chosen = targets?.map(graph.index)
    let plan = try sandbox.engine.rerunPlan(graph.graph, targets: chosen, sample: .init(count: count, seed: seed))
    let found = try sandbox.engine.verifyByRerun(
      graph.graph, targets: chosen, plan: plan, options: options, executor: InProcessExecutor())
    return (plan, found)
  }

  @Test func `a sample follows from its seed and the names, and a larger one holds it`() throws {
    let sandbox = Sandbox()
    let graph = TestGraph.pausing(30, 0)
    try sandbox.run(graph)
    func draw(_ count: Int, _ seed: Int) throws -> [Int] {
      try sandbox.engine.rerunPlan(graph.graph, targets: nil, sample: .init(count: count, seed: seed)).chosen
    }
    #expect(try draw(5, 1) == draw(5, 1) && draw(5, 1) != draw(5, 2))
    #expect(try Set(draw(9, 1)).isSuperset(of: draw(5, 1)))
    #expect(try draw(100, 1) == Array(0..<30))
    var seen: Set<Int> = []
    for seed in 0..<60 { seen.formUnion(try draw(3, seed)) }
    #expect(seen.count == 30)
    // What else there is plays no part.
    let small = TestGraph.pausing(20, 0)
    let of20 = try sandbox.engine.rerunPlan(small.graph, targets: nil, sample: .init(count: 20, seed: 1)).chosen
    #expect(of20.count == 20)
  }

  @Test func `of pulled results some are computed again on inputs that are taken as they are`() throws {
    let bench = try TravelBench(.generated(60))
    try bench.push()
    try bench.pull()
    for seed in 0..<20 {
      let (plan, found) = try rerun(bench.reviewer, bench.graph, count: 3, seed: seed)
      #expect(plan.chosen.count == 3 && plan.choice <= 60 && plan.also.count < 20)
      #expect(found.reruns.filter(\.isAsked).count == 3 && found.reruns.count == 3 + plan.also.count)
      #expect(found.reruns.allSatisfy { $0.outcome == .same } && found.failed.isEmpty && found.different.isEmpty)
      #expect(found.recomputed == found.reruns.count)
    }
    #expect(try FileSystem.names(in: bench.reviewer.project.cache + "/attempts").isEmpty)
    #expect(bench.reviewer.read("results/s10.json") == nil)
    #expect(try bench.reviewer.run(bench.graph).ran == 0)
  }

  @Test func `a transient result that did not travel is computed again where it is read`() throws {
    let bench = try TravelBench()
    try bench.push()
    try bench.pull()
    let graph = bench.graph
    let plan = try #require(
      try (0..<100).lazy.map { seed in
        try bench.reviewer.engine.rerunPlan(
          graph.graph, targets: [graph.index("c")], sample: .init(count: 1, seed: seed))
      }.first { $0.chosen == [graph.index("c")] })
    #expect(plan.also == [graph.index("b")] && plan.choice == 3)
    let found = try bench.reviewer.engine.verifyByRerun(
      graph.graph, targets: [graph.index("c")], plan: plan, options: options, executor: InProcessExecutor())
    #expect(found.reruns.map(\.id) == ["b", "c"] && found.reruns.map(\.isAsked) == [false, true])
    #expect(found.recomputed == 2 && found.reruns.allSatisfy { $0.outcome == .same })
    // Only what `c` rests on was hashed: `a` and `c` itself.
    #expect(found.objects == 2)
  }

  @Test func `a result that was made up is found when it is drawn`() throws {
    let bench = try TravelBench()
    // As if `b` had come out as 18: what rests on it was computed from that.
    try bench.forge("b", as: "18\n", at: bench.author)
    try bench.author.run(bench.graph)
    try bench.push("forged.tar")
    try bench.pull("forged.tar")
    let (_, found) = try rerun(bench.reviewer, bench.graph, count: 5, seed: 1)
    #expect(found.different == ["b"])
    #expect(found.reruns.first { $0.id == "b" }?.outcome == .different(["value"]))
    #expect(found.reruns.first { $0.id == "c" }?.outcome == .restsOnDifferent)
    #expect(found.reruns.filter { $0.outcome == .same }.map(\.id) == ["a", "d", "e"])
  }

  @Test func `of targets only what they rest on is computed again`() throws {
    let sandbox = Sandbox()
    let graph = TravelBench.graph
    try sandbox.run(graph)
    let found = try sandbox.engine.verifyByRerun(
      graph.graph, targets: [graph.index("e")], options: options, executor: InProcessExecutor())
    #expect(found.reruns.map(\.id) == ["a", "e"] && found.recomputed == 2 && found.objects == 2)
  }
}

/// A project folder that was copied or moved: all questions have one answer.
@Suite struct CopiedProjectTests {
  @Test func `the results of a copied project are those of the project`() throws {
    let sandbox = Sandbox()
    let graph = TravelBench.graph
    try sandbox.run(graph)
    let copy = Sandbox()
    FileSystem.remove(copy.root)
    try FileManager.default.copyItem(atPath: sandbox.root, toPath: copy.root)
    let engine = copy.engine
    #expect(try engine.status(graph.graph).allSatisfy { $0 == .upToDate })
    let last = try engine.lastResults(graph.graph)
    #expect(try last.other.isEmpty && last.current == sandbox.engine.lastResults(graph.graph).current)
    #expect(try engine.records(graph.graph) == sandbox.engine.records(graph.graph))
    #expect(try engine.results(graph.graph, valuesOf: []) == sandbox.engine.results(graph.graph, valuesOf: []))
    #expect(try engine.log(graph.graph, 0)?.text == "the number is 7\n")
    #expect(try engine.verify([graph.graph]).missing.isEmpty)
    let object = try #require(try engine.records(graph.graph)["e"]?.outputs.first?.digest)
    FileSystem.remove(copy.objects.file(object))
    #expect(try engine.verify([graph.graph]).missing.map(\.id) == ["e"])
    #expect(try copy.run(graph).ran == 1 && copy.run(graph).ran == 0)
  }
}
