import Testing

@testable import Reporting

@Suite struct VerdictTests {
  /// The verdict on an interval, its middle being the number.
  private func verdict(
    _ relation: Relation, _ low: Double, _ high: Double, _ reference: Double, tolerance: Double = 0,
    after previous: (Double, Double)? = nil
  ) -> Verdict {
    relation.verdict(
      estimate((low + high) / 2, low, high), reference: reference, tolerance: tolerance,
      previous: previous.map { estimate(($0.0 + $0.1) / 2, $0.0, $0.1) })
  }

  @Test func `an interval inside, outside and across the criterion gives the three verdicts`() {
    #expect(Verdict.of(estimate(1, 0.9, 1.1), inside: 0.5...1.5) == .reproduced)
    #expect(Verdict.of(estimate(2, 1.9, 2.1), inside: 0.5...1.5) == .notReproduced)
    #expect(Verdict.of(estimate(1.5, 1.4, 1.6), inside: 0.5...1.5) == .inconclusive)
    #expect(Verdict.of(estimate(1, 0, 2), inside: 0.5...1.5) == .inconclusive)
  }

  @Test func `a missing number is inconclusive, never reproduced`() {
    #expect(Verdict.of(estimate(.nan, .nan, .nan), inside: 0...1) == .inconclusive)
    #expect(Verdict.of(estimate(0.5, .nan, 0.6), inside: 0...1) == .inconclusive)
    #expect(Relation.below.verdict(estimate(.nan, 0, 0), reference: 1, tolerance: 0, previous: nil) == .inconclusive)
  }

  @Test func `the worst of several verdicts counts`() {
    #expect(Verdict.all([.reproduced, .inconclusive]) == .inconclusive)
    #expect(Verdict.all([.notRun, .inconclusive]) == .notRun)
    #expect(Verdict.all([.reproduced, .notReproduced, .notRun]) == .notReproduced)
    #expect(Verdict.all([.reproduced, .reproduced]) == .reproduced)
    #expect(Verdict.all([]) == .notRun)
  }

  @Test func `within compares the whole interval with theory and tolerance`() {
    #expect(verdict(.within, -3.01, -2.99, -3, tolerance: 0.05) == .reproduced)
    #expect(verdict(.within, -3.08, -3.0, -3, tolerance: 0.05) == .inconclusive)
    #expect(verdict(.within, -3.3, -3.1, -3, tolerance: 0.05) == .notReproduced)
  }

  @Test func `a relative tolerance scales with theory, also when theory is negative`() {
    #expect(verdict(.withinRelative, -101, -100, -100, tolerance: 0.02) == .reproduced)
    #expect(verdict(.withinRelative, -103, -103, -100, tolerance: 0.02) == .notReproduced)
  }

  @Test func `covers with a tolerance asks that the interval come near theory`() {
    #expect(verdict(.covers, 0.9, 1.1, 1.15, tolerance: 0.1) == .reproduced)
    #expect(verdict(.covers, 0.9, 1.1, 1.25, tolerance: 0.1) == .notReproduced)
    #expect(Relation.covers.sentence(tolerance: "0.1", bound: "0") == "interval reaches within 0.1 of theory")
    #expect(Relation.covers.sentence(tolerance: nil, bound: "0") == "interval covers theory")
  }

  @Test func `covers asks that theory lie in the interval`() {
    #expect(verdict(.covers, 0.9, 1.1, 1.05) == .reproduced)
    #expect(verdict(.covers, 0.9, 1.1, 1.2) == .notReproduced)
  }

  @Test func `an interval wider than the resolution tells nothing by covering theory`() {
    func verdict(_ low: Double, _ high: Double) -> Verdict {
      Relation.covers.verdict(estimate(1, low, high), reference: 1.05, tolerance: 0, previous: nil, resolution: 0.125)
    }
    #expect(verdict(0.9, 1.1) == .reproduced && verdict(0.875, 1.125) == .reproduced)
    #expect(verdict(0.5, 1.5) == .inconclusive && verdict(1.1, 9) == .notReproduced)
    #expect(
      Relation.covers.sentence(tolerance: "0.1", bound: "0", resolution: "0.2")
        == "interval reaches within 0.1 of theory, half-width at most 0.2")
  }

  @Test(arguments: Relation.allCases.filter { !$0.isOrder }) func `a missing reference decides nothing`(
    relation: Relation
  ) {
    for reference in [Double.nan, .infinity] {
      #expect(verdict(relation, 1, 1, reference, tolerance: 1) == .inconclusive)
    }
  }

  @Test func `bounds are strict`() {
    #expect(verdict(.below, 1, 1, 1) == .notReproduced)
    #expect(verdict(.below, 0.4, 1, 1) == .inconclusive)
    #expect(verdict(.above, 1.1, 3, 1) == .reproduced)
    #expect(verdict(.above, 1, 1, 1) == .notReproduced)
  }

  @Test func `an order needs separated intervals`() {
    let first = estimate(1, 0.9, 1.1)
    let order = Relation.increasing
    #expect(verdict(order, 1.9, 2.1, .nan, after: (0.9, 1.1)) == .reproduced)
    #expect(verdict(order, 1, 1.2, .nan, after: (0.9, 1.1)) == .inconclusive)
    #expect(verdict(order, 0.4, 0.6, .nan, after: (0.9, 1.1)) == .notReproduced)
    #expect(verdict(.decreasing, 0.4, 0.6, .nan, after: (0.9, 1.1)) == .reproduced)
    let unknown = estimate(1, .nan, 2)
    #expect(order.verdict(first, reference: .nan, tolerance: 0, previous: nil) == .reproduced)
    #expect(order.verdict(first, reference: .nan, tolerance: 0, previous: unknown) == .inconclusive)
  }

  @Test(arguments: [
    (Relation.within, "within", true, true, false, false),
    (.withinRelative, "within-relative", true, true, false, false), (.covers, "covers", true, false, false, false),
    (.below, "below", false, false, true, false), (.above, "above", false, false, true, false),
    (.increasing, "increasing", false, false, false, true), (.decreasing, "decreasing", false, false, false, true),
  ])
  func `each relation has its name and what it needs`(
    relation: Relation, name: String, theory: Bool, tolerance: Bool, bound: Bool, order: Bool
  ) {
    #expect(relation.rawValue == name)
    #expect(relation.needsTheory == theory && relation.needsTolerance == tolerance)
    #expect(relation.needsBound == bound && relation.isOrder == order)
  }

  @Test(arguments: [(1.0, 2.0), (2, 3), (3, 4), (1, 4)])
  func `below is above seen in a mirror, and so are the orders`(low: Double, high: Double) {
    for reference in [0.5, 1, 2.5, 3, 5] {
      #expect(verdict(.below, low, high, reference) == verdict(.above, -high, -low, -reference))
    }
    for previous in [(0.0, 0.5), (0.5, 1.5), (2, 3), (4, 5), (5, 6)] {
      #expect(
        verdict(.increasing, low, high, .nan, after: previous)
          == verdict(.decreasing, -high, -low, .nan, after: (-previous.1, -previous.0)))
    }
  }

  @Test func `the ends of a tolerance are inside, a bound is outside`() {
    #expect(verdict(.within, 0.5, 1.5, 1, tolerance: 0.5) == .reproduced)
    #expect(verdict(.within, 0.5, 1.75, 1, tolerance: 0.5) == .inconclusive)
    #expect(verdict(.within, 1.75, 2, 1, tolerance: 0.5) == .notReproduced)
    #expect(verdict(.withinRelative, 3, 5, 4, tolerance: 0.25) == .reproduced)
    #expect(verdict(.withinRelative, -5, -3, -4, tolerance: 0.25) == .reproduced)
    #expect(verdict(.covers, 0.5, 1.5, 1.5) == .reproduced)
    #expect(verdict(.below, 0.5, 1, 1) == .inconclusive && verdict(.below, 0.5, 0.75, 1) == .reproduced)
    #expect(verdict(.above, 1, 1, 1) == .notReproduced)
  }

  @Test func `an order demands nothing of the first row and a gap of the others`() {
    #expect(verdict(.increasing, 1, 2, .nan) == .reproduced)
    #expect(verdict(.increasing, 3, 4, .nan, after: (1, 2)) == .reproduced)
    #expect(verdict(.increasing, 2, 4, .nan, after: (1, 2)) == .inconclusive)
    #expect(verdict(.increasing, 0, 1, .nan, after: (1, 2)) == .notReproduced)
  }

  @Test func `criteria are told in words`() {
    #expect(Relation.within.sentence(tolerance: "0.05", bound: "") == "within 0.05 of theory")
    #expect(Relation.withinRelative.sentence(tolerance: "0.1", bound: "") == "within 0.1 of theory, relatively")
    #expect(Relation.covers.sentence(tolerance: nil, bound: "") == "interval covers theory")
    #expect(Relation.below.sentence(tolerance: nil, bound: "2") == "below 2")
    #expect(Relation.above.sentence(tolerance: nil, bound: "2") == "above 2")
    #expect(Relation.increasing.sentence(tolerance: nil, bound: "") == "strictly increasing")
    #expect(Relation.decreasing.sentence(tolerance: nil, bound: "") == "strictly decreasing")
  }
}
