import Foundation
import Testing

@testable import Statistics

struct LocalExponentsTests {
  @Test func `a power law has one exponent everywhere`() throws {
    let x = [1.0, 2, 4, 9]
    let points = try LocalExponents.successive(x, x.map { pow($0, -1.5) })
    #expect(points.count == 3)
    #expect(points.allSatisfy { abs($0.exponent + 1.5) < 1e-13 })
    #expect(abs(points[0].x - 2.0.squareRoot()) < 1e-14)
  }

  @Test func `an exponential has an exponent that grows without bound`() throws {
    let x = (1...6).map(Double.init)
    let exponents = try LocalExponents.successive(x, x.map { exp(-$0) }).map(\.exponent)
    // Between k and k+1 it is -1/log(1 + 1/k).
    for (k, exponent) in zip(1..., exponents) { #expect(abs(exponent + 1 / log(1 + 1 / Double(k))) < 1e-12) }
    #expect(zip(exponents, exponents.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func `windows slide by one point`() throws {
    let x = (1...10).map(Double.init)
    #expect(try LocalExponents.windows(x, x.map { $0 * $0 }, width: 4).count == 7)
    #expect(throws: RegressionError.tooFewPoints(points: 10, needed: 11)) {
      try LocalExponents.windows(x, x, width: 11)
    }
    #expect(throws: RegressionError.constantAbscissa(value: 0)) { try LocalExponents.successive([1, 1], [2, 3]) }
  }
}
