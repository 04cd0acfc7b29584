import Foundation
import Statistics
import Testing

@testable import KernelRegression

@Suite struct HarmonicLevelsTests {
  @Test func `multiplicities are those of the harmonics`() {
    // 2k+1, (k+1)^2, and exact binomials.
    for k in 0..<6 {
      #expect(HarmonicLevels.multiplicity(dimension: 3, degree: Double(k)) == Double(2 * k + 1))
      #expect(abs(HarmonicLevels.multiplicity(dimension: 4, degree: Double(k)) - Double((k + 1) * (k + 1))) < 1e-13)
    }
    #expect(abs(HarmonicLevels.multiplicity(dimension: 11, degree: 5) - 2717) < 1e-10)
    #expect(abs(HarmonicLevels.multiplicity(dimension: 6, degree: 7) - 540) < 1e-11)
    #expect(HarmonicLevels.multiplicity(dimension: 64, degree: 0) == 1)
  }

  @Test(arguments: [40, 41, 400]) func `the extended levels carry the whole trace`(last: Int) throws {
    // sum_{k >= 1} (2k+1) Gamma(k-1/2)/Gamma(k+5/2) = 8/3, since (1-t)^{1/2} vanishes at 1, and
    // Gamma(1/2)/Gamma(7/2) = 8/15.
    var values = GammaForm.values(exponent: 0.5, through: last)
    values[1] = 8.0 / 15
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
    let extended = try levels.extended(eigenvalueExponent: 3, varianceExponent: 3)
    let short = zip(levels.multiplicities, levels.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    let trace = zip(extended.multiplicities, extended.eigenvalues).reduce(0) { $0 + $1.0 * $1.1 }
    let tail = 8.0 / 3 - short
    #expect(tail > 1e-3 && abs(trace - 8.0 / 3) < tail / Double(last * last))
    #expect(extended.lawError < 1.1 / Double(last * last) && extended.explicitCount == values.count)
  }

  @Test func `a parity that vanishes stays without a tail`() throws {
    var values = GammaForm.values(exponent: 0.5, through: 60)
    for k in stride(from: 3, to: values.count, by: 2) { values[k] = 0 }
    let levels = try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
    let extended = try levels.extended(eigenvalueExponent: 3, varianceExponent: nil)
    #expect(extended.eigenvalues.count == values.count + 200)
    #expect(extended.variances.dropFirst(values.count).allSatisfy { $0 == 0 })
  }

  @Test func `bad spectra are refused`() {
    let ones = [Double](repeating: 1, count: 20)
    #expect(throws: RegressionError.self) { try HarmonicLevels(dimension: 2, eigenvalues: ones, variances: ones) }
    refused(.lengthsDiffer(first: 20, second: 1), try HarmonicLevels(dimension: 3, eigenvalues: ones, variances: [1]))
    refused(.notPositive(index: 0, value: -1), try HarmonicLevels(dimension: 3, eigenvalues: [-1], variances: [0]))
    refused(.notFinite(index: 0), try HarmonicLevels(dimension: 3, eigenvalues: [0], variances: [.nan]))
    refused(.tooFewPoints(points: 0, needed: 1), try HarmonicLevels(dimension: 3, eigenvalues: [], variances: []))
    func extend(_ values: [Double], exponent: Double) throws -> HarmonicLevels {
      try HarmonicLevels(dimension: 3, eigenvalues: values, variances: values)
        .extended(eigenvalueExponent: exponent, varianceExponent: nil)
    }
    refused(.tooFewPoints(points: 19, needed: 20), try extend(Array(ones.dropLast()), exponent: 3))
    #expect(throws: RegressionError.self) { try extend(ones, exponent: 0) }
  }

  @Test func `on S^2 the threshold of Gamma-form spectra is one`() throws {
    // s* = 3/(d+1) = 1 for d = 2.
    let mu = GammaForm.values(exponent: 0.5, through: 400)
    let v = GammaForm.values(exponent: 1.5, through: 400)
    let threshold = try SmoothnessThreshold(dimension: 3, eigenvalues: mu, variances: v, range: 200...400)
    #expect(abs(threshold.value - 1) < 1e-4 && threshold.eigenvalueSlope < 0)
  }

  @Test func `pure powers give the threshold exactly, for vanishing parities too`() throws {
    // D = 4: N = (k+1)^2 = x^2, v = x^-6, mu = x^-4: -4 + 4 s = -1.
    let x = (0...40).map { Double($0 + 1) }
    let mu = x.enumerated().map { $0.offset % 2 == 0 ? pow($0.element, -4) : 0 }
    let v = x.map { pow($0, -6) }
    let threshold = try SmoothnessThreshold(dimension: 4, eigenvalues: mu, variances: v, range: 10...40)
    #expect(abs(threshold.value - 0.75) < 1e-12 && threshold.degrees.allSatisfy { $0.isMultiple(of: 2) })
  }

  @Test func `too few degrees are refused`() {
    func threshold(_ dimension: Int, _ range: ClosedRange<Int>) throws -> SmoothnessThreshold {
      try SmoothnessThreshold(dimension: dimension, eigenvalues: [1, 1, 1], variances: [1, 1, 1], range: range)
    }
    refused(.tooFewPoints(points: 2, needed: 3), try threshold(3, 1...9))
    #expect(throws: RegressionError.self) { try threshold(2, 0...9) }
  }
}

/// Gamma(k-nu) / Gamma(k+nu+2), k = 2, ..., by its recurrence: the exact spectrum of an end singularity on S^2.
enum GammaForm {
  static func values(exponent nu: Double, through last: Int) -> [Double] {
    var values = [0, 0, tgamma(2 - nu) / tgamma(4 + nu)]
    for k in 2..<last { values.append(values[k] * (Double(k) - nu) / (Double(k) + nu + 2)) }
    return values
  }
}
