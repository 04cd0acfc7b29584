/// What the page of all papers says of one paper.
public struct PaperSummary: ReportRecord, Sendable, Equatable {
  public let title, authors, venue, link: String
  public let year: Int
  public let answer: String?
  public let claims: [Claim]
  /// What it takes to rebuild all of them, as the project records that.
  public let time: RebuildTime?

  /// One line of the table.
  public struct Claim: Codable, Sendable, Equatable {
    public let id, heading: String
    public let verdict: Verdict
    /// The criterion and the number nearest to failing.
    public let nearest: String
    /// The margin of that number; nil where nothing was judged.
    public let margin: Double?
    /// Where the verdict turns with the least change of a limit; nil where no factor turns it, and in older records.
    public let turn: ClaimResult.Turn?
    /// Whether it is shown as plumb.lock.json holds it; nil where this run made it.
    public let isRecorded: Bool?
    /// What it takes to rebuild it, as the project records that.
    public let time: RebuildTime?

    /// The verdict, and which run it is from where that is not this one.
    func verdictText(of claim: String? = nil) -> String {
      Markdown.verdict(verdict.rawValue, of: claim) + (isRecorded == true ? " (recorded)" : "")
    }

    /// A table of claims; `link` gets a heading and its anchor.
    static func table(_ claims: [Claim], link: (String, String) -> String) -> String {
      let isTimed = claims.contains { $0.time != nil }
      return Markdown.table(
        ["claim", "verdict", "nearest to failing"] + (isTimed ? ["to rebuild"] : []),
        claims.map { claim in
          let name = link(Markdown.line(claim.heading), Markdown.anchor(claim.heading))
          return [name, claim.verdictText(), Markdown.line(claim.nearest)] + (isTimed ? [claim.time?.brief ?? ""] : [])
        })
    }
  }

  /// `A and B (2021)`.
  var name: String { Article(title: title, authors: authors, year: year).name }

  /// The summary of a paper and its judged claims.
  public init(_ paper: Paper, claims: [ReportedClaim], time: RebuildTime? = nil) {
    (title, authors, venue, link, year) = (paper.title, paper.authors, paper.venue, paper.link, paper.year)
    (answer, self.time) = (paper.answer, time)
    self.claims = claims.map(\.line)
  }
}

/// How many claims have each verdict.
enum Tally {
  static func count(_ claims: [PaperSummary.Claim], _ verdict: Verdict) -> Int {
    claims.count { $0.verdict == verdict }
  }

  static func text(_ claims: [PaperSummary.Claim], _ profile: ReportedProfile) -> String {
    let counts = Verdict.allCases.map { "\(count(claims, $0)) \($0.rawValue)" }
    return "\(claims.count.counted("claim")), profile `\(profile.name)`: \(counts.joined(separator: ", "))."
  }
}

/// The page that lists every claim of every paper.
public struct SummaryPage: Sendable {
  let title, introduction: String
  let papers: [Listed]
  let missing: [(title: String, reason: String)]
  let profile: ReportedProfile
  let figure: ReportedFigure?
  let time: RebuildTime?
  let origin: RebuildOrigin?

  /// A paper as the page lists it.
  public struct Listed: Sendable {
    /// The link to its page; nil where that is not published.
    public let link: String?
    public let summary: PaperSummary
    let origin: ReportedOrigin?
    let editions: [ReportedLink]

    /// The paper of `summary`, defined at `origin`, with its pages of other profiles.
    public init(
      link: String?, summary: PaperSummary, origin: ReportedOrigin? = nil, editions: [ReportedLink] = []
    ) { (self.link, self.summary, self.origin, self.editions) = (link, summary, origin, editions) }

    func linked(_ text: String, _ anchor: String = "") -> String { link.map { "[\(text)](\($0)\(anchor))" } ?? text }
  }

  /// A summary of `papers`, in order, with links to their pages; then papers whose page could not be made; `figure` shows
  /// the margins of all claims, and where their verdicts turn.
  public init(
    title: String, introduction: String, papers: [Listed],
    missing: [(title: String, reason: String)] = [], profile: ReportedProfile, figure: ReportedFigure? = nil,
    time: RebuildTime? = nil, measured origin: RebuildOrigin? = nil
  ) {
    (self.title, self.introduction, self.papers) = (title, introduction, papers)
    (self.missing, self.profile, self.figure) = (missing, profile, figure)
    (self.time, self.origin) = (time, origin)
  }

  /// What the figure of all claims shows.
  static let caption =
    "How far each claim is from its limit, and from another verdict. Margin: a mark is the number named with the claim's "
    + "verdict; above the line it keeps its criterion, below it fails or is undecided, as the colour says. The unit is half "
    + "the width of the number's interval; for an exact number the tolerance or the size of the limit. A claim that was not "
    + "run stands on the line, and so does one whose exact number has a limit of 0. Factor: by what one limit of the claim "
    + "would have to be multiplied for its verdict to turn, for the limit that needs the least change; colour and shape tell "
    + "the verdict that the claim would have beyond. A claim has no mark there where no factor turns its verdict. It was not "
    + "run, its limits are 0, or it compares numbers by their order alone. Or another verdict needs a limit of the other "
    + "sign, or more than one limit changed. Triangles stand for numbers beyond an axis."

  private static let alternative = "The margin of every claim, and where its verdict turns"

  /// The Markdown of such a page without the figure of all claims.
  public static func withoutFigure(_ markdown: String) -> String {
    guard let start = markdown.range(of: "![\(alternative)]("),
      let caption = markdown[start.upperBound...].range(of: "*\(caption)*")
    else { return markdown }
    let end = markdown[caption.upperBound...].range(of: "\n\n")?.upperBound ?? markdown.endIndex
    return String(markdown[..<start.lowerBound] + markdown[end...])
  }

  /// The page as Markdown.
  public var markdown: String {
    let claims = papers.flatMap(\.summary.claims)
    var text = "# \(Markdown.line(title))\n\n\(profile.warning)\(Markdown.text(introduction))\n\n"
    text += Tally.text(claims, profile) + "\n\n" + cost
    // The page of the only paper says the rest itself.
    let isAlone = papers.count == 1 && missing.isEmpty && papers[0].link != nil
    if isAlone, let page = papers[0].link { text += "[Claims, figures and numbers](\(page))\n\n" }
    if papers.count > 1 { text += Self.table(papers) + "\n" }
    if let figure, !claims.isEmpty {
      text += figure.markdown(caption: Self.caption, alternative: Self.alternative)
    }
    for paper in isAlone ? [] : papers { text += section(paper) }
    for (title, reason) in missing {
      text += "## \(Markdown.line(title))\n\nThe page was not made: \(Markdown.line(reason)).\n\n"
    }
    return text
  }

  /// What it takes to rebuild everything and each paper, and where that was measured; nothing where it is not recorded.
  private var cost: String {
    guard let time, let origin else { return "" }
    let others = papers.compactMap { paper in
      paper.summary.time.map { "\(paper.linked(Markdown.line(paper.summary.name))) \($0.brief)" }
    }
    let list = papers.count > 1 && !others.isEmpty ? ": " + others.joined(separator: "; ") : ""
    return "Rebuilding everything takes \(time.text)\(list). \(origin.sentence)\n\n"
  }

  /// How many claims of each paper have each verdict.
  static func table(_ papers: [Listed]) -> String {
    Markdown.table(
      ["paper"] + Verdict.allCases.map(\.rawValue),
      papers.map { paper in
        let summary = paper.summary
        return [paper.linked(Markdown.line("\(summary.title) (\(summary.authors), \(summary.year))"))]
          + Verdict.allCases.map { String(Tally.count(summary.claims, $0)) }
      }, alignRight: Set(1...Verdict.allCases.count))
  }

  private func section(_ paper: Listed) -> String {
    let summary = paper.summary
    var text = "## \(paper.linked(Markdown.line(summary.title)))\n\n"
    text +=
      PaperLine(authors: summary.authors, venue: summary.venue, year: summary.year, link: summary.link)
      .markdown(paper.origin, paper.editions) + "\n\n"
    if let answer = summary.answer { text += Markdown.text(answer) + "\n\n" }
    return text + PaperSummary.Claim.table(summary.claims) { paper.linked($0, "#" + $1) } + "\n"
  }
}
