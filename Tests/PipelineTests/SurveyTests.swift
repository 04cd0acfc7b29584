import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct SurveyTests {
  private func graph(_ value: Int, add: Int = 5, modulus: Int = 1_000_000) -> TestGraph {
    var graph = TestGraph()
    graph.add("a", "number", ["value": JSON(.integer(value))])
    graph.add("b", "sum", ["terms": "a", "modulus": JSON(.integer(modulus))])
    graph.add("c", "sum", ["terms": "b", "add": JSON(.integer(add))], exports: ["value": "c.json"])
    return graph
  }

  @Test func `status and why name the component that changed with old and new value`() throws {
    let sandbox = try Sandbox()
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

  @Test func `a changed input is named by its digests`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    try sandbox.run(graph(2), targets: ["a"])
    let status = try sandbox.engine.why(graph(2).graph, 1)
    guard case .changed(let changes) = status else {
      Issue.record("\(status)")
      return
    }
    #expect(changes.map(\.name) == ["input terms[from=a]"])
    #expect(changes.first?.old == "sha256:" + Digest(of: "1\n").hex)
    #expect(changes.first?.new == "sha256:" + Digest(of: "2\n").hex)
  }

  @Test func `garbage is what the manifest does not need`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    try sandbox.run(graph(100))
    let dry = try sandbox.engine.collectGarbage([graph(100).graph], delete: false)
    #expect(dry.objects.count == 2 && dry.records == 3 && dry.bytes == 4)
    #expect(try sandbox.engine.collectGarbage([graph(100).graph], delete: true) == dry)
    #expect(try sandbox.run(graph(100)).ran == 0)
    #expect(try sandbox.run(graph(1)).ran == 3)
  }

  @Test func `nothing is collected beside a run`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    let store = try Store(sandbox.project.cache, writable: true)
    #expect(throws: EngineError.cacheInUse(sandbox.project.cache)) {
      try sandbox.engine.collectGarbage([], delete: true)
    }
    store.close()
    #expect(try sandbox.engine.collectGarbage([], delete: true).objects.count == 2)
  }

  @Test func `verification finds decay and results that do not come out again`() throws {
    let sandbox = try Sandbox()
    try sandbox.run(graph(1))
    let options = RunOptions(jobs: 2, memory: 1 << 30)
    let first = try sandbox.engine.verifyByRerun(graph(1).graph, options: options, executor: InProcessExecutor())
    #expect(first.damaged.isEmpty && first.different.isEmpty && first.recomputed == 3 && first.objects == 2)
    #expect(try FileSystem.names(in: sandbox.project.cache + "/attempts") == [])
    let folder = ObjectFolder(path: sandbox.project.cache + "/objects")
    let digest = try #require(try folder.all().first)
    chmod(folder.file(digest), 0o644)
    try Data("9".utf8).write(to: URL(filePath: folder.file(digest)))
    #expect(try sandbox.engine.verify().damaged == [digest])
    #expect(try sandbox.run(graph(1)).succeeded)
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
