/// The page that lists every claim of every paper.
public struct SummaryPage: Sendable {
  let title: String
  let introduction: String
  let papers: [(link: String?, summary: PaperSummary)]
  let missing: [(title: String, reason: String)]
  let profile: ReportedProfile

  /// A summary of `papers`, in order, with links to their pages; then papers whose page could not be made.
  public init(
    title: String, introduction: String, papers: [(link: String?, summary: PaperSummary)],
    missing: [(title: String, reason: String)] = [], profile: ReportedProfile
  ) {
    self.title = title
    self.introduction = introduction
    self.papers = papers
    self.missing = missing
    self.profile = profile
  }

  /// The page as Markdown.
  public var markdown: String {
    let verdicts = papers.flatMap { $0.summary.claims.map(\.verdict) }
    let counts = Verdict.allCases.map { verdict in "\(verdicts.count { $0 == verdict }) \(verdict.rawValue)" }
    var text = "# \(Markdown.line(title))\n\n\(Markdown.text(introduction))\n\n"
    text += "\(verdicts.count) claims, profile `\(profile.name)`: \(counts.joined(separator: ", ")).\n\n"
    for (page, paper) in papers {
      func linked(_ text: String, _ anchor: String = "") -> String { page.map { "[\(text)](\($0)\(anchor))" } ?? text }
      text += "## \(linked(Markdown.line(paper.title)))\n\n"
      text += Markdown.line("\(paper.authors), \(paper.venue), \(paper.year).") + "\n\n"
      text += Markdown.table(
        ["claim", "verdict", "measured"],
        paper.claims.map { claim in
          let link = linked(Markdown.line(claim.heading), "#" + Markdown.anchor(claim.heading))
          return [link, claim.verdict.mark, Markdown.line(claim.measured)]
        })
      text += "\n"
    }
    for (title, reason) in missing {
      text += "## \(Markdown.line(title))\n\nThe page was not made: \(Markdown.line(reason)).\n\n"
    }
    return text
  }
}
