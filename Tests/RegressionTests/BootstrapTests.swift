import Foundation
import LinearAlgebra
import Testing

@testable import Regression

struct BootstrapTests {
  private func bootstrap(_ seed: UInt64 = 1, level: Double = 0.95) throws -> Bootstrap {
    try Bootstrap(replicates: 1000, level: level, stream: RandomStream(seed: seed, purpose: "bootstrap"))
  }

  /// y = 1 + 2x plus Gaussian noise of deviation 0.5 at x = 0 ... count-1 over 10.
  private func noisyLine(seed: UInt64, count: Int = 40) -> (x: [Double], y: [Double]) {
    let noise = RandomStream(seed: seed, purpose: "noise")
    let x = (0..<count).map { Double($0) / 10 }
    return (x, x.enumerated().map { 1 + 2 * $0.element + 0.5 * noise.gaussian(at: $0.offset) })
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
    #expect(abs(interval.width / normal.width - 1) < 0.1)
    #expect(abs(interval.center - normal.center) < 0.1 * normal.width)
  }

  @Test func `intervals of slopes cover the truth about as often as they say`() throws {
    var (pairs, residuals) = (0, 0)
    let trials = 60
    for seed in 0..<UInt64(trials) {
      let (x, y) = noisyLine(seed: seed)
      let small = try Bootstrap(replicates: 200, level: 0.9, stream: RandomStream(seed: seed, purpose: "bootstrap"))
      if try small.slopeByPairs(x, y).contains(2) { pairs += 1 }
      if try small.slopeByResiduals(x, y).contains(2) { residuals += 1 }
    }
    // Expected 54 of 60 with deviation 2.3; below 45 would be four deviations.
    #expect(pairs >= 45 && residuals >= 45)
    #expect(pairs < trials && residuals < trials)
  }

  @Test func `both bootstraps agree with Student's interval on well-behaved data`() throws {
    let (x, y) = noisyLine(seed: 11)
    let student = try LineFit(x, y).slopeInterval()
    #expect(abs(try bootstrap().slopeByPairs(x, y).width / student.width - 1) < 0.3)
    #expect(abs(try bootstrap().slopeByResiduals(x, y).width / student.width - 1) < 0.15)
  }

  @Test func `resampled residuals have the variance that the line's standard error assumes`() throws {
    let (x, y) = noisyLine(seed: 3, count: 6)
    let stream = RandomStream(seed: 9, purpose: "bootstrap")
    // One deviation to either side holds 68.27 %; without the factor sqrt(6/4) the width would be 0.82 of it.
    let interval = try Bootstrap(replicates: 4000, level: 0.6827, stream: stream).slopeByResiduals(x, y)
    #expect(abs(interval.width / (2 * (try LineFit(x, y).slopeError)) - 1) < 0.08)
  }

  @Test func `exact data have intervals of no width`() throws {
    let x = [1.0, 2, 3, 7, 20]
    let law = x.map { 5 * pow($0 + 1, -2) }
    for interval in [
      try bootstrap().exponentByPairs(x, law, shift: 1), try bootstrap().exponentByResiduals(x, law, shift: 1),
      try bootstrap().exponentByResiduals(x, law, shift: 1, weights: [1, 2, 3, 4, 5]),
    ] {
      #expect(interval.width < 1e-12 && abs(interval.center + 2) < 1e-12)
    }
  }

  @Test func `degenerate resamples are left out`() throws {
    // With two points half of the resamples are one point twice.
    let interval = try bootstrap().slopeByPairs([1, 2], [3, 5])
    #expect(abs(interval.lower - 2) < 1e-13 && abs(interval.upper - 2) < 1e-13)
  }

  @Test func `bad settings and data are refused`() throws {
    let stream = RandomStream(seed: 1, purpose: "bootstrap")
    #expect(throws: RegressionError.badReplicates(count: 10)) { try Bootstrap(replicates: 10, stream: stream) }
    #expect(throws: RegressionError.badLevel(level: 2)) { try Bootstrap(level: 2, stream: stream) }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) { try bootstrap().mean([]) }
    #expect(throws: RegressionError.notFinite(index: 0)) { try bootstrap().mean([.nan]) }
    #expect(throws: RegressionError.constantAbscissa(value: 1)) { try bootstrap().slopeByPairs([1, 1], [2, 3]) }
    #expect(throws: RegressionError.tooFewPoints(points: 2, needed: 3)) {
      try bootstrap().slopeByResiduals([1, 2], [2, 3])
    }
    #expect(throws: RegressionError.notPositive(index: 0, value: 0)) {
      try bootstrap().exponentByPairs([0, 1], [2, 3])
    }
  }
}
