import Foundation
import Testing

@testable import Statistics

struct DecayFitTests {
  /// Gamma(k-nu)/Gamma(k+nu+d-1), the exact spectrum of (1-t)^nu up to a constant.
  private func law(_ degrees: [Int], dimension: Int, exponent nu: Double) -> [Double] {
    degrees.map { exp(lgamma(Double($0) - nu) - lgamma(Double($0 + dimension - 1) + nu)) }
  }

  @Test(arguments: [3, 4, 8]) func `the gamma form is a pure power in the shifted degree`(dimension: Int) throws {
    let degrees = Array(100...200)
    let fit = try DecayFit(
      degrees: degrees, values: law(degrees, dimension: dimension, exponent: 0.5), dimension: dimension)
    #expect(abs(fit.exponent - Double(dimension)) < 0.005)
    let bare = try PowerLawFit(degrees.map(Double.init), law(degrees, dimension: dimension, exponent: 0.5))
    #expect(abs(bare.exponent + Double(dimension)) > abs(fit.exponent - Double(dimension)))
  }

  @Test func `the next order brings the exponent to four digits`() throws {
    let degrees = Array(20...200)
    let fit = try DecayFit(
      degrees: degrees, values: law(degrees, dimension: 8, exponent: 0.5), dimension: 8, terms: [DecayTerm(power: 2)])
    #expect(abs(fit.exponent - 8) < 2e-4)
  }

  @Test func `a known law of the other end is taken off and an unknown one is fitted`() throws {
    let degrees = Array(50...500)
    let (main, second) = (law(degrees, dimension: 3, exponent: 0.25), law(degrees, dimension: 3, exponent: 0.5))
    let values = degrees.indices.map { main[$0] + (degrees[$0].isMultiple(of: 2) ? 1 : -1) * 0.4 * second[$0] }
    let known = try DecayFit(degrees: degrees, values: values, dimension: 3, alternatingLaw: second.map { 0.4 * $0 })
    #expect(abs(known.exponent - 2.5) < 1e-3)
    let fitted = try DecayFit(
      degrees: degrees, values: values, dimension: 3,
      terms: [DecayTerm(power: 1), DecayTerm(power: 0.5, alternates: true)])
    #expect(abs(fitted.exponent - 2.5) < 1e-3)
    let alternating = fitted.model.coefficients[3]
    #expect(abs(alternating / 0.4 - 1) < 0.01)
  }

  @Test func `the systematic interval holds the truth that the slope misses`() throws {
    // k^-2.5 exp(-1/sqrt k): the bare slope is off by the missing half-integer order, and drifts towards the truth.
    let degrees = Array(50...1000)
    let values = degrees.map { pow(Double($0) + 0.5, -2.5) * exp(1 / (Double($0) + 0.5).squareRoot()) }
    let wrong = try DecayFit(degrees: degrees, values: values, dimension: 3)
    #expect(wrong.exponent - 2.5 > 0.01)
    #expect(wrong.variants.count == 3)
    #expect(wrong.systematicInterval.width > 0.5 * (wrong.exponent - 2.5))
    let right = try DecayFit(degrees: degrees, values: values, dimension: 3, terms: [DecayTerm(power: 0.5)])
    #expect(abs(right.exponent - 2.5) < 1e-10)
    #expect(right.systematicInterval.contains(wrong.exponent))
    #expect(right.systematicInterval.lower - 1e-10 <= 2.5)
  }

  @Test func `the other order drops the last smooth term or adds the square`() {
    let (one, two) = (DecayTerm(power: 1), DecayTerm(power: 2))
    let parity = DecayTerm(power: 0.5, alternates: true)
    #expect(DecayFit.otherOrder(than: [one, two, parity]) == [one, parity])
    #expect(DecayFit.otherOrder(than: [parity]) == [parity, two])
    #expect(DecayFit.otherOrder(than: []) == [two])
  }

  @Test func `parts that are too short give no variant`() throws {
    let degrees = [10, 20, 30]
    let fit = try DecayFit(degrees: degrees, values: law(degrees, dimension: 3, exponent: 0.5), dimension: 3)
    #expect(fit.variants.isEmpty)
    #expect(fit.systematicInterval == Interval(lower: fit.exponent, upper: fit.exponent))
  }

  @Test func `vanishing values, short data and undecidable terms are refused`() {
    refused(.notPositive(index: 1, value: 0), try DecayFit(degrees: [2, 3, 4], values: [1, 0, 0.5], dimension: 3))
    #expect(throws: RegressionError.tooFewPoints(points: 2, needed: 3)) {
      try DecayFit(degrees: [2, 3], values: [1, 0.5], dimension: 3, terms: [DecayTerm(power: 2)])
    }
    #expect(throws: RegressionError.dependentColumns(column: 2)) {
      try DecayFit(degrees: [2, 4, 6], values: [1, 0.5, 0.2], dimension: 3, terms: [DecayTerm(power: 0)])
    }
    #expect(throws: RegressionError.lengthsDiffer(first: 1, second: 2)) {
      try DecayFit(degrees: [2, 4], values: [1, 0.5], dimension: 3, alternatingLaw: [0])
    }
  }
}
