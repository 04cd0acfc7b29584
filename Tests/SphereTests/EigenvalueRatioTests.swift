import Testing

@testable import Sphere

@Suite struct EigenvalueRatioTests {
  /// p/q over r/s is the rational p s / (q r): the ends multiplied out are compared as balls.
  @Test(arguments: [(1, 3, 1, 7), (2, 3, 5, 9), (1, 49, 1, 10_007), (22, 7, 1, 1_000_003)])
  func `the exact ratio of rationals lies between the ends`(p: Int, q: Int, r: Int, s: Int) throws {
    let found = try #require(EigenvalueRatio(Double(p) / Double(q), over: Double(r) / Double(s)))
    let exact = Ball(p * s, over: q * r)
    #expect((exact - Ball(found.low)).isPositive && (Ball(found.high) - exact).isPositive)
    #expect(found.low <= found.value && found.value <= found.high && found.high / found.low - 1 < 2e-15)
  }

  @Test func `a zero stays one, and nothing is divided by it`() {
    #expect(EigenvalueRatio(0, over: 0.3).map { $0.low == 0 && $0.value == 0 && $0.high == 0 } == true)
    for (numerator, denominator) in [(1.0, 0.0), (0, 0), (.nan, 1), (1, .infinity), (1e300, 1e-300)] {
      #expect(EigenvalueRatio(numerator, over: denominator) == nil)
    }
  }
}
