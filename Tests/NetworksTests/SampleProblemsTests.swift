import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct SampleProblemsTests {
  @Test func `random labels are 1 or -1, about half of each`() throws {
    let data = try TrainingSet.randomLabels(count: 2000, dimension: 2, seed: 1)
    #expect(data.targets.allSatisfy { $0.magnitude == 1 })
    // The standard deviation of the sum is 45.
    #expect(data.targets.reduce(0, +).magnitude < 200)
    #expect(data.points.elements == RandomStream(seed: 1, purpose: "points").gaussians(4000))
  }

  @Test func `points of the sine have mean 0 and variance 1, and its values but for a constant`() throws {
    let data = try TrainingSet.sine(count: 8, seed: 3)
    let inputs = data.points.elements
    #expect(inputs.reduce(0, +).magnitude < 1e-14)
    #expect((squaredNorm(inputs) / 8 - 1).magnitude < 1e-14)
    #expect(data.targets.reduce(0, +).magnitude < 1e-14)
    let shift = data.targets[0] - sin(2 * inputs[0])
    #expect(zip(inputs, data.targets).allSatisfy { ($1 - sin(2 * $0) - shift).magnitude < 1e-14 })
    #expect(inputs == inputs.sorted())
  }

  @Test func `values on the sphere are the polynomial of its first two coordinates`() throws {
    let data = try TrainingSet.sphereProduct(count: 5, dimension: 3, seed: 4)
    #expect(
      data.points == (try Sampling.sphere(count: 5, dimension: 3, stream: RandomStream(seed: 4, purpose: "points"))))
    for (row, value) in data.targets.enumerated() {
      let x = Array(data.points[row: row])
      #expect(abs(squaredNorm(x) - 1) < 1e-14 && abs(value - x[0] * (1 + x[1])) < 1e-15)
    }
    #expect(throws: NetworkError.outside(what: "the dimension", range: 2...1_000_000, value: 1)) {
      try TrainingSet.sphereProduct(count: 5, dimension: 1, seed: 4)
    }
  }

  @Test func `empty problems are refused`() {
    #expect(throws: NetworkError.empty("the training set")) {
      try TrainingSet.randomLabels(count: 0, dimension: 1, seed: 0)
    }
    #expect(throws: NetworkError.self) { try TrainingSet.sine(count: 1, seed: 0) }
  }
}
