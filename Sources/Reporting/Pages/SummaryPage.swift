/// The page that lists every claim of every paper.
public struct SummaryPage: Sendable {
  let title: String
  let introduction: String
  let papers: [(id: String, paper: Paper, claims: [ReportedClaim])]

  /// A summary of `papers`, in order; `id` names a paper's page.
  public init(title: String, introduction: String, papers: [(id: String, paper: Paper, claims: [ReportedClaim])]) {
    self.title = title
    self.introduction = introduction
    self.papers = papers
  }

  /// The page as Markdown.
  public var markdown: String {
    let verdicts = papers.flatMap { $0.claims.map(\.result.verdict) }
    let counts = Verdict.allCases.map { verdict in "\(verdicts.count { $0 == verdict }) \(verdict.rawValue)" }
    var text = "# \(title)\n\n\(introduction)\n\n\(verdicts.count) claims: \(counts.joined(separator: ", ")).\n\n"
    for entry in papers {
      text +=
        "## [\(entry.paper.title)](\(entry.id).md)\n\n\(entry.paper.authors), \(entry.paper.venue), \(entry.paper.year).\n\n"
      text += Markdown.table(
        ["claim", "verdict", "measured"],
        entry.claims.map { claim in
          [
            "[\(claim.heading)](\(entry.id).md#\(Markdown.anchor(claim.heading)))", claim.result.verdict.mark,
            claim.result.measured,
          ]
        })
      text += "\n"
    }
    return text
  }
}
