import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct NodeStateTests {
  /// `a` above `b` and `c`, both above `d`.
  private func states() -> NodeStates {
    var graph = TestGraph()
    graph.add("a", "number", ["value": 1])
    graph.add("b", "sum", ["terms": "a"])
    graph.add("c", "sum", ["terms": "a", "add": 1])
    graph.add("d", "sum", ["terms": ["b", "c"]])
    return NodeStates(RunPlan(graph.graph, targets: nil, withPages: false))
  }

  private let made = NodeState.made(key: Digest(of: "key"), outputs: [], ran: true)

  /// Settles a node that is looked at.
  private func settle(_ index: Int, _ states: inout NodeStates) {
    #expect(states.next() == index)
    states.set(index, made)
  }

  @Test func `a node is looked at when all above it is settled, readers in order`() {
    var states = states()
    settle(0, &states)
    settle(1, &states)
    #expect(!states.isIdle && states.settled == 2)
    #expect(states.next() == 2)
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
    #expect(states.mustRun(1) && states.settled == 1)
    #expect(states.next() == 1)
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
}
