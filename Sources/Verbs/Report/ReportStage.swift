import Documents
import Pipeline
import Reporting

/// The page that lists all papers and their claims.
struct ReportStage: Stage {
  static let kind = StageKind(
    "report", revision: 4, summary: "the summary page of all papers", toleratesMissingInputs: true, wantsLineage: true)

  let title: String
  let introduction: String
  let papers: Inputs<PaperSummary>
  static let page = Output<MarkdownText>("page")

  init(_ fields: Fields) {
    title = fields.string("title", "the title of the report")
    introduction = fields.string("introduction", "what the report shows")
    papers = fields.inputs("papers", PaperSummary.self, "the papers, in order")
    fields.refuseRepeated(papers.path)
  }

  var outputs: [OutputDeclaration] { [Self.page.declaration] }

  func run(_ workspace: Workspace) throws {
    let names = LineageReader(workspace.lineage)
    let behind = names.behind(papers.path)
    let made = zip(behind.filter { $0.missing == nil }, try workspace.read(papers)).map {
      (link: names.link(to: $0.published[PaperStage.page.name]), summary: $1.value)
    }
    let missing = behind.compactMap { entry in entry.missing.map { (title: entry.title ?? entry.id, reason: $0) } }
    let summary = SummaryPage(
      title: title, introduction: introduction, papers: made, missing: missing, profile: names.profile)
    try workspace.write(MarkdownText(summary.markdown), to: Self.page)
  }
}
