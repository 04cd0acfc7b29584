import Documents

/// What the manifest says of a paper.
public struct Paper: Sendable {
  public let title: String
  public let authors: String
  public let year: Int
  public let venue: String
  public let link: String
  public let introduction: String
  public let conclusion: String?

  /// Reads a paper.
  public init(_ fields: Fields) {
    title = fields.string("title", "the paper's title")
    authors = fields.string("authors", "its authors")
    year = fields.integer("year", in: 1600...2200, "the year")
    venue = fields.string("venue", "where it appeared")
    link = fields.string("link", "its identifier as a link")
    introduction = fields.string("introduction", "what the paper asks and what is rebuilt here")
    conclusion = fields.optionalString("conclusion", "settings that are ours and what did not come out")
  }
}

/// A claim as a page shows it: its name, its figures and the stages that made it.
public struct ReportedClaim: Sendable {
  public let id: String
  public let result: ClaimResult
  /// Names of its figures, in the order of the captions.
  public let figures: [String]
  /// The stages that it rests on.
  public let stages: [ReportedStage]

  /// A claim with its figures and stages.
  public init(id: String, result: ClaimResult, figures: [String], stages: [ReportedStage]) {
    self.id = id
    self.result = result
    self.figures = figures
    self.stages = stages
  }

  var heading: String { "\(id). \(result.title)" }
}

/// A stage as a page names it.
public struct ReportedStage: Sendable, Equatable {
  public let id: String
  public let kind: String
  /// The key of its result; nil when it was not made.
  public let key: String?

  /// A stage called `id`.
  public init(id: String, kind: String, key: String?) {
    self.id = id
    self.kind = kind
    self.key = key
  }
}

/// The page of one paper.
public struct PaperPage: Sendable {
  let paper: Paper
  let claims: [ReportedClaim]

  /// A page of `claims`, in order.
  public init(paper: Paper, claims: [ReportedClaim]) {
    self.paper = paper
    self.claims = claims
  }

  /// The page as Markdown; figures are looked for in `../figures`.
  public var markdown: String {
    var text = "# \(paper.title)\n\n\(paper.authors), \(paper.venue), \(paper.year). [\(paper.link)](\(paper.link))\n\n"
    text += paper.introduction + "\n\n" + table + "\n"
    for claim in claims { text += section(claim) }
    if let conclusion = paper.conclusion { text += "## Settings and limits\n\n\(conclusion)\n\n" }
    text += "[All papers](report.md). Times, machine and library versions of a run are in `reports/provenance.json`.\n"
    return text
  }

  private var table: String {
    Markdown.table(
      ["claim", "verdict", "measured"],
      claims.map { claim in
        ["[\(claim.heading)](#\(Markdown.anchor(claim.heading)))", claim.result.verdict.mark, claim.result.measured]
      })
  }

  private func section(_ claim: ReportedClaim) -> String {
    let result = claim.result
    var text = "## \(claim.heading)\n\n> \(result.statement)\n>\n> — \(result.source)\n\n"
    text += "*Theory.* \(result.theory)\n\n*Here.* \(result.method)\n\n"
    text += "*Verdict.* \(result.verdict.mark)" + (result.reason.map { ": \($0)" } ?? "") + "\n\n"
    // Without numbers there is no figure either.
    for (index, figure) in (result.checks.isEmpty ? [] : claim.figures).enumerated() {
      let caption = index < result.captions.count ? result.captions[index] : ""
      text += "![\(claim.heading)](../figures/\(figure).png)\n\n"
      text += "*\(caption)* [PDF](../figures/\(figure).pdf), [data](../figures/\(figure).csv)\n\n"
    }
    for check in result.checks { text += CheckText(check: check).markdown }
    if let discussion = result.discussion { text += discussion + "\n\n" }
    return text + provenance(claim) + "\n"
  }

  private func provenance(_ claim: ReportedClaim) -> String {
    let rows = claim.stages.map { ["`\($0.id)`", $0.kind, $0.key.map { "`\($0.prefix(12))`" } ?? "not made"] }
    return Markdown.folded(
      "Rebuild just this with <code>./plumb run \(claim.id)</code>; the stages behind it",
      Markdown.table(["stage", "kind", "key"], rows))
  }
}

extension ClaimResult {
  /// The measured numbers in one line.
  var measured: String {
    reason ?? checks.map { "\($0.name): \(CheckText(check: $0).measured)" }.joined(separator: "; ")
  }
}
