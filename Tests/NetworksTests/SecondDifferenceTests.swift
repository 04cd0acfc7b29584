import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct SecondDifferenceTests {
  /// E (h - |x|)_+ / h^2 for standard normal x, in closed form.
  private func bend(_ h: Double) -> Double {
    let density = { (x: Double) in exp(-x * x / 2) / (2 * Double.pi).squareRoot() }
    return (h * erf(h / 2.0.squareRoot()) - 2 * (density(0) - density(h))) / (h * h)
  }

  @Test(arguments: [0.25, 1]) func `one neuron on the line bends as its Gaussian integral says`(h: Double) throws {
    let network = try ShallowNetwork(weights: column([2]), biases: [0], outputWeights: [-1.5], offset: 7)
    let count = 200_000
    let found = try SecondDifference.mean(network, spacing: h, count: count, seed: 3)
    // The summands lie between 0 and 3 / h, so the mean's deviation is below sqrt(mean 3 / (h count)).
    let deviation = (3 * bend(h) * 3 / (h * Double(count))).squareRoot()
    #expect((found - 3 * bend(h)).magnitude < 4 * deviation)
  }

  @Test func `an affine function does not bend`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 3, elements: [1, 2, -1, -1, -2, 1]), biases: [0.5, -0.5],
      outputWeights: [3, -3])
    #expect(try SecondDifference.mean(network, spacing: 0.5, count: 500, seed: 1) < 1e-12)
  }

  @Test func `what has no second difference is refused`() throws {
    let network = try ShallowNetwork(width: 2, dimension: 1, scale: 1, seed: 1)
    #expect(throws: NetworkError.notPositive(what: "the spacing", value: 0)) {
      try SecondDifference.mean(network, spacing: 0, count: 5, seed: 1)
    }
    #expect(throws: NetworkError.outside(what: "the number of draws", range: 1...1_000_000, value: 0)) {
      try SecondDifference.mean(network, spacing: 1, count: 0, seed: 1)
    }
  }
}
