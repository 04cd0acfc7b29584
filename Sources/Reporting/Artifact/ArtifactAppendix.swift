import Foundation

/// The artifact appendix that committees ask for: what is claimed, what it takes, what to type and what to expect.
///
/// Its parts are those of the ACM's and the cTuning foundation's templates. What results do not know is left to the author, in
/// those words.
public struct ArtifactAppendix: Sendable {
  let facts: ArtifactFacts

  /// The appendix of an artifact.
  public init(_ facts: ArtifactFacts) { self.facts = facts }

  /// As Markdown.
  public var markdown: String { document.markdown }

  /// As LaTeX, for pdflatex.
  public var latex: String { document.latex }

  /// What stands where only the author knows.
  static let open = "for the author"

  private var document: ArtifactDocument {
    ArtifactDocument(
      title: "Artifact appendix",
      blocks: [.heading("Abstract"), .paragraph(abstract), .heading("At a glance"), .points(glance)]
        + [.heading("Requirements")] + requirements + [.heading("Installation and steps")] + steps
        + [.heading("Claims and what they take")] + claims + [.heading("Expected numbers")] + expected
        + [.heading("What counts as agreement"), .paragraph(agreement)])
  }

  private var abstract: String {
    let papers = facts.papers.map { paper in
      let year = paper.article.year.map { " (\($0))" } ?? ""
      return "\(paper.article.title)\(year)"
    }
    let list = papers.isEmpty ? "" : " of " + papers.joined(separator: "; ")
    return
      "The artifact rebuilds \(facts.claims.count.counted("claim"))\(list) from one file, \(facts.manifest): figures, numbers and "
      + "verdicts. As recorded: \(facts.tally()). Each claim is judged by a criterion that the file states, and is rebuilt by one command."
  }

  private var glance: [(name: String, text: String)] {
    let own = facts.sources.filter(\.isCarried)
    let others = facts.sources.filter { !$0.isCarried }
    let origins = Set(others.map { $0.origin ?? "no origin stated" }).sorted().joined(separator: "; ")
    return [
      ("Program", facts.software.first.map { "\($0.name) \($0.version)" } ?? "Plumb"),
      ("Libraries", facts.software.dropFirst().map(\.label).joined(separator: ", ")),
      (
        "Scripts and data in the artifact",
        own.isEmpty ? "none beside the manifest" : own.map(\.path).joined(separator: ", ")
      ),
      (
        "Data that it only names",
        others.isEmpty
          ? "none"
          : "\(others.count.counted("file")), \(ArtifactFacts.size(others.reduce(0) { $0 + Double($1.size) })): \(origins)"
      ),
      (
        "Output",
        "\(facts.stages.counted("result")), with report pages, figures with their numbers, and a verdict on every claim"
      ),
      (
        "Criteria",
        facts.hasFixedCriteria ? "criteria.log says when they were fixed, and what changed" : "no log of them"
      ),
      (
        "Computed again by others",
        facts.statements == 0 ? "no statement filed" : "\(facts.statements.counted("statement")), in attestations/"
      ),
      ("Licence", facts.license.map { "as the file \($0) says" } ?? Self.open),
      ("Public address and DOI", Self.open),
    ].filter { !$0.text.isEmpty }
  }

  private var requirements: [ArtifactDocument.Block] {
    let costs = facts.costs
    let memory = costs.flatMap { $0.claims.values.compactMap(\.bytes).max() }
    let machine = [costs?.processor, costs?.cores.map { $0.counted("core") }].compactMap { $0 }.joined(separator: ", ")
    let kept = facts.claims.compactMap { claim in
      costs?.claims[claim.id]?.date.map { "\(claim.id) on \($0.prefix(10))" }
    }
    let before = kept.isEmpty ? "" : " (\(kept.joined(separator: ", ")))"
    let when = (costs?.date.map { ", on \($0.prefix(10))" } ?? "") + before
    return [
      .points([
        (
          "Hardware",
          machine.isEmpty
            ? "no machine is recorded: \(Self.open)"
            : "measured on \(machine)\(when); any x86-64 processor with AVX2 will do"
        ),
        ("Memory", memory.map { "\(ArtifactFacts.size($0)) at the most for one claim" } ?? "no costs are recorded"),
        (
          "Disk",
          "\(ArtifactFacts.size(Double(facts.resultBytes))) for all results, \(ArtifactFacts.size(Double(facts.carriedBytes))) for the files of the artifact"
        ),
        ("Software", "Linux; Plumb, and what scripts of the project ask for"),
      ])
    ]
  }

  private var steps: [ArtifactDocument.Block] {
    let results = facts.results.map { name in
      [
        ArtifactDocument.Block.paragraph("To start from the authors' results, and compute some of them again:"),
        .commands(["plumb pull \(name)", "plumb referee\(facts.option) --sample 3"]),
      ]
    }
    return [
      .paragraph(
        "In the folder of the artifact, once Plumb is installed. Missing data files are named by the first command."),
      .commands([
        "plumb data\(facts.option)", "plumb run\(facts.option)", "plumb claims\(facts.option)",
        "plumb diff\(facts.option)",
      ]),
      .paragraph(
        "The last command compares every verdict, number and figure with plumb.lock.json, the authors' record."),
    ] + (results ?? [])
  }

  private var claims: [ArtifactDocument.Block] {
    guard !facts.claims.isEmpty else { return [.paragraph("The artifact has no claims.")] }
    let costs = facts.costs
    let rows = facts.claims.map { claim in
      let cost = costs?.claims[claim.id]
      let told =
        costs == nil
        ? []
        : [
          cost?.seconds.map(ArtifactFacts.time) ?? "not recorded",
          cost?.bytes.map(ArtifactFacts.size) ?? "not recorded",
        ]
      return [claim.id, claim.result.title, claim.result.source, claim.result.verdict.rawValue] + told
    }
    let heads = ["claim", "what is claimed", "where", "expected verdict"] + (costs == nil ? [] : ["time", "memory"])
    let note =
      costs == nil
      ? "No costs are recorded: `plumb lock` writes plumb.costs.json after a run."
      : "A claim is rebuilt alone by `plumb run CLAIM`. Times are of one run from nothing with all that the claim rests on; claims share stages, so that "
        + "all of them together take less than the sum."
    return [.paragraph(note), .table(heads: heads, rows: rows, codes: [0])]
  }

  private var expected: [ArtifactDocument.Block] {
    let rows = facts.claims.flatMap { claim in
      claim.result.checks.filter(\.isEvidence).map { check in
        [claim.id, check.name, check.criterion, check.nearest, check.word(check.verdict)]
      }
    }
    guard !rows.isEmpty else { return [.paragraph("No claim has numbers yet.")] }
    return [
      .paragraph(
        "For each criterion that counts: what must hold, with its tolerance, and the number that came nearest to failing. Every other number "
          + "stands in the report and, with all digits, in plumb.lock.json."),
      .table(heads: ["claim", "check", "criterion", "nearest to failing", "verdict"], rows: rows, codes: [0]),
    ]
  }

  private var agreement: String {
    "On one kind of processor with the same libraries results agree in every byte. On others the last digits may differ. "
      + "`plumb diff` takes relative differences up to 1e-9 for none. `plumb referee` says of each stage how far it agrees: in every "
      + "bit, in every number, in the five digits that a report shows, or in distribution. A claim is rebuilt when its verdict is "
      + "the one above."
  }
}
