import Documents
import Foundation
import Pipeline
import Reporting
import Verbs

/// The files of each form of attachment.
struct Bundle {
  let material: ReportMaterial
  let published: [AttachedFile]
  let sources: [AttachedFile]

  init(_ material: ReportMaterial) throws {
    self.material = material
    published = try material.published()
    sources = try material.sources()
  }

  private func figures(_ output: String) -> [AttachedFile] {
    let paths = material.figures(output)
    return published.filter { paths.contains($0.path) }
  }

  /// The report as one page.
  ///
  /// - Parameter address: what links to files become; nil to carry the files within the page.
  private func report(_ address: ((String) throws -> String?)? = nil) throws -> Data {
    let files = Dictionary(published.map { ($0.path, $0.data) }) { first, _ in first }
    let report = HTMLReport(
      title: material.title, pages: material.pages(published), file: { files[$0] }, address: address)
    return Data(try report.html().utf8)
  }

  func writeHTML(to path: String) throws {
    try EarlierOutput.check(path)
    try BundleFolder.write(try report(), to: URL(filePath: path))
    Console.print("report: \(path)")
  }

  /// Writes a folder of files.
  func write(_ files: [AttachedFile], to folder: String) throws {
    let place = URL(filePath: folder, directoryHint: .isDirectory)
    try EarlierOutput.check(files, in: place)
    try BundleFolder.write(files, to: place)
    Console.print("\(files.count) files: \(folder)")
  }

  func latex() throws -> [AttachedFile] {
    let values = LaTeXValues(try material.claims())
    let pictures = figures(VerbCatalogue.drawing)
    return [
      AttachedFile(path: "plumb-values.tex", data: Data(values.file.utf8), summary: "macros of every number"),
      AttachedFile(
        path: "plumb-sample.tex", data: Data(values.sample(figures: pictures.map(\.path)).utf8),
        summary: "a sample document"),
    ] + pictures
  }

  func arxiv() throws -> [AttachedFile] {
    let data = figures(VerbCatalogue.data)
    let carried = Set(data.map(\.path))
    let page = try report { carried.contains($0) ? $0 : nil }
    let report = AttachedFile(path: "report.html", data: page, summary: "the report")
    return try ArxivFolder.checked([report] + data + sources.map(Self.plain))
  }

  /// The licence without an ending is a text.
  private static func plain(_ file: AttachedFile) -> AttachedFile {
    guard file.path == "LICENSE" else { return file }
    return AttachedFile(path: "LICENSE.txt", data: file.data, summary: file.summary)
  }

  /// The names of files attached to a document have no folder where they need none.
  private static func withoutFolder(_ file: AttachedFile) -> AttachedFile {
    let path = file.path.split(separator: "/", maxSplits: 1).last.map(String.init) ?? file.path
    return AttachedFile(path: path, data: file.data, summary: file.summary)
  }

  func attach(to paper: String, output: String) throws {
    let page = AttachedFile(
      path: PDFAttachments.report, data: try report { _ in nil },
      summary: "what was rebuilt, with the verdict on every claim")
    let carried = sources.filter { $0.path != "LICENSE" }.map { file in
      file.path == VerbCatalogue.provenance.record ? Self.withoutFolder(file) : file
    }
    let data = figures(VerbCatalogue.data).map(Self.withoutFolder)
    let attachments = PDFAttachments([page] + data + carried, date: try material.date())
    try attachments.attach(to: paper, output: output)
    Console.print("\(1 + data.count + carried.count) files attached: \(output)")
  }

  func writeCrate(to path: String) throws {
    let date = try material.date()
    let tables = try material.tables()
    let page = AttachedFile(path: "report.html", data: try report(), summary: "the report as one page")
    let files = sources + [page] + published + tables.map(\.file)
    let crate = ResearchCrate(
      title: material.title,
      summary: "What `plumb run` rebuilt from \(material.manifest.files[0].name): figures, "
        + "numbers and verdicts, with every stage that made them.",
      manifest: material.manifest.files[0].name,
      license: sources.contains { $0.path == "LICENSE" } ? "LICENSE" : "https://spdx.org/licenses/NOASSERTION",
      files: files,
      results: Set(published.map(\.path) + [VerbCatalogue.provenance.record]),
      actions: try material.actions(tables: tables), software: material.software, date: date)
    let metadata = AttachedFile(
      path: "ro-crate-metadata.json", data: Data(crate.metadata.printed(width: 0).utf8), summary: "metadata")
    try EarlierOutput.check(path)
    try ZipArchive.write([metadata] + files, to: path)
    Console.print("\(files.count + 1) files: \(path)")
  }
}

extension ReportMaterial {
  /// The tables that claims are judged on and the verdicts, by digest.
  func tables() throws -> [(digest: String, file: AttachedFile)] {
    var seen = Set(manifest.graph.nodes.flatMap { node in node.exports.compactMap { digest(node, $0.output) } })
    var tables: [(String, AttachedFile)] = []
    func add(_ node: Node, _ output: String, _ folder: String) throws {
      guard let digest = digest(node, output), seen.insert(digest).inserted, let data = try data(node, output) else {
        return
      }
      let ending = node.stage.outputs.first { $0.name == output }?.fileExtension ?? "bin"
      tables.append(
        (
          digest,
          AttachedFile(
            path: "\(folder)/\(digest.prefix(16)).\(ending)", data: data, summary: "output \(output) of \(node.id)")
        ))
    }
    for claim in manifest.graph.nodes where claim.section == VerbCatalogue.claims.name {
      for case .node(let index, let output) in claim.inputs.flatMap({ Array($0.contents) }) {
        try add(manifest.graph.nodes[index], output, "tables")
      }
      try add(claim, VerbCatalogue.verdict, VerbCatalogue.claims.name)
    }
    return tables
  }

  private func digest(_ node: Node, _ output: String) -> String? { records[node.id]?.output(output)?.digest.hex }

  /// Every stage that has a result, with what it read and made.
  func actions(tables: [(digest: String, file: AttachedFile)]) throws -> [CrateAction] {
    var paths = Dictionary(tables.map { ($0.digest, $0.file.path) }) { first, _ in first }
    for node in manifest.graph.nodes {
      for export in node.exports { digest(node, export.output).map { paths[$0] = paths[$0] ?? export.path } }
    }
    var seen: Set<String> = []
    return try manifest.graph.nodes.compactMap { node in
      guard let record = records[node.id], seen.insert(record.key.hex).inserted else { return nil }
      let inputs = record.inputs.map { CrateAction.Value(name: $0.name, digest: $0.digest, path: paths[$0.digest]) }
      let outputs = record.outputs.map {
        CrateAction.Value(name: "\(node.id), \($0.name)", digest: $0.digest.hex, path: paths[$0.digest.hex])
      }
      return CrateAction(
        id: node.id, kind: node.kind.name, revision: node.kind.revision, summary: node.kind.summary,
        key: record.key.hex, inputs: inputs, outputs: outputs, end: try date(of: record), seconds: record.seconds)
    }
  }

  /// The program and the libraries, as the last whole run recorded them, else as they are now.
  var software: [ResearchCrate.Software] {
    let libraries = provenance?["libraries"] ?? Libraries.ofWorkers()
    return [.init(name: "Plumb", version: provenance?["machine"]?["plumb"]?.string ?? Program.version)]
      + (libraries.members ?? []).compactMap { member in
        member.value.string.map { .init(name: member.key, version: $0, home: Libraries.homes[member.key]) }
      }
  }
}
