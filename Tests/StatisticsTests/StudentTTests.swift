import Foundation
import Testing

@testable import Statistics

@Suite struct StudentTTests {
  /// By root finding on mpmath's incomplete beta function (scipy for 100,000 degrees of freedom).
  @Test(arguments: [
    (0.975, 1, 12.706204736174693), (0.975, 2, 4.3026527297494618), (0.975, 5, 2.5705818356363148),
    (0.95, 10, 1.8124611228116759), (0.995, 30, 2.749995653567225), (0.975, 120, 1.9799304050824405),
    (0.9995, 7, 5.4078825208618281), (0.6, 3, 0.27667066233268985), (0.975, 100_000, 1.9599877075346095),
  ]) func `quantiles agree with reference values`(probability: Double, freedom: Int, expected: Double) throws {
    let value = try StudentT.quantile(probability, freedom: Double(freedom))
    #expect(abs(value / expected - 1) < (freedom > 1000 ? 1e-9 : 1e-12))
    let mirrored = try StudentT.quantile(1 - probability, freedom: Double(freedom))
    #expect(abs(mirrored / expected + 1) < (freedom > 1000 ? 1e-9 : 1e-12))
  }

  @Test(arguments: [0.01, 0.3, 1.0, 7.0, 400.0])
  func `with one and two degrees of freedom the tail is elementary`(t: Double) throws {
    let cauchy = 1 - 2 / Double.pi * atan(t)
    #expect(abs(try StudentT.twoSidedTail(t, freedom: 1) / cauchy - 1) < 1e-12)
    let root = (2 + t * t).squareRoot()
    // 1 - t/root, rewritten so that it keeps its digits for large t.
    #expect(abs(try StudentT.twoSidedTail(t, freedom: 2) / (2 / (root * (root + t))) - 1) < 1e-12)
  }

  @Test func `the median is zero and infinity has no tail`() throws {
    #expect(try StudentT.quantile(0.5, freedom: 3) == 0)
    #expect(try StudentT.twoSidedTail(.infinity, freedom: 3) == 0)
    #expect(try StudentT.twoSidedTail(0, freedom: 3) == 1)
  }

  @Test func `the incomplete beta function agrees with reference values`() {
    #expect(abs(IncompleteBeta.regularized(0.9, complement: 0.1, 5, 0.5) / 0.316642915020012256 - 1) < 1e-13)
    #expect(abs(IncompleteBeta.regularized(0.2, complement: 0.8, 2.5, 3.5) / 0.132817309778049111 - 1) < 1e-13)
  }

  @Test func `impossible probabilities and degrees of freedom are refused`() {
    refused(.badProbability(value: 1), try StudentT.quantile(1, freedom: 2))
    refused(.badFreedom(value: 0), try StudentT.quantile(0.9, freedom: 0))
    refused(.badFreedom(value: -1), try StudentT.twoSidedTail(1, freedom: -1))
  }

  /// By bisection of mpmath's incomplete beta function at 40 digits.
  @Test(arguments: [
    (7, 10, 0.95, 0.3475471499400027, 0.93326048882226553), (98, 100, 0.99, 0.91056932701340861, 0.99896038099405117),
    (9860, 10_000, 0.95, 0.9835003252315687, 0.98821038783158764),
    (1, 5, 0.9, 0.010206218313011496, 0.6574083180011387),
  ]) func `ends agree with reference values`(k: Int, n: Int, level: Double, low: Double, high: Double) throws {
    let interval = try Interval(successes: k, trials: n, level: level)
    #expect(abs(interval.lower - low) < 1e-12 && abs(interval.upper - high) < 1e-12)
    let failures = try Interval(successes: n - k, trials: n, level: level)
    #expect(abs(failures.lower - (1 - high)) < 1e-12 && abs(failures.upper - (1 - low)) < 1e-12)
  }

  /// Without a success the upper end solves (1 - p)^n = (1 - level)/2.
  @Test(arguments: [1, 3, 50, 10_000])
  func `without successes or without failures one end is elementary`(trials: Int) throws {
    let root = pow(0.025, 1 / Double(trials))
    let (none, all) = (
      try Interval(successes: 0, trials: trials, level: 0.95),
      try Interval(successes: trials, trials: trials, level: 0.95)
    )
    #expect(none.lower == 0 && abs(none.upper - (1 - root)) < 1e-12)
    #expect(all.upper == 1 && abs(all.lower - root) < 1e-12)
  }

  @Test func `impossible counts and levels are refused`() {
    let expected = RegressionError.outside(
      what: "the number of successes", value: 4, need: "it must lie between 0 and 3, the trials")
    refused(expected, try Interval(successes: 4, trials: 3, level: 0.95))
    #expect(throws: RegressionError.self) { try Interval(successes: -1, trials: 3, level: 0.95) }
    #expect(throws: RegressionError.self) { try Interval(successes: 0, trials: 0, level: 0.95) }
    refused(.badLevel(level: 1), try Interval(successes: 1, trials: 3, level: 1))
  }
}
