import Documents
import Plotting
import Reporting

/// The figure of all claims: for each paper the margin of the number that decides each claim and, below, the factor by which
/// the limit that needs the least change would have to be multiplied for the verdict to turn.
struct ClaimsFigure {
  private let papers: [PaperSummary]

  init(_ papers: [PaperSummary]) { self.papers = papers }

  private typealias Line = (paper: PaperSummary, claim: PaperSummary.Claim)

  private var lines: [Line] { papers.flatMap { paper in paper.claims.map { (paper, $0) } } }

  private static func margin(_ claim: PaperSummary.Claim) -> VerdictMark {
    VerdictAxis.margin.mark(claim.margin, claim.verdict, name: claim.id)
  }

  /// Nil where no factor turns the verdict.
  private static func factor(_ claim: PaperSummary.Claim) -> VerdictMark? {
    claim.turn.flatMap { turn in
      turn.turn.factor.map { VerdictAxis.factor.mark($0, turn.verdict, name: claim.id) }
    }
  }

  /// What is drawn: a row for each claim; the margin is left empty where nothing was judged, what follows it where no factor
  /// turns the verdict.
  func data() throws -> Table {
    let lines = lines
    let turns = lines.map(\.claim.turn)
    return try Table([
      ("paper", .texts(lines.map(\.paper.title))), ("claim", .texts(lines.map(\.claim.id))),
      ("title", .texts(lines.map(\.claim.heading))), ("verdict", .texts(lines.map(\.claim.verdict.rawValue))),
      ("margin", .numbers(lines.map { $0.claim.margin ?? .nan })),
      ("shown", .numbers(lines.map { Self.margin($0.claim).shown })), ("check", .texts(turns.map { $0?.check ?? "" })),
      ("threshold", .texts(turns.map { $0?.turn.threshold.rawValue ?? "" })),
      ("ours", .numbers(turns.map { $0?.turn.ours ?? .nan })), ("at", .numbers(turns.map { $0?.turn.at ?? .nan })),
      ("factor", .numbers(turns.map { $0?.turn.factor ?? .nan })),
      ("factor.shown", .numbers(lines.map { Self.factor($0.claim)?.shown ?? .nan })),
      ("turned", .texts(turns.map { $0?.verdict.rawValue ?? "" })),
    ])
  }

  /// The panels, two papers side by side, factors below margins; where no verdict turns there are no factors. The last of an
  /// odd number has its own side by side.
  var panels: VerdictPanels {
    let hasFactors = lines.contains { Self.factor($0.claim) != nil }
    func panel(_ paper: PaperSummary, _ axis: VerdictAxis, title: Bool = true, names: Bool = true)
      -> VerdictPanels.Panel
    {
      let marks = axis == .margin ? paper.claims.map(Self.margin) : paper.claims.compactMap(Self.factor)
      return VerdictPanels.Panel(
        axis: axis, title: title ? "\(paper.authors), \(paper.year)".replacing("$", with: "") : "",
        along: .names(paper.claims.map(\.id), isWritten: names), marks: marks)
    }
    var panels: [VerdictPanels.Panel] = []
    for start in stride(from: 0, to: papers.count, by: 2) {
      let row = papers[start..<min(start + 2, papers.count)]
      let isStacked = hasFactors && (row.count == 2 || papers.count == 1)
      panels += row.map { panel($0, .margin, names: !isStacked) }
      if hasFactors { panels += row.map { panel($0, .factor, title: !isStacked) } }
    }
    if panels.isEmpty {
      panels = [VerdictPanels.Panel(axis: .margin, title: "", along: .names([], isWritten: true), marks: [])]
    }
    return VerdictPanels(panels: panels, columns: papers.count < 2 ? 1 : 2, aspect: hasFactors ? 0.31 : 0.42)
  }
}
