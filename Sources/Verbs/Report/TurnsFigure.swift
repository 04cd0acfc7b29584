import Documents
import Plotting
import Reporting

/// The figure of a paper's turns: for every check that decides a claim, the multiples of its own limit at which the verdict on
/// it becomes another, colour and shape by that verdict.
struct TurnsFigure {
  private let claims: [(id: String, result: ClaimResult)]

  /// The figure of `claims`, in order, by their ids.
  init(_ claims: [(id: String, result: ClaimResult)]) { self.claims = claims }

  /// Whether there is anything to draw.
  var isEmpty: Bool { !claims.contains { $0.result.turnsOfChecks.contains { $0.turn.factor != nil } } }

  /// All turns, a row for each; the factor is left empty where there is none, and nothing is drawn.
  func data() throws -> Table {
    let lines = claims.flatMap { claim in
      claim.result.turnsOfChecks.map { (claim: claim.id, check: $0.check, turn: $0.turn) }
    }
    let turns = lines.map(\.turn)
    return try Table([
      ("claim", .texts(lines.map(\.claim))), ("check", .texts(lines.map(\.check.id))),
      ("name", .texts(lines.map(\.check.name))),
      ("verdict", .texts(lines.map(\.check.verdict.rawValue))),
      ("threshold", .texts(turns.map(\.threshold.rawValue))), ("ours", .numbers(turns.map(\.ours))),
      ("at", .numbers(turns.map(\.at))), ("factor", .numbers(turns.map { $0.factor ?? .nan })),
      (
        "shown",
        .numbers(turns.map { turn in turn.factor.map { VerdictAxis.factor.mark($0, turn.beyond).shown } ?? .nan })
      ), ("turned", .texts(turns.map(\.beyond.rawValue))),
    ])
  }

  /// One panel: claims one after the other, their checks with turns side by side in them.
  var panels: VerdictPanels {
    var (marks, lines): ([VerdictMark], [Double]) = ([], [])
    var groups: [(name: String, place: Double)] = []
    var next = 0.0
    for (id, result) in claims {
      let turns = result.turnsOfChecks.filter { $0.turn.factor != nil }
      var checks: [String] = []
      for (check, turn) in turns {
        if checks.last != check.id { checks.append(check.id) }
        marks.append(VerdictAxis.factor.mark(turn.factor, turn.beyond, place: next + Double(checks.count - 1)))
      }
      // A claim without turns has its place too.
      let width = Double(max(checks.count, 1))
      groups.append((id, next + (width - 1) / 2))
      next += width + 1
      lines.append(next - 1)
    }
    let along = VerdictPanels.Along.places(
      last: max(next - 2, 0), groups: groups, lines: lines.dropLast())
    return VerdictPanels(
      panels: [.init(axis: .factor, title: "", along: along, marks: marks)], columns: 1, aspect: 0.24)
  }
}
