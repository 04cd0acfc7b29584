import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct EstimatesTests {
  /// Stages of kind `sum` expect a second and their pause.
  private func graph(_ pauses: [Int]) -> Graph {
    pauses.enumerated().reduce(TestGraph()) { graph, item in
      graph.adding("s\(item.offset)", "sum", ["pause": JSON(.integer(item.element))])
    }.graph
  }

  private func record(_ name: String, seconds: Double, expected: Double?, cores: Int = 1, revision: Int = 1) -> Record {
    var record = Record(
      key: Digest(of: name), components: ["kind": "sum", "revision": JSON(.integer(revision))], outputs: [],
      seconds: seconds, memory: 0, cores: cores, log: "")
    record.expected = expected
    return record
  }

  private func state(_ entries: [String: Record] = [:]) throws -> ProjectState {
    var state = try ProjectState(FileManager.default.temporaryDirectory.path + "/no such folder/state")
    for (id, record) in entries { state.entries[id] = .init(key: record.key, seconds: record.seconds) }
    return state
  }

  private func estimates(
    _ graph: Graph, _ own: [String: Record] = [:], others: [String: Record] = [:], records: [Record] = []
  ) throws -> Estimates {
    Estimates(
      graph, graph.prospects, state: try state(own), others: [try state(others)],
      records: records + own.values + others.values)
  }

  @Test func `the memory of a run is one rule, which holds to what a manifest says of a program`() throws {
    // Of two bytes asked for by each: a stage that took less is given what it took and a tenth, a program what was asked.
    let asked = 1 << 30
    let command: JSON = ["arguments": ["true"], "outputs": ["a.csv"], "memory": 1]
    let graph = TestGraph().adding("s", "sum", ["add": 1]).adding("c", "command", command).graph
    let (stage, program) = (graph.nodes[0], graph.nodes[1])
    #expect(program.kind.startsPrograms && !stage.kind.startsPrograms)
    func entry(_ memory: Int, asked: Int) -> ProjectState.Entry {
      ProjectState.Entry(key: Digest(of: "k"), seconds: 1, memory: memory, asked: asked)
    }
    let small = entry(100_000_000, asked: asked)
    #expect(
      stage.memory(asked: asked, after: small) == 110_000_000 && program.memory(asked: asked, after: small) == asked)
    let large = entry(2_000_000_000, asked: asked)
    for node in [stage, program] {
      #expect(
        node.memory(asked: asked, after: large) == 2_200_000_000 && node.memory(asked: asked, after: nil) == asked)
    }
    // An estimate says what a run is given.
    let own = program.stage.memory(reading: [:])
    var state = try state()
    state.entries["c"] = entry(own / 2, asked: own)
    let estimates = Estimates(graph, graph.prospects, state: state, others: [], records: [])
    #expect(estimates.memory(1) == own && program.memory(asked: own, after: state.entries["c"]) == own)
  }

  @Test func `without records the kind's own rate counts, on all cores that are given`() throws {
    let estimates = try estimates(graph([3, 7]))
    #expect(estimates[0] == .init(seconds: 4, basis: .kind) && estimates[1] == .init(seconds: 8, basis: .kind))
    #expect(estimates[1, cores: 2].seconds == 4 && estimates.expected(1) == 8)
    #expect(Work(-1, rate: 2).seconds == 0 && Work(10, rate: 4).seconds == 2.5)
  }

  @Test func `a stage's own last run counts first, in proportion to its work`() throws {
    // Twice as long as expected; now four times the work of then is asked for.
    let last = record("a", seconds: 4, expected: 2)
    let estimates = try estimates(graph([7, 1]), ["s0": last])
    #expect(estimates[0] == .init(seconds: 16, basis: .records))
    // What is known of one is what is known of its kind.
    #expect(estimates[1] == .init(seconds: 4, basis: .records))
  }

  @Test func `runs of the same entry count before others of the kind, and those of other profiles as well`() throws {
    let slow = record("slow", seconds: 30, expected: 10)
    let (quick, two) = (record("quick", seconds: 5, expected: 10), record("two", seconds: 5, expected: 10, cores: 2))
    let known = try estimates(graph([1, 1]), others: ["s1[n=3]": slow], records: [quick, two])
    // 3 times what was expected; all runs of the kind together 30 + 5 + 10 of 30.
    #expect(known[1].seconds == 6 && known[0].seconds == 3)
  }

  @Test func `records of another revision, and those that do not say what was expected, tell no rate`() throws {
    let old = record("old", seconds: 100, expected: 1, revision: 2)
    let mute = record("mute", seconds: 100, expected: nil)
    #expect(try estimates(graph([1]), records: [old, mute])[0] == .init(seconds: 2, basis: .kind))
  }

  @Test func `what a record expects is written and read again`() throws {
    let wanted = record("a", seconds: 4, expected: 2.5)
    #expect(Record(line: Array(wanted.line.utf8.dropLast())) == wanted)
    #expect(!record("a", seconds: 4, expected: nil).line.contains("expected"))
  }

  @Test func `a run takes no less than its longest chain, its share of the cores, and what the memory allows`() throws {
    let chain = TestGraph().adding("a", "sum", ["pause": 1]).adding("b", "sum", ["terms": "a", "pause": 2])
      .adding("c", "sum", ["pause": 5]).graph
    let estimates = try estimates(chain)
    func run(_ jobs: Int, _ limit: Int = 1 << 40) -> RunEstimate {
      RunEstimate(chain, [0, 1, 2], estimates, jobs: jobs, limit: limit)
    }
    #expect(run(1).processor == 11 && run(1).seconds == 11 && run(2).seconds == 6 && run(8).seconds == 6)
    #expect(run(1).memory == 256 << 20 && run(1).recorded == 0 && run(1).unknown == 0)
    // Room for one stage at a time.
    #expect(run(8, 256 << 20).seconds == 11)
    #expect(
      RunEstimate(chain, [], estimates, jobs: 2, limit: 0) == RunEstimate(chain, [], estimates, jobs: 1, limit: 1))
    let half = try self.estimates(chain, ["c": record("c", seconds: 5, expected: 6)])
    // What is known of `c` tells of the others: 5 of the expected 6.
    let known = RunEstimate(chain, [0, 1, 2], half, jobs: 1, limit: 1 << 40)
    #expect(abs(known.processor - 11 * 5 / 6.0) < 1e-12 && known.recorded == 1)
  }

  @Test func `a program that never ran is not counted, and one that did is expected to take as long again`() throws {
    let graph = TestGraph().adding("p", "command", ["arguments": ["true"], "outputs": ["a.txt"]])
      .adding("q", "command", ["arguments": ["true"], "outputs": ["b.txt"]]).graph
    var last = try state()
    last.entries["p"] = .init(key: Digest(of: "p"), seconds: 7)
    let estimates = Estimates(graph, graph.prospects, state: last, others: [], records: [])
    #expect(estimates.known(0) == 7 && estimates.known(1) == nil && estimates[1].basis == .nothing)
    let run = RunEstimate(graph, [0, 1], estimates, jobs: 2, limit: 1 << 40)
    #expect(run.processor == 7 && run.unknown == 1 && run.recorded == 1)
  }

  @Test func `what a run recorded is learnt by the next plan`() throws {
    let sandbox = Sandbox()
    let chain = TestGraph().adding("a", "sum", ["pause": 0.2]).graph
    _ = try sandbox.engine.run(chain, options: RunOptions(jobs: 1, memory: 1 << 30), executor: InProcessExecutor())
    let record = try #require(try sandbox.engine.record(chain, 0))
    #expect(record.expected == 1.2 && record.seconds >= 0.2)
    let next = TestGraph().adding("b", "sum", ["pause": 2.6]).graph
    let plan = try sandbox.engine.estimate(next, [0], jobs: 1, memory: 1 << 30)
    #expect(abs(plan.processor - 3 * record.seconds) < 1e-9 && plan.recorded == 1)
  }
}
