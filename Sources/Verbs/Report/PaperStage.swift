import Documents
import Pipeline
import Reporting

/// The page of one paper: its claims in order, with their figures and the stages behind them.
struct PaperStage: Stage {
  static let kind = StageKind(
    "paper", revision: 8, summary: "the report page of one paper", toleratesMissingInputs: true, wantsLineage: true)

  let paper: Paper
  let claims: Inputs<ClaimResult>
  static let page = Output<MarkdownText>("page")
  let summary = Output<PaperSummary>("summary")

  init(_ fields: Fields) {
    paper = Paper(fields)
    claims = fields.inputs("claims", ClaimResult.self, "the paper's claims, in the order of the page")
    fields.refuseRepeated(claims.path)
  }

  var outputs: [OutputDeclaration] { [Self.page.declaration, summary.declaration] }

  func run(_ workspace: Workspace) throws {
    let names = LineageReader(workspace.lineage)
    var judged = try workspace.read(claims).map(\.value)[...]
    let reported = names.behind(claims.path).map { entry in
      ReportedClaim(
        id: entry.id, result: Self.result(entry, &judged, names),
        figures: names.above(entry).filter { $0.kind == FigureStage.kind.name }.map {
          ReportedFigure(
            picture: names.link(to: $0.published[FigureStage.png.name]),
            drawing: names.link(to: $0.published[FigureStage.pdf.name]),
            data: names.link(to: $0.published[FigureStage.data.name]), missing: $0.missing)
        }, sources: names.sources(of: entry), stages: Self.collapsed(names.everything(above: entry)))
    }
    let reports = names.readers(ReportStage.page.name)
    let page = PaperPage(paper: paper, claims: reported, profile: names.profile, reports: reports)
    try workspace.write(MarkdownText(page.markdown), to: Self.page)
    try workspace.write(PaperSummary(paper, claims: reported), to: summary)
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
  /// Refuses a list of references under `key` that holds one name twice.
  func refuseRepeated(_ key: String) {
    var seen: Set<String> = []
    let names = references.first { $0.path == key }?.targets.map(\.name) ?? []
    for name in names where !seen.insert(name).inserted {
      refuse(key, "`\(name.printable)` stands twice among the `\(key)`", remedy: "name it once")
    }
  }
}
