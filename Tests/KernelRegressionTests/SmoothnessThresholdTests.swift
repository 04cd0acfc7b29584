import Foundation
import Statistics
import Testing

@testable import KernelRegression

@Suite struct SmoothnessThresholdTests {
  @Test func `on S^2 the threshold of Gamma-form spectra is one`() throws {
    // s* = 3/(d+1) = 1 for d = 2.
    let mu = GammaForm.values(exponent: 0.5, through: 400)
    let v = GammaForm.values(exponent: 1.5, through: 400)
    let threshold = try SmoothnessThreshold(dimension: 3, eigenvalues: mu, variances: v, range: 200...400)
    #expect(abs(threshold.value - 1) < 1e-4)
    #expect(abs(threshold.slope(at: threshold.value) + 1) < 1e-12)
    #expect(threshold.slope(at: 0.9) < -1 && threshold.slope(at: 1.1) > -1)
  }

  @Test func `pure powers give the threshold exactly, for vanishing parities too`() throws {
    // D = 4: N = (k+1)^2 = x^2, v = x^-6, mu = x^-4: -4 + 4 s = -1.
    let x = (0...40).map { Double($0 + 1) }
    let mu = x.enumerated().map { $0.offset % 2 == 0 ? pow($0.element, -4) : 0 }
    let v = x.map { pow($0, -6) }
    let threshold = try SmoothnessThreshold(dimension: 4, eigenvalues: mu, variances: v, range: 10...40)
    #expect(abs(threshold.value - 0.75) < 1e-12)
    #expect(threshold.degrees.allSatisfy { $0.isMultiple(of: 2) })
  }

  @Test func `too few degrees are refused`() {
    #expect(throws: RegressionError.tooFewPoints(points: 2, needed: 3)) {
      try SmoothnessThreshold(dimension: 3, eigenvalues: [1, 1, 1], variances: [1, 1, 1], range: 1...9)
    }
    #expect(throws: RegressionError.self) {
      try SmoothnessThreshold(dimension: 2, eigenvalues: [1, 1, 1], variances: [1, 1, 1], range: 0...9)
    }
  }
}
