import LinearAlgebra
import Testing

@testable import Networks

@Suite struct EscapeTests {
  /// f = relu(w x + b) a + c through (1, 2), far from the kink: a smooth minimum.
  private func minimum() throws -> (ShallowNetwork, TrainingSet) {
    let network = try ShallowNetwork(weights: column([1]), biases: [0], outputWeights: [1], offset: 1)
    return (network, try TrainingSet(points: column([1]), targets: [2]))
  }

  @Test(arguments: [0.9, 0.95, 0.98]) func `below the critical step the run stays`(fraction: Double) throws {
    let (network, data) = try minimum()
    let rule = try StoppingRule(tolerance: 1e-24, hold: 50, maximumSteps: 2000)
    let escape = try Escape(from: network, on: data, fraction: fraction, rule: rule)
    #expect(escape.stayed)
    #expect(escape.sharpness == 4)
    #expect((escape.growth - escape.predictedGrowth).magnitude < 1e-3)
    let stability = try #require(escape.finalStability)
    #expect((stability - fraction).magnitude < 1e-6)
  }

  @Test func `above the critical step the run leaves for a flatter minimum`() throws {
    let (network, data) = try minimum()
    let rule = try StoppingRule(tolerance: 1e-24, hold: 50, maximumSteps: 4000)
    let escape = try Escape(from: network, on: data, fraction: 1.02, rule: rule, tracedEvery: 100)
    #expect(!escape.stayed)
    #expect((escape.growth - 1.04).magnitude < 1e-3)
    #expect(escape.run.outcome == .converged)
    let stability = try #require(escape.finalStability)
    #expect(stability < 1)
    #expect(escape.run.trace.map(\.loss).max() ?? 0 > 1e-6)
  }

  @Test func `a minimum is prepared off the kinks or not at all`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try TrainingSet(points: column([-1, 1]), targets: [1, -1])
    let rule = try StoppingRule(tolerance: 1e-14, hold: 5, maximumSteps: 4000)
    let found = try #require(
      try Escape.minimum(from: network, on: data, step: 0.1, shake: 1e-3, rule: rule, seed: 1))
    #expect(largestDifference(try found.values(at: data.points), data.targets) < 1e-9)
    let short = try StoppingRule(tolerance: 1e-14, hold: 5, maximumSteps: 2)
    #expect(try Escape.minimum(from: network, on: data, step: 0.1, shake: 1e-3, rule: short, seed: 1) == nil)
  }

  @Test func `a fraction that is not positive is refused`() throws {
    let (network, data) = try minimum()
    let rule = try StoppingRule(tolerance: 1e-24, hold: 50, maximumSteps: 10)
    #expect(throws: NetworkError.notPositive(what: "the fraction of the critical step", value: 0)) {
      try Escape(from: network, on: data, fraction: 0, rule: rule)
    }
  }
}
