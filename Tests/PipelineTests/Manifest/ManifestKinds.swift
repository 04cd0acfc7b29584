import Documents
import Foundation
@testable import Pipeline

struct MakeStage: Stage {
  static let kind = StageKind("make", revision: 1, summary: "Makes a table and a record.")
  let size: Int
  let table = Output<Table>("table")
  let record = Output<JSON>("record")
  var outputs: [OutputDeclaration] { [table.declaration, record.declaration] }
  init(_ fields: Fields) {
    size = fields.integer("n", in: 1...1_000_000, "the number of rows")
    _ = fields.optionalInteger("seed", in: 0...Int.max, "the stream of random numbers")
    _ = fields.optionalNumber("scale", in: 0...10, "a factor")
    _ = fields.optionalString("title", "a text")
    _ = fields.numbers("range", in: 0...1, "two numbers", required: false)
    if let kernel = fields.optionalObject("kernel", "the kernel") {
      _ = kernel.string("name", "its name")
      _ = kernel.optionalInteger("layers", in: 1...99, "its depth")
      _ = kernel.optionalNumber("c", in: 0...9, "its rate")
    }
  }
  func run(_ workspace: Workspace) throws {}
}

struct JoinStage: Stage {
  static let kind = StageKind("join", revision: 2, summary: "Joins tables.")
  let result = Output<JSON>("result")
  var outputs: [OutputDeclaration] { [result.declaration] }
  init(_ fields: Fields) {
    _ = fields.optionalInput("base", JSON.self, "a record")
    _ = fields.inputs("tables", Table.self, "tables", required: false)
    _ = fields.optionalInteger("seed", in: 0...Int.max, "the stream of random numbers")
    for panel in fields.objects("panels", "parts", required: false) {
      _ = panel.input("data", Table.self, "what it shows")
      _ = panel.optionalString("title", "a text")
    }
  }
  func run(_ workspace: Workspace) throws {}
}

struct SplitStage: Stage {
  static let kind = StageKind("split", revision: 1, summary: "Splits a file.")
  enum Mode: String, CaseIterable, Sendable { case rows, columns }
  var outputs: [OutputDeclaration] { [Output<Table>("left").declaration, Output<Table>("right").declaration] }
  init(_ fields: Fields) {
    _ = fields.source("file", "the file")
    _ = fields.optionalChoice("mode", Mode.rows, "how it is split")
    for (_, column) in fields.dictionary("columns", "columns by name", required: false) {
      _ = column.boolean("numeric", "whether it holds numbers")
    }
  }
  func run(_ workspace: Workspace) throws {}
}

struct DrawStage: Stage {
  static let kind = StageKind("draw", revision: 1, summary: "Draws a record.")
  var outputs: [OutputDeclaration] { [Output<PDFFile>("pdf").declaration, Output<PNGFile>("png").declaration] }
  init(_ fields: Fields) {
    _ = fields.input("data", JSON.self, "what is drawn")
    _ = fields.optionalString("title", "a text")
    _ = fields.optionalInteger("seed", in: 0...Int.max, "the stream of random numbers")
  }
  func run(_ workspace: Workspace) throws {}
}

extension Catalogue {
  static let tiny = Catalogue(
    [MakeStage.self, JoinStage.self, SplitStage.self, DrawStage.self],
    sections: [
      Section("figures", kind: "draw") { id in [("pdf", "figures/\(id).pdf"), ("png", "figures/\(id).png")] }
    ], provenance: ProvenancePath("reports/provenance"))
}

let emptyProject = URL(filePath: "/nonexistent-project")

func manifest(
  _ text: String, included: [String: String] = [:], profile: String? = nil, settings: [String] = [],
  root: URL = emptyProject
) throws -> Manifest {
  try Manifest.load(
    main: SourceText(name: "pipeline.json", bytes: Array(text.utf8)),
    included: Dictionary(
      uniqueKeysWithValues: included.map { ($0.key, SourceText(name: $0.key, bytes: Array($0.value.utf8))) }),
    root: root, catalogue: .tiny, profile: profile, settings: settings)
}

/// The messages with which the manifest is refused; empty when it is not.
func refusals(
  _ text: String, included: [String: String] = [:], profile: String? = nil, settings: [String] = [],
  root: URL = emptyProject
) -> [String] {
  do {
    _ = try manifest(text, included: included, profile: profile, settings: settings, root: root)
    return []
  } catch let problems as Problems {
    return problems.all.map(\.description)
  } catch {
    return ["\(error)"]
  }
}

/// The messages with which the manifest is refused, without their places.
func sentences(_ text: String) -> [String] { refusals(text).map { String($0.drop { $0 != " " }.dropFirst()) } }

/// The sources of the input at `path` of node `id`, as `id.output{labels}`.
func sources(_ manifest: Manifest, _ id: String, _ path: String) -> [String] {
  let nodes = manifest.graph.nodes
  let edge = nodes.first { $0.id == id }?.inputs.first { $0.path == path }
  return (edge?.items ?? []).map { item in
    switch item.content {
    case .file(let path): return "file " + path
    case .node(let index, let output):
      let text = item.labels.map { "\($0.axis)=\($0.text)" }.joined(separator: ",")
      return "\(nodes[index].id).\(output)" + (item.labels.isEmpty ? "" : "{\(text)}")
    }
  }
}
