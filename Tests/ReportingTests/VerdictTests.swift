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

  @Test(
    arguments: [
      // The whole interval is compared, and the ends of a tolerance are inside.
      (.within, -3.01, -2.99, -3, 0.05, .reproduced), (.within, -3.08, -3.0, -3, 0.05, .inconclusive),
      (.within, -3.3, -3.1, -3, 0.05, .notReproduced), (.within, 0.5, 1.5, 1, 0.5, .reproduced),
      (.within, 0.5, 1.75, 1, 0.5, .inconclusive), (.within, 1.75, 2, 1, 0.5, .notReproduced),
      // It scales with theory, also when theory is negative.
      (.withinRelative, -101, -100, -100, 0.02, .reproduced), (.withinRelative, -103, -103, -100, 0.02, .notReproduced),
      (.withinRelative, 3, 5, 4, 0.25, .reproduced), (.withinRelative, -5, -3, -4, 0.25, .reproduced),
      // Theory lies in the interval, or near it.
      (.covers, 0.9, 1.1, 1.05, 0, .reproduced), (.covers, 0.9, 1.1, 1.2, 0, .notReproduced),
      (.covers, 0.9, 1.1, 1.15, 0.1, .reproduced), (.covers, 0.9, 1.1, 1.25, 0.1, .notReproduced),
      (.covers, 0.5, 1.5, 1.5, 0, .reproduced),
      // A bound is outside.
      (.below, 1, 1, 1, 0, .notReproduced), (.below, 0.4, 1, 1, 0, .inconclusive),
      (.below, 0.5, 1, 1, 0, .inconclusive),
      (.below, 0.5, 0.75, 1, 0, .reproduced), (.above, 1.1, 3, 1, 0, .reproduced), (.above, 1, 1, 1, 0, .notReproduced),
    ] as [(Relation, Double, Double, Double, Double, Verdict)])
  func `an interval is compared with theory and tolerance, or with a bound`(
    relation: Relation, low: Double, high: Double, reference: Double, tolerance: Double, expected: Verdict
  ) { #expect(verdict(relation, low, high, reference, tolerance: tolerance) == expected) }

  @Test func `an interval wider than the resolution tells nothing by covering theory`() {
    func verdict(_ low: Double, _ high: Double) -> Verdict {
      Relation.covers.verdict(estimate(1, low, high), reference: 1.05, tolerance: 0, previous: nil, resolution: 0.125)
    }
    #expect(verdict(0.9, 1.1) == .reproduced && verdict(0.875, 1.125) == .reproduced)
    #expect(verdict(0.5, 1.5) == .inconclusive && verdict(1.1, 9) == .notReproduced)
  }

  @Test(arguments: Relation.allCases.filter { !$0.isOrder }) func `a missing reference decides nothing`(
    relation: Relation
  ) {
    for reference in [Double.nan, .infinity] {
      #expect(verdict(relation, 1, 1, reference, tolerance: 1) == .inconclusive)
    }
  }

  @Test func `an order demands nothing of the first row, and separated intervals of the others`() {
    let first = estimate(1, 0.9, 1.1)
    let order = Relation.increasing
    #expect(verdict(order, 1.9, 2.1, .nan, after: (0.9, 1.1)) == .reproduced)
    #expect(verdict(order, 1, 1.2, .nan, after: (0.9, 1.1)) == .inconclusive)
    #expect(verdict(order, 0.4, 0.6, .nan, after: (0.9, 1.1)) == .notReproduced)
    #expect(verdict(.decreasing, 0.4, 0.6, .nan, after: (0.9, 1.1)) == .reproduced)
    #expect(verdict(order, 1, 2, .nan) == .reproduced)
    #expect(verdict(order, 3, 4, .nan, after: (1, 2)) == .reproduced)
    #expect(verdict(order, 2, 4, .nan, after: (1, 2)) == .inconclusive)
    #expect(verdict(order, 0, 1, .nan, after: (1, 2)) == .notReproduced)
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

  @Test(
    arguments: [
      (.within, "0.05", nil, "within 0.05 of theory"),
      (.withinRelative, "0.1", nil, "within 0.1 of theory, relatively"),
      (.covers, nil, nil, "interval covers theory"), (.covers, "0.1", nil, "interval reaches within 0.1 of theory"),
      (.covers, "0.1", "0.2", "interval reaches within 0.1 of theory, half-width at most 0.2"),
      (.below, nil, nil, "below 2"), (.above, nil, nil, "above 2"), (.increasing, nil, nil, "strictly increasing"),
      (.decreasing, nil, nil, "strictly decreasing"),
    ] as [(Relation, String?, String?, String)])
  func `criteria are told in words`(relation: Relation, tolerance: String?, resolution: String?, sentence: String) {
    #expect(relation.sentence(tolerance: tolerance, bound: "2", resolution: resolution) == sentence)
  }
}
