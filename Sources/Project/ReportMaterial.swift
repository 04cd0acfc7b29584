import Documents
import Foundation
import Pipeline
import Reporting

/// The results of the last run, read from the cache: what `attach` packs.
struct ReportMaterial {
  let project: LoadedProject
  private let records: [String: Record]
  private let files: ResultFiles
  /// What stages read of the project.
  let read: AttachedSources
  private var graph: Graph { project.graph }
  private var names: ReportNames { project.names }

  /// A published output of a stage.
  struct Published {
    let node: Node
    let output: String
    /// The file at its path in the project or the profile's folder, as the cache holds it.
    let file: AttachedFile
  }

  /// - Throws: ``CommandError`` when there is no report, or some result of it is missing or out of date.
  init(_ project: LoadedProject) throws {
    self.project = project
    let names = project.names
    guard names.pages(in: project.graph) != nil else { throw CommandError.noReport }
    records = try WholeResults(project, for: .attach, names.isReported).records
    files = try project.engine.files()
    read = try AttachedSources(project.graph, project.engine)
  }

  /// The nodes of one section, in the order of the graph.
  private func nodes(_ section: String) -> [Node] { graph.nodes.filter { $0.section == section } }

  /// Everything that the run published.
  func published() throws -> [Published] {
    try graph.nodes.flatMap { node in
      try node.exports.compactMap { export in
        try files.data(records[node.id]?.output(export.output)).map { data in
          let file = AttachedFile(
            path: path(export), data: data, summary: "\(node.kind.name) \(node.id), \(export.output)")
          return Published(node: node, output: export.output, file: file)
        }
      }
    }
  }

  /// The SVG of every figure, beside its PNG: `figures/NAME.svg`. They are parts of pages and are not published themselves.
  func inlineFigures() throws -> [AttachedFile] {
    try graph.nodes.compactMap { node in
      guard let export = node.exports.first(where: { $0.output == names.picture }),
        let data = try files.data(records[node.id]?.output(names.inline))
      else { return nil }
      let place = URL(filePath: path(export)).deletingPathExtension().relativePath
      return AttachedFile(path: "\(place).svg", data: data, summary: "\(node.kind.name) \(node.id), \(names.inline)")
    }
  }

  /// The PDFs of figures drawn again for a text `width` points wide, in place of those among `drawings` that were published;
  /// what is no figure of this program's stays as it is.
  ///
  /// - Throws: ``CommandError/failed(_:)`` naming the figure that cannot be drawn so.
  func redrawn(_ drawings: [Published], width: Double) throws -> [AttachedFile] {
    try drawings.map { drawing in
      do {
        let inputs = try drawing.node.inputs.map { slot in
          Slot(path: slot.path, items: try slot.items.map { .init(labels: $0.labels, content: try file($0.content)) })
        }
        let workspace = Workspace(directory: FileManager.default.temporaryDirectory, inputs: inputs)
        guard let data = try project.program.redraw(drawing.node, workspace, width) else { return drawing.file }
        return AttachedFile(path: drawing.file.path, data: data, summary: drawing.file.summary)
      } catch {
        throw CommandError.failed(
          "\(drawing.node.id) cannot be drawn \(width.formatted()) pt wide: \(OneLine.words(error))")
      }
    }
  }

  /// The file behind an input of a stage.
  private func file(_ source: Node.Source) throws -> URL? {
    switch source {
    case .node(let index, let output):
      try records[graph.nodes[index].id]?.output(output).flatMap { try files[$0.digest] }.map { URL(filePath: $0) }
    case .file(let path): project.root.appending(path: path)
    }
  }

  /// Where an output is published, without the folder of the profile.
  private func path(_ export: Node.Export) -> String { String(export.path.dropFirst(graph.folder.count)) }

  /// The manifest's files, the lock, the provenance, the citation and the licence, as far as they are there, then the
  /// scripts and data that stages read.
  func sources() -> [AttachedFile] {
    let manifests = project.manifest.files.map {
      AttachedFile(path: $0.name, data: Data($0.bytes), summary: "manifest: what is computed, and from what")
    }
    let others = [
      (LockFile.name, "", "digests and numbers of the results that the authors recorded"),
      (names.provenance.record, graph.folder, "machine, libraries and cost of the run"),
      (CriteriaLog.name, "", "when the criteria of claims were fixed"), (Self.citation, "", "how to cite this work"),
      (Self.licence, "", "licence"),
    ]
    let own =
      manifests
      + others.compactMap { path, folder, summary in
        (try? Data(contentsOf: project.root.appending(path: folder + path))).map {
          AttachedFile(path: path, data: $0, summary: summary)
        }
      }
    let known = Set(own.map(\.path))
    return own + read.carried.filter { !known.contains($0.path) } + (read.named.map { [$0] } ?? [])
  }

  static let licence = "LICENSE"
  private static let citation = "CITATION.cff"

  /// The judged claims, in the order of the manifest.
  func claims() throws -> [(id: String, result: ClaimResult)] {
    let recorded = try project.engine.recordedResults(graph)
    return try nodes(names.claims).compactMap { node in
      try project.verdict(of: node, records[node.id], files, recorded).map { (node.id, try ClaimResult(encoded: $0)) }
    }
  }

  /// An archive of results as it is carried along.
  struct Results {
    let file: AttachedFile
    /// What is said of it.
    let page: ResultsPage
  }

  /// The archive of all results that the report and what is published rest on.
  func results() throws -> Results {
    let targets = graph.nodes.indices.filter { names.isReported(graph.nodes[$0]) || !graph.nodes[$0].exports.isEmpty }
    let (bytes, count) = try project.engine.archive(graph, targets: targets)
    let page = ResultsPage(
      file: "results.tar.gz", results: count, size: bytes.count, digest: Digest(of: bytes).hex,
      options: project.namedProfile.map { " --profile \($0)" } ?? "")
    return Results(file: AttachedFile(path: page.file, data: bytes, summary: page.summary), page: page)
  }

  /// The pages, summaries first, the page of the run last; `results` stand beside the report.
  func pages(_ published: [Published], _ results: Results? = nil) -> [HTMLReport.Page] {
    var pages = [names.reports, names.papers].flatMap { section in
      published.filter { $0.node.section == section && $0.output == names.page }.map {
        HTMLReport.Page(name: $0.node.id, markdown: String(decoding: $0.file.data, as: UTF8.self), path: $0.file.path)
      }
    }
    if let page = read.page { pages.append(.init(name: "sources", markdown: page, path: "sources.md")) }
    if let results { pages.append(.init(name: "results", markdown: results.page.markdown, path: "results.md")) }
    if let record = provenance {
      pages.append(.init(name: "provenance", markdown: ProvenancePage(record).markdown, path: names.provenance.page))
    }
    return pages
  }

  /// What the last whole run of this profile recorded of itself.
  private var provenance: JSON? {
    guard let bytes = try? Data(contentsOf: project.root.appending(path: graph.folder + names.provenance.record)),
      let record = try? JSON.parse(SourceText(name: "provenance.json", bytes: Array(bytes))),
      record["profile"]?.string == graph.profile
    else { return nil }
    return record
  }

  /// The title of the report; of the paper where its page is all there is.
  var title: String {
    (nodes(names.reports) + nodes(names.papers)).first?.definition["title"]?.string ?? "Report"
  }

  /// What stands below the title.
  var byline: String {
    let papers = nodes(names.papers).map(\.definition).map { paper in
      Byline.Work(
        authors: paper["authors"]?.string ?? "", year: paper["year"]?.integer, link: paper["link"]?.string)
    }
    return Byline(
      program: "Plumb \(project.program.version)", manifest: project.manifest.files[0].name, profile: graph.profile,
      citation: try? String(contentsOf: project.root.appending(path: Self.citation), encoding: .utf8), papers: papers
    ).markdown
  }

  /// Who wrote the project, as its `CITATION.cff` says.
  var authors: [ResearchCrate.Author] {
    (try? String(contentsOf: project.root.appending(path: "CITATION.cff"), encoding: .utf8))
      .map { CitationFile($0).authors } ?? []
  }

  /// The papers that are rebuilt, as the manifest says.
  var articles: [ResearchCrate.Article] {
    nodes(names.papers).map(\.definition).map { paper in
      .init(
        title: paper["title"]?.string ?? "", authors: paper["authors"]?.string ?? "", year: paper["year"]?.integer,
        venue: paper["venue"]?.string, link: paper["link"]?.string)
    }
  }

  /// When a result was made; nil in caches of earlier versions.
  private func date(of record: Record) -> Date? {
    record.origin.flatMap { try? Date($0.time, strategy: .iso8601) }
  }

  /// When the last result of the report was made.
  func date() -> Date {
    let nodes = graph.nodes.filter(names.isReported)
    return nodes.compactMap { records[$0.id] }.compactMap(date).max() ?? Date(timeIntervalSince1970: 0)
  }

  /// The tables that claims are judged on and the verdicts, by digest.
  func tables() throws -> [(digest: String, file: AttachedFile)] {
    var seen = Set(graph.nodes.flatMap { node in node.exports.compactMap { digest(node, $0.output) } })
    var (tables, names): ([(String, AttachedFile)], TableNames) = ([], TableNames())
    let (claims, verdict) = (self.names.claims, self.names.verdict)
    func add(_ node: Node, _ output: String, _ folder: String) throws {
      guard let digest = digest(node, output), seen.insert(digest).inserted,
        let data = try files.data(records[node.id]?.output(output))
      else { return }
      let ending = node.stage.outputs.first { $0.name == output }?.fileExtension ?? "bin"
      let path = names.path(of: node, output, in: folder, ending: ending, digest: digest)
      tables.append((digest, AttachedFile(path: path, data: data, summary: "output \(output) of \(node.id)")))
    }
    for claim in nodes(claims) {
      for case .node(let index, let output) in claim.inputs.flatMap({ Array($0.contents) }) {
        try add(graph.nodes[index], output, "tables")
      }
      try add(claim, verdict, claims)
    }
    return tables
  }

  private func digest(_ node: Node, _ output: String) -> String? { records[node.id]?.output(output)?.digest.hex }

  /// Every stage that has a result, with what it read and made.
  func actions(tables: [(digest: String, file: AttachedFile)]) -> [CrateAction] {
    var paths = Dictionary(tables.map { ($0.digest, $0.file.path) }) { first, _ in first }
    for node in graph.nodes {
      for export in node.exports { digest(node, export.output).map { paths[$0] = paths[$0] ?? path(export) } }
    }
    var seen: Set<String> = []
    return graph.nodes.compactMap { node in
      guard let record = records[node.id], seen.insert(record.key.hex).inserted else { return nil }
      let inputs = record.inputs.map { CrateAction.Value(name: $0.name, digest: $0.digest, path: paths[$0.digest]) }
      let outputs = record.outputs.map {
        CrateAction.Value(name: "\(node.id), \($0.name)", digest: $0.digest.hex, path: paths[$0.digest.hex])
      }
      return CrateAction(
        id: node.id, kind: node.kind.name, revision: node.kind.revision, summary: node.kind.summary,
        key: record.key.hex, inputs: inputs, outputs: outputs, end: date(of: record), seconds: record.seconds)
    }
  }

  /// The program and the libraries, as the last whole run recorded them, else as they are now.
  var software: [ResearchCrate.Software] {
    let libraries = provenance?["libraries"] ?? Program.libraries()
    let (program, homes) = (project.program, project.program.homes)
    return [.init(name: "Plumb", version: provenance?["machine"]?["plumb"]?.string ?? program.version)]
      + (libraries.members ?? []).compactMap { member in
        member.value.string.map { .init(name: member.key, version: $0, home: homes[member.key]) }
      }
  }
}

/// Names of tables in a bundle: those of their stages.
private struct TableNames {
  private var taken: Set<String> = []

  /// `tables/fits.csv`, `tables/fits_d_3_.rows.csv` for one of several outputs of an instance; with a part of its digest where
  /// the name is taken.
  mutating func path(of node: Node, _ output: String, in folder: String, ending: String, digest: String) -> String {
    let part = node.stage.outputs.count(where: { !$0.isAside }) > 1 ? ".\(output)" : ""
    let name = String(
      (node.id + part).prefix(120).map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-=,".contains($0)) ? $0 : "_" }
    )
    let path = "\(folder)/\(name)"
    let isFree = taken.insert(path.lowercased()).inserted
    return (isFree ? path : "\(path)-\(digest.prefix(12))") + ".\(ending)"
  }
}
