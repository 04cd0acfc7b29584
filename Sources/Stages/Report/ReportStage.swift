import Documents
import Pipeline
import Reporting

/// The page that lists all papers and their claims.
struct ReportStage: Stage {
  static let kind = StageKind(
    "report", revision: 1, summary: "the summary page of all papers", toleratesMissingInputs: true, wantsLineage: true)

  let title: String
  let introduction: String
  let papers: Inputs<PaperSummary>
  let page = Output<MarkdownText>("page")

  init(_ fields: Fields) {
    title = fields.string("title", "the title of the report")
    introduction = fields.string("introduction", "what the report shows")
    papers = fields.inputs("papers", PaperSummary.self, "the papers, in order")
  }

  var outputs: [OutputDeclaration] { [page.declaration] }

  func run(_ workspace: Workspace) throws {
    let ids = LineageReader(workspace.lineage).inputs(papers.path).map(\.id)
    let entries = zip(ids, try workspace.read(papers)).map { (id: $0, summary: $1.value) }
    try workspace.write(
      MarkdownText(SummaryPage(title: title, introduction: introduction, papers: entries).markdown), to: page)
  }
}
