import LinearAlgebra
import Testing

@testable import Networks

@Suite struct StepLadderTests {
  private func ladder(jitter: Double = 0, failures: Int = .max) throws -> StepLadder {
    StepLadder(
      rule: try StoppingRule(tolerance: 1e-30, hold: 1, maximumSteps: 4), jitter: jitter, allowedFailures: failures)
  }

  @Test func `every rung starts where the last one ended`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try TrainingSet(points: column([-1, 1]), targets: [1, -1])
    let rungs = try ladder().climb(network, on: data, steps: [0.1, 0.1], seed: 1)
    let rule = try StoppingRule(tolerance: 1e-30, hold: 1, maximumSteps: 8)
    let direct = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule).network)
    let climbed = try #require(rungs[1].result.network)
    #expect(largestDifference(climbed.parameters, direct.parameters) < 1e-13)
  }

  @Test func `the jitter has the norm that was asked for`() throws {
    // Nothing else moves: the network is dead and the offset fits.
    let count = 2000
    let dead = try ShallowNetwork(
      weights: Matrix(rows: count, columns: 1), biases: [Double](repeating: -1, count: count),
      outputWeights: [Double](repeating: 0, count: count))
    let data = try TrainingSet(points: column([0]), targets: [0])
    let ladder = StepLadder(
      rule: try StoppingRule(tolerance: 1, hold: 1, maximumSteps: 1), jitter: 1e-3)
    let moved = try #require(try ladder.climb(dead, on: data, steps: [0.1], seed: 1).first?.result.network)
    let norm = euclideanNorm(zip(moved.parameters, dead.parameters).map { $0 - $1 })
    #expect((norm / 1e-3 - 1).magnitude < 0.05)
  }

  @Test func `the climb ends after the failures that are allowed or at a divergence`() throws {
    let network = try ShallowNetwork(width: 2, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try TrainingSet(points: column([-1, 0, 1]), targets: [5, -5, 5])
    let steps = [1e-6, 1e-6, 1e-6, 1e-6]
    #expect(try ladder(failures: 2).climb(network, on: data, steps: steps, seed: 1).count == 2)
    let rungs = try ladder().climb(network, on: data, steps: [1e-6, 1e9, 1e-6], seed: 1)
    #expect(rungs.map(\.result.outcome) == [.stepLimit, .diverged])
  }

  @Test func `a geometric ladder stays below its end`() throws {
    #expect(try StepLadder.geometric(from: 1, by: 2, below: 8) == [1, 2, 4])
    #expect(throws: NetworkError.notPositive(what: "the first step size", value: 0)) {
      try StepLadder.geometric(from: 0, by: 2, below: 8)
    }
    #expect(throws: NetworkError.notPositive(what: "the ladder's factor less 1", value: 0)) {
      try StepLadder.geometric(from: 1, by: 1, below: 8)
    }
  }
}
