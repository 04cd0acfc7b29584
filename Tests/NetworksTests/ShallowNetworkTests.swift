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
    #expect(network.parameterCount == 9)
    #expect(network.parameters == [1, 2, -1, 0, -1, 0.5, 2, -3, 10])
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
    let weights = try Matrix(rows: 2, columns: 1, elements: [1, 2])
    #expect(throws: NetworkError.mismatch(what: "the biases", expected: 2, found: 1)) {
      try ShallowNetwork(weights: weights, biases: [1], outputWeights: [1, 1])
    }
    #expect(throws: NetworkError.notFinite("the network's parameters")) {
      try ShallowNetwork(weights: weights, biases: [1, .nan], outputWeights: [1, 1])
    }
    #expect(throws: NetworkError.empty("the hidden layer")) {
      try ShallowNetwork(width: 0, dimension: 1, scale: 1, seed: 0)
    }
    #expect(throws: NetworkError.notPositive(what: "the scale of the initial parameters", value: -1)) {
      try ShallowNetwork(width: 1, dimension: 1, scale: -1, seed: 0)
    }
    let network = try ShallowNetwork(weights: weights, biases: [0, 0], outputWeights: [1, 1])
    #expect(throws: NetworkError.mismatch(what: "the dimension of the points", expected: 1, found: 2)) {
      try network.values(at: Matrix(rows: 1, columns: 2))
    }
    #expect(throws: NetworkError.mismatch(what: "the direction", expected: 7, found: 1)) {
      try network.moved(by: 1, along: [1])
    }
  }
}
