import Documents
import Foundation
import Pipeline
import Reporting

extension ReportMaterial {
  static let citationName = "CITATION.cff"

  /// What the project's `CITATION.cff` says; nil without one, and where nobody may be told.
  var citation: CitationFile? {
    anonymity != nil
      ? nil
      : (try? String(contentsOf: project.root.appending(path: Self.citationName), encoding: .utf8)).map {
        CitationFile($0)
      }
  }

  /// The papers' entries.
  var paperNodes: [Node] { nodes(names.papers) }

  /// What stands below the title; without the commit where nobody may be told.
  var byline: String {
    let isHidden = anonymity != nil
    return Byline(
      program: "Plumb \(project.program.version)", manifest: project.manifest.files[0].name, profile: graph.profile,
      authors: authors, papers: articles,
      measured: graph.costs.map(\.measurement).map {
        .init(date: $0.date, commit: isHidden ? nil : $0.commit, isClean: isHidden ? nil : $0.isClean)
      }
    ).markdown
  }

  /// Who wrote the project, as its `CITATION.cff` says.
  var authors: [Author] { citation?.authors ?? [] }

  /// The papers that are rebuilt, as the manifest says; without authors and address where these may not be told.
  var articles: [Article] {
    paperNodes.map { node in
      let paper = Article(node.definition)
      guard let anonymity, !anonymity.cited.contains(node.id) else { return paper }
      return Article(title: paper.title, authors: Anonymity.authors, year: paper.year)
    }
  }
}

extension Article {
  /// The paper that an entry of the manifest describes.
  init(_ paper: JSON) {
    self.init(
      title: paper["title"]?.string ?? "", authors: paper["authors"]?.string ?? "", year: paper["year"]?.integer,
      venue: paper["venue"]?.string, link: paper["link"]?.string)
  }
}
