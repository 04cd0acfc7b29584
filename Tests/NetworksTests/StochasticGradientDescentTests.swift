import LinearAlgebra
import Testing

@testable import Networks

@Suite struct StochasticGradientDescentTests {
  @Test func `a pass of reshuffled batches meets every sample once`() {
    var order = BatchOrder(count: 12, batchSize: 4, seed: 3)
    var passes = [[Int]]()
    for pass in 0..<3 { passes.append((0..<3).flatMap { order.batch(.reshuffled, step: 3 * pass + $0) }) }
    #expect(passes.allSatisfy { $0.sorted() == Array(0..<12) })
    #expect(passes[0] != passes[1] && passes[1] != passes[2])
  }

  @Test func `what does not fill a batch sits out the pass`() {
    var order = BatchOrder(count: 5, batchSize: 2, seed: 3)
    let first = (0..<2).flatMap { order.batch(.reshuffled, step: $0) }
    #expect(Set(first).count == 4)
  }

  @Test func `independent batches have distinct samples, each sample equally often`() {
    var order = BatchOrder(count: 5, batchSize: 2, seed: 1)
    var counts = [Int](repeating: 0, count: 5)
    for step in 0..<5000 {
      let batch = order.batch(.independent, step: step)
      #expect(Set(batch).count == 2)
      for sample in batch { counts[sample] += 1 }
    }
    // Binomial(5000, 2/5): mean 2000, standard deviation 35.
    #expect(counts.allSatisfy { ($0 - 2000).magnitude < 175 })
  }

  @Test func `a batch of all samples is gradient descent`() throws {
    let network = try ShallowNetwork(width: 9, dimension: 2, scale: 1, seed: 1)
    let data = try TrainingSet(points: Sample.gaussians(5, 2, seed: 2), targets: [1, 2, 3, 2, 1])
    let rule = try StoppingRule(tolerance: 1e-30, hold: 1, maximumSteps: 6)
    let full = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule).network)
    for sampling in [StochasticGradientDescent.Sampling.independent, .reshuffled] {
      let descent = StochasticGradientDescent(sampling: sampling, batchSize: 5, checkInterval: 4, seed: 1)
      let result = try descent.train(network, on: data, step: 0.1, rule: rule)
      let trained = try #require(result.network)
      #expect(largestDifference(trained.parameters, full.parameters) < 1e-13)
      #expect(result.steps == 6)
      #expect(result.trace.map(\.step) == [0, 4])
    }
  }

  @Test func `a batch of one sample follows that sample's gradient`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 2, scale: 1, seed: 1)
    let data = try TrainingSet(points: Sample.gaussians(4, 2, seed: 2), targets: [1, 2, 3, 2])
    let rule = try StoppingRule(tolerance: 1e-30, hold: 1, maximumSteps: 1)
    let descent = StochasticGradientDescent(sampling: .independent, batchSize: 1, checkInterval: 1, seed: 8)
    let trained = try #require(try descent.train(network, on: data, step: 0.1, rule: rule).network)
    var order = BatchOrder(count: 4, batchSize: 1, seed: 8)
    let sample = try #require(order.batch(.independent, step: 0).first)
    let single = try TrainingSet(points: data.points.selecting(rows: [sample]), targets: [data.targets[sample]])
    let expected = zip(network.parameters, try LossDerivatives.gradient(network, single)).map { $0 - 0.1 * $1 }
    #expect(largestDifference(trained.parameters, expected) < 1e-13)
  }

  @Test func `divergence is a result and senseless settings are refused`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try TrainingSet(points: column([1, 2]), targets: [1, -1])
    let rule = try StoppingRule(tolerance: 1e-30, hold: 1, maximumSteps: 500)
    func descent(batch: Int, interval: Int) -> StochasticGradientDescent {
      StochasticGradientDescent(sampling: .reshuffled, batchSize: batch, checkInterval: interval, seed: 1)
    }
    let result = try descent(batch: 1, interval: 10).train(network, on: data, step: 50, rule: rule)
    #expect(result.outcome == .diverged && result.network == nil && result.loss == 1e6)
    #expect(throws: NetworkError.outside(what: "the batch size", range: 1...2, value: 3)) {
      try descent(batch: 3, interval: 1).train(network, on: data, step: 1, rule: rule)
    }
    #expect(throws: NetworkError.outside(what: "the interval of checks", range: 1...1_000_000_000, value: 0)) {
      try descent(batch: 1, interval: 0).train(network, on: data, step: 1, rule: rule)
    }
    #expect(throws: NetworkError.notPositive(what: "the step size", value: 0)) {
      try descent(batch: 1, interval: 1).train(network, on: data, step: 0, rule: rule)
    }
  }
}
