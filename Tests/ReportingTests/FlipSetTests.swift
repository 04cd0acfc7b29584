import Documents
import Foundation
import TestTools
import Testing

@testable import Reporting

@Suite struct FlipSetTests {
  /// A criterion on a small table, with the turns that follow by hand.
  struct Case: CustomStringConvertible {
    /// The relation with its thresholds, as the manifest has them.
    let criterion: String
    /// `value, low, high` of each row.
    let rows: [[Double]]
    var theory = Double.nan
    /// Threshold, where it turns, verdicts below and above.
    let turns: [(Thresholds.Kind, Double, Verdict, Verdict)]

    var description: String { criterion }
  }

  static let cases: [Case] = [
    // Ends at distances 0.01 and 0.04 from theory; then two rows, of which the worse counts on each side.
    Case(
      criterion: #""relation": "within", "tolerance": 0.05"#, rows: [[1.03, 1.01, 1.04]], theory: 1,
      turns: [(.tolerance, 0.01, .notReproduced, .inconclusive), (.tolerance, 0.04, .inconclusive, .reproduced)]),
    Case(
      criterion: #""relation": "within", "tolerance": 0.02"#, rows: [[1.03, 1.02, 1.03], [0.8, 0.7, 1.1]], theory: 1,
      turns: [(.tolerance, 0.02, .notReproduced, .inconclusive), (.tolerance, 0.3, .inconclusive, .reproduced)]),
    Case(
      criterion: #""relation": "within", "tolerance": 0.5, "exact": true"#, rows: [[2.25, 2, 3]], theory: 2,
      turns: [(.tolerance, 0.25, .notReproduced, .reproduced)]),
    Case(
      criterion: #""relation": "within-relative", "tolerance": 0.01"#, rows: [[-4.2, -4.4, -4.1]], theory: -4,
      turns: [(.tolerance, 0.025, .notReproduced, .inconclusive), (.tolerance, 0.1, .inconclusive, .reproduced)]),
    Case(
      criterion: #""relation": "below", "bound": 1"#, rows: [[0.8, 0.7, 0.9], [0.5, 0.2, 0.85]],
      turns: [(.bound, 0.7, .notReproduced, .inconclusive), (.bound, 0.9, .inconclusive, .reproduced)]),
    Case(
      criterion: #""relation": "above", "bound": 1"#, rows: [[1.4, 1.2, 1.6], [2, 0.5, 4]],
      turns: [(.bound, 0.5, .reproduced, .inconclusive), (.bound, 1.6, .inconclusive, .notReproduced)]),
    Case(
      criterion: #""relation": "above", "bound": -1, "exact": true"#, rows: [[-3, -3, -3]],
      turns: [(.bound, -3, .reproduced, .notReproduced)]),
    // Not covered: by how much the interval would have to be wider. Covered: how fine it is.
    Case(
      criterion: #""relation": "covers""#, rows: [[1.3, 1.2, 1.4]], theory: 1,
      turns: [(.tolerance, 0.2, .notReproduced, .reproduced)]),
    Case(
      criterion: #""relation": "covers", "resolution": 0.25"#, rows: [[1, 0.9, 1.1], [1, 0.8, 1.3]], theory: 1,
      turns: [(.resolution, 0.25, .inconclusive, .reproduced)]),
    Case(
      criterion: #""relation": "covers", "tolerance": 0.5"#, rows: [[1.3, 1.25, 1.4]], theory: 1,
      turns: [(.tolerance, 0.25, .notReproduced, .reproduced)]),
    // The least step is 0.5, exact; then the gap from end to end, 2, and the widest step, 4.
    Case(
      criterion: #""relation": "increasing", "exact": true"#, rows: [[1, 1, 1], [2, 2, 2], [2.5, 2.5, 2.5]],
      turns: [(.step, 0.5, .reproduced, .notReproduced)]),
    Case(
      criterion: #""relation": "increasing""#, rows: [[0.5, 0, 1], [3.5, 3, 4]],
      turns: [(.step, 2, .reproduced, .inconclusive), (.step, 4, .inconclusive, .notReproduced)]),
    Case(
      criterion: #""relation": "decreasing", "exact": true"#, rows: [[1, 1, 1], [2, 2, 2]],
      turns: [(.step, -1, .reproduced, .notReproduced)]),
    // One row has no order, and a missing number is never decided.
    Case(criterion: #""relation": "increasing""#, rows: [[1, 1, 1]], turns: []),
    Case(
      criterion: #""relation": "below", "bound": 1, "exact": true"#, rows: [[0.5, 0.5, 0.5], [.nan, .nan, .nan]],
      turns: [(.bound, 0.5, .notReproduced, .inconclusive)]),
  ]

  static func check(_ criterion: String) throws -> Check {
    let text =
      #"{"id": "x", "name": "x", "data": "d", "value": "v", "low": "l", "high": "h", "#
      + (criterion.contains("within") || criterion.contains("covers") ? #""theory": "t", "# : "") + criterion + "}"
    let written = criterion.contains("exact") ? text.replacing(#""low": "l", "high": "h", "#, with: "") : text
    let fields = Fields(try ClaimTests.json(written), context: "check")
    let check = Check(fields)
    fields.finish()
    #expect(fields.problems.isEmpty, "\(fields.problems)")
    return check
  }

  static func table(_ rows: [[Double]], theory: Double = .nan) throws -> Table {
    try Table([
      ("v", .numbers(rows.map { $0[0] })), ("l", .numbers(rows.map { $0[1] })), ("h", .numbers(rows.map { $0[2] })),
      ("t", .numbers(rows.map { _ in theory })),
    ])
  }

  /// The verdict that the check as written gives with another value of a threshold.
  private static func verdict(_ known: Case, _ kind: Thresholds.Kind, _ value: Double) throws -> Verdict {
    let table = try table(known.rows, theory: known.theory)
    let check = try check(known.criterion)
    if kind == .step {
      var thresholds = Thresholds(check)
      thresholds[.step] = value
      return try CheckedNumbers(check, table).verdict(thresholds)
    }
    let others = known.criterion.replacing(try Regex(#", "\#(kind.rawValue)": [-0-9.]+"#), with: "")
    return try Self.check(others + #", "\#(kind.rawValue)": \#(value)"#).judge(table).verdict
  }

  @Test(arguments: cases)
  func `the stated turns are those of closed form, and the verdict turns there and nowhere else`(
    _ known: Case
  ) throws {
    let result = try Self.check(known.criterion).judge(Self.table(known.rows, theory: known.theory))
    let turns = try #require(result.flip).turns
    #expect(turns.map(\.threshold) == known.turns.map(\.0), "\(turns)")
    #expect(turns.map(\.below) == known.turns.map(\.2) && turns.map(\.above) == known.turns.map(\.3), "\(turns)")
    for (turn, expected) in zip(turns, known.turns) {
      #expect(abs(turn.at - expected.1) <= 1e-12 * abs(expected.1), "\(turn)")
      #expect(try Self.verdict(known, turn.threshold, turn.at) == turn.above)
      #expect(try Self.verdict(known, turn.threshold, turn.at.nextDown) == turn.below)
      #expect(try Self.verdict(known, turn.threshold, turn.at * (1 + (turn.at > 0 ? 1e-6 : -1e-6))) == turn.above)
      #expect(try Self.verdict(known, turn.threshold, turn.at * (1 - (turn.at > 0 ? 1e-6 : -1e-6))) == turn.below)
    }
    // Between two turns the verdict does not change.
    for (first, second) in zip(turns, turns.dropFirst()) where first.threshold == second.threshold {
      for part in 0...50 {
        let value = first.at + (second.at.nextDown - first.at) * Double(part) / 50
        #expect(try Self.verdict(known, first.threshold, value) == first.above)
      }
    }
  }

  @Test func `of random numbers the turns say the verdict at every threshold`() throws {
    var random = SeededGenerator()
    let criteria = [
      #""relation": "within", "tolerance": 1"#, #""relation": "within-relative", "tolerance": 1"#,
      #""relation": "below", "bound": 1"#, #""relation": "above", "bound": 1"#, #""relation": "increasing""#,
      #""relation": "decreasing""#, #""relation": "covers", "tolerance": 1"#,
    ]
    for round in 0..<700 {
      let check = try Self.check(criteria[round % criteria.count])
      let rows = (0..<Int.random(in: 2...5, using: &random)).map { _ -> [Double] in
        let ends = [0, 1].map { _ in Double.random(in: -3...3, using: &random) }.sorted()
        return [(ends[0] + ends[1]) / 2] + ends
      }
      let numbers = try CheckedNumbers(check, Self.table(rows, theory: 0.5))
      let own = Thresholds(check)
      let kind: Thresholds.Kind = check.tolerance != nil ? .tolerance : check.bound != nil ? .bound : .step
      let turns = FlipSet.turns(numbers, own, kind)
      for _ in 0..<20 {
        let value = Double.random(in: kind == .tolerance ? 0...8 : -8...8, using: &random)
        var changed = own
        changed[kind] = value
        let said = turns.last { $0.at <= value }?.above ?? turns.first?.below ?? numbers.verdict(own)
        #expect(
          numbers.verdict(changed) == said, "\(random), \(check.relation?.rawValue ?? "") \(rows) at \(value): \(turns)"
        )
      }
    }
  }

  @Test func `a claim turns where its worst evidence does, and two that fail are not mended by one`() throws {
    func claim(_ first: Double, _ second: Double) throws -> ClaimResult {
      let checks = ["a", "b"].map {
        #"{"id": "\#($0)", "name": "\#($0)", "data": "\#($0)", "value": "v", "relation": "below", "bound": 1}"#
      }
      let (claim, problems) = try ClaimTests.claim(checks.joined(separator: ", "))
      #expect(problems.isEmpty)
      return try claim.judge { path in
        let value = path.hasPrefix("checks[0]") ? first : second
        return try Self.table([[value, value, value]])
      }
    }
    let holds = try claim(0.5, 0.25).turns
    #expect(holds.map(\.check) == ["a", "b"] && holds.allSatisfy { $0.verdict == .notReproduced })
    #expect(holds.map(\.turn.at) == [Double(0.5).nextUp, Double(0.25).nextUp])
    let fails = try claim(2, 0.25).turns
    #expect(
      fails.map(\.check) == ["a"] && fails.map(\.verdict) == [.reproduced] && fails[0].turn.at == Double(2).nextUp)
    #expect(try claim(2, 3).turns.isEmpty)
    #expect(holds[0].sentence == "bound of `a`, ours 1: below 0.5 the claim is not reproduced")
    #expect(fails[0].sentence == "bound of `a`, ours 1: from 2.001 the claim is reproduced")
  }

  @Test
  func `a limit that is multiplied by the nearest factor turns the verdict, and by no smaller change does another`()
    throws
  {
    /// Two numbers, each to be below its bound.
    func claim(_ bounds: [Double]) throws -> ClaimResult {
      let checks = zip(["a", "b"], bounds).map {
        #"{"id": "\#($0)", "name": "\#($0)", "data": "\#($0)", "value": "v", "relation": "below", "bound": \#($1)}"#
      }
      return try ClaimTests.claim(checks.joined(separator: ", ")).0.judge { path in
        let value = path.hasPrefix("checks[0]") ? 0.5 : -8.0
        return try Self.table([[value, value, value]])
      }
    }
    let own = [2.0, -4.0]
    let nearest = try #require(try claim(own).nearestTurn)
    // 0.5 / 2 = 1 / 4, -8 / -4 = 2.
    let factor = try #require(nearest.turn.factor)
    #expect(nearest.check == "b" && abs(factor - 2) < 1e-12 && nearest.verdict == .notReproduced)
    #expect(try claim([own[0], own[1] * factor * (1 + 1e-9)]).verdict == nearest.verdict)
    for change in [1 / factor, 0.7, 1, 1.4, factor * (1 - 1e-9)] {
      #expect(try claim([own[0] * change, own[1]]).verdict == .reproduced)
      #expect(try claim([own[0], own[1] * change]).verdict == .reproduced)
    }
    // A bound of 0, and a turn of the other sign.
    #expect(try claim([1, 0]).nearestTurn?.check == "a" && claim([0, 1]).nearestTurn == nil)
    #expect(try claim([0, 1]).turnsOfChecks.map(\.turn.factor) == [nil, nil])
    #expect(try claim([1, 0]).turnsOfChecks.map(\.check.id) == ["a", "b"])
  }

  @Test func `where rows stand for seeds, each is left out once and stands alone once`() throws {
    let check = try Self.check(#""relation": "below", "bound": 1, "exact": true"#)
    var table = try Self.table([0.5, 0.7, 1.2, 0.6, 0.5, 0.9].map { [$0, $0, $0] })
    try table.append("seed", .numbers([1, 2, 3, 1, 2, 3]))
    let flip = try #require(try check.judge(table).flip)
    // Seed 3 fails: alone 2 of 3 hold, and only the set without it does.
    #expect(flip.single == .init(holds: 2, of: 3) && flip.withoutOne == .init(holds: 1, of: 3))
    #expect(flip.ranges == nil && flip.settling == nil)
    let text = try check.judge(table).pressure
    #expect(
      text
        == "Would hold for bounds from 1.3 on; ours is 1. It holds in 1 of 3 sets without one seed, for 2 of 3 seeds alone."
    )
  }

  @Test func `of two seeds none is left out, and of more than two hundred nothing is said`() throws {
    let check = try Self.check(#""relation": "below", "bound": 1, "exact": true"#)
    func flip(_ seeds: [Double]) throws -> FlipSet? {
      var table = try Self.table(seeds.map { _ in [0.5, 0.5, 0.5] })
      try table.append("seed", .numbers(seeds))
      return try check.judge(table).flip
    }
    #expect(try flip([1, 2, 1, 2])?.withoutOne == nil && flip([1, 2])?.single == .init(holds: 2, of: 2))
    #expect(try flip((1...200).map(Double.init))?.single?.of == 200)
    #expect(try flip((1...201).map(Double.init))?.single == nil)
    #expect(CheckPart.distinct(["b", "a", "b"]) == ["b", "a"] && CheckPart.distinct(["a"]) == nil)
  }

  @Test(arguments: [
    (0.0308, true, 0.05, "0.031"), (0.0308, false, 0.05, "0.030"), (0.04999, true, 0.05, "0.04999"),
    (1.2, true, 1, "1.2"), (-1.25, true, 0, "−1.2"), (-1.25, false, 0, "−1.3"), (9.99, true, 1, "10"),
    (0.05, true, 0.05, "0.05"), (1.0033, true, 1.01, "1.004"), (0.99999999, false, 0.999999, "0.99999999"),
    (Double.leastNonzeroMagnitude, true, 0, "0"), (123_456, false, 0, "120000"),
  ]) func `a threshold is rounded to the side on which it stays true`(
    value: Double, isUp: Bool, ours: Double, text: String
  ) {
    let shown = CheckResult.outward(value, isUp: isUp, from: ours)
    #expect(shown == text || Double(shown.replacing("−", with: "-")) == Double(text.replacing("−", with: "-")))
  }

  @Test func `what was recorded without flips is read, and one with them survives`() throws {
    let (claim, _) = try ClaimTests.claim(ClaimTests.within)
    let result = try claim.judge({ _ in try ClaimTests.table() })
    #expect(result.pressure == "Holds for tolerances from 0.02 on; ours is 0.05.")
    #expect(try ClaimResult(encoded: result.encoded()) == result)
    // A turn just above 0 is kept to the bit, also as the lock has it.
    let zero = try Self.check(#""relation": "below", "bound": 1, "exact": true"#).judge(Self.table([[0, 0, 0]]))
    #expect(zero.flip?.turns.map(\.at) == [.leastNonzeroMagnitude])
    let flip = try #require(zero.flip)
    #expect(try FlipSet(encoded: flip.encoded()) == flip)
    let canonical = try JSON.parse(SourceText(name: "lock", bytes: [UInt8](flip.encoded()))).canonical
    #expect(try FlipSet(encoded: Data(canonical.utf8)) == flip)
    #expect(zero.pressure == "Holds for bounds above 0; ours is 1.")
    var old = result
    old = ClaimResult(
      title: old.title, statement: "s", source: "x", theory: "-3", method: "m", discussion: nil,
      checks: old.checks.map { check in
        var check = check
        check.flip = nil
        return check
      }, captions: [], verdict: old.verdict, reason: nil)
    #expect(old.pressure.isEmpty && old.turns.isEmpty)
  }
}
