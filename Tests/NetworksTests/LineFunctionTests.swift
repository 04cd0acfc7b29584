import LinearAlgebra
import Testing

@testable import Networks

@Suite struct LineFunctionTests {
  /// relu(2x - 2) - 3 relu(-x): kinks at 1 (jump 2) and 0 (jump -3).
  private func network() throws -> ShallowNetwork {
    try ShallowNetwork(weights: column([2, -1]), biases: [-2, 0], outputWeights: [1, -3])
  }

  @Test func `kinks stand where the function bends`() throws {
    #expect(
      try LineFunction.kinks(network()) == [.init(position: 0, jump: -3), .init(position: 1, jump: 2)])
  }

  @Test func `the variation of the slope counts kinks inside the range only`() throws {
    #expect(try LineFunction.slopeVariation(network(), column([-1, 2])) == 5)
    #expect(try LineFunction.slopeVariation(network(), column([-1, 1])) == 3)
    #expect(try LineFunction.slopeVariation(network(), column([2, 3])) == 0)
  }

  @Test func `networks of the plane and senseless spacings are refused`() throws {
    let plane = try ShallowNetwork(width: 1, dimension: 2, scale: 1, seed: 1)
    #expect(throws: NetworkError.self) { try LineFunction.kinks(plane) }
    #expect(throws: NetworkError.notPositive(what: "the spacing", value: 0)) {
      try LineFunction.weightedCurvature(network(), column([0, 1]), spacing: 0)
    }
    #expect(throws: NetworkError.self) {
      try LineFunction.weightedCurvature(network(), column([0, 1]), spacing: 1e-12)
    }
  }
}
