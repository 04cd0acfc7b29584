import CFlint
import Testing

@testable import Sphere

@Suite struct GaussLegendreTests {
  /// The rule as values: nodes in descending order, and weights.
  private func rule(_ count: Int, bits: Int) throws -> (nodes: [Ball], weights: [Ball]) {
    let rule = try GaussLegendre.rule(count: count, bits: bits)
    let pairs = (0..<count).map { index in
      var weight = Ball(0)
      let node = Ball { node in
        let place = rule.read(index, into: node)
        weight = Ball { arb_set($0, place) }
      }
      return (node, weight)
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }

  @Test(arguments: [1, 2, 3, 4, 5, 10, 33, 64])
  func `the rule is exact to degree 2n-1 and not to degree 2n`(count: Int) throws {
    let (nodes, weights) = try rule(count, bits: 250)
    Ball.withPrecision(250) {
      for power in 0...(2 * count) {
        let sum = zip(nodes, weights).reduce(Ball(0)) { $0 + $1.1 * $1.0.power(power) }
        let defect = sum - (power.isMultiple(of: 2) ? Ball(2, over: power + 1) : Ball(0))
        // The error on x^2n is 2^{2n+1} (n!)^4 / ((2n+1) ((2n)!)^2), at least 4^{-2n}.
        if power < 2 * count {
          #expect(defect.containsZero && defect.radius < 1e-70)
        } else {
          #expect((defect.magnitude - Ball(4).power(-2 * count)).double > 0)
        }
      }
    }
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
  ]

  @Test(arguments: references.indices)
  func `nodes and weights agree with reference values to 43 digits`(index: Int) throws {
    let reference = Self.references[index]
    let (nodes, weights) = try rule(reference.count, bits: 160)
    try Ball.withPrecision(200) {
      let place = reference.fromEnd - 1
      let (node, weight) = (try Ball(decimal: reference.node), try Ball(decimal: reference.weight))
      #expect(abs((nodes[place] / node - Ball(1)).double) < 1e-43)
      #expect(abs((weights[place] / weight - Ball(1)).double) < 1e-43)
    }
  }

  @Test(arguments: [7, 130]) func `a rule of few bits holds the rule of many`(count: Int) throws {
    let (low, high) = (try rule(count, bits: 80), try rule(count, bits: 400))
    for (wide, narrow) in zip(low.nodes + low.weights, high.nodes + high.weights) {
      #expect(wide.contains(narrow) && wide.radius < 1e-20 && narrow.radius < 1e-115)
    }
  }

  @Test(arguments: [2, 3, 100, 101, 2001])
  func `nodes descend within the interval, symmetric, with positive weights of sum two`(count: Int) throws {
    let (nodes, weights) = try rule(count, bits: 100)
    #expect(zip(nodes, nodes.dropFirst()).allSatisfy { ($0 - $1).provenSign == 1 })
    #expect(nodes.allSatisfy { (Ball(1) - $0.magnitude).provenSign == 1 } && weights.allSatisfy { $0.provenSign == 1 })
    #expect(zip(nodes, nodes.reversed()).allSatisfy { ($0 + $1).containsZero })
    #expect((weights.reduce(Ball(0), +) - Ball(2)).containsZero)
  }

  @Test func `one node is the midpoint rule and no node is refused`() throws {
    let (nodes, weights) = try rule(1, bits: 100)
    #expect(nodes[0].isZero && weights[0].contains(Ball(2)))
    refused(.noNodes(count: 0), try GaussLegendre.rule(count: 0, bits: 100))
  }

  @Test func `rules that are forgotten come back the same`() throws {
    let before = try rule(20, bits: 100)
    GaussLegendre.forget()
    let after = try rule(20, bits: 100)
    #expect(zip(before.nodes, after.nodes).allSatisfy { $0.contains($1) && $1.contains($0) })
  }
}

extension Ball {
  /// 1 or -1 where every number of the ball has that sign.
  var provenSign: Int? { containsZero ? nil : double > 0 ? 1 : -1 }
}
