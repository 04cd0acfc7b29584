import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct LockFileTests {
  private func graph(_ value: Int, add: Int = 5, modulus: Int = 1_000_000) -> TestGraph {
    var graph = TestGraph()
    graph.add("a", "number", ["value": JSON(.integer(value))])
    graph.add("b", "sum", ["terms": "a", "modulus": JSON(.integer(modulus))])
    graph.add("c", "sum", ["terms": "b", "add": JSON(.integer(add))], exports: ["value": "c.json"])
    return graph
  }

  @Test func `the lock file is sorted, read back, and compared with a tolerance`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    let before = try sandbox.engine.results(graph(1).graph, valuesOf: ["stages"])
    let lock = LockFile(profiles: ["quick": before])
    let path = sandbox.root + "/plumb.lock.json"
    try lock.write(to: path)
    #expect(try LockFile(path: path) == lock)
    try sandbox.run(graph(1, add: 6))
    let after = try sandbox.engine.results(graph(1, add: 6).graph, valuesOf: ["stages"])
    #expect(ResultDifference.between(before, after) == [.value(id: "c", path: "", old: 6, new: 7)])
    #expect(ResultDifference.between(before, after, tolerance: 0.2) == [])
    try sandbox.write("{}", "plumb.lock.json")
    #expect(throws: EngineError.damagedLockFile("plumb.lock.json", reason: "it is not a lock of revision 1")) {
      try LockFile(path: path)
    }
  }

  @Test func `differences within records are named by their path`() {
    func result(_ value: JSON) -> [String: LockFile.Result] {
      ["A4": .init(outputs: ["record": Digest(of: value.canonical).hex], values: ["record": value])]
    }
    let old = result(["slope": ["value": 2.0, "range": [1, 3]], "verdict": "holds", "gone": 1])
    let new = result(["slope": ["value": 2.5, "range": [1, 4]], "verdict": "holds"])
    #expect(
      ResultDifference.between(old, new) == [
        .value(id: "A4", path: "slope.value", old: 2.0, new: 2.5),
        .value(id: "A4", path: "slope.range[1]", old: 3, new: 4), .value(id: "A4", path: "gone", old: 1, new: nil),
      ])
    #expect(ResultDifference.between(old, [:]) == [.gone(id: "A4")])
    #expect(ResultDifference.between([:], new) == [.new(id: "A4")])
  }
}
