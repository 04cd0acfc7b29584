import LinearAlgebra
import Testing

@testable import Networks

@Suite struct DeepNetworkTests {
  private func network() throws -> DeepNetwork {
    let draws = RandomStream(seed: 5, purpose: "deep").gaussians(40)
    return try DeepNetwork(
      first: Matrix(rows: 4, columns: 2, elements: Array(draws[0..<8])), firstBiases: Array(draws[8..<12]),
      second: Matrix(rows: 3, columns: 4, elements: Array(draws[12..<24])), secondBiases: Array(draws[24..<27]),
      outputWeights: Array(draws[27..<30]), offset: draws[30])
  }

  @Test(arguments: 1...5) func `the pyramid is exact and flat`(dimension: Int) throws {
    let pyramid = try DeepNetwork.pyramid(dimension: dimension)
    let points = try Sample.gaussians(30, dimension, seed: 1, scale: 0.5)
    let exact = (0..<30).map { max(0, 1 - points[row: $0].reduce(0) { $0 + $1.magnitude }) }
    #expect(largestDifference(try pyramid.values(at: points), exact) < 1e-15)
    #expect(try pyramid.sharpness(points) <= Double(2 * dimension + 3))
  }

  @Test func `the Jacobian agrees with differences of the values`() throws {
    let network = try network()
    let points = try Sample.gaussians(6, 2, seed: 2)
    let jacobian = try network.jacobian(at: points)
    for index in 0..<network.parameterCount {
      func values(_ shift: Double) throws -> [Double] {
        var parameters = network.parameters
        parameters[index] += shift
        return try network.replacing(parameters: parameters).values(at: points)
      }
      let slopes = zip(try values(1e-6), try values(-1e-6)).map { ($0 - $1) / 2e-6 }
      #expect(largestDifference(slopes, (0..<6).map { jacobian[$0, index] }) < 1e-8)
    }
  }

  @Test func `one step moves the parameters down the gradient`() throws {
    let network = try network()
    let data = try TrainingSet(points: Sample.gaussians(5, 2, seed: 2), targets: [1, 2, 0, -1, 1])
    let residuals = zip(try network.values(at: data.points), data.targets).map { $0 - $1 }
    let jacobian = try network.jacobian(at: data.points)
    let expected = network.parameters.enumerated().map { index, value in
      value - 0.1 * (0..<5).reduce(0) { $0 + residuals[$1] * jacobian[$1, index] } / 5
    }
    let moved = try #require(try GradientDescent.train(network, on: data, step: 0.1, rule: rule(1)).network)
    #expect(largestDifference(moved.parameters, expected) < 1e-14)
  }

  @Test func `layers that do not fit are refused`() throws {
    let weights = try column([1, 1])
    refused(
      .mismatch(what: "the inputs of the second layer", expected: 2, found: 1),
      try DeepNetwork(first: weights, firstBiases: [0, 0], second: column([1]), secondBiases: [0], outputWeights: [1]))
    refused(.empty("the input"), try DeepNetwork.pyramid(dimension: 0))
    refused(
      .notPositive(what: "the step size", value: 0),
      try GradientDescent.train(.pyramid(dimension: 1), on: line([1], [1]), step: 0, rule: rule(1)))
  }

  @Test func `the exact pyramid draws descent back below its critical step only`() throws {
    let grid = try SquareGrid(side: 6, halfWidth: 1.6)
    func run(_ fraction: Double) throws -> DeepReturn {
      try DeepReturn(grid: grid, fraction: fraction, perturbation: 0.003, steps: 400, seed: 1)
    }
    let (back, away) = try (run(0.9), run(1.2))
    let deviation = try grid.data(.pyramid).targetDeviation
    func loss(_ error: Double) -> Double { error * error * deviation * deviation / 2 }
    #expect(back.exactError < 1e-15 && back.sharpness <= back.sharpnessBound)
    #expect(back.endError < 1e-3 * back.startError && loss(back.endError) < 1e-12)
    #expect(away.endError > back.startError && (away.outcome == .diverged || loss(away.endError) > 1e-4))
  }

  @Test func `a fraction that is not positive is refused`() throws {
    let grid = try SquareGrid(side: 4, halfWidth: 1.6)
    refused(
      .notPositive(what: "the fraction of the critical step", value: -1),
      try DeepReturn(grid: grid, fraction: -1, perturbation: 0, steps: 1, seed: 1))
  }
}
