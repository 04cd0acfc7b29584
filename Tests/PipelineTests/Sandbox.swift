import Documents
import Foundation
import PipelineTestSupport
import Testing

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

  /// A process that is not started yet.
  static func process(_ program: String, _ arguments: [String], to output: Any) -> Process {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = output
    return process
  }

  var objects: ObjectFolder { ObjectFolder(path: project.cache + "/objects") }

  /// Writes over a file of the cache.
  func damage(_ file: String, _ text: String) throws {
    chmod(file, 0o644)
    try Data(text.utf8).write(to: URL(filePath: file))
  }

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

  /// Runs a graph; how many of its stages ran at the same time.
  func most(_ graph: TestGraph, jobs: Int, memory: Int, workers: Bool = false) throws -> Int {
    var (running, most) = (0, 0)
    let summary = try run(graph, jobs: jobs, memory: memory, workers: workers) { event in
      if case .started = event { running += 1 }
      if case .finished = event { running -= 1 }
      most = max(most, running)
    }
    #expect(summary.ran == graph.graph.nodes.count)
    return most
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

extension TestGraph {
  /// Stages beside each other, each of which takes `pause` seconds and adds another number from `first` on.
  static func pausing(_ count: Int, _ pause: Double, from first: Int = 0) -> TestGraph {
    (first..<first + count).reduce(TestGraph()) { graph, number in
      graph.adding("n\(number - first)", "sum", ["add": JSON(.integer(number)), "pause": JSON(.number(pause))])
    }
  }

  /// `a`, of which `b` is what is left by `modulus`, and `c`, which is `add` more and published.
  static func chain(_ value: Int, add: Int = 5, modulus: Int = 1_000_000) -> TestGraph {
    TestGraph().adding("a", "number", ["value": JSON(.integer(value))])
      .adding("b", "sum", ["terms": "a", "modulus": JSON(.integer(modulus))])
      .adding("c", "sum", ["terms": "b", "add": JSON(.integer(add))], exports: ["value": "c.json"])
  }
}
