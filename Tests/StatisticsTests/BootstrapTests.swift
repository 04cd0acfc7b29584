import LinearAlgebra
import Testing

@testable import Statistics

struct BootstrapTests {
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
    #expect(abs(interval.width / normal.width - 1) < 0.1)
    #expect(abs(interval.center - normal.center) < 0.1 * normal.width)
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

  @Test func `degenerate resamples are left out`() throws {
    // Of two points half of the resamples are one point twice; the others hold both.
    let interval = try bootstrap().interval(count: 2) { Set($0).count > 1 ? Double($0.reduce(0, +)) : nil }
    #expect(interval == Interval(lower: 1, upper: 1))
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) {
      try bootstrap().interval(count: 2) { _ in nil }
    }
  }

  @Test func `bad settings and data are refused`() throws {
    let stream = RandomStream(seed: 1, purpose: "bootstrap")
    #expect(throws: RegressionError.badReplicates(count: 10)) { try Bootstrap(replicates: 10, stream: stream) }
    #expect(throws: RegressionError.badLevel(level: 2)) { try Bootstrap(level: 2, stream: stream) }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) { try bootstrap().mean([]) }
    #expect(throws: RegressionError.notFinite(index: 0)) { try bootstrap().mean([.nan]) }
  }
}
