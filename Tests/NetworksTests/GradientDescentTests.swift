import LinearAlgebra
import Testing

@testable import Networks

@Suite struct GradientDescentTests {
  private func rule(_ steps: Int, tolerance: Double = 1e-20, hold: Int = 1) throws -> StoppingRule {
    try StoppingRule(tolerance: tolerance, hold: hold, maximumSteps: steps)
  }

  @Test(arguments: [(1, 1, 1), (3, 7, 5), (4, 8, 4), (10, 17, 9), (5, 24, 13)])
  func `one step moves the parameters down the gradient`(dimension: Int, width: Int, count: Int) throws {
    let network = try ShallowNetwork(width: width, dimension: dimension, scale: 1, biasScale: 0.5, seed: 3)
    let data = try TrainingSet(
      points: Sample.gaussians(count, dimension, seed: 4), targets: (0..<count).map { Double(1 + $0 % 3) })
    let moved = try GradientDescent.train(network, on: data, step: 0.25, rule: rule(1))
    let gradient = try LossDerivatives.gradient(network, data)
    let expected = zip(network.parameters, gradient).map { $0 - 0.25 * $1 }
    let result = try #require(moved.network)
    #expect(largestDifference(result.parameters, expected) < 1e-13)
    let residuals = zip(try result.values(at: data.points), data.targets).map { $0 - $1 }
    let loss = squaredNorm(residuals) / Double(2 * count)
    #expect((moved.loss - loss).magnitude < 1e-13 * (1 + loss))
    #expect(moved.outcome == .stepLimit && moved.steps == 1)
  }

  @Test func `the loss of one linear neuron contracts as the quadratic says`() throws {
    // Only the offset moves: f = c, L = (c - 1)^2 / 2, so c_t = 1 - (1 - eta)^t.
    let dead = try ShallowNetwork(weights: column([1]), biases: [-100], outputWeights: [1])
    let data = try TrainingSet(points: column([0]), targets: [1])
    let result = try GradientDescent.train(dead, on: data, step: 0.5, rule: rule(10), tracedEvery: 5)
    let network = try #require(result.network)
    #expect((network.offset - (1 - 0x1p-10)).magnitude < 1e-15)
    #expect(result.trace.map(\.step) == [0, 5, 10])
    #expect((result.trace[1].loss - 0x1p-11).magnitude < 1e-15)
  }

  @Test func `the run ends once the loss has held`() throws {
    let dead = try ShallowNetwork(weights: column([1]), biases: [-100], outputWeights: [1])
    let data = try TrainingSet(points: column([0]), targets: [1])
    // The loss before step t is 2^-(2t + 1): below 2^-10 from t = 5 on.
    let result = try GradientDescent.train(dead, on: data, step: 0.5, rule: rule(100, tolerance: 0x1p-10, hold: 4))
    #expect(result.outcome == .converged)
    #expect(result.steps == 8)
  }

  @Test func `a step that is too large ends as diverged with finite numbers`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 2, scale: 1, seed: 1)
    let data = try TrainingSet(points: Sample.gaussians(6, 2, seed: 2), targets: [1, -1, 1, -1, 1, -1])
    for step in [50, 1e200] {
      let result = try GradientDescent.train(network, on: data, step: step, rule: rule(1000), tracedEvery: 1)
      #expect(result.outcome == .diverged)
      #expect(result.network == nil)
      #expect(result.loss == 1e6)
      #expect(result.trace.allSatisfy { $0.loss <= 1e6 })
    }
  }

  @Test func `a start that overflows is a divergence`() throws {
    let network = try ShallowNetwork(
      weights: column([1e200, -1e200]), biases: [0, 0], outputWeights: [1e200, -1e200])
    let data = try TrainingSet(points: column([1, -1]), targets: [0, 0])
    let result = try GradientDescent.train(network, on: data, step: 0.1, rule: rule(5))
    #expect(result.outcome == .diverged && result.steps == 0 && result.loss == 1e6)
  }

  @Test func `a dead network at its mean has no gradient and stays`() throws {
    let dead = try ShallowNetwork(weights: column([1, -1]), biases: [-9, -9], outputWeights: [1, 1], offset: 0.5)
    let data = try TrainingSet(points: column([0, 1]), targets: [0, 1])
    let result = try GradientDescent.train(dead, on: data, step: 0.1, rule: rule(20))
    #expect(result.outcome == .stepLimit)
    #expect(result.network == dead)
  }

  @Test func `duplicated inputs with the same target converge`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 5)
    let data = try TrainingSet(points: column([1, 1, 1]), targets: [2, 2, 2])
    let result = try GradientDescent.train(network, on: data, step: 0.1, rule: rule(400, tolerance: 1e-12))
    #expect(result.outcome == .converged)
  }

  @Test func `runs repeat to the last bit`() throws {
    let network = try ShallowNetwork(width: 12, dimension: 3, scale: 0.5, seed: 6)
    let data = try TrainingSet(points: Sample.gaussians(7, 3, seed: 6), targets: [1, -1, 1, -1, 1, -1, 1])
    let runs = try (0..<2).map { _ in try GradientDescent.train(network, on: data, step: 0.1, rule: rule(30)).network }
    #expect(runs[0] == runs[1])
  }

  @Test func `steps, rules and sizes that make no sense are refused`() throws {
    let network = try ShallowNetwork(width: 2, dimension: 2, scale: 1, seed: 0)
    let data = try TrainingSet(points: Matrix(repeating: 1, rows: 1, columns: 2), targets: [0])
    for step in [0, -0.1, .nan, .infinity] {
      #expect(throws: NetworkError.self) { try GradientDescent.train(network, on: data, step: step, rule: rule(1)) }
    }
    #expect(throws: NetworkError.mismatch(what: "the dimension of the points", expected: 2, found: 1)) {
      try GradientDescent.train(
        network, on: TrainingSet(points: column([1]), targets: [1]), step: 1, rule: rule(1))
    }
    #expect(throws: NetworkError.outside(what: "the step limit", range: 1...1_000_000_000, value: 0)) {
      try StoppingRule(tolerance: 1, hold: 1, maximumSteps: 0)
    }
    #expect(throws: NetworkError.notPositive(what: "the loss tolerance", value: 0)) {
      try StoppingRule(tolerance: 0, hold: 1, maximumSteps: 1)
    }
  }
}
