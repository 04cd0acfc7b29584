import LinearAlgebra
import Testing

@testable import Networks

@Suite struct ShallowFeaturesTests {
  @Test func `features are those of the network that they make`() throws {
    let features = try ShallowFeatures(count: 6, dimension: 3, deviation: 0.5, seed: 1)
    let points = try RadialSample.points(count: 7, dimension: 3, seed: 2)
    let matrix = try features.values(at: points)
    let weights = [1.0, -2, 0.5, 3]
    let network = try features.network(outputWeights: weights)
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
    #expect(throws: NetworkError.mismatch(what: "the dimension of the points", expected: 4, found: 1)) {
      try features.values(at: Matrix(rows: 1, columns: 1))
    }
    #expect(throws: NetworkError.outside(what: "the number of output weights", range: 1...2, value: 3)) {
      try features.network(outputWeights: [1, 1, 1])
    }
  }
}
