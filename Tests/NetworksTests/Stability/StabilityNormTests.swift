import Foundation
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
    let network = try ShallowNetwork(weights: column([0, 1]), biases: [1, 0], outputWeights: [5, 0])
    for points in [[-1, 1], [3.0]] { #expect(try StabilityNorm.norm(network, column(points)) == 0) }
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
    let before = try StabilityNorm.norm(sample.network, sample.points)
    #expect((before - (try StabilityNorm.norm(balanced, sample.points))).magnitude < 1e-12 * before)
  }

  @Test func `g~ is P squared times the mean height times the root of 1 + |mean|^2`() throws {
    let points = try column([-1, 0, 1, 2])
    // x > 0: P = 1/2, E[x | A] = 3/2, so g~ = 1/4 * 3/2 * sqrt(1 + 9/4).
    let side = ActiveSide(Hyperplane(normal: [1], threshold: 0), points)
    #expect((side.weight - 0.375 * 3.25.squareRoot()).magnitude < 1e-15)
    // x < 0: P = 1/4, height 1, mean -1, so g~ = 1/16 * sqrt 2, which is the smaller one.
    #expect((Hyperplane(normal: [1], threshold: 0).weight(points) - 2.0.squareRoot() / 16).magnitude < 1e-15)
  }

  @Test func `g is the same for both orientations`() throws {
    let points = try Sample.gaussians(20, 3, seed: 4)
    let plane = Hyperplane(normal: [0.6, 0, 0.8], threshold: 0.2)
    #expect(plane.weight(points) == plane.flipped.weight(points) && plane.weight(points) > 0)
  }

  @Test func `a hyperplane beyond all points weighs nothing`() throws {
    let points = try column([-1, 0, 1, 2])
    #expect([-5, -1, 2, 5].allSatisfy { Hyperplane(normal: [1], threshold: $0).weight(points) == 0 })
  }

  @Test func `duplicated points weigh as the distribution they make`() throws {
    let plane = Hyperplane(normal: [1], threshold: 0.5)
    let (single, double) = try (column([-1, 0, 1, 2]), column([-1, -1, 0, 0, 1, 1, 2, 2]))
    #expect((plane.weight(single) - plane.weight(double)).magnitude < 1e-16)
  }

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
    refused(
      .notPositive(what: "the spacing", value: 0), try SecondDifference.mean(network, spacing: 0, count: 5, seed: 1))
    refused(
      .outside(what: "the number of draws", range: 1...1_000_000, value: 0),
      try SecondDifference.mean(network, spacing: 1, count: 0, seed: 1))
  }
}
