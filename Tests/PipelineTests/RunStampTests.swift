import Documents
import PipelineTestSupport
import Testing

@testable import Pipeline

/// A stamp holds as long as every source is found where it was, as it was.
@Suite struct RunStampTests {
  private let sandbox: Sandbox
  private let engine: Engine

  init() throws {
    sandbox = Sandbox()
    engine = Engine(Project(root: sandbox.root, cache: sandbox.project.cache, dataRoots: [sandbox.root + "/elsewhere"]))
  }

  /// The size of `data/set/x` as published, and whether the stamp held.
  private func size() throws -> String {
    let graph = TestGraph().adding("other", "number", ["value": 7])
      .adding("size", "size", ["file": "data/set/x"], exports: ["value": "results/size.txt"])
    let summary = try engine.unchanged(identity: options.stamp?.identity ?? []) ?? run(graph)
    #expect(summary.succeeded)
    return (sandbox.read("results/size.txt") ?? "none\n") + (summary.isUnchanged ? "unchanged" : "looked at")
  }

  private let options = RunOptions(jobs: 1, memory: 1 << 30, stamp: StampRequest(manifest: [:], identity: ["test"]))

  private func run(_ graph: TestGraph, emit: @escaping (RunEvent) -> Void = { _ in }) throws -> RunSummary {
    try engine.run(graph.graph, options: options, executor: InProcessExecutor(), emit: emit)
  }

  private func link(_ target: String) throws {
    FileSystem.remove(sandbox.root + "/data/set")
    try sandbox.link("data/set", to: target)
  }

  @Test func `a source that comes into a data folder is found, and one that comes to an earlier place prevails`() throws
  {
    #expect(try [size(), size()] == ["none\nlooked at", "none\nunchanged"])
    try sandbox.write("one", "elsewhere/set/x")
    #expect(try [size(), size()] == ["3\nlooked at", "3\nunchanged"])
    try sandbox.write("three", "data/set/x")
    #expect(try [size(), size()] == ["5\nlooked at", "5\nunchanged"])
  }

  @Test func `a link that leads elsewhere by now is followed`() throws {
    try sandbox.write("one", "data/first/x")
    try sandbox.write("three", "data/second/x")
    try link("first")
    #expect(try [size(), size()] == ["3\nlooked at", "3\nunchanged"])
    try link("second")
    #expect(try [size(), size()] == ["5\nlooked at", "5\nunchanged"])
  }

  @Test func `a published file that someone takes away during the run leaves no stamp and fails nothing`() throws {
    let graph = TestGraph().adding("a", "number", ["value": 1], exports: ["value": "results/a.json"])
    let folder = sandbox.root + "/results"
    let summary = try run(graph) { event in if case .exported = event { FileSystem.remove(folder) } }
    #expect(summary.succeeded && summary.exported == ["results/a.json"])
    #expect(engine.unchanged(identity: ["test"]) == nil)
    #expect(try run(graph).exported == ["results/a.json"])
    #expect(sandbox.read("results/a.json") == "1\n" && engine.unchanged(identity: ["test"]) != nil)
  }

  /// A source, a stage without a source that runs after it, and what both publish.
  private func pair(_ value: Int = 7) -> TestGraph {
    TestGraph().adding("size", "size", ["file": "data/set/x"], exports: ["value": "results/size.txt"])
      .adding("other", "number", ["value": JSON(.integer(value))], exports: ["value": "results/other.json"])
  }

  /// What is done when the run says that `path` was published.
  private func run(_ graph: TestGraph, after path: String, _ body: @escaping () -> Void) throws -> RunSummary {
    try run(graph) { event in if case .exported(path) = event { body() } }
  }

  @Test func `a source edited after its stage ran leaves no stamp`() throws {
    try sandbox.write("one", "data/set/x")
    let summary = try run(pair(), after: "results/size.txt") { try? sandbox.write("three", "data/set/x") }
    #expect(summary.succeeded && sandbox.read("results/size.txt") == "3\n")
    #expect(engine.unchanged(identity: ["test"]) == nil)
    #expect(try run(pair()).ran == 1)
    #expect(sandbox.read("results/size.txt") == "5\n" && engine.unchanged(identity: ["test"]) != nil)
  }

  @Test func `a source that comes after its stage was left out leaves no stamp`() throws {
    let summary = try run(pair(), after: "results/other.json") { try? sandbox.write("one", "data/set/x") }
    #expect(summary.succeeded && summary.notRun.count == 1)
    #expect(engine.unchanged(identity: ["test"]) == nil)
    #expect(try run(pair()).ran == 1)
  }

  @Test func `a published file that someone overwrites during the run leaves no stamp`() throws {
    try sandbox.write("one", "data/set/x")
    _ = try run(pair(), after: "results/size.txt") { try? sandbox.write("four", "results/size.txt") }
    #expect(engine.unchanged(identity: ["test"]) == nil)
  }

  @Test func `a stamp does not hold after a run of other settings`() throws {
    try sandbox.write("one", "data/set/x")
    _ = try run(pair())
    #expect(engine.unchanged(identity: ["test"]) != nil)
    var other = options
    other.stamp?.identity = ["other"]
    _ = try engine.run(pair(8).graph, options: other, executor: InProcessExecutor())
    #expect(engine.unchanged(identity: ["test"]) == nil)
    #expect(try run(pair()).ran == 0)
    #expect(engine.unchanged(identity: ["test"]) != nil && engine.unchanged(identity: ["other"]) == nil)
  }

  @Test(arguments: ["{ }", "{}"]) func `a manifest edited since it was read leaves no stamp`(text: String) throws {
    try sandbox.write("{}", "pipeline.json")
    var edited = options
    edited.stamp?.manifest = [sandbox.root + "/pipeline.json": Digest(of: text)]
    _ = try engine.run(pair().graph, options: edited, executor: InProcessExecutor())
    #expect((engine.unchanged(identity: ["test"]) != nil) == (text == "{}"))
  }
}
