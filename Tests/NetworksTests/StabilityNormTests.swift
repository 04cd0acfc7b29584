import LinearAlgebra
import Testing

@testable import Networks

@Suite struct StabilityNormTests {
  @Test func `neurons on one hyperplane act as one, in either orientation`() throws {
    // 2 relu(x - 1) + 3 relu(2 - 2x) - 6 relu(x - 1): slope jumps by 2 + 6 - 6 = 2 at x = 1.
    let network = try ShallowNetwork(weights: column([1, -2, 1]), biases: [-1, 2, -1], outputWeights: [2, 3, -6])
    let points = try column([0, 0.5, 2, 3])
    let weight = Hyperplane(normal: [1], threshold: 1).weight(points)
    #expect(StabilityNorm.bends(network).map(\.coefficient) == [2])
    #expect((try StabilityNorm.norm(network, points) - 2 * weight).magnitude < 1e-15)
  }

  @Test func `an affine function made of two neurons has norm zero`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 2, elements: [3, 4, -3, -4]), biases: [1, -1], outputWeights: [2, -2])
    let points = try Sample.gaussians(10, 2, seed: 1)
    #expect(try StabilityNorm.norm(network, points) == 0)
    #expect(try StabilityNorm.oneSided(network, points) > 0)
  }

  @Test func `hyperplanes that differ stay apart`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 4, columns: 2, elements: [1, 0, 1, 0, 0, 1, -1, 0]), biases: [-1, -1 - 1e-6, -1, -1],
      outputWeights: [1, 1, 1, 1])
    #expect(StabilityNorm.bends(network).count == 4)
  }

  @Test func `neurons without weights or output count nothing`() throws {
    let network = try ShallowNetwork(
      weights: Matrix(rows: 2, columns: 1, elements: [0, 1]), biases: [1, 0], outputWeights: [5, 0])
    let points = try column([-1, 1])
    #expect(try StabilityNorm.norm(network, points) == 0)
    #expect(try StabilityNorm.norm(network, column([3])) == 0)
  }

  @Test func `the norm is the integral of |f''| g`() throws {
    let network = try ShallowNetwork(width: 30, dimension: 1, scale: 0.7, biasScale: 0.7, seed: 3)
    let points = try Sample.gaussians(12, 1, seed: 3)
    let integral = try LineFunction.weightedCurvature(network, points, spacing: 1e-3)
    #expect((integral / (try StabilityNorm.norm(network, points)) - 1).magnitude < 0.01)
  }

  @Test func `rescaling a neuron does not change the norm`() throws {
    let sample = try Sample.random(5)
    let balanced = try sample.network.balanced(on: sample.points)
    let (before, after) = try (
      StabilityNorm.norm(sample.network, sample.points), StabilityNorm.norm(balanced, sample.points)
    )
    #expect((before - after).magnitude < 1e-12 * before)
  }
}
