import Testing

@testable import Reporting

@Suite struct RelationTests {
  private func verdict(
    _ relation: Relation, _ low: Double, _ high: Double, _ reference: Double, tolerance: Double = 0,
    after previous: (Double, Double)? = nil
  ) -> Verdict {
    func estimate(_ low: Double, _ high: Double) -> Estimate { Estimate(value: (low + high) / 2, low: low, high: high) }
    return relation.verdict(
      estimate(low, high), reference: reference, tolerance: tolerance,
      previous: previous.map { estimate($0.0, $0.1) })
  }

  @Test(arguments: [
    (Relation.within, "within", true, true, false, false),
    (.withinRelative, "within-relative", true, true, false, false),
    (.covers, "covers", true, false, false, false), (.below, "below", false, false, true, false),
    (.above, "above", false, false, true, false), (.increasing, "increasing", false, false, false, true),
    (.decreasing, "decreasing", false, false, false, true),
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
