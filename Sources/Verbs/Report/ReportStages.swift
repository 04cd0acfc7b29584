import Documents
import Pipeline
import Reporting
import Statistics

/// One claim of a paper, judged on the tables of its checks.
struct ClaimStage: TableReader {
  static let kind = StageKind(
    "claim", revision: 9, summary: "a claim of a paper, its criteria and the verdict", toleratesMissingInputs: true,
    example: #"""
      {
        "title": "The error falls like the square root",
        "statement": "The error is of the order of $n^{-1/2}$.",
        "source": "Theorem 1",
        "theory": "$-1/2$",
        "method": "Slope of log error against log n, for each seed.",
        "checks": [
          {
            "id": "slope",
            "name": "slope",
            "data": "fit",
            "labels": ["seed"],
            "theory-value": -0.5,
            "relation": "within",
            "tolerance": 0.1
          }
        ],
        "figures": [{"figure": "figure", "caption": "Error against points: mean of three seeds, with an interval of 95 %."}]
      }
      """#)

  let claim: Claim
  static let verdict = Output<ClaimResult>("verdict")

  init(_ fields: Fields) { claim = Claim(fields) }

  var outputs: [OutputDeclaration] { [Self.verdict.declaration] }

  func run(_ workspace: Workspace) throws {
    let lacking = (claim.checks + claim.values).map(\.data).filter { path in
      workspace.files(path).contains { $0.content == nil }
    }
    let result = try claim.judge(
      workspace.stackedTable(at:), absent: Set(lacking), parts: { try workspace.parts(beside: $0.data, at: $0.parts) },
      widths: Self.widths)
    try workspace.write(result, to: Self.verdict)
  }

  /// Student's intervals, and an interval of 90 % for a spread.
  private static let widths = WidthLaw(
    narrowing: { try? SampleSize.narrowing(from: $0, to: $1, level: $2) },
    spread: { rows in
      (try? SampleSize.deviation(of: rows, level: 0.9)).map { (low: $0.lower, high: $0.upper) }
    })
}

/// The page of one paper: its claims in order, with their figures and the stages behind them.
struct PaperStage: Stage {
  static let kind = StageKind(
    "paper", revision: 15, summary: "the report page of one paper", toleratesMissingInputs: true, wantsLineage: true,
    example: #"""
      {
        "title": "My paper",
        "authors": "A. Author",
        "year": 2026,
        "venue": "Draft",
        "link": "https://example.org",
        "introduction": "What the paper claims.",
        "claims": ["claim"]
      }
      """#)

  let paper: Paper
  let claims: Inputs<ClaimResult>
  static let page = Output<MarkdownText>("page")
  let summary = Output<PaperSummary>("summary")

  init(_ fields: Fields) {
    paper = Paper(fields)
    claims = fields.inputs("claims", ClaimResult.self, "the paper's claims, in the order of the page")
    fields.refuseRepeated(claims.path)
    let names = fields.targets(of: claims.path)
    for difference in paper.differences where !names.isEmpty && !names.contains(difference.claim) {
      fields.refuse(
        "differences", "`\(difference.claim.printable)` is none of the paper's claims",
        remedy: "name one of: \(names.joined(separator: ", "))")
    }
  }

  var outputs: [OutputDeclaration] {
    [Self.page.declaration, summary.declaration] + FigureStage.all + [FigureStage.svg.declaration]
  }

  func run(_ workspace: Workspace) throws {
    let names = LineageReader(workspace.lineage)
    var judged = try workspace.read(claims).map(\.value)[...]
    let reported = names.behind(claims.path).map { entry in
      ReportedClaim(
        id: entry.id, result: Self.result(entry, &judged, names),
        figures: names.above(entry).filter { $0.kind == FigureStage.kind.name }.map {
          names.figure($0.published, missing: $0.missing)
        }, sources: names.sources(of: entry), stages: Self.collapsed(names.everything(above: entry)),
        isRecorded: entry.isRecorded, origin: names.origin(of: entry.id),
        criterion: entry.notes[ReportedClaim.criterionNote], attested: entry.notes[ReportedClaim.attestedNote],
        time: names.time(of: entry.id))
    }
    let turns = TurnsFigure(reported.map { ($0.id, $0.result) })
    let (drawing, dark) = try turns.panels.drawings()
    try FigureStage.write(drawing, dark: dark, turns.data(), workspace)
    let reports = names.readers(ReportStage.page.name)
    let page = PaperPage(
      paper: paper, claims: reported, profile: names.profile, reports: reports, origin: names.ownOrigin,
      editions: names.editions(Self.page.name), time: names.ownTime, measured: names.measured,
      figure: turns.isEmpty ? nil : names.ownFigure)
    try workspace.write(MarkdownText(page.markdown), to: Self.page)
    try workspace.write(PaperSummary(paper, claims: reported, time: names.ownTime), to: summary)
  }

  /// The next verdict; a claim whose own stage failed is not run.
  private static func result(
    _ entry: Lineage.Entry, _ judged: inout ArraySlice<ClaimResult>, _ names: LineageReader
  ) -> ClaimResult {
    if entry.missing == nil, let next = judged.popFirst() {
      return next.because(next.missing.flatMap { names.reason(entry, lacks: $0) })
    }
    return ClaimResult(title: entry.title ?? "", notRun: entry.missing ?? "it has no result")
  }

  /// One stage for each manifest entry; the key of several instances is the digest of their keys, one a line.
  private static func collapsed(_ entries: [Lineage.Entry]) -> [ReportedStage] {
    ReportedStage.entries(entries.map(\.id)).compactMap { name in
      let instances = entries.filter { ReportedStage.entry(of: $0.id) == name }
      guard let first = instances.first else { return nil }
      let keys = instances.compactMap(\.key)
      let combined = keys.count > 1 ? Digest(of: keys.joined(separator: "\n")).hex : keys.first
      return ReportedStage(id: name, kind: first.kind, made: keys.count, count: instances.count, key: combined)
    }
  }
}

extension Fields {
  /// The names that a list of references under `key` holds.
  func targets(of key: String) -> [String] { references.first { $0.path == key }?.targets.map(\.name) ?? [] }

  /// Refuses a list of references under `key` that holds one name twice.
  func refuseRepeated(_ key: String) {
    var seen: Set<String> = []
    for name in targets(of: key) where !seen.insert(name).inserted {
      refuse(key, "`\(name.printable)` stands twice among the `\(key)`", remedy: "name it once")
    }
  }
}

/// The page that lists all papers and their claims.
struct ReportStage: Stage {
  static let kind = StageKind(
    "report", revision: 10, summary: "the summary page of all papers", toleratesMissingInputs: true, wantsLineage: true,
    example: #"""
      {"title": "My paper, rebuilt", "introduction": "Every claim with its numbers and its verdict.", "papers": ["paper"]}
      """#)

  let title, introduction: String
  let papers: Inputs<PaperSummary>
  static let page = Output<MarkdownText>("page")

  init(_ fields: Fields) {
    title = fields.string("title", "the title of the report")
    introduction = fields.string("introduction", "what the report shows")
    papers = fields.inputs("papers", PaperSummary.self, "the papers, in order")
    fields.refuseRepeated(papers.path)
  }

  var outputs: [OutputDeclaration] { [Self.page.declaration] + FigureStage.all + [FigureStage.svg.declaration] }

  func run(_ workspace: Workspace) throws {
    let names = LineageReader(workspace.lineage)
    let behind = names.behind(papers.path)
    let made = zip(behind.filter { $0.missing == nil }, try workspace.read(papers)).map { entry, paper in
      SummaryPage.Listed(
        link: names.link(to: entry.published[PaperStage.page.name]), summary: paper.value,
        origin: names.origin(of: entry.id), editions: names.editions(PaperStage.page.name, of: entry.id))
    }
    let all = ClaimsFigure(made.map(\.summary))
    let (drawing, dark) = try all.panels.drawings()
    try FigureStage.write(drawing, dark: dark, all.data(), workspace)
    let missing = behind.compactMap { entry in entry.missing.map { (title: entry.title ?? entry.id, reason: $0) } }
    let summary = SummaryPage(
      title: title, introduction: introduction, papers: made, missing: missing, profile: names.profile,
      figure: names.ownFigure, time: names.ownTime, measured: names.measured)
    try workspace.write(MarkdownText(summary.markdown), to: Self.page)
  }
}
