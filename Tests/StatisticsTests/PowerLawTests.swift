import Foundation
import Testing

@testable import Statistics

@Suite struct PowerLawTests {
  @Test func `an exact power law is recovered`() throws {
    let x = [1.0, 2, 5, 11, 30]
    let law = try PowerLawFit(x, x.map { 3 * pow($0, -1.7) })
    #expect(abs(law.exponent + 1.7) < 1e-13 && abs(exp(law.line.intercept) - 3) < 1e-12)
  }

  @Test func `the exponent's error is that of the line in logarithms`() throws {
    let data = CertifiedData.norris
    let law = try PowerLawFit(data.map { exp($0.x / 100) }, data.map { exp($0.y / 100) })
    #expect(abs(law.line.model.standardErrors[1] / 0.429796848199937e-3 - 1) < 1e-9)
  }

  @Test func `values without a logarithm are refused`() {
    refused(.notPositive(index: 1, value: 0), try PowerLawFit([1, 2, 3], [1, 0, 3]))
    refused(.notPositive(index: 0, value: -1), try PowerLawFit([-1, 2, 3], [1, 2, 3]))
    refused(.notFinite(index: 2), try PowerLawFit([1, 2, 3], [1, 2, .nan]))
  }

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
    refused(.tooFewPoints(points: 2, needed: 3), try PowerLawDrift([1, 2, 2], [1, 2, 3]))
    refused(.notPositive(index: 1, value: 0), try PowerLawDrift([1, 2, 3], [1, 0, 3]))
  }

  @Test func `a power law has one exponent everywhere`() throws {
    let x = [1.0, 2, 4, 9]
    let points = try LocalExponents.successive(x, x.map { pow($0, -1.5) })
    #expect(points.count == 3 && points.allSatisfy { abs($0.exponent + 1.5) < 1e-13 })
    #expect(abs(points[0].x - 2.0.squareRoot()) < 1e-14)
  }

  @Test func `an exponential has an exponent that grows without bound`() throws {
    let x = (1...6).map(Double.init)
    let exponents = try LocalExponents.successive(x, x.map { exp(-$0) }).map(\.exponent)
    // Between k and k+1 it is -1/log(1 + 1/k).
    for (k, exponent) in zip(1..., exponents) { #expect(abs(exponent + 1 / log(1 + 1 / Double(k))) < 1e-12) }
    #expect(zip(exponents, exponents.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func `one point and one abscissa are refused`() throws {
    refused(.tooFewPoints(points: 1, needed: 2), try LocalExponents.successive([1], [1]))
    refused(.constantAbscissa(value: 0), try LocalExponents.successive([1, 1], [2, 3]))
  }

  /// A power law is interpolated exactly, and of several crossings the first counts.
  @Test(arguments: [
    (0.1, [16, 64, 256], [0.25, 0.125, 0.0625], 100, 64...256.0), (1, [1, 16, 64, 256], [4, 1, 3, 0.5], 16, 1...16),
  ]) func `the width is interpolated in logarithms at the first crossing`(
    level: Double, widths: [Double], errors: [Double], expected: Double, ends: ClosedRange<Double>
  ) throws {
    guard case .reached(let width, let bracket) = try WidthNeeded(level: level, widths: widths, errors: errors) else {
      Issue.record("not reached")
      return
    }
    #expect(abs(width - expected) < 1e-10 && bracket == ends)
  }

  @Test func `nothing is extrapolated`() throws {
    let widths = [16.0, 64]
    #expect(try WidthNeeded(level: 1, widths: widths, errors: [0.5, 0.3]) == .belowSmallest(16))
    #expect(try WidthNeeded(level: 0.1, widths: widths, errors: [0.5, 0.3]) == .notReached(leastError: 0.3))
  }

  @Test func `seeds are combined on the log scale with a Student interval`() throws {
    let seeds = [10.0, 100, 1000].map { WidthNeeded.reached(width: $0, bracket: $0...$0) }
    let combined = try #require(try WidthNeeded.combined(seeds))
    #expect(abs(combined.mean - 100) < 1e-10)
    // t_{0.975} with 2 degrees of freedom is 4.302652729911275.
    let half = 4.302652729911275 * log(10) / 3.0.squareRoot()
    #expect(abs(log(combined.interval.upper) - log(100) - half) < 1e-9)
    #expect(try WidthNeeded.combined(seeds + [.notReached(leastError: 1)]) == nil)
    #expect(try WidthNeeded.combined([seeds[0]]) == nil)
  }

  @Test func `bad curves are refused`() {
    refused(.lengthsDiffer(first: 1, second: 2), try WidthNeeded(level: 1, widths: [1], errors: [1, 2]))
    refused(.tooFewPoints(points: 0, needed: 1), try WidthNeeded(level: 1, widths: [], errors: []))
    refused(.notPositive(index: 0, value: 0), try WidthNeeded(level: 1, widths: [1], errors: [0]))
    refused(.notPositive(index: 0, value: -1), try WidthNeeded(level: -1, widths: [1], errors: [1]))
    #expect(throws: RegressionError.self) { try WidthNeeded(level: 1, widths: [10, 5], errors: [2, 1]) }
  }

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
    #expect(wrong.exponent - 2.5 > 0.01 && wrong.variants.count == 3)
    #expect(wrong.systematicInterval.width > 0.5 * (wrong.exponent - 2.5))
    let right = try DecayFit(degrees: degrees, values: values, dimension: 3, terms: [DecayTerm(power: 0.5)])
    #expect(abs(right.exponent - 2.5) < 1e-10 && right.systematicInterval.contains(wrong.exponent))
    #expect(right.systematicInterval.lower - 1e-10 <= 2.5)
  }

  @Test func `the other order drops the last smooth term or adds the square`() {
    let (one, two) = (DecayTerm(power: 1), DecayTerm(power: 2))
    let parity = DecayTerm(power: 0.5, alternates: true)
    #expect(DecayFit.otherOrder(than: [one, two, parity]) == [one, parity])
    #expect(DecayFit.otherOrder(than: [parity]) == [parity, two] && DecayFit.otherOrder(than: []) == [two])
  }

  @Test func `parts that are too short give no variant`() throws {
    let degrees = [10, 20, 30]
    let fit = try DecayFit(degrees: degrees, values: law(degrees, dimension: 3, exponent: 0.5), dimension: 3)
    #expect(fit.variants.isEmpty && fit.systematicInterval == Interval(lower: fit.exponent, upper: fit.exponent))
  }

  @Test func `vanishing values, short data and undecidable terms are refused`() {
    func fit(_ degrees: [Int], _ values: [Double], powers: [Double] = [], law: [Double]? = nil) throws -> DecayFit {
      let terms = powers.map { DecayTerm(power: $0) }
      return try DecayFit(degrees: degrees, values: values, dimension: 3, terms: terms, alternatingLaw: law)
    }
    refused(.notPositive(index: 1, value: 0), try fit([2, 3, 4], [1, 0, 0.5]))
    refused(.tooFewPoints(points: 2, needed: 3), try fit([2, 3], [1, 0.5], powers: [2]))
    refused(.dependentColumns(column: 2), try fit([2, 4, 6], [1, 0.5, 0.2], powers: [0]))
    refused(.lengthsDiffer(first: 1, second: 2), try fit([2, 4], [1, 0.5], law: [0]))
  }
}
