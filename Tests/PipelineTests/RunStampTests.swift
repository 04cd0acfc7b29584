import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// A stamp holds as long as every source is found where it was, as it was.
@Suite struct RunStampTests {
  private let sandbox: Sandbox
  private let engine: Engine

  init() throws {
    sandbox = try Sandbox()
    engine = Engine(
      Project(root: sandbox.root, cache: sandbox.project.cache, dataRoots: [sandbox.root + "/elsewhere"]))
  }

  /// The size of `data/set/x` as published, and whether the stamp held.
  private func size() throws -> String {
    var graph = TestGraph()
    graph.add("other", "number", ["value": 7])
    graph.add("size", "size", ["file": "data/set/x"], exports: ["value": "results/size.txt"])
    let summary = try engine.unchanged(identity: options.stamp?.identity ?? []) ?? run(graph)
    #expect(summary.succeeded)
    return (sandbox.read("results/size.txt") ?? "none\n") + (summary.isUnchanged ? "unchanged" : "looked at")
  }

  private let options = RunOptions(
    jobs: 1, memory: 1 << 30, stamp: StampRequest(manifest: [], identity: ["test"]))

  private func run(_ graph: TestGraph, emit: @escaping (RunEvent) -> Void = { _ in }) throws -> RunSummary {
    try engine.run(graph.graph, options: options, executor: InProcessExecutor(), emit: emit)
  }

  private func link(_ target: String) throws {
    FileSystem.remove(sandbox.root + "/data/set")
    try FileManager.default.createSymbolicLink(atPath: sandbox.root + "/data/set", withDestinationPath: target)
  }

  @Test func `a source that comes into a data folder is found`() throws {
    #expect(try [size(), size()] == ["none\nlooked at", "none\nunchanged"])
    try sandbox.write("one", "elsewhere/set/x")
    #expect(try [size(), size()] == ["3\nlooked at", "3\nunchanged"])
  }

  @Test func `a source that comes to an earlier place prevails`() throws {
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
    var graph = TestGraph()
    graph.add("a", "number", ["value": 1], exports: ["value": "results/a.json"])
    let folder = sandbox.root + "/results"
    let summary = try run(graph) { event in
      if case .exported = event { FileSystem.remove(folder) }
    }
    #expect(summary.succeeded && summary.exported == ["results/a.json"])
    #expect(engine.unchanged(identity: ["test"]) == nil)
    #expect(try run(graph).exported == ["results/a.json"])
    #expect(sandbox.read("results/a.json") == "1\n" && engine.unchanged(identity: ["test"]) != nil)
  }
}
