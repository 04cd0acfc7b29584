import Documents
import Plotting
import Reporting

/// The figure of a paper's turns: for every check that decides a claim, the multiples of its own limit at which the verdict on
/// it becomes another, colour and shape by that verdict.
struct TurnsFigure {
  private let claims: [(id: String, result: ClaimResult)]

  /// The figure of `claims`, in order, by their ids.
  init(_ claims: [(id: String, result: ClaimResult)]) { self.claims = claims }

  private typealias Line = (claim: String, check: CheckResult?, turn: ClaimResult.Turn)

  private static func lines(_ id: String, _ result: ClaimResult) -> [Line] {
    result.turnsOfChecks.map { turn in (id, result.checks.first { $0.id == turn.check }, turn) }
  }

  /// Whether there is anything to draw.
  var isEmpty: Bool { !claims.contains { $0.result.turnsOfChecks.contains { $0.turn.factor != nil } } }

  /// All turns, a row for each; the factor is left empty where there is none, and nothing is drawn.
  func data() throws -> Table {
    let lines = claims.flatMap { Self.lines($0.id, $0.result) }
    let turns = lines.map(\.turn.turn)
    return try Table([
      ("claim", .texts(lines.map(\.claim))), ("check", .texts(lines.map(\.turn.check))),
      ("name", .texts(lines.map { $0.check?.name ?? "" })),
      ("verdict", .texts(lines.map { $0.check?.verdict.rawValue ?? "" })),
      ("threshold", .texts(turns.map(\.threshold.rawValue))), ("ours", .numbers(turns.map(\.ours))),
      ("at", .numbers(turns.map(\.at))), ("factor", .numbers(turns.map { $0.factor ?? .nan })),
      (
        "shown",
        .numbers(turns.map { turn in turn.factor.map { VerdictAxis.factor.mark($0, turn.beyond).shown } ?? .nan })
      ), ("turned", .texts(lines.map(\.turn.verdict.rawValue))),
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
      for turn in turns {
        if checks.last != turn.check { checks.append(turn.check) }
        marks.append(
          VerdictAxis.factor.mark(turn.turn.factor, turn.verdict, place: next + Double(checks.count - 1)))
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

  /// The drawing calls, for a light page and for a dark one.
  ///
  /// - Throws: `PlottingError` if a font is missing.
  func drawings() throws -> (light: Drawing, dark: Drawing) { try panels.drawings() }
}
