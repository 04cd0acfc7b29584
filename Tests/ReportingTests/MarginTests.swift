import Documents
import TestTools
import Testing

@testable import Reporting

@Suite struct MarginTests {
  struct Case {
    let relation: Relation
    let number: Estimate
    var reference = 0.0
    var tolerance = 0.0
    var previous: Estimate?
    var resolution: Double?
    /// By hand; nil where nothing can be said.
    let margin: Double?
  }

  static let cases: [Case] = [
    // Inside, outside and across [0.95, 1.05].
    Case(relation: .within, number: estimate(1.01, 1, 1.02), reference: 1, tolerance: 0.05, margin: 3),
    Case(relation: .within, number: estimate(1.11, 1.1, 1.12), reference: 1, tolerance: 0.05, margin: -5),
    Case(relation: .within, number: estimate(0.89, 0.88, 0.9), reference: 1, tolerance: 0.05, margin: -5),
    Case(relation: .within, number: estimate(1.06, 1.04, 1.08), reference: 1, tolerance: 0.05, margin: -0.5),
    Case(relation: .within, number: estimate(1, 0.9, 1.2), reference: 1, tolerance: 0.05, margin: -1),
    Case(relation: .within, number: estimate(1.02), reference: 1, tolerance: 0.05, margin: 0.6),
    Case(relation: .within, number: estimate(1.05), reference: 1, tolerance: 0.05, margin: 0),
    Case(relation: .within, number: estimate(0.5), reference: 2, margin: -0.75),
    Case(relation: .withinRelative, number: estimate(-9), reference: -10, tolerance: 0.25, margin: 0.6),
    Case(relation: .withinRelative, number: estimate(-9, -9.5, -8.5), reference: -10, tolerance: 0.25, margin: 2),
    // One end is open.
    Case(relation: .below, number: estimate(0.8, 0.7, 0.9), reference: 1, margin: 1),
    Case(relation: .below, number: estimate(1.2, 1.1, 1.3), reference: 1, margin: -1),
    Case(relation: .below, number: estimate(0.75), reference: 1, margin: 0.25),
    Case(relation: .above, number: estimate(0.1, -0.1, 0.3), margin: -0.5),
    Case(relation: .above, number: estimate(0.4, 0.3, 0.5), margin: 3),
    // Nothing to measure an exact number by.
    Case(relation: .above, number: estimate(5), margin: nil), Case(relation: .below, number: estimate(5), margin: nil),
    Case(relation: .within, number: estimate(5), margin: nil),
    Case(relation: .covers, number: estimate(5), margin: nil),
    Case(relation: .increasing, number: estimate(5), previous: estimate(0), margin: nil),
    Case(relation: .above, number: estimate(0), margin: 0),
    Case(relation: .covers, number: estimate(1, 0.9, 1.2), reference: 1, margin: 2.0 / 3),
    Case(relation: .covers, number: estimate(1, 0.9, 1.2), reference: 1.5, margin: -2),
    Case(relation: .covers, number: estimate(1, 0.9, 1.2), reference: 1.5, tolerance: 0.45, margin: 1),
    Case(relation: .covers, number: estimate(1, 0.9, 1.2), reference: 1, resolution: 0.1, margin: -1.0 / 3),
    Case(relation: .covers, number: estimate(1, 0.9, 1.2), reference: 1, resolution: 0.6, margin: 2.0 / 3),
    // The difference to the row before, of half-width 1.
    Case(relation: .increasing, number: estimate(4.5, 4, 5), previous: estimate(1.5, 1, 2), margin: 2),
    Case(relation: .decreasing, number: estimate(4.5, 4, 5), previous: estimate(1.5, 1, 2), margin: -2),
    Case(relation: .increasing, number: estimate(1.7, 1.2, 2.2), previous: estimate(1.5, 1, 2), margin: -0.8),
    Case(relation: .increasing, number: estimate(3), previous: estimate(2), margin: 0.5),
    Case(relation: .increasing, number: estimate(3), margin: nil),
    // Missing and infinite.
    Case(relation: .below, number: estimate(.nan), reference: 1, margin: nil),
    Case(relation: .below, number: estimate(0, -.infinity, 0.5), reference: 1, margin: nil),
    Case(relation: .below, number: estimate(0, .nan, 0.5), reference: 1, margin: nil),
    Case(relation: .within, number: estimate(1), reference: .nan, tolerance: 1, margin: nil),
    Case(relation: .increasing, number: estimate(3), previous: estimate(.nan), margin: nil),
    Case(relation: .below, number: estimate(-0.75e308, -1e308, -0.5e308), reference: 1e308, margin: 6),
    Case(relation: .below, number: estimate(0, -1.5e308, 1.5e308), reference: -1e308, margin: -1.0 / 3),
  ]

  @Test(arguments: cases) func `the distance from the threshold is told in half-widths or tolerances`(_ known: Case) {
    let margin = known.relation.margin(
      known.number, reference: known.reference, tolerance: known.tolerance, previous: known.previous,
      resolution: known.resolution)
    guard let expected = known.margin, let margin else {
      #expect(margin == known.margin, "\(known)")
      return
    }
    #expect(abs(margin - expected) < 1e-12 * max(1, abs(expected)), "\(known): \(margin)")
  }

  @Test func `a number holds where its margin is positive, and does not where it is negative`() {
    var random = SeededGenerator()
    func number(_ random: inout SeededGenerator) -> Double {
      Double(Int.random(in: -8...8, using: &random))
    }
    for _ in 0..<20_000 {
      func interval() -> Estimate {
        let ends = [number(&random), number(&random)].sorted()
        return estimate((ends[0] + ends[1]) / 2, ends[0], ends[1])
      }
      let (measured, previous, reference) = (interval(), interval(), number(&random))
      let tolerance = abs(number(&random))
      for relation in Relation.allCases {
        let told = relation.margin(measured, reference: reference, tolerance: tolerance, previous: previous)
        let isExact = measured.low == measured.high && (!relation.isOrder || previous.low == previous.high)
        let scale = relation.isOrder ? previous.value : reference
        // An exact number that is compared with 0 has none.
        if told == nil, isExact, scale == 0 { continue }
        let margin = told ?? .nan
        let verdict = relation.verdict(measured, reference: reference, tolerance: tolerance, previous: previous)
        let context = "\(relation) \(measured) \(reference) \(tolerance) \(previous): \(margin), \(random), \(verdict)"
        #expect(margin.isFinite && !(margin > 0 && verdict != .reproduced), "\(context)")
        #expect(!(margin < 0 && verdict == .reproduced), "\(context)")
      }
    }
  }

  @Test func `a result keeps the margin of every judged row, and none of what is only told`() throws {
    let checks = """
      \(ClaimTests.within), {"id": "gap", "name": "gap", "data": "d", "value": "exponent", "where": {"parity": "even"},
       "relation": "increasing"}
      """
    let (claim, _) = try ClaimTests.claim(
      checks, #""values": [{"id": "told", "name": "told", "data": "d", "value": "exponent"}]"#)
    let result = try claim.judge({ _ in try ClaimTests.table() })
    let margins = result.checks[0].rows.compactMap(\.margin)
    #expect(margins.count == 2 && margins.allSatisfy { abs($0 - 3) < 1e-9 })
    // From -3.01 to -2.99, exact: 0.02 of 3.01.
    #expect(result.checks[1].rows[0].margin == nil)
    #expect(abs((result.checks[1].rows[1].margin ?? 0) - 0.02 / 3.01) < 1e-12)
    #expect(result.values?[0].rows.allSatisfy { $0.margin == nil } == true)
    #expect(result.decisive?.id == "gap" && result.margin == result.checks[1].rows[1].margin)
    #expect(try ClaimResult(encoded: result.encoded()) == result)
    // What was recorded without margins is read.
    let old = String(decoding: try result.encoded(), as: UTF8.self).replacing(#/,?\s*"margin" : [-0-9.e]+/#, with: "")
    let read = try ClaimResult(encoded: .init(old.utf8))
    #expect(read.margin == nil && read.verdict == result.verdict && !read.nearest.isEmpty)
  }

  @Test func `among numbers with the verdict the one nearest to failing decides, whatever its unit`() {
    func judged(_ value: Double, _ half: Double, _ relation: Relation, bound: Double, name: String) -> CheckResult {
      let number = estimate(value, value - half, value + half)
      let verdict = relation.verdict(number, reference: bound, tolerance: 0.05, previous: nil)
      var row = row(number, theory: relation == .within ? bound : nil, verdict: verdict)
      row.margin = relation.margin(number, reference: bound, tolerance: 0.05, previous: nil)
      return CheckResult(
        id: name, name: name, relation: relation, tolerance: relation == .within ? 0.05 : nil,
        bound: relation == .below ? bound : nil, hasInterval: half > 0, rows: [row], data: "d")
    }
    // Four fifths of its tolerance are used up, although ten half-widths are left; of the other, one hundredth is.
    let (near, far) = (
      judged(1.04, 0.001, .within, bound: 1, name: "near"), judged(0.01, 0, .below, bound: 1, name: "far")
    )
    #expect(claim(of: [far, near]).decisive?.id == "near")
    let failing = judged(2, 0.1, .below, bound: 1, name: "failing")
    #expect(claim(of: [near, failing, far]).decisive?.id == "failing")
  }
}

private func claim(of checks: [CheckResult]) -> ClaimResult { judged(checks) }
