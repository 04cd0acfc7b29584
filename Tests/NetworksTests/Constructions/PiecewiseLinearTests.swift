import Testing

@testable import Networks

@Suite struct PiecewiseLinearTests {
  @Test func `it meets the function at the knots and is straight between them`() throws {
    let knots = [-1.0, -0.25, 0.5, 2]
    let interpolant = try PiecewiseLinear(knots: knots) { $0 * $0 }
    for knot in knots { #expect(abs(interpolant(knot) - knot * knot) < 1e-14) }
    #expect(abs(interpolant(1.25) - 2.125) < 1e-14)
    #expect(interpolant(-5) == 1)
    #expect(abs(interpolant(3) - 6.5) < 1e-14)
  }

  @Test func `the error for a square is a quarter of the squared half step`() throws {
    let interpolant = try PiecewiseLinear(pieces: 10, on: -1...1) { $0 * $0 }
    let places: [Double] = (0...2000).map { Double($0) / 1000 - 1 }
    let errors: [Double] = places.map { interpolant($0) - $0 * $0 }
    #expect(abs((errors.max() ?? 0) - 0.01) < 1e-12)
    #expect(errors.allSatisfy { $0 > -1e-14 })
    #expect(interpolant.knots.count == 10)
  }

  @Test func `knots that do not ascend and values that are no numbers are refused`() {
    #expect(throws: NetworkError.empty("the interior of the knots")) { try PiecewiseLinear(knots: [1]) { $0 } }
    #expect(throws: NetworkError.empty("the interior of the knots")) {
      try PiecewiseLinear(pieces: 0, on: 0...1) { $0 }
    }
    #expect(throws: NetworkError.notPositive(what: "the distance of two knots", value: 0)) {
      try PiecewiseLinear(knots: [1, 1]) { $0 }
    }
    #expect(throws: NetworkError.notFinite("the knots or their values")) {
      try PiecewiseLinear(knots: [0, 1]) { 1 / $0 }
    }
  }
}
