import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct NodeStateTests {
  /// `a` above `b` and `c`, both above `d`.
  private func states() -> NodeStates {
    let graph = TestGraph().adding("a", "number", ["value": 1]).adding("b", "sum", ["terms": "a"])
      .adding("c", "sum", ["terms": "a", "add": 1]).adding("d", "sum", ["terms": ["b", "c"]])
    return NodeStates(RunPlan(graph.graph, targets: nil, withPages: false))
  }

  private let made = NodeState.made(key: Digest(of: "key"), outputs: [], ran: true)

  private func settle(_ index: Int, _ states: inout NodeStates) {
    #expect(states.next() == index)
    states.set(index, made)
  }

  @Test func `where nothing was measured a node weighs what the stages from it to the end say of their work`() throws {
    let graph = TestGraph().adding("a", "number", ["value": 1]).adding("b", "sum", ["terms": "a", "pause": 4])
      .adding("c", "sum", ["terms": "a", "pause": 2]).adding("d", "sum", ["terms": ["b", "c"]])
    let state = try ProjectState(FileManager.default.temporaryDirectory.path + "/no such folder/state")
    let estimates = Estimates(graph.graph, graph.graph.prospects, state: state, others: [], records: [])
    let weights = RunPlan(graph.graph, targets: nil, withPages: false).weights(estimates)
    #expect(zip(weights, [5.2, 5.1, 3.1, 0.1]).allSatisfy { abs($0 - $1) < 1e-12 } && weights.count == 4, "\(weights)")
  }

  @Test func `a node is looked at when all above it is settled, readers in order`() {
    var states = states()
    settle(0, &states)
    settle(1, &states)
    #expect(!states.isIdle && states.settled == 2 && states.next() == 2)
    #expect(states.next() == nil)
    states.set(2, .absent("it failed"))
    settle(3, &states)
    #expect(states.settled == 4 && states.isIdle)
  }

  @Test func `what is made again keeps those waiting that read it, and no others`() {
    var states = states()
    settle(0, &states)
    settle(1, &states)
    states.remake(1)
    #expect(states.mustRun(1) && states.settled == 1 && states.next() == 1)
    #expect(states.next() == 2)
    states.set(2, made)
    // `d` waits for `b` alone now.
    guard case .waiting(above: 1) = states[3] else { Issue.record("\(states[3])"); return }
    states.set(1, .queued)
    states.set(1, .running)
    states.set(1, made)
    #expect(!states.mustRun(1) && states.next() == 3)
  }

  @Test func `a node whose inputs are lost waits for those that are made again`() {
    var states = states()
    for index in 0..<3 { settle(index, &states) }
    #expect(states.next() == 3)
    states.set(3, .queued)
    states.set(3, .running)
    states.remake(1)
    states.remake(2)
    states.wait(3)
    guard case .waiting(above: 2) = states[3] else { Issue.record("\(states[3])"); return }
    #expect(states.outputs(1) == nil)
    settle(2, &states)
    settle(1, &states)
    #expect(states.next() == 3)
  }

  @Test func `a measurement takes the place of the same request, and scales another one upwards only`() {
    var entry = ProjectState.Entry()
    #expect(entry.corrected(1000) == 1000)
    (entry.memory, entry.asked) = (200, 1000)
    #expect(entry.corrected(1000) == 220 && entry.corrected(8000) == 8000)
    (entry.memory, entry.asked) = (3000, 1000)
    #expect(entry.corrected(1000) == 3300 && entry.corrected(8000) == 24_000)
    #expect(entry.corrected(Int.max) > 0)
    entry.asked = 0
    #expect(entry.corrected(500) == 500)
    (entry.memory, entry.asked) = (.max, 500)
    #expect(entry.corrected(500) > 1 << 61)
  }

  @Test func `what was written is read back, and memory measured once lets more run side by side`() throws {
    let sandbox = Sandbox()
    // Room for one stage as it is estimated, for several as they are measured.
    func most(_ first: Int) throws -> Int {
      try sandbox.most(.pausing(8, 0.05, from: first), jobs: 4, memory: 400 << 20, workers: true)
    }
    #expect(try most(0) == 1)
    let state = try ProjectState(sandbox.project.statePath("quick"))
    #expect(state.entries.values.allSatisfy { $0.asked == 256 << 20 && $0.memory > 0 && $0.memory < 90 << 20 })
    #expect(try most(100) == 4)
  }
}
