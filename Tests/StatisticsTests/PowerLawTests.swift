import Foundation
import Testing

@testable import Statistics

@Suite struct PowerLawTests {
  @Test func `an exact power law is recovered, with and without a shift`() throws {
    let x = [1.0, 2, 5, 11, 30]
    let plain = try PowerLawFit(x, x.map { 3 * pow($0, -1.7) })
    #expect(abs(plain.exponent + 1.7) < 1e-13 && abs(plain.prefactor - 3) < 1e-12)
    let shifted = try PowerLawFit(x, x.map { 3 * pow($0 + 2.5, -1.7) }, shift: 2.5)
    #expect(abs(shifted.exponent + 1.7) < 1e-13)
    #expect(abs(shifted.value(at: 7) / (3 * pow(9.5, -1.7)) - 1) < 1e-13)
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
    refused(.tooFewPoints(points: 10, needed: 11), try LocalExponents.windows(x, x, width: 11))
    refused(.constantAbscissa(value: 0), try LocalExponents.successive([1, 1], [2, 3]))
  }

  @Test func `a power law is interpolated exactly`() throws {
    let widths = [16.0, 64, 256]
    let needed = try WidthNeeded(level: 0.1, widths: widths, errors: widths.map { 1 / $0.squareRoot() })
    guard case .reached(let width, let bracket) = needed else {
      Issue.record("not reached")
      return
    }
    #expect(abs(width - 100) < 1e-10)
    #expect(bracket == 64...256)
  }

  @Test func `nothing is extrapolated`() throws {
    let widths = [16.0, 64]
    #expect(try WidthNeeded(level: 1, widths: widths, errors: [0.5, 0.3]) == .belowSmallest(16))
    #expect(try WidthNeeded(level: 0.1, widths: widths, errors: [0.5, 0.3]) == .notReached(leastError: 0.3))
  }

  @Test func `the first crossing counts`() throws {
    let needed = try WidthNeeded(level: 1, widths: [1, 16, 64, 256], errors: [4, 1, 3, 0.5])
    guard case .reached(let width, let bracket) = needed else {
      Issue.record("not reached")
      return
    }
    #expect(abs(width - 16) < 1e-12)
    #expect(bracket == 1...16)
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
}
