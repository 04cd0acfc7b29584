import LinearAlgebra

/// Random ReLU features relu(w.x + b): w uniform on the sphere, b uniform over the range of the data's projections.
///
/// That range is taken as 2.25 standard deviations of w.x to either side; biases further out give features that hardly any point
/// activates, and with them ill-conditioned fits. Feature i depends on the seed, i and the range alone, so that more features
/// begin with fewer.
public struct ShallowFeatures: Sendable, Equatable {
  /// N x d.
  public let directions: Matrix
  /// N, one per feature.
  public let biases: [Double]

  /// How many standard deviations of the projections the biases cover to either side.
  public static let reach = 2.25

  /// Features for points whose projections on a uniform direction have standard deviation `deviation`, such as
  /// ``RadialSample/projectionDeviation(dimension:)``. The streams are (seed, "feature directions") and (seed, "feature biases").
  ///
  /// - Throws: `LinearAlgebraError.empty` for a count or dimension below 1, `NetworkError.notPositive` for the deviation.
  public init(count: Int, dimension: Int, deviation: Double, seed: UInt64) throws {
    try NetworkError.requirePositive(deviation, "the standard deviation of the projections")
    directions = try Sampling.sphere(
      count: count, dimension: dimension, stream: RandomStream(seed: seed, purpose: "feature directions"))
    let stream = RandomStream(seed: seed, purpose: "feature biases")
    biases = (0..<count).map { ShallowFeatures.reach * deviation * (2 * stream.uniform(at: $0) - 1) }
  }

  /// The n x N matrix of features.
  ///
  /// - Throws: `NetworkError.mismatch` unless the points have d coordinates.
  public func values(at points: Matrix) throws -> Matrix {
    try NetworkError.require(points.columns, equals: directions.columns, "the dimension of the points")
    var inputs = try BLAS.product(points, directions, transposingRight: true)
    let count = biases.count
    inputs.withUnsafeMutableElements { z in
      biases.withUnsafeBufferPointer { b in
        for row in 0..<points.rows {
          for neuron in 0..<count { z[row * count + neuron] = max(z[row * count + neuron] + b[neuron], 0) }
        }
      }
    }
    return inputs
  }

  /// The network of the first features with the given output weights.
  ///
  /// - Throws: `NetworkError.outside` for more weights than features, or none.
  public func network(outputWeights: [Double]) throws -> ShallowNetwork {
    guard (1...biases.count).contains(outputWeights.count) else {
      throw NetworkError.outside(
        what: "the number of output weights", range: 1...biases.count, value: outputWeights.count)
    }
    return try ShallowNetwork(
      weights: directions.prefix(rows: outputWeights.count), biases: Array(biases.prefix(outputWeights.count)),
      outputWeights: outputWeights)
  }
}
