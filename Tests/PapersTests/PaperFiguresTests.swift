import Documents
import Foundation
import Pipeline
import Plotting
import TestTools
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

/// The figures of this project's own pipeline: those whose numbers are quickly made on every clone, all of them where the
/// cache of a run is at hand.
@Suite struct PaperFiguresTests {
  @Test func `both profiles of the pipeline are sound`() throws {
    for profile in ["quick", "full"] { #expect(try OwnPipeline.manifest(profile: profile).graph.nodes.count > 100) }
  }

  @Test(arguments: ["quick", "full"])
  func `marks of tables that stand in the manifest find rows there`(_ profile: String) throws {
    let graph = try OwnPipeline.manifest(profile: profile).graph
    let columns = Dictionary(
      graph.nodes.compactMap { node in node.definition["columns"].map { (node.id, $0) } }
    ) { first, _ in first }
    var count = 0
    for node in graph.nodes where node.stage is FigureStage {
      let figure = node.definition
      for panel in figure["panels"]?.elements ?? [[:]] {
        for mark in (panel["marks"] ?? figure["marks"])?.elements ?? [] {
          let mark = mark.members?.first?.value ?? [:]
          let data = (mark["data"] ?? panel["data"] ?? figure["data"])?.string ?? ""
          guard let table = columns[data] else { continue }
          let wanted = [figure, panel, mark].flatMap { $0["where"]?.members ?? [] }
          for (key, value) in wanted.map({ ($0.key, $0.value) }) {
            guard let cells = table[key]?.elements else { continue }
            count += 1
            #expect(
              (value.elements ?? [value]).contains(where: cells.contains), "\(node.id): \(data).\(key) = \(value)")
          }
        }
      }
    }
    #expect(profile == "quick" || count > 3)
  }

  /// Figures whose stages take seconds even without optimisation: every clone can draw them.
  private static let quick = [
    "ntk-spectra", "rf-spectra", "parity", "local-exponents", "depth-constants", "lower-bound-power", "init-slopes",
  ]

  @Test func `figures whose stages are quick are drawn from scratch, and every text and curve can be seen`() throws {
    let graph = try OwnPipeline.manifest().graph
    let figures = graph.nodes.indices.filter { Self.quick.contains(graph.nodes[$0].id) }
    #expect(figures.count == Self.quick.count)
    let bench = try StageBench()
    let folder = bench.folder.path(percentEncoded: false)
    let engine = Engine(Project(root: folder, cache: folder + "/cache"))
    let summary = try engine.run(
      graph, targets: figures, options: RunOptions(jobs: 2, memory: 4 << 30), executor: InProcessExecutor())
    #expect(summary.failures.isEmpty)
    let (records, results) = (try engine.records(graph.edition), try engine.files())
    for node in figures.map({ graph.nodes[$0] }) {
      let stage = try #require(node.stage as? FigureStage)
      try check(stage, try #require(try Self.files(node, graph, results, records)), node.id)
    }
  }

  @Test(.enabled(if: obstacle == nil, Comment(rawValue: obstacle ?? "")), arguments: drawn)
  func `in every figure of an earlier run every text and curve can be seen`(_ id: String) throws {
    #expect(Self.drawn.count > 30)
    let figure = try #require(try Self.figures.get().first { $0.node.id == id })
    try check(figure.stage, try #require(try Self.earlier.get()[id]), id)
  }

  /// The figures of the repository.
  private static let drawn = (try? committed().sorted()) ?? []

  /// Why not every figure of the repository can be drawn from the cache; nil when all can.
  private static let obstacle: String? = {
    guard let inputs = try? earlier.get(), let committed = try? committed() else { return "the cache cannot be read" }
    let missing = committed.subtracting(inputs.keys).sorted()
    return missing.isEmpty
      ? nil : "the cache does not hold what \(missing.joined(separator: ", ")) draw; `./plumb run` makes it"
  }()

  @Test func `every committed figure is one that the manifest makes`() throws {
    #expect(try Self.committed().subtracting(Self.figures.get().map(\.node.id)).sorted() == [])
  }

  /// The identifiers of the figures whose data the repository holds, but for those of pages, which are no entries of their
  /// own and have tests of their own.
  private static func committed() throws -> Set<String> {
    let folder = OwnPipeline.root.appending(path: "figures").path(percentEncoded: false)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".csv") }
    let pages = try OwnPipeline.manifest().graph.nodes.filter { ["papers", "reports"].contains($0.section) }
    let own = pages.flatMap(\.exports).map { URL(filePath: $0.path).deletingPathExtension().lastPathComponent }
    return Set(files.map { String($0.dropLast(4)) }).subtracting(own)
  }

  private static let figures = Result { () throws -> [(node: Node, stage: FigureStage)] in
    try OwnPipeline.manifest().graph.nodes.compactMap { node in (node.stage as? FigureStage).map { (node, $0) } }
  }

  /// The inputs in the cache of the figures that have all of them.
  private static let earlier = Result { () throws -> [String: [String: [Workspace.InputFile]]] in
    let (engine, graph) = (OwnPipeline.engine(), try OwnPipeline.manifest().graph)
    let (records, results) = (try engine.records(graph.edition), try engine.files())
    var inputs: [String: [String: [Workspace.InputFile]]] = [:]
    for (node, _) in try figures.get() { inputs[node.id] = try files(node, graph, results, records) }
    return inputs
  }

  /// Draws a figure at the widths of pages and in the dark, and looks for texts on each other or off the page, legends on
  /// data, small letters, faint texts and marks, and fonts that journals refuse.
  private func check(_ stage: FigureStage, _ inputs: [String: [Workspace.InputFile]], _ id: String) throws {
    let workspace = Workspace(directory: FileManager.default.temporaryDirectory, inputs: inputs.map(Slot.init))
    // Many marks of a figure read the same tables.
    var stacked: [[URL?]: Table] = [:]
    var tables: [String: Table] = [:]
    for reference in stage.references {
      let files = workspace.files(reference.path).map(\.content)
      let table = try stacked[files] ?? workspace.stackedTable(at: reference.path)
      (stacked[files], tables[reference.path]) = (table, table)
    }
    let figure = try #require(stage.figure)
    for (width, theme) in Self.pages {
      let drawing = try figure.fitted(to: width).set(theme: theme).draw(tables: tables)
      #expect(drawing.overlaps.isEmpty && drawing.illegible().isEmpty, "\(id) at \(width) points, \(theme)")
      #expect(drawing.width <= width)
      if width < 350, theme == .light { try checkFonts(drawing.pdf(), id) }
    }
  }

  /// Widths of texts in points, of two columns on letter paper, of a book and of LaTeX's article, and the dark.
  private static let pages: [(width: Double, theme: Theme.Name)] = [
    (496.8, .light), (397, .light), (345, .light), (496.8, .dark), (345, .dark),
  ]

  private static let pdffonts = TestTool("pdffonts")

  /// A Type 3 font draws glyphs by programs: journals refuse it, and readers take its glyphs for characters.
  private func checkFonts(_ pdf: Data, _ id: String) throws {
    guard Self.pdffonts.isWanted else { return }
    let file = FileManager.default.temporaryDirectory.appending(path: "plumb-\(UUID().uuidString).pdf")
    defer { try? FileManager.default.removeItem(at: file) }
    try pdf.write(to: file)
    let fonts = try Self.pdffonts.run([file.path(percentEncoded: false)]).output.split(separator: "\n").dropFirst(2)
    #expect(!fonts.isEmpty && fonts.allSatisfy { $0.contains("TrueType") && !$0.contains("Type 3") }, "\(id)")
  }

  /// The files behind the inputs of a node; nil when one is not there.
  private static func files(
    _ node: Node, _ graph: Graph, _ results: ResultFiles, _ records: [String: Record]
  ) throws -> [String: [Workspace.InputFile]]? {
    var files: [String: [Workspace.InputFile]] = [:]
    for slot in node.inputs {
      for item in slot.items {
        guard case .node(let above, let output) = item.content,
          let made = records[graph.nodes[above].id]?.outputs.first(where: { $0.name == output }),
          let path = try results[made.digest]
        else { return nil }
        // Artifacts are told apart by what reads them, not by the ending of the file.
        files[slot.path, default: []].append(Workspace.InputFile(labels: item.labels, content: URL(filePath: path)))
      }
    }
    return files
  }
}
