import LinearAlgebra
import Testing

@testable import Networks

@Suite struct ShallowNetworkTests {
  @Test func `a network of two neurons gives the values worked out by hand`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 2, elements: [1, 2, -1, 0]), biases: [-1, 0.5], outputWeights: [2, -3],
      offset: 10)
    let points = try Matrix(rows: 3, columns: 2, elements: [1, 1, 0, 0, -1, 1])
    #expect(try network.values(at: points) == [14, 8.5, 5.5])
    #expect(network.parameterCount == 9 && network.parameters == [1, 2, -1, 0, -1, 0.5, 2, -3, 10])
    #expect(try network.replacing(parameters: network.parameters) == network)
  }

  @Test func `initial parameters are those of their streams`() throws {
    let network = try ShallowNetwork(width: 3, dimension: 4, scale: 0.5, seed: 7)
    #expect(network.weights.elements == RandomStream(seed: 7, purpose: "weights").gaussians(12).map { $0 * 0.25 })
    #expect(network.biases == RandomStream(seed: 7, purpose: "biases").gaussians(3).map { $0 * 0.25 })
    #expect(network.outputWeights == RandomStream(seed: 7, purpose: "output weights").gaussians(3).map { $0 * 0.5 })
    #expect(network.offset == 0)
    let wide = try ShallowNetwork(width: 3, dimension: 4, scale: 0.5, biasScale: 2, seed: 7)
    #expect(wide.biases == RandomStream(seed: 7, purpose: "biases").gaussians(3).map { $0 * 2 })
  }

  @Test func `parameters that do not fit are refused`() throws {
    func network(biases: [Double]) throws -> ShallowNetwork {
      try ShallowNetwork(weights: column([1, 2]), biases: biases, outputWeights: [1, 1])
    }
    refused(.mismatch(what: "the biases", expected: 2, found: 1), try network(biases: [1]))
    refused(.notFinite("the network's parameters"), try network(biases: [1, .nan]))
    refused(.empty("the hidden layer"), try ShallowNetwork(width: 0, dimension: 1, scale: 1, seed: 0))
    refused(
      .notPositive(what: "the scale of the initial parameters", value: -1),
      try ShallowNetwork(width: 1, dimension: 1, scale: -1, seed: 0))
    let two = try network(biases: [0, 0])
    refused(
      .mismatch(what: "the dimension of the points", expected: 1, found: 2),
      try two.values(at: Matrix(rows: 1, columns: 2)))
    refused(.mismatch(what: "the direction", expected: 7, found: 1), try two.moved(by: 1, along: [1]))
  }

  @Test func `features are those of a network of their directions and biases`() throws {
    let features = try ShallowFeatures(count: 6, dimension: 3, deviation: 0.5, seed: 1)
    let points = try RadialSample.points(count: 7, dimension: 3, seed: 2)
    let matrix = try features.values(at: points)
    let weights = [1.0, -2, 0.5, 3]
    let network = try ShallowNetwork(
      weights: features.directions.prefix(rows: 4), biases: Array(features.biases[..<4]), outputWeights: weights)
    for (row, value) in try network.values(at: points).enumerated() {
      let sum = (0..<4).reduce(0) { $0 + weights[$1] * matrix[row, $1] }
      #expect(abs(sum - value) < 1e-14)
      let input = zip(features.directions[row: 5], points[row: row]).reduce(features.biases[5]) { $0 + $1.0 * $1.1 }
      #expect(abs(matrix[row, 5] - max(input, 0)) < 1e-15)
    }
  }

  @Test func `more features begin with fewer, and biases keep to their range`() throws {
    let few = try ShallowFeatures(count: 3, dimension: 4, deviation: 0.2, seed: 1)
    let many = try ShallowFeatures(count: 500, dimension: 4, deviation: 0.2, seed: 1)
    #expect(many.directions.prefix(rows: 3) == few.directions && Array(many.biases.prefix(3)) == few.biases)
    #expect(many.biases.allSatisfy { abs($0) < 0.45 })
    #expect((many.biases.max() ?? 0) > 0.42 && (many.biases.min() ?? 0) < -0.42)
  }

  @Test func `bad sizes are refused`() throws {
    #expect(throws: LinearAlgebraError.self) { try ShallowFeatures(count: 0, dimension: 4, deviation: 1, seed: 1) }
    #expect(throws: NetworkError.self) { try ShallowFeatures(count: 1, dimension: 4, deviation: 0, seed: 1) }
    let features = try ShallowFeatures(count: 2, dimension: 4, deviation: 1, seed: 1)
    refused(
      .mismatch(what: "the dimension of the points", expected: 4, found: 1),
      try features.values(at: Matrix(rows: 1, columns: 1)))
  }

  @Test func `sums run over the shorter vector and empty ones are zero`() {
    #expect(dot([1, 2, 3], [4, -5]) == -6)
    #expect(dot([Double](), [1.0]) == 0)
    #expect(squaredNorm([3, -4]) == 25 && euclideanNorm([3, -4]) == 5)
  }
}
