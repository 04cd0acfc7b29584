import Foundation
import PipelineTestSupport

@testable import Pipeline

final class Sandbox {
  let root: String
  let project: Project
  let engine: Engine

  init() {
    // In memory where that is possible: what waits for a disk says nothing more.
    let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm/" : NSTemporaryDirectory()
    root = folder + "plumb-\(UUID().uuidString)"
    guard (try? FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)) != nil else {
      fatalError("no folder \(root)")
    }
    project = Project(root: root, cache: root + "/.plumb")
    engine = Engine(project)
  }

  deinit { FileSystem.remove(root) }

  /// The program that plays the part of `plumb` in worker processes.
  static let program = FileSystem.parent(CommandLine.arguments[0]) + "/TestWorker"

  @discardableResult func run(
    _ graph: TestGraph, targets: [String]? = nil, jobs: Int = 2, memory: Int = 4 << 30, keepGoing: Bool = true,
    workers: Bool = false, withPages: Bool = false, emit: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunSummary {
    let options = RunOptions(jobs: jobs, memory: memory, keepGoing: keepGoing, withPages: withPages)
    return try run(graph.graph, options, targets: targets?.map(graph.index), workers: workers, emit: emit)
  }

  @discardableResult func run(
    _ graph: Graph, _ options: RunOptions = .init(jobs: 1, memory: 1 << 30), targets: [Int]? = nil,
    workers: Bool = false, emit: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> RunSummary {
    let executor: any Executor = workers ? WorkerExecutor(program: Self.program) : InProcessExecutor()
    return try engine.run(graph, targets: targets, options: options, executor: executor, emit: emit)
  }

  func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: root + "/" + path, withDestinationPath: target)
  }

  func write(_ text: String, _ path: String) throws {
    let file = URL(filePath: root + "/" + path)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ path: String) -> String? { try? String(contentsOfFile: root + "/" + path, encoding: .utf8) }

  /// The results of the last run: the digests of each stage's outputs.
  func results(_ graph: TestGraph) throws -> [String: [Digest]] {
    let open = try OpenProject(project, edition: "quick", writable: false)
    return Dictionary(
      uniqueKeysWithValues: graph.graph.nodes.map { node in
        let record = open.state.entries[node.id]?.key.flatMap { open.store.record($0) }
        return (node.id, record?.outputs.map(\.digest) ?? [])
      })
  }
}
