import CMPFR
import Testing

@testable import Sphere

@Suite struct GaussLegendreTests {
  /// Integral of x^power over [-1, 1] by the rule, less the exact value.
  private func defect(count: Int, power: Int, precision: Int) throws -> Real {
    let rule = try GaussLegendre.rule(count: count, precision: precision)
    return Real.withPrecision(precision) {
      let sum = zip(rule.nodes, rule.weights).reduce(Real(0)) { $0 + $1.1 * $1.0.power(power) }
      return (sum - (power.isMultiple(of: 2) ? Real(2, over: power + 1) : Real(0))).magnitude
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 10, 33, 64])
  func `the rule is exact to degree 2n-1 and not to degree 2n`(count: Int) throws {
    for power in 0..<(2 * count) {
      #expect(try defect(count: count, power: power, precision: 250) < Real(10).power(-72))
    }
    // The error on x^2n is 2^{2n+1} (n!)^4 / ((2n+1) ((2n)!)^2), at least 4^{-2n}.
    #expect(try defect(count: count, power: 2 * count, precision: 250) > Real(4).power(-2 * count))
  }

  /// Positive roots counted from the largest, 45 digits by Newton's method on the three-term recurrence in mpmath.
  static let references: [(count: Int, fromEnd: Int, node: String, weight: String)] = [
    (4, 1, "0.86113631159405257522394648889280950509572538", "0.347854845137453857373063949221999407235348696"),
    (4, 2, "0.33998104358485626480266575910324468720057587", "0.652145154862546142626936050778000592764651304"),
    (64, 1, "0.999305041735772139456905624345636311969712192", "0.00178328072169643294729607914497193317995934727"),
    (64, 32, "0.0243502926634244325089558428537156614268871093", "0.0486909570091397203833653907347499124426286923"),
    (65, 1, "0.999326097075412877265693611242147839727936466", "0.00172925825130025089833958514630393779595619641"),
    (65, 32, "0.0479434623531718575225297542899348479423417465", "0.0479066925004958620313472891762263656155111752"),
    (
      1000, 1, "0.999997111298075510569876290251878245883055197", "0.00000741333841643207151747683163123038626649312301"
    ),
    (
      1000, 500, "0.00157001048008319382900502304212262337339588589",
      "0.00314001838018286778699593923580752798025232734"
    ),
    (
      8000, 1, "0.999999954824507176550250868086983619155469342",
      "0.000000115934902215793002022793455241074569740812356"
    ),
  ]

  @Test(arguments: references.indices)
  func `nodes and weights agree with reference values to 44 digits`(index: Int) throws {
    let reference = Self.references[index]
    let rule = try GaussLegendre.rule(count: reference.count, precision: 160)
    try Real.withPrecision(200) {
      let place = reference.count - reference.fromEnd
      let (node, weight) = (try Real(decimal: reference.node), try Real(decimal: reference.weight))
      #expect((rule.nodes[place] / node - Real(1)).magnitude < Real(10).power(-43))
      #expect((rule.weights[place] / weight - Real(1)).magnitude < Real(10).power(-43))
    }
  }

  @Test func `a lower precision gives the rounded digits of a higher one`() throws {
    for count in [7, 130] {
      let low = try GaussLegendre.rule(count: count, precision: 80)
      let high = try GaussLegendre.rule(count: count, precision: 400)
      for (left, right) in zip(low.nodes + low.weights, high.nodes + high.weights) {
        #expect(left == right.rounded(toPrecision: 80))
      }
    }
  }

  @Test(arguments: [2, 3, 100, 101, 2001])
  func `nodes ascend within the interval, symmetric, with positive weights of sum two`(count: Int) throws {
    let rule = try GaussLegendre.rule(count: count, precision: 100)
    let (nodes, weights) = (rule.nodes, rule.weights)
    #expect(zip(nodes, nodes.dropFirst()).allSatisfy { $0 < $1 })
    #expect(nodes.allSatisfy { $0.magnitude < Real(1) } && weights.allSatisfy { $0 > Real(0) })
    #expect(zip(nodes, nodes.reversed()).allSatisfy { $0 == -$1 } && weights == weights.reversed())
    #expect((weights.reduce(Real(0), +) - Real(2)).magnitude < Real(2).power(-90))
  }

  @Test func `one node is the midpoint rule and no node is refused`() throws {
    let rule = try GaussLegendre.rule(count: 1, precision: 100)
    #expect(rule.nodes[0].isZero && rule.weights == [Real(2)])
    refused(.noNodes(count: 0), try GaussLegendre.rule(count: 0, precision: 100))
  }

  @Test func `the march visits the roots of P_5 in order`() {
    Real.withPrecision(200) {
      let march = LegendreMarch(degree: 5, precision: 200)
      #expect(mpfr_zero_p(march.point) != 0)
      // The positive roots of 63x^5 - 70x^3 + 15x are sqrt((35 -+ 2 sqrt 70) / 63).
      for (guess, sign) in [(0.53, -1), (0.91, 1)] {
        march.advance(toRootNear: guess)
        let root = ((Real(35) + Real(2 * sign) * Real(70).squareRoot()) / Real(63)).squareRoot()
        let found = Real(precision: 200) { mpfr_set($0, march.point, MPFR_RNDN) }
        #expect((found - root).magnitude < Real(2).power(-190))
        let weight = Real(precision: 200) {
          march.weight(into: $0); return 0
        }
        let exact = (Real(322) - Real(13 * sign) * Real(70).squareRoot()) / Real(900)
        #expect((weight - exact).magnitude < Real(2).power(-190))
      }
    }
  }

  @Test func `a guess that is the root itself is accepted`() {
    let march = LegendreMarch(degree: 3, precision: 100)
    march.advance(toRootNear: 0.6.squareRoot())
    march.advance(toRootNear: 0.6.squareRoot())
    let found = Real(precision: 100) { mpfr_set($0, march.point, MPFR_RNDN) }
    #expect((found * found - Real(3, over: 5)).magnitude < Real(2).power(-95))
  }
}
