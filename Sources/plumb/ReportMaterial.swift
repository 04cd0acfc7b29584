import Documents
import Foundation
import Pipeline
import Reporting
import Verbs

/// The results of the last run, read from the cache: what `attach` packs.
struct ReportMaterial {
  let engine: Engine
  let manifest: Manifest
  let root: URL
  let records: [String: Record]
  private let files: ResultFiles
  private var graph: Graph { manifest.graph }

  /// Sections that every bundle needs whole.
  static let needed: Set<String> = [
    VerbCatalogue.reports.name, VerbCatalogue.papers.name, VerbCatalogue.claims.name,
  ]

  /// - Throws: ``CommandError`` when there is no report, or some result of it is missing or out of date.
  init(engine: Engine, manifest: Manifest, root: URL) throws {
    self.engine = engine
    self.manifest = manifest
    self.root = root
    let wanted = manifest.graph.nodes.indices.filter { Self.needed.contains(manifest.graph.nodes[$0].section) }
    guard manifest.graph.nodes.contains(where: { $0.section == VerbCatalogue.reports.name }) else {
      throw CommandError.noReport
    }
    records = try WholeResults(engine, manifest, wanted: wanted, for: .attach).records
    files = try engine.files()
  }

  /// The bytes of an output of a node; nil when it was not made.
  func data(_ node: Node, _ output: String) throws -> Data? {
    guard let digest = records[node.id]?.output(output)?.digest, let file = try files[digest] else {
      return nil
    }
    return try Data(contentsOf: URL(filePath: file))
  }

  /// Everything that the run published, by its path in the project or the profile's folder, as the cache holds it.
  func published() throws -> [AttachedFile] {
    try graph.nodes.flatMap { node in
      try node.exports.compactMap { export in
        try data(node, export.output).map {
          AttachedFile(
            path: String(export.path.dropFirst(graph.folder.count)), data: $0,
            summary: "\(node.kind.name) \(node.id), \(export.output)")
        }
      }
    }
  }

  /// The manifest's files, the lock, the provenance, the citation and the licence, as far as they are there.
  func sources() throws -> [AttachedFile] {
    let manifests = manifest.files.map {
      AttachedFile(path: $0.name, data: Data($0.bytes), summary: "manifest: what is computed, and from what")
    }
    let others = [
      ("plumb.lock.json", "digests and numbers of the results that the authors recorded"),
      (provenancePath.record, "machine, libraries and cost of the run"), ("CITATION.cff", "how to cite this work"),
      ("LICENSE", "licence"),
    ]
    return manifests
      + others.compactMap { path, summary in
        (try? Data(contentsOf: root.appending(path: path == provenancePath.record ? graph.folder + path : path))).map {
          AttachedFile(path: path, data: $0, summary: summary)
        }
      }
  }

  /// The judged claims, in the order of the manifest.
  func claims() throws -> [(id: String, result: ClaimResult)] {
    try graph.nodes.filter { $0.section == VerbCatalogue.claims.name }.compactMap { node in
      try data(node, VerbCatalogue.verdict).map { (node.id, try ClaimResult(encoded: $0)) }
    }
  }

  /// The pages, summaries first, the page of the run last.
  func pages(_ published: [AttachedFile]) -> [HTMLReport.Page] {
    let texts = Dictionary(published.map { ($0.path, $0.data) }) { first, _ in first }
    let nodes = [VerbCatalogue.reports, VerbCatalogue.papers].flatMap { section in
      graph.nodes.filter { $0.section == section.name }
    }
    var pages = nodes.compactMap { node in
      node.published[VerbCatalogue.page].flatMap { path in
        texts[path].map { HTMLReport.Page(name: node.id, markdown: String(decoding: $0, as: UTF8.self), path: path) }
      }
    }
    if let record = provenance {
      pages.append(.init(name: "provenance", markdown: ProvenancePage(record).markdown, path: provenancePath.page))
    }
    return pages
  }

  private var provenancePath: ProvenancePath { VerbCatalogue.provenance }

  /// Where an output of every figure is published.
  func figures(_ output: String) -> Set<String> {
    Set(
      graph.nodes.filter { $0.section == VerbCatalogue.figures.name }.compactMap { $0.published[output] })
  }

  /// What the last whole run of this profile recorded of itself.
  var provenance: JSON? {
    guard let bytes = try? Data(contentsOf: root.appending(path: graph.folder + provenancePath.record)),
      let record = try? JSON.parse(SourceText(name: "provenance.json", bytes: Array(bytes))),
      record["profile"]?.string == graph.profile
    else { return nil }
    return record
  }

  /// The title of the report.
  var title: String {
    graph.nodes.first { $0.section == VerbCatalogue.reports.name }?.definition["title"]?.string ?? "Report"
  }

  /// When a result was written: the time of its object in the cache; nil when it was dropped.
  func date(of record: Record) throws -> Date? {
    guard let digest = record.outputs.first?.digest, let file = try files[digest] else { return nil }
    return try FileManager.default.attributesOfItem(atPath: file)[.modificationDate] as? Date
  }

  /// When the last result of the report was written.
  func date() throws -> Date {
    let nodes = graph.nodes.filter { Self.needed.contains($0.section) }
    return try nodes.compactMap { records[$0.id] }.compactMap(date).max() ?? Date(timeIntervalSince1970: 0)
  }
}
