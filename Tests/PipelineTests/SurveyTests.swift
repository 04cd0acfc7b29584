import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SurveyTests {
  private let sandbox = Sandbox()

  private func graph(_ value: Int, add: Int = 5) -> TestGraph { .chain(value, add: add) }

  @Test func `status and why name the component that changed with old and new value`() throws {
    #expect(try sandbox.engine.status(graph(1).graph) == [.neverRan, .waits(on: "a"), .waits(on: "a")])
    #expect(!FileManager.default.fileExists(atPath: sandbox.project.cache))
    try sandbox.run(graph(1))
    #expect(try sandbox.engine.status(graph(1).graph) == [.upToDate, .upToDate, .upToDate])
    let change = KeyChange(name: "add", old: "5", new: "6")
    #expect(try sandbox.engine.why(graph(1, add: 6).graph, 2) == .changed([change]))
    let value = KeyChange(name: "value", old: "1", new: "2")
    #expect(try sandbox.engine.status(graph(2).graph) == [.changed([value]), .waits(on: "a"), .waits(on: "a")])
    #expect(try sandbox.engine.why(graph(1).graph, 1) == .upToDate)
  }

  private func change(_ name: String, _ old: String, _ new: String) -> StageStatus {
    .changed([KeyChange(name: name, old: "sha256:" + Digest(of: old).hex, new: "sha256:" + Digest(of: new).hex)])
  }

  @Test func `a changed input and a changed file of the project are named, with their digests`() throws {
    try sandbox.run(graph(1))
    try sandbox.run(graph(2), targets: ["a"])
    #expect(try sandbox.engine.why(graph(2).graph, 1) == change("input terms[from=a]", "1\n", "2\n"))
    let graph = TestGraph().adding("n", "size", ["file": "data/input"])
    try sandbox.write("four", "data/input")
    try sandbox.run(graph)
    try sandbox.write("eleven", "data/input")
    #expect(try sandbox.engine.why(graph.graph, 0) == change("input file (data/input)", "four", "eleven"))
  }

  @Test func `values behind an input in another order are a change of order`() throws {
    func graph(_ terms: JSON) -> TestGraph {
      TestGraph().adding("a", "number", ["value": 1]).adding("b", "number", ["value": 2])
        .adding("sum", "sum", ["terms": terms])
    }
    try sandbox.run(graph(["a", "b"]))
    let order = KeyChange(name: "input terms", old: "[[from=a], [from=b]]", new: "[[from=b], [from=a]]", isOrder: true)
    #expect(try sandbox.engine.why(graph(["b", "a"]).graph, 2) == .changed([order]))
  }

  @Test func `a cache of the first version is read, told apart and made anew`() throws {
    try sandbox.run(graph(1))
    // As the first version left it: other keys, each with a list of texts.
    let path = sandbox.project.statePath("quick")
    var state = try ProjectState(path)
    let store = try Store(sandbox.project.cache, writable: true)
    for (id, entry) in state.entries {
      let (record, key) = (try #require(entry.key.flatMap(store.record)), Digest(of: "first " + id))
      try store.append([
        Record(
          key: key, components: [["kind", "number"], ["revision", "1"]], outputs: record.outputs, seconds: 1, memory: 0,
          cores: 1, log: "")
      ])
      state.entries[id]?.key = key
    }
    let old = Set(state.entries.values.compactMap(\.key))
    try store.compactRecords(keeping: old.contains)
    store.close()
    try state.save(path)
    let change = KeyChange(name: "version of keys", old: "1", new: "2")
    #expect(try sandbox.engine.status(graph(1).graph) == [.changed([change]), .waits(on: "a"), .waits(on: "a")])
    let garbage = try sandbox.engine.collectGarbage([graph(1).graph], delete: false)
    #expect(garbage.records == 1 && garbage.objects.isEmpty)
    let summary = try sandbox.run(graph(1))
    #expect(summary.ran == 3 && summary.succeeded && summary.damage.isEmpty)
    #expect(try sandbox.engine.collectGarbage([graph(1).graph], delete: true).records == 3)
    #expect(try sandbox.run(graph(1)).ran == 0)
  }

  @Test func `the lock file is sorted, read back, and compared with a tolerance`() throws {
    let sandbox = Sandbox()
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
