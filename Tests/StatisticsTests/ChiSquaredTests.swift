import Foundation
import LinearAlgebra
import Testing

@testable import Statistics

@Suite struct ChiSquaredTests {
  @Test(arguments: [
    // With two degrees of freedom -2 log(1 - p), with one the square of the normal quantile 1.959963984540054.
    (0.95, 2.0, -2 * log(0.05)), (0.05, 2.0, -2 * log(0.95)), (0.95, 1.0, 1.959963984540054 * 1.959963984540054),
    // Tables: 9 degrees, and 100.
    (0.95, 9.0, 16.918977604620448), (0.05, 9.0, 3.325112843066815), (0.95, 100.0, 124.34211340400407),
  ]) func `quantiles are those of closed form and of tables`(p: Double, nu: Double, known: Double) throws {
    let found = try ChiSquared.quantile(p, freedom: nu)
    #expect(abs(found - known) < 1e-11 * known, "\(found)")
    #expect(abs(try ChiSquared.probability(found, freedom: nu) - p) < 1e-13)
  }

  @Test func `an even number of degrees has Poisson's sum`() throws {
    // P(X > x) = e^{-x/2} sum_{k < nu/2} (x/2)^k / k!
    for nu in [2, 6, 20, 80] {
      for x in [0.5, 3.0, 20.0, 90.0] {
        var (term, sum) = (1.0, 0.0)
        for k in 0..<nu / 2 {
          sum += term
          term *= x / 2 / Double(k + 1)
        }
        let tail = 1 - (try ChiSquared.probability(x, freedom: Double(nu)))
        #expect(abs(tail - exp(-x / 2) * sum) < 1e-13)
      }
    }
  }

  @Test func `what makes no sense is refused`() {
    #expect(throws: RegressionError.badProbability(value: 1)) { try ChiSquared.quantile(1, freedom: 3) }
    #expect(throws: RegressionError.badFreedom(value: 0)) { try ChiSquared.probability(1, freedom: 0) }
    #expect(throws: RegressionError.self) { try SampleSize.narrowing(from: 1, to: 4, level: 0.95) }
  }

  @Test func `the interval of a mean narrows as Student's quantile over the root of the count`() throws {
    // t_{0.975} with 9 and 39 degrees: 2.26215716274, 2.02269092004.
    let known = (2.02269092004 / 40.0.squareRoot()) / (2.26215716274 / 10.0.squareRoot())
    #expect(abs(try SampleSize.narrowing(from: 10, to: 40, level: 0.95) - known) < 1e-9)
    #expect(try SampleSize.narrowing(from: 7, to: 7, level: 0.9) == 1)
  }

  @Test func `the interval of the deviation holds the true one as often as it says`() throws {
    let stream = RandomStream(seed: 7, purpose: "deviation")
    let ends = try SampleSize.deviation(of: 8, level: 0.9)
    let numbers = stream.gaussians(8 * 4000)
    let held = try (0..<4000).count { round in
      let deviation = try Summary(Array(numbers[8 * round..<8 * round + 8])).deviation
      return Interval(lower: ends.lower * deviation, upper: ends.upper * deviation).contains(1)
    }
    // Four standard errors of a share of 0.9 among 4000 are 0.019.
    #expect(abs(Double(held) / 4000 - 0.9) < 0.019, "\(held)")
  }
}
