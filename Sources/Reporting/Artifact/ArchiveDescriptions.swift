import Documents
import Foundation

/// What archives and journals want to know of an artifact, each in its own format.
public struct ArchiveDescriptions: Sendable {
  let facts: ArtifactFacts

  /// The descriptions of an artifact.
  public init(_ facts: ArtifactFacts) { self.facts = facts }

  /// `codemeta.json`, by the terms of CodeMeta 3.0. Memory and disk stand in the appendix: CodeMeta takes addresses for them, not
  /// texts.
  ///
  /// Source: https://w3id.org/codemeta/3.0.
  public var codemeta: JSON {
    let costs = facts.costs
    return JSON([
      "@context": "https://w3id.org/codemeta/3.0", "@type": "SoftwareSourceCode", "name": text(facts.title),
      "description": text(facts.summary), "version": facts.version.isEmpty ? nil : text(facts.version),
      "author": facts.authors.isEmpty ? nil : JSON(.array(facts.authors.map(Self.person))),
      "dateModified": text(day), "license": facts.license.map(text),
      "keywords": facts.keywords.isEmpty ? nil : JSON(.array(facts.keywords.map(text))),
      "programmingLanguage": "Plumb", "operatingSystem": "Linux",
      "processorRequirements": costs?.processor.map { text("measured on \($0)") },
      "softwareRequirements": JSON(
        .array(
          facts.software.map { entry in
            JSON([
              "@type": "SoftwareApplication", "name": text(entry.name), "version": text(entry.version),
              "url": entry.home.map(text),
            ])
          })),
      "referencePublication": facts.papers.isEmpty ? nil : JSON(.array(facts.papers.map(Self.article))),
    ])
  }

  private func text(_ text: String) -> JSON { JSON(.string(text)) }
  private var day: String { facts.date.formatted(.iso8601.year().month().day()) }

  private static func person(_ author: Author) -> JSON {
    JSON([
      "@type": author.isPerson ? "Person" : "Organization", "name": JSON(.string(author.name)),
      "url": author.page.map { JSON(.string($0)) },
    ])
  }

  private static func article(_ paper: ArtifactFacts.Paper) -> JSON {
    let article = paper.article
    return JSON([
      "@type": "schema:ScholarlyArticle", "name": JSON(.string(article.title)),
      "author": article.people.isEmpty
        ? nil : JSON(.array(article.people.map { person(.init(name: $0, isPerson: true)) })),
      "datePublished": article.year.map { JSON(.string(String($0))) }, "url": article.link.map { JSON(.string($0)) },
    ])
  }

  /// A `CITATION.cff` for a project that has none, in the Citation File Format 1.2.0.
  public var citation: String {
    let authors = facts.authors.isEmpty ? [.init(name: "The authors of the artifact", isPerson: false)] : facts.authors
    let references = facts.papers.filter { !$0.article.people.isEmpty }.map { paper in
      let article = paper.article
      let rest = [
        article.year.map { "    year: \($0)\n" }, article.venue.map { "    journal: \(quoted($0))\n" },
        article.link.flatMap { $0.hasPrefix("http") ? "    url: \(quoted($0))\n" : nil },
      ].compactMap { $0 }.joined()
      return "  - type: article\n    title: \(quoted(article.title))\n    authors:\n"
        + article.people.map { "      - name: \(quoted($0))\n" }.joined() + rest
    }
    return """
      cff-version: 1.2.0
      message: "If you use this artifact, please cite it and the papers that it rebuilds."
      type: dataset
      title: \(quoted(facts.title))
      abstract: \(quoted(facts.summary))
      authors:
      \(authors.map { "  - name: \(quoted($0.name))" }.joined(separator: "\n"))
      date-released: \(day)
      \(references.isEmpty ? "" : "references:\n" + references.joined())
      """
  }

  /// `metadata.yaml` of ReScience C for an article on one of the papers.
  ///
  /// The title has `[Re]` where more of the judged claims are reproduced than not, else `[¬Re]`; neither where none was judged. Source:
  /// https://github.com/ReScience/template.
  public func rescience(_ paper: ArtifactFacts.Paper) -> String {
    let article = paper.article
    let (yes, no) = (facts.count(.reproduced, of: paper.claims), facts.count(.notReproduced, of: paper.claims))
    let mark = yes > no ? "[Re] " : no > 0 ? "[¬Re] " : ""
    let year = article.year.map { " (\($0))" } ?? ""
    let authors = facts.authors.map { author in
      let orcid = author.page.flatMap {
        $0.contains("orcid.org/") ? $0.split(separator: "/").last.map(String.init) : nil
      }
      return
        "  - name: \(quoted(author.name))\n    orcid:\(orcid.map { " " + $0 } ?? "")\n    email:    # \(ArtifactAppendix.open)\n    affiliations: 1,*\n"
    }
    let nobody = "  - name:    # \(ArtifactAppendix.open)\n    orcid:\n    email:\n    affiliations: 1,*\n"
    let abstract =
      "We rebuild \(paper.claims.count.counted("claim")) of \"\(article.title)\"\(year). Of these, "
      + "\(facts.tally(of: paper.claims)). Each is judged by a criterion that one file states, and can be rebuilt by one command."
    return """
      # Written by `plumb attach` from the verdicts; what is empty is \(ArtifactAppendix.open).
      # The title has [Re] where more of the judged claims are reproduced than not (here \(yes) and \(no)), else [¬Re].
      title: \(quoted(mark + article.title))
      authors:
      \(authors.isEmpty ? nobody : authors.joined())affiliations:
        - code: 1
          name:    # \(ArtifactAppendix.open)
          address:
      keywords: \(quoted((facts.keywords.contains("reproducibility") ? facts.keywords : ["reproducibility"] + facts.keywords).joined(separator: ", ")))
      code:
        - url:    # \(ArtifactAppendix.open)
        - doi:
        - swh:
      data:
        - url:
        - doi:
      replication:
        - cite: \(quoted("\(article.authors)\(year). \(article.title).\(article.venue.map { " \($0)." } ?? "")"))
        - bib:
        - url: \(article.link.map(quoted) ?? "")
        - doi: \(article.link.flatMap(Self.doi).map(quoted) ?? "")
      abstract: \(quoted(abstract))
      bibliography: bibliography.bib
      type: Replication
      domain:    # \(ArtifactAppendix.open)
      language: Plumb

      """
  }

  /// The DOI in an address of doi.org; nil for others.
  private static func doi(_ link: String) -> String? {
    link.firstMatch(of: #/doi\.org/(10\..+)$/#).map { String($0.1) }
  }

  /// A text as YAML takes it, whatever is in it: JSON's strings are YAML's.
  private func quoted(_ text: String) -> String { JSON(.string(text)).canonical }
}
