import Foundation
import LinearAlgebra
import Testing

@testable import Statistics

@Suite struct SummaryTests {
  @Test func `ends are put in order`() {
    #expect(Interval(lower: 2, upper: 1) == Interval(lower: 1, upper: 2))
    #expect(Interval(center: 3, halfWidth: -1) == Interval(lower: 2, upper: 4))
  }

  @Test func `an interval knows its center, width and members`() {
    let interval = Interval(lower: 1, upper: 4)
    #expect(interval.center == 2.5 && interval.width == 3)
    #expect(interval.contains(1) && interval.contains(4) && !interval.contains(4.1) && !interval.contains(.nan))
  }

  @Test func `the span of nothing does not exist`() {
    #expect(Interval(spanning: []) == nil && Interval(spanning: [3, -1, 2]) == Interval(lower: -1, upper: 3))
  }

  @Test func `mean, deviation and quantiles are the textbook's`() throws {
    // 2 4 4 4 5 5 7 9: mean 5, sum of squares 32.
    let summary = try Summary([9, 2, 4, 5, 4, 7, 5, 4])
    #expect(summary.mean == 5 && summary.count == 8)
    #expect(abs(summary.deviation - (32.0 / 7).squareRoot()) < 1e-15)
    #expect(abs(summary.standardError - (32.0 / 56).squareRoot()) < 1e-15)
    // Type 7: h = 7 * 0.25 = 1.75 between 4 and 4; h = 7 * 0.9 = 6.3 between 7 and 9.
    #expect(try summary.quantile(0.25) == 4 && summary.quantile(0.5) == 4.5)
    #expect(abs(try summary.quantile(0.9) - 7.6) < 1e-14)
    #expect(try summary.quantile(0) == 2 && summary.quantile(1) == 9)
  }

  @Test func `Student's interval of a mean`() throws {
    // 1 ... 6: mean 3.5, standard error sqrt(3.5/6), t_{0.975,5}.
    let interval = try Summary([1, 2, 3, 4, 5, 6]).meanInterval(level: 0.95)
    #expect(abs(interval.upper - 3.5 - 2.5705818356363148 * (3.5 / 6).squareRoot()) < 1e-12)
    #expect(abs(interval.center - 3.5) < 1e-14)
  }

  @Test func `the central interval leaves equal shares on both sides`() throws {
    let interval = try Summary((0...100).map(Double.init)).centralInterval(level: 0.9)
    #expect(abs(interval.lower - 5) < 1e-12 && abs(interval.upper - 95) < 1e-12)
  }

  @Test func `one value has no spread and none has no summary`() throws {
    let one = try Summary([3])
    #expect(try one.deviation.isNaN && one.quantile(0.5) == 3)
    refused(.oneValue, try one.meanInterval())
    refused(.tooFewPoints(points: 0, needed: 1), try Summary([]))
    refused(.notFinite(index: 1), try Summary([1, .nan]))
    refused(.badProbability(value: 1.5), try one.quantile(1.5))
    refused(.badLevel(level: 0), try one.centralInterval(level: 0))
  }

  private func bootstrap(_ seed: UInt64 = 1, level: Double = 0.95) throws -> Bootstrap {
    try Bootstrap(replicates: 1000, level: level, stream: RandomStream(seed: seed, purpose: "bootstrap"))
  }

  @Test func `the same stream gives the same interval and another seed another`() throws {
    let values = [1.0, 4, 2, 8, 5, 7]
    #expect(try bootstrap().mean(values) == bootstrap().mean(values))
    #expect(try bootstrap().mean(values) != bootstrap(2).mean(values))
  }

  @Test func `the bootstrap of two values is binomial`() throws {
    // The mean of two draws from {0, 1} is 0, 1/2 or 1 with probabilities 1/4, 1/2, 1/4.
    #expect(try bootstrap(level: 0.4).mean([0, 1]) == Interval(lower: 0.5, upper: 0.5))
    #expect(try bootstrap(level: 0.8).mean([0, 1]) == Interval(lower: 0, upper: 1))
  }

  @Test func `the interval of a mean is close to the normal one for many values`() throws {
    let stream = RandomStream(seed: 5, purpose: "values")
    let values = (0..<400).map { stream.gaussian(at: $0) }
    let interval = try bootstrap().mean(values)
    let normal = try Summary(values).meanInterval()
    #expect(abs(interval.width / normal.width - 1) < 0.1 && abs(interval.center - normal.center) < 0.1 * normal.width)
  }

  @Test func `intervals of a mean cover the truth about as often as they say`() throws {
    var covered = 0
    for seed in 0..<UInt64(60) {
      let values = RandomStream(seed: seed, purpose: "values").gaussians(40).map { 2 + $0 }
      let stream = RandomStream(seed: seed, purpose: "bootstrap")
      if try Bootstrap(replicates: 200, level: 0.9, stream: stream).mean(values).contains(2) { covered += 1 }
    }
    // Expected 54 of 60 with deviation 2.3; below 45 would be four deviations.
    #expect((45..<60).contains(covered))
  }

  @Test func `bad settings and data are refused`() throws {
    let stream = RandomStream(seed: 1, purpose: "bootstrap")
    refused(.badReplicates(count: 10), try Bootstrap(replicates: 10, stream: stream))
    refused(.badLevel(level: 2), try Bootstrap(level: 2, stream: stream))
    refused(.tooFewPoints(points: 0, needed: 1), try bootstrap().mean([]))
    refused(.notFinite(index: 0), try bootstrap().mean([.nan]))
  }

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
    #expect(try StudentT.quantile(0.5, freedom: 3) == 0 && StudentT.twoSidedTail(.infinity, freedom: 3) == 0)
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
