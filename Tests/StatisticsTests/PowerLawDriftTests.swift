import Foundation
import Testing

@testable import Statistics

struct PowerLawDriftTests {
  @Test func `a power law does not drift`() throws {
    let x = [2.0, 3, 4, 5, 8, 16]
    let fit = try PowerLawDrift(x, x.map { 7 * pow($0, 1.3) })
    #expect(abs(fit.exponent - 1.3) < 1e-13 && abs(fit.drift) < 1e-12 && abs(fit.relative) < 1e-12)
  }

  @Test func `a parabola in logarithms is recovered`() throws {
    let x = [1.0, 2, 4, 8, 16]
    // log y = 0.5 u + 0.2 u^2 with u = log x - log 4: the exponent at the geometric mean is 0.5.
    let y = x.map { value in exp(0.5 * log(value / 4) + 0.2 * pow(log(value / 4), 2)) }
    let fit = try PowerLawDrift(x, y)
    #expect(abs(fit.exponent - 0.5) < 1e-13 && abs(fit.drift - 0.4) < 1e-13 && abs(fit.relative - 0.8) < 1e-12)
  }

  @Test func `an exponential drifts as much as its exponent`() throws {
    let x = [1.0, 1.05, 1.1, 1.15, 1.2]
    #expect(abs(try PowerLawDrift(x, x.map { exp(3 * $0) }).relative - 1) < 0.01)
  }

  @Test func `two places and values without a logarithm are refused`() {
    #expect(throws: RegressionError.tooFewPoints(points: 2, needed: 3)) { try PowerLawDrift([1, 2, 2], [1, 2, 3]) }
    #expect(throws: RegressionError.notPositive(index: 1, value: 0)) { try PowerLawDrift([1, 2, 3], [1, 0, 3]) }
  }
}
