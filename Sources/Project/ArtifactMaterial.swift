import Documents
import Foundation
import Pipeline
import Reporting

extension ReportMaterial {
  /// What is known of the artifact, for its appendix, checklists and descriptions.
  ///
  /// - Parameters:
  ///   - files: those that are carried.
  ///   - results: the name of the archive of results among them; nil where it is left out.
  func facts(files: [AttachedFile], results: String? = nil) throws -> ArtifactFacts {
    let citation = citation
    var facts = ArtifactFacts(
      title: title,
      summary: "What `plumb run` rebuilds from \(project.manifest.files[0].name): figures, numbers and verdicts of "
        + "\(try claims().count.counted("claim")).",
      version: citation?.version ?? "", manifest: project.manifest.files[0].name,
      option: project.namedProfile.map { " --profile \($0)" } ?? "", date: date())
    facts.claims = try claims().map { ArtifactFacts.Claim(id: $0.id, result: $0.result) }
    facts.papers = zip(paperNodes, articles).map { node, article in
      ArtifactFacts.Paper(id: node.id, article: article, claims: project.claims(of: node))
    }
    (facts.authors, facts.software, facts.keywords) = (authors, software, citation?.keywords ?? [])
    let known = Set(facts.claims.map(\.id))
    facts.costs = graph.costs.map { costs in
      ArtifactFacts.Costs(
        claims: costs.results.filter { known.contains($0.key) }.mapValues {
          .init(seconds: $0.seconds, bytes: Double($0.memory), date: $0.kept?.date)
        },
        processor: costs.measurement.processor, cores: costs.measurement.cores, date: costs.measurement.date)
    }
    facts.sources = read.files.map {
      .init(path: $0.path, size: $0.size, origin: $0.origin, isCarried: $0.data != nil)
    }
    (facts.resultBytes, facts.stages) = resultSize
    facts.carriedBytes = files.reduce(0) { $0 + $1.data.count }
    let paths = Set(files.map(\.path))
    facts.license = paths.contains(Self.licence) ? Self.licence : nil
    facts.results = results
    facts.hasFixedCriteria = paths.contains(CriteriaLog.name)
    facts.statements = anonymity == nil ? project.attestations?.entries.count ?? 0 : 0
    return facts
  }
}

/// The files that committees, journals and archives ask for.
struct ArtifactFiles {
  let facts: ArtifactFacts

  /// Appendix, checklists, and the metadata of ReScience C: of the only paper, or one for each.
  var papers: [AttachedFile] {
    let (appendix, lists) = (ArtifactAppendix(facts), ArtifactChecklists(facts))
    let descriptions = ArchiveDescriptions(facts)
    let isSingle = facts.papers.count == 1
    return [
      file("appendix.md", appendix.markdown, "the artifact appendix: claims, costs, steps, expected numbers"),
      file("appendix.tex", appendix.latex, "the artifact appendix, for LaTeX"),
      file("checklist-acm.md", lists.acm, "what ACM's badges ask for"),
      file("checklist-neurips.md", lists.neurips, "the checklist of NeurIPS"),
    ]
      + facts.papers.map { paper in
        file(
          isSingle ? "metadata.yaml" : "metadata-\(paper.id).yaml", descriptions.rescience(paper),
          "metadata of an article in ReScience C on \(paper.id)")
      }
  }

  /// `codemeta.json`.
  var codemeta: AttachedFile {
    file("codemeta.json", ArchiveDescriptions(facts).codemeta.printed(width: 0), "description by CodeMeta 3.0")
  }

  /// A `CITATION.cff` for a project that has none.
  var citation: AttachedFile {
    file(ReportMaterial.citationName, ArchiveDescriptions(facts).citation, "how to cite this artifact")
  }

  private func file(_ path: String, _ text: String, _ summary: String) -> AttachedFile {
    AttachedFile(path: path, data: Data(text.utf8), summary: summary)
  }
}

extension AttachmentForms {
  /// A larger archive of results stays out: archives have limits, and `plumb push` writes it apart.
  private static let mostResults = 80_000_000

  /// Writes appendix, checklists and descriptions into a folder.
  func appendix() throws -> [AttachedFile] {
    let files = sources + published.map(\.file)
    let artifact = ArtifactFiles(facts: try material.facts(files: files))
    return artifact.papers + [artifact.codemeta]
      + (files.contains { $0.path == ReportMaterial.citationName } ? [] : [artifact.citation])
  }

  /// Writes an archive for Zenodo or Software Heritage: sources, report, figures with data, lock, results, and what is said of
  /// them; lines that tell it.
  func writeArchive(to path: String) throws -> [String] {
    let kept = results.flatMap { $0.file.data.count <= Self.mostResults ? $0.file : nil }
    let page = AttachedFile(
      path: "report.html", data: try report(besideResults: kept != nil), summary: "the report as one page")
    var lines =
      material.anonymity == nil
      ? [] : ["left out, since they tell people or machines: results, criteria.log, attestations, CITATION.cff"]
    let carried = material.readable + [page] + published.map(\.file) + [kept].compactMap { $0 }
    if let results, kept == nil {
      lines.append("left out: the results, \(byteCount(results.file.data.count)); `plumb push` writes them apart")
    }
    let known = Set(sources.map(\.path))
    let files = sources + carried.filter { !known.contains($0.path) }
    let artifact = ArtifactFiles(facts: try material.facts(files: files, results: kept?.path))
    let made =
      [artifact.codemeta] + (known.contains(ReportMaterial.citationName) ? [] : [artifact.citation])
      + artifact.papers.map { $0.moved(to: "artifact/\($0.path)") }
    let own = Set(files.map(\.path))
    let all = try checked(files + made.filter { !own.contains($0.path) })
    try writer.write(Array(try ZipArchive.data(all)), to: path)
    return lines + ["\(all.count) files: \(path)"]
  }
}
