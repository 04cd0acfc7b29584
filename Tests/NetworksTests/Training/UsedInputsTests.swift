import LinearAlgebra
import Testing

@testable import Networks

@Suite struct UsedInputsTests {
  /// Four inputs, the second and the fourth 0 everywhere.
  private func spread(_ points: Matrix) throws -> Matrix {
    try Matrix(
      rows: points.rows, columns: 4, elements: (0..<points.rows).flatMap { [points[$0, 0], 0, points[$0, 1], -0.0] })
  }

  /// Training knows nothing of the zeros: it is that of two inputs, and the other two weights stay where they were.
  @Test(arguments: [false, true]) func `inputs that are always 0 change nothing and do not move`(inBatches: Bool) throws
  {
    let points = try Sample.gaussians(9, 2, seed: 3)
    let targets = (0..<9).map { Double($0 % 3) }
    let wide = try ShallowNetwork(width: 11, dimension: 4, scale: 0.8, seed: 7)
    let narrow = try ShallowNetwork(
      weights: Matrix(rows: 11, columns: 2, elements: (0..<11).flatMap { [wide.weights[$0, 0], wide.weights[$0, 2]] }),
      biases: wide.biases, outputWeights: wide.outputWeights)
    let rule = try StoppingRule(tolerance: 1e-9, hold: 5, maximumSteps: 300)
    func trained(_ network: ShallowNetwork, _ points: Matrix) throws -> ShallowNetwork {
      let data = try TrainingSet(points: points, targets: targets)
      let stochastic = StochasticGradientDescent(sampling: .reshuffled, batchSize: 4, checkInterval: 10, seed: 2)
      let result =
        inBatches
        ? try stochastic.train(network, on: data, step: 0.05, rule: rule)
        : try GradientDescent.train(network, on: data, step: 0.05, rule: rule)
      return try #require(result.network)
    }
    let (found, expected) = (try trained(wide, spread(points)), try trained(narrow, points))
    #expect(found.biases == expected.biases && found.outputWeights == expected.outputWeights)
    #expect(found.offset == expected.offset && found.offset != 0)
    for neuron in 0..<11 {
      #expect(found.weights[neuron, 0] == expected.weights[neuron, 0])
      #expect(found.weights[neuron, 2] == expected.weights[neuron, 1])
      #expect(found.weights[neuron, 1] == wide.weights[neuron, 1])
      #expect(found.weights[neuron, 3] == wide.weights[neuron, 3])
    }
    #expect(found.weights != wide.weights)
  }

  @Test func `the inputs that some point marks are found; of none the first stands for all`() throws {
    let points = try Matrix(rows: 2, columns: 4, elements: [0, 1, 0, 0, 0, 0, 0, .nan])
    #expect(UsedInputs(of: points).indices == [1, 3])
    #expect(UsedInputs(of: try Matrix(rows: 3, columns: 2)).indices == [0])
    let network = try ShallowNetwork(width: 2, dimension: 2, scale: 1, seed: 1)
    let rule = try StoppingRule(tolerance: 1e-12, hold: 3, maximumSteps: 2000)
    // All points being 0, every target is fitted by the biases alone.
    let data = try TrainingSet(points: Matrix(rows: 3, columns: 2), targets: [2, 2, 2])
    let result = try GradientDescent.train(network, on: data, step: 0.1, rule: rule)
    #expect(result.outcome == .converged && result.network?.weights == network.weights)
  }
}
