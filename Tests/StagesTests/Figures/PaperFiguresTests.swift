import Documents
import Foundation
import Pipeline
import Plotting
import Testing

@testable import Stages

/// The figures of this project's own pipeline, as far as their numbers are at hand: made here when that is quick, else
/// looked up in the cache of an earlier run.
@Suite struct PaperFiguresTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func graph(settings: [String] = []) throws -> Graph {
    try Manifest.load(
      file: root.appending(path: "pipeline.json"), root: root, catalogue: PlumbCatalogue.standard, profile: nil,
      settings: settings
    ).graph
  }

  @Test func `both profiles of the pipeline are sound`() throws {
    for profile in ["quick", "full"] {
      let manifest = try Manifest.load(
        file: Self.root.appending(path: "pipeline.json"), root: Self.root, catalogue: PlumbCatalogue.standard,
        profile: profile, settings: [])
      #expect(manifest.graph.nodes.count > 100)
    }
  }

  @Test func `no figure that can be drawn from an earlier run has texts that overlap`() throws {
    let graph = try Self.graph()
    let path = Self.root.path(percentEncoded: false)
    let cache = ProcessInfo.processInfo.environment["PLUMB_CACHE"] ?? path + ".plumb"
    let engine = Engine(Project(root: path, cache: cache))
    let (records, results) = (try engine.records(profile: graph.profile), try engine.files())
    for node in graph.nodes {
      guard let stage = node.stage as? FigureStage, let inputs = try files(node, graph, results, records) else {
        continue
      }
      #expect(try texts(stage, inputs).isEmpty, "\(node.id)")
    }
  }

  @Test func `figures of exact spectra to a low degree are drawn from scratch without overlaps`() throws {
    let graph = try Self.graph(settings: ["spectra-relu.degrees=30", "spectra-bias.degrees=30"])
    let figures = graph.nodes.indices.filter { ["ntk-spectra", "parity"].contains(graph.nodes[$0].id) }
    #expect(figures.count == 2)
    let folder = FileManager.default.temporaryDirectory.appending(path: "figure-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let engine = Engine(
      Project(
        root: folder.path(percentEncoded: false), cache: folder.appending(path: "cache").path(percentEncoded: false)))
    let summary = try engine.run(
      graph, targets: figures, options: RunOptions(jobs: 2, memory: 2 << 30), executor: InProcessExecutor())
    #expect(summary.failures.isEmpty)
    let (records, results) = (try engine.records(profile: graph.profile), try engine.files())
    for node in figures.map({ graph.nodes[$0] }) {
      let stage = try #require(node.stage as? FigureStage)
      let inputs = try #require(try files(node, graph, results, records))
      #expect(try texts(stage, inputs).isEmpty, "\(node.id)")
    }
  }

  /// Overlaps of texts, and texts off the page.
  private func texts(_ stage: FigureStage, _ inputs: [String: [Workspace.InputFile]]) throws -> [Overlap] {
    let workspace = Workspace(directory: FileManager.default.temporaryDirectory, inputs: inputs)
    // Many marks of a figure read the same tables.
    var stacked: [[URL?]: Table] = [:]
    var tables: [String: Table] = [:]
    for reference in stage.references {
      let files = workspace.files(reference.path).map(\.file)
      let table = try stacked[files] ?? workspace.stackedTable(at: reference.path)
      (stacked[files], tables[reference.path]) = (table, table)
    }
    return try stage.figure.draw(tables: tables).overlaps.filter {
      if case .dataUnderLegend = $0 { false } else { true }
    }
  }

  /// The files behind the inputs of a node; nil when one is not there.
  private func files(
    _ node: Node, _ graph: Graph, _ results: ResultFiles, _ records: [String: Record]
  ) throws -> [String: [Workspace.InputFile]]? {
    var files: [String: [Workspace.InputFile]] = [:]
    for edge in node.inputs {
      for source in edge.sources {
        guard case .node(let above, let output, let labels) = source,
          let made = records[graph.nodes[above].id]?.outputs.first(where: { $0.name == output }),
          let path = try results[made.digest]
        else { return nil }
        // Artifacts are told apart by what reads them, not by the ending of the file.
        files[edge.path, default: []].append(Workspace.InputFile(file: URL(filePath: path), labels: labels))
      }
    }
    return files
  }
}
