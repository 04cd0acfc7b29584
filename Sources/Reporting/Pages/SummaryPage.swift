/// What the page of all papers says of one paper.
public struct PaperSummary: ReportRecord, Sendable, Equatable {
  public let title, authors, venue, link: String
  public let year: Int
  public let answer: String?
  public let claims: [Claim]

  /// One line of the table.
  public struct Claim: Codable, Sendable, Equatable {
    public let id, heading: String
    public let verdict: Verdict
    /// The criterion and the number nearest to failing.
    public let nearest: String
    /// The margin of that number; nil where nothing was judged.
    public let margin: Double?
    /// Whether it is shown as plumb.lock.json holds it; nil where this run made it.
    public let isRecorded: Bool?

    /// The verdict, and which run it is from where that is not this one.
    var verdictText: String { "**\(verdict.rawValue)**" + (isRecorded == true ? " (recorded)" : "") }

    /// A table of claims; `link` gets a heading and its anchor.
    static func table(_ claims: [Claim], link: (String, String) -> String) -> String {
      Markdown.table(
        ["claim", "verdict", "nearest to failing"],
        claims.map { claim in
          let name = link(Markdown.line(claim.heading), Markdown.anchor(claim.heading))
          return [name, claim.verdictText, Markdown.line(claim.nearest)]
        })
    }
  }

  /// The summary of a paper and its judged claims.
  public init(_ paper: Paper, claims: [ReportedClaim]) {
    (title, authors, venue, link, year) = (paper.title, paper.authors, paper.venue, paper.link, paper.year)
    answer = paper.answer
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
  /// the margins of all claims.
  public init(
    title: String, introduction: String, papers: [Listed],
    missing: [(title: String, reason: String)] = [], profile: ReportedProfile, figure: ReportedFigure? = nil
  ) {
    (self.title, self.introduction, self.papers) = (title, introduction, papers)
    (self.missing, self.profile, self.figure) = (missing, profile, figure)
  }

  /// What the figure of all claims shows.
  static let caption =
    "How far each claim is from its limit. A mark is the number named with the claim's verdict: above the line it keeps its "
    + "criterion, below it fails or is undecided, as the colour says. The unit is half the width of the number's interval; "
    + "for an exact number the tolerance or the size of the limit. Triangles stand for numbers beyond the axis. A claim that "
    + "was not run stands on the line, and so does one whose exact number has a limit of 0."

  /// The page as Markdown.
  public var markdown: String {
    let claims = papers.flatMap(\.summary.claims)
    var text = "# \(Markdown.line(title))\n\n\(profile.warning)\(Markdown.text(introduction))\n\n"
    text += Tally.text(claims, profile) + "\n\n"
    // The page of the only paper says the rest itself.
    let isAlone = papers.count == 1 && missing.isEmpty && papers[0].link != nil
    if isAlone, let page = papers[0].link { text += "[Claims, figures and numbers](\(page))\n\n" }
    if papers.count > 1 { text += Self.table(papers) + "\n" }
    if let figure, !claims.isEmpty {
      text += figure.markdown(caption: Self.caption, alternative: "The margin of every claim")
    }
    for paper in isAlone ? [] : papers { text += section(paper) }
    for (title, reason) in missing {
      text += "## \(Markdown.line(title))\n\nThe page was not made: \(Markdown.line(reason)).\n\n"
    }
    return text
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
    let links =
      ["[\(Markdown.line(summary.link))](\(Markdown.line(summary.link)))"] + (paper.origin.map { [$0.text] } ?? [])
      + paper.editions.map { "[Profile \(Markdown.line($0.title))](\($0.link))" }
    var text = "## \(paper.linked(Markdown.line(summary.title)))\n\n"
    text += Markdown.line("\(summary.authors), \(summary.venue), \(summary.year).") + " "
    text += links.joined(separator: " · ") + "\n\n"
    if let answer = summary.answer { text += Markdown.text(answer) + "\n\n" }
    return text + PaperSummary.Claim.table(summary.claims) { paper.linked($0, "#" + $1) } + "\n"
  }
}
