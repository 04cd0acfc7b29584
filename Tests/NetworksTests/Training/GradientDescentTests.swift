import LinearAlgebra
import Testing

@testable import Networks

@Suite struct GradientDescentTests {
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
    let data = try line([0], [1])
    let result = try GradientDescent.train(dead, on: data, step: 0.5, rule: rule(10), tracedEvery: 5)
    let network = try #require(result.network)
    #expect((network.offset - (1 - 0x1p-10)).magnitude < 1e-15)
    #expect(result.trace.map(\.step) == [0, 5, 10])
    #expect((result.trace[1].loss - 0x1p-11).magnitude < 1e-15)
  }

  @Test func `the run ends once the loss has held`() throws {
    let dead = try ShallowNetwork(weights: column([1]), biases: [-100], outputWeights: [1])
    let data = try line([0], [1])
    // The loss before step t is 2^-(2t + 1): below 2^-10 from t = 5 on.
    let result = try GradientDescent.train(dead, on: data, step: 0.5, rule: rule(100, tolerance: 0x1p-10, hold: 4))
    #expect(result.outcome == .converged && result.steps == 8)
  }

  @Test func `a step that is too large ends as diverged with finite numbers`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 2, scale: 1, seed: 1)
    let data = try TrainingSet(points: Sample.gaussians(6, 2, seed: 2), targets: [1, -1, 1, -1, 1, -1])
    for step in [50, 1e200] {
      let result = try GradientDescent.train(network, on: data, step: step, rule: rule(1000), tracedEvery: 1)
      #expect(result.outcome == .diverged && result.network == nil && result.loss == 1e6)
      #expect(result.trace.allSatisfy { $0.loss <= 1e6 })
    }
  }

  @Test func `a start that overflows is a divergence`() throws {
    let network = try ShallowNetwork(
      weights: column([1e200, -1e200]), biases: [0, 0], outputWeights: [1e200, -1e200])
    let result = try GradientDescent.train(network, on: line([1, -1], [0, 0]), step: 0.1, rule: rule(5))
    #expect(result.outcome == .diverged && result.steps == 0 && result.loss == 1e6)
  }

  @Test func `a dead network at its mean has no gradient and stays`() throws {
    let dead = try ShallowNetwork(weights: column([1, -1]), biases: [-9, -9], outputWeights: [1, 1], offset: 0.5)
    let result = try GradientDescent.train(dead, on: line([0, 1], [0, 1]), step: 0.1, rule: rule(20))
    #expect(result.outcome == .stepLimit && result.network == dead)
  }

  @Test func `duplicated inputs with the same target converge`() throws {
    let network = try ShallowNetwork(width: 8, dimension: 1, scale: 1, biasScale: 1, seed: 5)
    let data = try line([1, 1, 1], [2, 2, 2])
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
    refused(
      .mismatch(what: "the dimension of the points", expected: 2, found: 1),
      try GradientDescent.train(network, on: line([1], [1]), step: 1, rule: rule(1)))
    refused(
      .outside(what: "the step limit", range: 1...1_000_000_000, value: 0),
      try StoppingRule(tolerance: 1, hold: 1, maximumSteps: 0))
    refused(
      .notPositive(what: "the loss tolerance", value: 0), try StoppingRule(tolerance: 0, hold: 1, maximumSteps: 1))
  }

  @Test func `a loss that rises again starts the hold afresh`() throws {
    var monitor = LossMonitor(try StoppingRule(tolerance: 1, hold: 2, maximumSteps: 10), tracedEvery: 2)
    #expect([0.5, 2, 0.5, 0.25].enumerated().map { monitor.observe($1, step: $0) } == [nil, nil, nil, .converged])
    #expect(monitor.trace == [LossPoint(step: 0, loss: 0.5), LossPoint(step: 2, loss: 0.5)])
    #expect(monitor.loss == 0.25)
  }

  @Test(arguments: [Double.nan, .infinity, 1e6])
  func `a loss that is not below the limit is a divergence`(loss: Double) throws {
    var monitor = LossMonitor(try StoppingRule(tolerance: 1, hold: 2, maximumSteps: 10), tracedEvery: 1)
    #expect(monitor.observe(loss, step: 0) == .diverged)
    #expect(monitor.loss == 1e6)
    #expect(monitor.trace == [LossPoint(step: 0, loss: 1e6)])
  }

  @Test(arguments: [(9e-7, true), (1e-6, false), (.nan, false)])
  func `a run interpolates below a loss of 1e-6, unless it diverged`(loss: Double, interpolates: Bool) throws {
    let network = try ShallowNetwork(weights: column([1]), biases: [0], outputWeights: [1])
    let ends: [(ShallowNetwork?, Bool)] = [(network, interpolates), (nil, false)]
    for (end, expected) in ends {
      let result = TrainingResult<ShallowNetwork>(outcome: .stepLimit, network: end, steps: 1, loss: loss, trace: [])
      #expect(result.interpolates == expected)
    }
  }

  @Test func `the relative error compares with the best constant`() throws {
    let data = try line([0, 1], [3, 7])
    let trace = [8.0, 2, 0.5, 0.5].enumerated().map { LossPoint(step: $0.offset, loss: $0.element) }
    let result = TrainingResult<ShallowNetwork>(outcome: .stepLimit, network: nil, steps: 4, loss: 0.5, trace: trace)
    #expect(result.relativeError(on: data, last: 2) == 0.5)
    #expect(result.relativeError(on: data, last: 3) == 2.0.squareRoot() / 2)
    let constant = try line([0, 1], [1, 1])
    #expect(result.relativeError(on: constant, last: 1) == 1)
  }

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
    let rule = try rule(6)
    let full = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule).network)
    for sampling in [StochasticGradientDescent.Sampling.independent, .reshuffled] {
      let descent = StochasticGradientDescent(sampling: sampling, batchSize: 5, checkInterval: 4, seed: 1)
      let result = try descent.train(network, on: data, step: 0.1, rule: rule)
      let trained = try #require(result.network)
      #expect(largestDifference(trained.parameters, full.parameters) < 1e-13)
      #expect(result.steps == 6 && result.trace.map(\.step) == [0, 4])
    }
  }

  @Test func `a batch of one sample follows that sample's gradient`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 2, scale: 1, seed: 1)
    let data = try TrainingSet(points: Sample.gaussians(4, 2, seed: 2), targets: [1, 2, 3, 2])
    let descent = StochasticGradientDescent(sampling: .independent, batchSize: 1, checkInterval: 1, seed: 8)
    let trained = try #require(try descent.train(network, on: data, step: 0.1, rule: rule(1)).network)
    var order = BatchOrder(count: 4, batchSize: 1, seed: 8)
    let sample = try #require(order.batch(.independent, step: 0).first)
    let single = try TrainingSet(points: data.points.selecting(rows: [sample]), targets: [data.targets[sample]])
    let expected = zip(network.parameters, try LossDerivatives.gradient(network, single)).map { $0 - 0.1 * $1 }
    #expect(largestDifference(trained.parameters, expected) < 1e-13)
  }

  @Test func `divergence is a result and senseless settings are refused`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 1, scale: 1, biasScale: 1, seed: 1)
    let data = try line([1, 2], [1, -1])
    let rule = try rule(500)
    func descent(batch: Int, interval: Int) -> StochasticGradientDescent {
      StochasticGradientDescent(sampling: .reshuffled, batchSize: batch, checkInterval: interval, seed: 1)
    }
    let result = try descent(batch: 1, interval: 10).train(network, on: data, step: 50, rule: rule)
    #expect(result.outcome == .diverged && result.network == nil && result.loss == 1e6)
    refused(
      .outside(what: "the batch size", range: 1...2, value: 3),
      try descent(batch: 3, interval: 1).train(network, on: data, step: 1, rule: rule))
    refused(
      .outside(what: "the interval of checks", range: 1...1_000_000_000, value: 0),
      try descent(batch: 1, interval: 0).train(network, on: data, step: 1, rule: rule))
    refused(
      .notPositive(what: "the step size", value: 0),
      try descent(batch: 1, interval: 1).train(network, on: data, step: 0, rule: rule))
  }
}
