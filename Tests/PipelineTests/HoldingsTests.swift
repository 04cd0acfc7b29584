import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct HoldingsTests {
  private let sandbox = Sandbox()
  private let other = Sandbox()

  /// An engine for another project, or another manifest, on the cache of ``sandbox``.
  private func engine(_ root: String, manifest: String = "") -> Engine {
    Engine(Project(root: root, cache: sandbox.project.cache, manifest: manifest))
  }

  private func run(_ engine: Engine, _ graph: Graph) throws -> RunSummary {
    try engine.run(graph, options: RunOptions(jobs: 1, memory: 1 << 30), executor: InProcessExecutor())
  }

  private func graph(_ value: Int, profile: String = "quick", isTransient: Bool = false) -> Graph {
    let graph = TestGraph().adding("a", "number", ["value": JSON(.integer(value))], isTransient: isTransient)
      .adding("b", "sum", ["terms": "a", "add": 1000])
    return Graph(nodes: graph.graph.nodes, profile: profile)
  }

  @Test func `what other projects, manifests and profiles on a cache hold is not garbage`() throws {
    let engines = [engine(other.root), engine(other.root, manifest: "other.json")]
    for (number, engine) in engines.enumerated() {
      for profile in ["quick", "full"] {
        _ = try run(engine, graph(10 * number + (profile == "full" ? 1 : 2), profile: profile))
      }
    }
    _ = try run(sandbox.engine, graph(77))
    let found = try sandbox.engine.collectGarbage([graph(78)], delete: true)
    // The last result of `b` may turn out to be in force still.
    #expect(found.objects.count == 1 && found.records == 1)
    #expect(found.keptFor.map(\.root) == [engines[0].project.root])
    for (number, engine) in engines.enumerated() {
      for profile in ["quick", "full"] {
        let again = try run(engine, graph(10 * number + (profile == "full" ? 1 : 2), profile: profile))
        #expect(again.ran == 0 && again.cached == 2)
      }
    }
  }

  @Test func `a transient result of one project does not take away the same result of another`() throws {
    _ = try run(engine(other.root), graph(5))
    _ = try run(sandbox.engine, graph(5, isTransient: true))
    #expect(try run(engine(other.root), graph(5)).ran == 0)
    // What both drop after use is dropped.
    _ = try run(engine(other.root), graph(6, isTransient: true))
    _ = try run(sandbox.engine, graph(6, isTransient: true))
    let six = Digest(of: "6\n")
    #expect(!(try Store(sandbox.project.cache, writable: false).hasFile(six)))
  }

  @Test func `nothing is removed while nobody can tell what another project holds`() throws {
    let engine = engine(other.root)
    _ = try run(engine, graph(5))
    let path = engine.project.statePath("quick")
    try Data("damaged".utf8).write(to: URL(filePath: path))
    #expect(throws: EngineError.stateLost(path)) { try sandbox.engine.collectGarbage([graph(1)], delete: true) }
    #expect(
      "\(EngineError.stateLost("/c/x.state"))"
        == "/c/x.state is damaged, so that nobody can tell what its project holds; run that project again, or delete the file"
    )
    #expect(try run(engine, graph(5)).ran == 0)
    #expect(try sandbox.engine.collectGarbage([graph(1)], delete: true).objects.isEmpty)
  }

  @Test func `what a run that broke off had made stays its own`() throws {
    let broken = engine(other.root)
    let slow = TestGraph().adding("a", "number", ["value": 5]).adding("b", "sum", ["terms": "a", "pause": 0.2])
    let stop = CacheBreaker(sandbox.project.cache)
    #expect(throws: FileError.self) {
      try broken.run(slow.graph, options: RunOptions(jobs: 1, memory: 1 << 30), executor: InProcessExecutor()) {
        if case .started("b", _) = $0 { stop.breakRecords() }
      }
    }
    stop.mend()
    #expect(try ProjectState(broken.project.statePath("quick")).entries["a"]?.key != nil)
  }
}

/// Puts a folder where records are written, so that the run cannot go on.
private final class CacheBreaker: Sendable {
  private let lock: String

  init(_ cache: String) { lock = cache + "/locks/records" }

  func breakRecords() {
    unlink(lock)
    mkdir(lock, 0o755)
  }

  func mend() { rmdir(lock) }
}
