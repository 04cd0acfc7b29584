import Documents
import Foundation
import Pipeline
import Reporting

/// The files of each form of attachment.
struct AttachmentForms {
  let material: ReportMaterial
  let writer: OutputWriter
  let published: [ReportMaterial.Published]
  let sources: [AttachedFile]
  /// The archive of the results, with what a page says of it.
  private(set) var results: ReportMaterial.Results?
  /// The width of the text that figures are drawn for; nil to take them as they were published.
  let width: Double?

  init(
    _ material: ReportMaterial, _ writer: OutputWriter, results: ReportMaterial.Results? = nil, width: Double? = nil
  ) throws {
    (self.material, self.writer, self.results, self.width) = (material, writer, results, width)
    published = try material.published()
    sources = material.sources()
  }

  private var names: ReportNames { material.project.names }

  /// The same forms beside an archive of results.
  func with(_ results: ReportMaterial.Results?) -> AttachmentForms {
    var forms = self
    forms.results = results
    return forms
  }

  /// One output of every figure.
  private func figures(_ output: String) -> [AttachedFile] {
    published.filter { $0.node.section == names.figures && $0.output == output }.map(\.file)
  }

  /// The report as one page.
  ///
  /// - Parameters:
  ///   - besideResults: whether the archive of the results stands beside it.
  ///   - address: what links to files become; nil to carry the files within the page, up to ``carriedLetters``.
  func report(besideResults: Bool = false, _ address: ((String) throws -> String?)? = nil) throws -> Data {
    let all = try published.map(\.file) + material.inlineFigures() + material.read.carried
    let files = Dictionary(all.map { ($0.path, $0.data) }) { first, _ in first }
    let carried = try address == nil ? CarriedFiles(carriedByPage, limit: Self.carriedLetters) : nil
    let report = HTMLReport(
      title: material.title, byline: material.byline, pages: material.pages(published, besideResults ? results : nil),
      file: { files[$0] }, address: address ?? { carried?[$0] })
    return Data(try report.html().utf8)
  }

  /// What a page takes for files to save, in letters: with forty figures it stays below 3 MB.
  private static let carriedLetters = 1_000_000

  /// The manifest, the numbers of figures, the scripts and data of the project, and the drawings of pictures that a program
  /// of the author's own made; those that Plumb drew stand in the page.
  private var carriedByPage: [AttachedFile] {
    let own = Set(published.filter { $0.node.definition[names.picture] != nil }.map(\.node.id))
    let drawings = published.filter { $0.output == names.drawing && own.contains($0.node.id) }.map(\.file)
    let manifest = Set(material.project.manifest.files.map(\.name))
    return sources.filter { manifest.contains($0.path) } + published.filter { $0.output == names.data }.map(\.file)
      + drawings + material.read.carried
  }

  /// The files of an attachment, which tell nobody where nobody may be told.
  ///
  /// - Throws: `BundleError` naming the first file that does.
  func checked(_ files: [AttachedFile]) throws -> [AttachedFile] {
    if let anonymity = material.anonymity { try NameSearch(anonymity.marks).check(files + carriedByPage) }
    return files
  }

  func writeHTML(to path: String) throws -> String {
    let page = AttachedFile(path: URL(filePath: path).lastPathComponent, data: try report(), summary: "the report")
    try writer.write(Array(try checked([page])[0].data), to: path)
    return "report: \(path)"
  }

  /// Writes a folder of files.
  func write(_ files: [AttachedFile], to folder: String) throws -> String {
    try writer.write(files.map { ($0.path, Array($0.data)) }, in: folder)
    return "\(files.count) files: \(folder)"
  }

  func latex() throws -> [AttachedFile] {
    let values = try ReportValues(try material.claims())
    let pictures = try self.pictures
    let sample = LaTeXSample(values, figures: pictures.map(\.path))
    return [
      AttachedFile(path: "plumb-values.tex", data: Data(values.latex.utf8), summary: "macros of every number"),
      AttachedFile(path: "plumb-sample.tex", data: Data(sample.source.utf8), summary: "a sample document"),
    ] + pictures
  }

  func typst() throws -> [AttachedFile] {
    let values = try ReportValues(try material.claims()).typst
    return [AttachedFile(path: "plumb-values.typ", data: Data(values.utf8), summary: "every number")] + (try pictures)
  }

  func writeValues(to path: String) throws -> String {
    let values = try ReportValues(try material.claims())
    let text = path.lowercased().hasSuffix(".csv") ? values.csv : values.json.pretty
    try writer.write(Array(text.utf8), to: path)
    return "values: \(path)"
  }

  /// Every figure as a PDF, or as pixels where there is none; drawn for a text of the width that was asked for.
  private var pictures: [AttachedFile] {
    get throws {
      let published = published.filter { $0.node.section == names.figures && $0.output == names.drawing }
      let drawings = try width.map { try material.redrawn(published, width: $0) } ?? published.map(\.file)
      let drawn = Set(drawings.map(\.stem))
      return drawings + figures(names.picture).filter { !drawn.contains($0.stem) }
    }
  }

  func arxiv() throws -> [AttachedFile] {
    let data = figures(names.data)
    let carried = Set((data + material.read.carried).map(\.path))
    let page = try report(besideResults: true) { carried.contains($0) ? $0 : nil }
    let report = AttachedFile(path: "report.html", data: page, summary: "the report")
    // The licence without an ending is a text.
    return try ArxivFolder.checked(
      [report] + data + (results.map { [$0.file] } ?? [])
        + sources.map { $0.path == ReportMaterial.licence ? $0.moved(to: "\($0.path).txt") : $0 })
  }

  func attach(to paper: String, output: String) throws -> [String] {
    let page = AttachedFile(
      path: PDFAttachments.report, data: try report(besideResults: true) { _ in nil },
      summary: "what was rebuilt, with the verdict on every claim")
    // A list of attachments has no folders, but for manifests and what they name.
    let own = sources.filter { $0.path != ReportMaterial.licence }.map { file in
      file.path == names.provenance.record ? file.moved(to: file.name) : file
    }
    let carried = own + (results.map { [$0.file] } ?? [])
    let taken = Set(carried.map(\.path))
    let data = figures(names.data).map { taken.contains($0.name) ? $0 : $0.moved(to: $0.name) }
    let attachments = PDFAttachments([page] + data + carried, date: material.date())
    let (document, breaksSignature) = try attachments.attach(to: paper, output: output)
    try writer.write(Array(document), to: output)
    let warning = "the signature of \(paper) does not hold for \(output); sign the copy"
    return ["\(1 + data.count + carried.count) files attached: \(output)"] + (breaksSignature ? [warning] : [])
  }

  func writeCrate(to path: String) throws -> String {
    let tables = try material.tables()
    let page = AttachedFile(
      path: "report.html", data: try report(besideResults: true), summary: "the report as one page")
    let values = AttachedFile(
      path: "values.json", data: Data(try ReportValues(try material.claims()).json.pretty.utf8),
      summary: "every number of the report, by the keys that texts use")
    let files =
      sources + [page, values] + (results.map { [$0.file] } ?? []) + published.map(\.file) + tables.map(\.file)
    let manifest = material.project.manifest.files[0].name
    let crate = ResearchCrate(
      title: material.title,
      summary: "What `plumb run` rebuilt from \(manifest): figures, "
        + "numbers and verdicts, with every stage that made them.", manifest: manifest,
      license: sources.contains { $0.path == ReportMaterial.licence }
        ? ReportMaterial.licence : "https://spdx.org/licenses/NOASSERTION", files: files,
      sources: Set(material.read.carried.map(\.path)),
      results: Set(published.map(\.file.path) + [names.provenance.record]),
      actions: material.actions(tables: tables), software: material.software, authors: material.authors,
      articles: material.articles,
      date: material.date())
    let preview = AttachedFile(
      path: ResearchCrate.preview, data: Data(crate.page.utf8), summary: "what the crate holds, for people")
    let metadata = AttachedFile(
      path: "ro-crate-metadata.json", data: Data(crate.metadata.printed(width: 0).utf8), summary: "metadata")
    try writer.write(Array(try ZipArchive.data(checked([metadata, preview] + files))), to: path)
    return "\(files.count + 2) files: \(path)"
  }
}

extension AttachedFile {
  /// Its path without the ending.
  fileprivate var stem: String { URL(filePath: path).deletingPathExtension().relativePath }

  /// The last part of its path.
  fileprivate var name: String { URL(filePath: path).lastPathComponent }

  /// The same file at another path.
  func moved(to path: String) -> AttachedFile { AttachedFile(path: path, data: data, summary: summary) }
}
