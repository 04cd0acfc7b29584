import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// An author who ran a graph and a reviewer who did not, each with a project and a cache of their own.
final class TravelBench {
  let author = Sandbox()
  let reviewer = Sandbox()
  let graph: TestGraph

  /// Numbers, a transient stage that is read, and two ends that are published.
  static var graph: TestGraph {
    TestGraph().adding("a", "number", ["value": 7])
      .adding("b", "sum", ["terms": "a", "add": 10], isTransient: true)
      .adding("c", "sum", ["terms": "b", "add": 100], exports: ["value": "c.json"])
      .adding("d", "blob", ["size": 3000])
      .adding("e", "sum", ["terms": "a", "add": 1000], exports: ["value": "e.json"])
  }

  init(_ graph: TestGraph = TravelBench.graph) throws {
    self.graph = graph
    try author.run(graph)
  }

  /// Where results are put; gone with the author.
  func place(_ name: String) -> String { "\(author.root)/\(name)" }

  @discardableResult func push(
    _ name: String = "results.tar", _ targets: [String]? = nil, transients: Bool = false, profile: String = "quick"
  ) throws -> Pushed {
    let (graph, chosen) = (Graph(nodes: graph.graph.nodes, profile: profile), targets?.map(self.graph.index))
    if !ArchiveName.isOne(name) {
      return try author.engine.push(graph, targets: chosen, transients: transients, toFolder: place(name))
    }
    let writer = try author.engine.outputWriter(graph, [], replacesAll: false)
    return try author.engine.push(graph, targets: chosen, transients: transients, toFile: place(name), writer)
  }

  @discardableResult func pull(
    _ name: String = "results.tar", _ targets: [String]? = nil, transients: Bool = false, profile: String = "quick",
    progress: @escaping CopyProgress = { _, _ in }
  ) throws -> Pulled {
    try reviewer.engine.pull(
      Graph(nodes: graph.graph.nodes, profile: profile), targets: targets?.map(graph.index), transients: transients,
      from: place(name), progress: progress)
  }

  /// Makes the cache of `side` say that the stage `id` came out as `text`.
  /// - Returns: the digest of that.
  @discardableResult func forge(_ id: String, as text: String, at side: Sandbox) throws -> Digest {
    let record = try #require(try side.engine.records("quick")[id])
    let store = try Store(side.project.cache, writable: true)
    defer { store.close() }
    let made = try store.add(Array(text.utf8)).digest
    try store.append([
      Record(
        key: record.key, components: record.components,
        outputs: [.init(name: "value", digest: made, size: text.utf8.count)], seconds: 0, memory: 0, cores: 1, log: "")
    ])
    return made
  }

  func bytes(_ name: String = "results.tar") throws -> [UInt8] { try #require(try FileSystem.read(place(name))) }

  func write(_ bytes: [UInt8], to name: String = "results.tar") throws {
    try Data(bytes).write(to: URL(filePath: place(name)))
  }

  /// The reviewer's objects, each of which must be what its name says, and the ends of the records' promises.
  func checkCache() throws {
    let store = try Store(reviewer.project.cache, writable: false)
    for digest in try reviewer.objects.all() { #expect(try reviewer.objects.holds(digest) != nil) }
    let droppable = Set(zip(graph.graph.nodes, graph.graph.droppable).filter(\.1).map(\.0.id))
    for key in store.recordKeys {
      let record = try #require(store.record(key))
      let isDroppable = try author.engine.records("quick").contains {
        droppable.contains($0.key) && $0.value.key == key
      }
      if !isDroppable { for output in record.outputs { #expect(store.hasFile(output.digest)) } }
    }
  }
}
