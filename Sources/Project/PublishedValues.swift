import Documents
import Foundation
import Pipeline
import Reporting

/// The values and the figures of a project as they stand: those of the last run, else those of plumb.lock.json.
struct PublishedValues {
  let known: KnownNumbers
  /// What to know about them.
  let remarks: [String]
  private let values: ReportValues
  /// The files of figures: name, the figure that they show, and the digest.
  private let figures: [(name: String, stem: String, figure: String, digest: String)]

  init(_ project: LoadedProject) throws {
    let (graph, names) = (project.graph, project.names)
    let standing = try project.engine.standing(graph)
    let (records, files) = try (project.engine.records(graph), project.engine.files())
    let recorded = try project.engine.recordedResults(graph)
    var claims: [(id: String, result: ClaimResult)] = []
    var (missing, stale, locked): ([String], Int, Int) = ([], 0, 0)
    for (index, node) in graph.nodes.enumerated() where node.section == names.claims {
      let data = try project.verdict(of: node, records[node.id], files, recorded)
      guard let result = data.flatMap({ try? ClaimResult(encoded: $0) }) else {
        missing.append(node.id)
        continue
      }
      claims.append((node.id, result))
      if records[node.id] == nil { locked += 1 } else if standing.statuses[index] != .upToDate { stale += 1 }
    }
    values = try ReportValues(claims)
    known = KnownNumbers(values)
    figures = graph.nodes.filter { $0.section == names.figures }.flatMap { node in
      node.exports.compactMap { export in
        let digest = records[node.id]?.output(export.output)?.digest.hex ?? recorded[node.id]?.outputs[export.output]
        let file = URL(filePath: export.path)
        return digest.map {
          (file.lastPathComponent, file.deletingPathExtension().lastPathComponent, node.id, $0)
        }
      }
    }
    var remarks: [String] = []
    if locked > 0 { remarks.append("values of \(locked.counted("claim")) are those of plumb.lock.json") }
    if stale > 0 { remarks.append("\(stale.counted("claim")) \(stale.are) out of date; `plumb run` judges again") }
    if !missing.isEmpty {
      remarks.append(
        "no result of \(missing.joined(separator: ", ")), whose values are not known; `plumb run` makes it")
    }
    self.remarks = remarks
  }

  /// What is wrong with the files that a text takes its values from.
  func valueFaults(_ text: Manuscript, _ folder: URL) -> [ManuscriptFinding] {
    text.inclusions.compactMap { inclusion in
      guard ManuscriptTexts.isValues(inclusion.text), text.language != .markdown else { return nil }
      let isTeX = text.language == .latex
      let ending = isTeX ? ".tex" : ".typ"
      let path = inclusion.text.hasSuffix(ending) ? inclusion.text : inclusion.text + ending
      let bytes = try? Data(contentsOf: URL(filePath: path, relativeTo: folder))
      if bytes == Data((isTeX ? values.latex : values.typst).utf8) { return nil }
      return text.finding(.staleValues(path, option: isTeX ? "--latex" : "--typst"), at: inclusion.offset)
    }
  }

  /// What is wrong with a picture; nothing with one that is called like none of the figures, and is there.
  func fault(_ path: String, of text: Manuscript, _ texts: ManuscriptTexts) -> ManuscriptFinding.Fault? {
    if path.contains("://") || path.contains("\\") || path.contains("#") { return nil }
    let file = URL(filePath: path)
    let name = file.lastPathComponent
    let stems = [name, file.deletingPathExtension().lastPathComponent]
    let namesake = figures.first { $0.name == name } ?? figures.first { stems.contains($0.stem) }
    guard let found = picture(path, text, texts), let bytes = try? Data(contentsOf: found) else {
      return .noFigure(path, figure: namesake?.figure)
    }
    let digest = Digest(of: bytes).hex
    let held = figures.filter { $0.digest == digest }
    guard let namesake, !held.contains(where: { $0.figure == namesake.figure }) else { return nil }
    return held.first.map { .otherFigure(path, figure: namesake.figure, holds: $0.figure) }
      ?? .staleFigure(path, figure: namesake.figure)
  }

  /// The file of a picture, looked for as LaTeX does: in further folders, with an ending where it has none.
  private func picture(_ path: String, _ text: Manuscript, _ texts: ManuscriptTexts) -> URL? {
    let places = text.language == .latex ? [""] + texts.folders : [""]
    let endings = text.language == .latex ? ["", ".pdf", ".png", ".jpg", ".jpeg", ".eps", ".svg"] : [""]
    let beside = text.name.lastIndex(of: "/").map { String(text.name[...$0]) } ?? ""
    let bases = [texts.folder, URL(filePath: beside.isEmpty ? "." : beside).absoluteURL]
    for base in bases {
      for place in places {
        for ending in endings {
          let folder = place.isEmpty || place.hasSuffix("/") ? place : place + "/"
          let file = URL(filePath: folder + path + ending, relativeTo: base).absoluteURL.standardizedFileURL
          if ManuscriptTexts.isFile(file) { return file }
        }
      }
    }
    return nil
  }
}
