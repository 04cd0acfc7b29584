import Testing

@testable import Reporting

@Suite struct VerdictTests {
  private func estimate(_ value: Double, _ low: Double, _ high: Double) -> Estimate {
    Estimate(value: value, low: low, high: high)
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
    let relation = Relation.within
    #expect(relation.verdict(estimate(-3, -3.01, -2.99), reference: -3, tolerance: 0.05, previous: nil) == .reproduced)
    #expect(
      relation.verdict(estimate(-3.04, -3.08, -3.0), reference: -3, tolerance: 0.05, previous: nil) == .inconclusive)
    #expect(
      relation.verdict(estimate(-3.2, -3.3, -3.1), reference: -3, tolerance: 0.05, previous: nil) == .notReproduced)
  }

  @Test func `a relative tolerance scales with theory, also when theory is negative`() {
    let relation = Relation.withinRelative
    #expect(
      relation.verdict(estimate(-100.5, -101, -100), reference: -100, tolerance: 0.02, previous: nil) == .reproduced)
    #expect(
      relation.verdict(estimate(-103, -103, -103), reference: -100, tolerance: 0.02, previous: nil) == .notReproduced)
  }

  @Test func `covers with a tolerance asks that the interval come near theory`() {
    let near = Relation.covers.verdict(estimate(1, 0.9, 1.1), reference: 1.15, tolerance: 0.1, previous: nil)
    let far = Relation.covers.verdict(estimate(1, 0.9, 1.1), reference: 1.25, tolerance: 0.1, previous: nil)
    #expect(near == .reproduced && far == .notReproduced)
    #expect(Relation.covers.sentence(tolerance: "0.1", bound: "0") == "interval reaches within 0.1 of theory")
    #expect(Relation.covers.sentence(tolerance: nil, bound: "0") == "interval covers theory")
  }

  @Test func `covers asks that theory lie in the interval`() {
    #expect(Relation.covers.verdict(estimate(1, 0.9, 1.1), reference: 1.05, tolerance: 0, previous: nil) == .reproduced)
    #expect(
      Relation.covers.verdict(estimate(1, 0.9, 1.1), reference: 1.2, tolerance: 0, previous: nil) == .notReproduced)
  }

  @Test func `an interval wider than the resolution tells nothing by covering theory`() {
    func verdict(_ low: Double, _ high: Double) -> Verdict {
      Relation.covers.verdict(
        estimate(1, low, high), reference: 1.05, tolerance: 0, previous: nil, resolution: 0.125)
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
      #expect(relation.verdict(estimate(1, 1, 1), reference: reference, tolerance: 1, previous: nil) == .inconclusive)
    }
  }

  @Test func `bounds are strict`() {
    #expect(Relation.below.verdict(estimate(1, 1, 1), reference: 1, tolerance: 0, previous: nil) == .notReproduced)
    #expect(Relation.below.verdict(estimate(0.5, 0.4, 1), reference: 1, tolerance: 0, previous: nil) == .inconclusive)
    #expect(Relation.above.verdict(estimate(2, 1.1, 3), reference: 1, tolerance: 0, previous: nil) == .reproduced)
    #expect(Relation.above.verdict(estimate(1, 1, 1), reference: 1, tolerance: 0, previous: nil) == .notReproduced)
  }

  @Test func `an order needs separated intervals`() {
    let first = estimate(1, 0.9, 1.1)
    let order = Relation.increasing
    #expect(order.verdict(estimate(2, 1.9, 2.1), reference: .nan, tolerance: 0, previous: first) == .reproduced)
    #expect(order.verdict(estimate(1.05, 1, 1.2), reference: .nan, tolerance: 0, previous: first) == .inconclusive)
    #expect(order.verdict(estimate(0.5, 0.4, 0.6), reference: .nan, tolerance: 0, previous: first) == .notReproduced)
    #expect(
      Relation.decreasing.verdict(estimate(0.5, 0.4, 0.6), reference: .nan, tolerance: 0, previous: first)
        == .reproduced)
    let unknown = estimate(1, .nan, 2)
    #expect(order.verdict(first, reference: .nan, tolerance: 0, previous: nil) == .reproduced)
    #expect(order.verdict(first, reference: .nan, tolerance: 0, previous: unknown) == .inconclusive)
  }
}
