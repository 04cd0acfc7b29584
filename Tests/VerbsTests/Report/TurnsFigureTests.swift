import Documents
import Plotting
import Reporting
import TestTools
import Testing
import VerbsTestSupport

@testable import Verbs

/// Judged claims whose checks turn where a test wants it.
enum TurnSample {
  typealias Turn = (threshold: String, ours: Double, at: Double, below: String, above: String)

  /// A check that is reproduced, with its turns.
  static func check(_ id: String, role: String? = nil, _ turns: [Turn]) -> String {
    let listed = turns.map {
      #"{"threshold": "\#($0.threshold)", "ours": \#($0.ours), "at": \#($0.at), "below": "\#($0.below)", "#
        + #""above": "\#($0.above)"}"#
    }
    let kinds = Set(turns.map(\.threshold)).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
    return #"{"id": "\#(id)", "name": "\#(id) in words", "relation": "below", "hasInterval": true, "data": "d", "#
      + (role.map { #""role": "\#($0)", "# } ?? "")
      + #""rows": [{"labels": [], "estimate": {"value": 1, "low": 1, "high": 1}, "verdict": "reproduced"}], "#
      + #""flip": {"thresholds": [\#(kinds)], "turns": [\#(listed.joined(separator: ", "))]}}"#
  }

  static func claim(_ checks: [String], reason: String? = nil) throws -> ClaimResult {
    try ClaimResult(
      encoded: .init(
        (#"{"title": "T", "statement": "s", "source": "x", "theory": "t", "method": "m", "captions": [], "#
          + #""verdict": "\#(reason == nil ? "reproduced" : "not run")", "#
          + (reason.map { #""reason": "\#($0)", "# } ?? "") + #""checks": [\#(checks.joined(separator: ", "))]}"#).utf8)
    )
  }

  static func paper(_ claims: [(id: String, result: ClaimResult)], authors: String = "A. Author") throws -> PaperSummary
  {
    let fields = Fields(
      [
        "title": "T", "authors": JSON(.string(authors)), "year": 2021, "venue": "V", "link": "https://example.org",
        "introduction": "i",
      ], context: "a paper")
    return PaperSummary(
      Paper(fields),
      claims: claims.map { ReportedClaim(id: $0.id, result: $0.result, figures: [], sources: [:], stages: []) })
  }

  /// Claims as a paper has them: of one to six checks, some with two turns, some beyond the axis.
  static func many(_ letter: String, _ count: Int) throws -> [(id: String, result: ClaimResult)] {
    let factors = [0.98, 1.04, 0.3, 2.5, 1e-6, 40, 0.7, 1.3]
    return try (1...count).map { number in
      let checks = (0..<(number % 6 + 1)).map { place -> String in
        let factor = factors[(number + place) % factors.count]
        let one: Turn =
          factor < 1
          ? ("bound", 1, factor, place % 2 == 0 ? "inconclusive" : "not reproduced", "reproduced")
          : ("bound", 1, factor, "reproduced", place % 2 == 0 ? "inconclusive" : "not reproduced")
        let second: Turn =
          factor < 1
          ? ("bound", 1, factor / 3, "not reproduced", "inconclusive")
          : ("bound", 1, factor * 3, "inconclusive", "not reproduced")
        return check("c\(place)", place % 2 == 0 ? (factor < 1 ? [second, one] : [one, second]) : [one])
      }
      return ("\(letter)\(number)", try claim(checks))
    }
  }

  /// The widths of pages and their backgrounds.
  static let pages: [(width: Double, theme: Theme.Name)] = [
    (496.8, .light), (345, .light), (241.2, .light), (496.8, .dark), (345, .dark),
  ]

  /// Looks at the figure on all pages: no text on another or off the page, none small or faint.
  static func look(_ panels: VerdictPanels, _ name: String = "") throws {
    let (figure, tables) = try panels.specification()
    for (width, theme) in pages {
      let drawing = try figure.set(width: width, theme: theme).draw(tables: tables)
      #expect(drawing.overlaps.isEmpty, "\(name) at \(width), \(theme): \(drawing.overlaps)")
      #expect(drawing.illegible().isEmpty, "\(name) at \(width), \(theme): \(drawing.illegible())")
      #expect(drawing.width <= width)
    }
  }

  /// The shape of every mark of data.
  static func shapes(_ drawing: Drawing) -> [MarkerShape] {
    drawing.items.filter { $0.role == .data }.flatMap { item -> [MarkerShape] in
      if case .markers(let markers) = item.shape { markers.points.map { _ in markers.shape } } else { [] }
    }
  }
}

@Suite struct TurnsFigureTests {
  private static let (good, bad, open) = ("reproduced", "not reproduced", "inconclusive")

  private static func figure() throws -> TurnsFigure {
    let first = try TurnSample.claim([
      TurnSample.check("half", [("bound", 0.5, 0.25, bad, good)]),
      TurnSample.check("both", [("tolerance", 0.1, 0.02, bad, open), ("tolerance", 0.1, 0.4, open, good)]),
      TurnSample.check("zero", [("bound", 0, 0.3, good, bad)]),
      TurnSample.check("shown", role: "control", [("bound", 1, 2, good, bad)]),
    ])
    let second = try TurnSample.claim([
      TurnSample.check("order", [("step", 0, 0.1, good, open)]),
      TurnSample.check("sign", [("bound", 0.5, -0.25, bad, good)]),
    ])
    let third = try TurnSample.claim([
      TurnSample.check("negative", [("bound", -2, -50, bad, open), ("bound", -2, -3, open, good)]),
      TurnSample.check("tiny", [("bound", 1e-3, 1e-9, bad, good)]),
      TurnSample.check("large", [("bound", 1, 40, good, bad)]),
    ])
    let fourth = try TurnSample.claim([TurnSample.check("half", [("bound", 1, 2, good, bad)])], reason: "no data")
    return TurnsFigure([("A1", first), ("A2", second), ("A3", third), ("A4", fourth)])
  }

  @Test func `the data hold every turn of the evidence, its factor and the verdict beyond`() throws {
    let data = try Self.figure().data()
    #expect(try data.texts("claim") == ["A1", "A1", "A1", "A1", "A2", "A2", "A3", "A3", "A3", "A3"])
    #expect(
      try data.texts("check")
        == ["half", "both", "both", "zero", "order", "sign", "negative", "negative", "tiny", "large"])
    // 0.25 / 0.5, 0.02 / 0.1, 0.4 / 0.1; -50 / -2, -3 / -2, 1e-9 / 1e-3, 40 / 1.
    let factors = try data.numbers("factor")
    for (row, factor) in [0.5, 0.2, 4, .nan, .nan, .nan, 25, 1.5, 1e-6, 40].enumerated() {
      #expect(factor.isNaN ? factors[row].isNaN : abs(factors[row] / factor - 1) < 1e-12, "\(row): \(factors[row])")
    }
    // Below our threshold the verdict is that below the turn; from a turn above it on, that above.
    #expect(
      try data.texts("turned") == [
        Self.bad, Self.bad, Self.good, Self.bad, Self.open, Self.bad, Self.bad, Self.open, Self.bad, Self.bad,
      ])
    #expect(
      try data.numbers("shown").filter { !$0.isNaN }.map { ($0 * 10).rounded() / 10 } == [
        0.5, 0.2, 4, 10, 1.5, 0.1, 10,
      ])
  }

  @Test func `each check has a place, each claim its own, and what has no factor has no mark`() throws {
    let panel = try #require(try Self.figure().panels.panels.first)
    #expect(panel.marks.map(\.place) == [0, 1, 1, 5, 5, 6, 7])
    #expect(panel.marks.map(\.beyond) == [0, 0, 0, 1, 0, -1, 1])
    guard case .places(let last, let groups, let lines) = panel.along else { throw Missing() }
    #expect(groups.map(\.name) == ["A1", "A2", "A3", "A4"] && groups.map(\.place) == [0.5, 3, 6, 9])
    #expect(last == 9 && lines == [2, 4, 8])
    let drawing = try Self.figure().panels.drawings().light
    let shapes = TurnSample.shapes(drawing)
    #expect(shapes.count == 7, "\(shapes)")
    #expect(shapes.count { $0 == .triangle } == 2 && shapes.count { $0 == .triangleDown } == 1)
    #expect(shapes.count { $0 == .circle } == 1 && shapes.count { $0 == .square } == 2)
    for word in ["A1", "A4", "factor", Self.good, Self.bad, Self.open] {
      #expect(drawing.textBoxes.map(\.text).contains(word), "\(word)")
    }
  }

  private struct Missing: Error {}

  @Test func `a paper without turns has nothing to draw, and one without claims neither`() throws {
    let lone = try TurnSample.claim([TurnSample.check("order", [("step", 0, 1, Self.good, Self.open)])])
    for claims in [[], [("A1", lone)]] {
      let figure = TurnsFigure(claims)
      #expect(try figure.isEmpty && TurnSample.shapes(figure.panels.drawings().light).isEmpty)
      #expect(try figure.data().rowCount == claims.count)
    }
    #expect(try !Self.figure().isEmpty)
  }

  @Test(arguments: [1, 2, 6, 12])
  func `at every width and on every background all can be read`(_ count: Int) throws {
    try TurnSample.look(TurnsFigure(try TurnSample.many("A", count)).panels, "\(count) claims")
    try TurnSample.look(try Self.figure().panels)
  }
}
