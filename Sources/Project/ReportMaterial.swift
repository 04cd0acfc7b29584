import Documents
import Foundation
import Pipeline
import Reporting

/// The results of the last run, read from the cache: what `attach` packs.
struct ReportMaterial {
  let project: LoadedProject
  let records: [String: Record]
  let files: ResultFiles
  /// What stages read of the project.
  let read: AttachedSources
  /// Who must not be told; nil where everybody may be.
  private(set) var anonymity: Anonymity?
  var graph: Graph { project.graph }
  var names: ReportNames { project.names }

  /// A published output of a stage.
  struct Published {
    let node: Node
    let output: String
    /// The file at its path in the project or the profile's folder, as the cache holds it.
    let file: AttachedFile
  }

  /// - Throws: ``CommandError`` when there is no report, or some result of it is missing or out of date.
  ///
  /// - Parameter kept: for a double-blind review, the words that are no names although they look like one; nil for any other use.
  init(_ project: LoadedProject, anonymousBut kept: Set<String>? = nil) throws {
    self.project = project
    let names = project.names
    guard names.pages(in: project.graph) != nil else { throw CommandError.noReport }
    records = try WholeResults(project, for: .attach, names.isReported).records
    files = try project.engine.files()
    read = try AttachedSources(project.graph, project.engine)
    anonymity = kept.map { kept in
      Anonymity(project, kept: kept, hosts: Set(records.values.compactMap { $0.origin?.host }))
    }
  }

  /// The nodes of one section, in the order of the graph.
  func nodes(_ section: String) -> [Node] { graph.nodes.filter { $0.section == section } }

  /// Everything that the run published. The figure of all claims has the authors of papers in its letters, and stays behind where
  /// these may not be told.
  func published() throws -> [Published] {
    try graph.nodes.flatMap { node in
      try node.exports.compactMap { export in
        guard !isHidden(export.output, of: node) else { return nil }
        return try files.data(records[node.id]?.output(export.output)).map { data in
          let file = AttachedFile(
            path: path(export), data: data, summary: "\(node.kind.name) \(node.id), \(export.output)")
          // A page is made here; a figure's numbers and drawings stay as they are.
          return Published(
            node: node, output: export.output, file: export.output == names.page ? hidden(file, node) : file)
        }
      }
    }
  }

  private func isHidden(_ output: String, of node: Node) -> Bool {
    anonymity?.hidesPapers == true && node.section == names.reports && output != names.page
  }

  /// A page without the names that may not be told.
  private func hidden(_ page: AttachedFile, _ node: Node) -> AttachedFile {
    guard let anonymity else { return page }
    let text = anonymity.hidden(String(decoding: page.data, as: UTF8.self))
    let shown = isHidden(names.picture, of: node) ? SummaryPage.withoutFigure(text) : text
    return AttachedFile(path: page.path, data: Data(shown.utf8), summary: page.summary)
  }

  /// The SVG of every figure, beside its PNG: `figures/NAME.svg`. They are parts of pages and are not published themselves.
  func inlineFigures() throws -> [AttachedFile] {
    try graph.nodes.compactMap { node in
      guard !isHidden(names.picture, of: node), let export = node.exports.first(where: { $0.output == names.picture }),
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
  func path(_ export: Node.Export) -> String { String(export.path.dropFirst(graph.folder.count)) }

  /// The manifest's files, the lock, the provenance, the citation and the licence, what was fixed and what others state, as
  /// far as they are there, then the scripts and data that stages read. Logs and statements name people and commits, and stay
  /// behind where nobody may be told.
  func sources() -> [AttachedFile] {
    let manifests = project.manifest.files.map { file in
      let attached = AttachedFile(
        path: file.name, data: Data(file.bytes), summary: "manifest: what is computed, and from what")
      return anonymity?.hidden(attached) ?? attached
    }
    var others: [(path: String, folder: String, summary: String)] = [
      (LockFile.name, "", "digests and numbers of the results that the authors recorded"),
      (names.provenance.record, graph.folder, "machine, libraries and cost of the run"),
      (ArtifactCosts.name, "", "what each claim costs"), (Self.licence, "", "licence"),
    ]
    if anonymity == nil {
      others.append((CriteriaLog.name, "", "when the criteria of claims were fixed"))
      others.append((Self.citationName, "", "how to cite this work"))
      others += project.attestationFiles.map { ($0, "", "what others state of the results") }
    }
    let own =
      manifests
      + others.compactMap { path, folder, summary in
        (try? Data(contentsOf: project.root.appending(path: folder + path))).map { data in
          let isRecord = anonymity != nil && [names.provenance.record, ArtifactCosts.name].contains(path)
          return AttachedFile(path: path, data: isRecord ? withoutOrigins(data) : data, summary: summary)
        }
      }
    let known = Set(own.map(\.path))
    return own + read.carried.filter { !known.contains($0.path) } + (read.named.map { [$0] } ?? [])
  }

  /// What people read first of a project, where it is there.
  var readable: [AttachedFile] {
    (try? Data(contentsOf: project.root.appending(path: "README.md"))).map {
      [AttachedFile(path: "README.md", data: $0, summary: "what the project is")]
    } ?? []
  }

  /// A record of a run without commit and machines.
  private func withoutOrigins(_ data: Data) -> Data {
    guard let record = try? JSON.parse(SourceText(name: "record", bytes: Array(data))) else { return data }
    return Data(Anonymity.withoutOrigins(record).printed(width: 0).utf8)
  }

  static let licence = "LICENSE"

  /// The bytes of all results, each once, and how many results there are.
  var resultSize: (bytes: Int, results: Int) {
    let sizes = records.values.flatMap(\.outputs).map { ($0.digest.hex, $0.size) }
    return (Dictionary(sizes) { first, _ in first }.values.reduce(0, +), records.count)
  }

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
    return anonymity == nil ? record : Anonymity.withoutOrigins(record)
  }

  /// The title of the report; of the paper where its page is all there is.
  var title: String {
    (nodes(names.reports) + nodes(names.papers)).first?.definition["title"]?.string ?? "Report"
  }

  /// When a result was made; nil in caches of earlier versions.
  func date(of record: Record) -> Date? {
    record.origin.flatMap { try? Date($0.time, strategy: .iso8601) }
  }

  /// When the last result of the report was made.
  func date() -> Date {
    let nodes = graph.nodes.filter(names.isReported)
    return nodes.compactMap { records[$0.id] }.compactMap(date).max() ?? Date(timeIntervalSince1970: 0)
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
