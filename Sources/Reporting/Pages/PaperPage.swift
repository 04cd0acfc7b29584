import Documents

/// What the manifest says of a paper.
public struct Paper: Sendable {
  public let title, authors: String
  public let year: Int
  public let venue, link, introduction: String
  /// What came out, in a paragraph; nil where the manifest gives none.
  public let answer: String?
  public let conclusion: String?
  /// What is done otherwise than in the paper, or by another criterion than before, in order.
  public let differences: [Difference]

  /// One thing that differs.
  public struct Difference: Sendable, Equatable {
    public let claim, what, here, why: String
  }

  /// Reads a paper.
  public init(_ fields: Fields) {
    title = fields.string("title", "the paper's title")
    authors = fields.string("authors", "its authors")
    year = fields.integer("year", in: 1600...2200, "the year")
    venue = fields.string("venue", "where it appeared")
    link = fields.string("link", "its identifier as a link")
    _ = fields.remark(
      isTrue: "cited",
      "whether it is the work of others, whose authors an anonymous attachment may name; without it they are hidden")
    introduction = fields.string("introduction", "what the paper asks and what is rebuilt here")
    answer = fields.optionalString("answer", "what came out, in one paragraph: the first thing on the pages")
    conclusion = fields.optionalString("conclusion", "settings that are ours and what did not come out")
    differences = fields.objects(
      "differences", "what is done otherwise than in the paper, and criteria that changed", required: false
    ).map { entry in
      Difference(
        claim: entry.string("claim", "the claim that it bears on"),
        what: entry.string("what", "what the paper does, or what the criterion was"),
        here: entry.string("here", "what is done here"), why: entry.string("why", "the reason"))
    }
  }
}

/// The page of one paper.
public struct PaperPage: Sendable {
  let paper: Paper
  let claims: [ReportedClaim]
  let profile: ReportedProfile
  let reports: [ReportedLink]
  let origin: ReportedOrigin?
  let editions: [ReportedLink]
  let time: RebuildTime?
  let measured: RebuildOrigin?
  let figure: ReportedFigure?

  /// A page of `claims`, in order; `reports` are those that list the paper, `editions` its pages of other profiles, `figure`
  /// shows where the verdicts on the checks turn.
  public init(
    paper: Paper, claims: [ReportedClaim], profile: ReportedProfile, reports: [ReportedLink] = [],
    origin: ReportedOrigin? = nil, editions: [ReportedLink] = [], time: RebuildTime? = nil,
    measured: RebuildOrigin? = nil, figure: ReportedFigure? = nil
  ) {
    (self.paper, self.claims, self.profile, self.reports) = (paper, claims, profile, reports)
    (self.origin, self.editions, self.time, self.measured) = (origin, editions, time, measured)
    self.figure = figure
  }

  /// What the figure of the turns shows.
  static let caption =
    "Where the verdicts turn. Between dotted lines stand the checks that decide a claim, side by side. A mark is another "
    + "limit of a check, as a multiple of its own. From there on the verdict on the check is the one that colour and shape "
    + "tell. Near the line at 1 a slightly different limit would have given another verdict. Triangles stand for factors "
    + "beyond the axis. There is no such multiple, and no mark, where a limit is 0, where numbers are compared by their "
    + "order alone, and where the verdict turns at a limit of the other sign. The data list every turn."

  private static let alternative = "Where the verdicts turn"

  private static let (differences, limits) = ("What differs from the paper", "Settings and limits")

  /// The page as Markdown: what came out, the contents, a card for each claim, what differs.
  public var markdown: String {
    var text = "# \(Markdown.line(paper.title))\n\n\(byline)\n\n\(profile.warning)"
    text += Markdown.text(paper.answer ?? paper.introduction) + "\n\n"
    text += Tally.text(claims.map(\.line), profile) + "\n\n" + table + "\n"
    if let figure { text += figure.markdown(caption: Self.caption, alternative: Self.alternative) }
    if paper.answer != nil {
      text += Markdown.folded("What the paper asks and what is rebuilt here", Markdown.text(paper.introduction) + "\n")
      text += "\n"
    }
    if !jumps.isEmpty { text += jumps.joined(separator: " · ") + "\n\n" }
    for claim in claims { text += ClaimCard(claim: claim, profile: profile).markdown }
    text += differences
    if let conclusion = paper.conclusion { text += "## \(Self.limits)\n\n\(Markdown.text(conclusion))\n\n" }
    if let time, let measured { text += "Rebuilding the whole page takes \(time.text). \(measured.sentence) " }
    text += "Numbers of the profile `\(profile.name)`. "
    text += "A run writes times, machine and library versions to `\(profile.provenance)`.\n"
    return text
  }

  /// Who wrote the paper, and the links to it, to its entry in the manifest and to its other pages.
  private var byline: String {
    let lists = reports.map { "[\(reports.count == 1 ? "All papers" : Markdown.line($0.title))](\($0.link))" }
    return PaperLine(authors: paper.authors, venue: paper.venue, year: paper.year, link: paper.link)
      .markdown(origin, editions, lists)
  }

  private var jumps: [String] {
    [(Self.differences, !paper.differences.isEmpty), (Self.limits, paper.conclusion != nil)].filter(\.1).map {
      "[\($0.0)](#\(Markdown.anchor($0.0)))"
    }
  }

  private var differences: String {
    guard !paper.differences.isEmpty else { return "" }
    func sentence(_ text: String) -> String {
      let line = Markdown.line(text)
      return line.last.map { ".?!".contains($0) } == true ? line : line + "."
    }
    let items = paper.differences.map { entry in
      let heading = claims.first { $0.id == entry.claim }.map { "#" + Markdown.anchor($0.heading) }
      let name = heading.map { "[\(Markdown.line(entry.claim))](\($0))" } ?? Markdown.line(entry.claim)
      return "- \(name). *The paper, or before:* \(sentence(entry.what)) *Here:* \(sentence(entry.here)) "
        + "*Why:* \(sentence(entry.why))\n"
    }
    return "## \(Self.differences)\n\n" + items.joined() + "\n"
  }

  private var table: String {
    PaperSummary.Claim.table(claims.map(\.line)) { text, anchor in "[\(text)](#\(anchor))" }
  }
}

/// The line that says of a paper by whom, where and when it appeared, with links.
struct PaperLine {
  let authors, venue: String
  let year: Int
  let link: String

  /// The line; `origin` is its entry in the manifest, `editions` its pages of other profiles, `others` are further links.
  func markdown(_ origin: ReportedOrigin?, _ editions: [ReportedLink], _ others: [String] = []) -> String {
    let own = Markdown.line(link)
    let links =
      ["[\(own)](\(own))"] + (origin.map { [$0.text] } ?? [])
      + editions.map { "[Profile \(Markdown.line($0.title))](\($0.link))" } + others
    return Markdown.line("\(authors), \(venue), \(year).") + " " + links.joined(separator: " · ")
  }
}
