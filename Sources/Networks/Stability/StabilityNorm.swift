import LinearAlgebra

/// The stability norm |f|_S = sum_i |a_i| |w_i| g(v_i, t_i), v = w/|w|, t = -b/|w|, over the distinct hyperplanes.
///
/// Neurons on one hyperplane act as one whose coefficient is the sum of their a_i |w_i|, in either orientation, because
/// relu(u) - relu(-u) is affine. So |f|_S depends on the function only, up to affine ones.
public enum StabilityNorm {
  /// A hyperplane on which f bends, and the jump of its slope across it.
  public struct Bend: Sendable, Equatable {
    /// v . x = t, |v| = 1, in the orientation of one of its neurons.
    public let plane: Hyperplane
    /// The sum of a_i |w_i| over the neurons on the plane.
    public let coefficient: Double
  }

  /// Hyperplanes whose normals and thresholds differ by no more than this (relative to 1 + |t|) are one.
  public static let mergingTolerance = 1e-9

  /// |f|_S over the empirical distribution of `points`.
  public static func norm(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    try NetworkError.require(points.columns, equals: network.dimension, "the dimension of the points")
    return bends(network).reduce(0) { $0 + $1.coefficient.magnitude * $1.plane.weight(points) }
  }

  /// sum_i |a_i| |w_i| g~(v_i, t_i), neuron by neuron: at least |f|_S, and it depends on the parameters.
  public static func oneSided(_ network: ShallowNetwork, _ points: Matrix) throws -> Double {
    zip(try sides(network, points), network.outputWeights).reduce(0) { $0 + $1.1.magnitude * $1.0.weight }
  }

  /// The active side of each neuron, heights measured by w . x + b, that is, multiplied by |w|.
  static func sides(_ network: ShallowNetwork, _ points: Matrix) throws -> [ActiveSide] {
    try NetworkError.require(points.columns, equals: network.dimension, "the dimension of the points")
    return (0..<network.width).map {
      ActiveSide(Hyperplane(normal: Array(network.weights[row: $0]), threshold: -network.biases[$0]), points)
    }
  }

  /// The distinct hyperplanes of the network in ascending order of |t|; neurons with w = 0 have none.
  public static func bends(_ network: ShallowNetwork) -> [Bend] {
    let single = (0..<network.width).compactMap { bend(network, $0) }
      .sorted { $0.plane.threshold.magnitude < $1.plane.threshold.magnitude }
    var merged = [Bend]()
    var first = 0
    for bend in single {
      let tolerance = mergingTolerance * (1 + bend.plane.threshold.magnitude)
      while first < merged.count,
        bend.plane.threshold.magnitude - merged[first].plane.threshold.magnitude > tolerance
      { first += 1 }
      let twin = merged[first...].firstIndex { $0.plane.coincides(with: bend.plane, tolerance) }
      if let twin {
        merged[twin] = Bend(plane: merged[twin].plane, coefficient: merged[twin].coefficient + bend.coefficient)
      } else {
        merged.append(bend)
      }
    }
    return merged
  }

  private static func bend(_ network: ShallowNetwork, _ neuron: Int) -> Bend? {
    let weights = network.weights[row: neuron]
    let norm = euclideanNorm(weights)
    let threshold = -network.biases[neuron] / norm
    guard norm > 0, threshold.isFinite else { return nil }
    return Bend(
      plane: Hyperplane(normal: weights.map { $0 / norm }, threshold: threshold),
      coefficient: network.outputWeights[neuron] * norm)
  }
}

extension Hyperplane {
  fileprivate func coincides(with other: Hyperplane, _ tolerance: Double) -> Bool {
    func agrees(_ sign: Double) -> Bool {
      (threshold - sign * other.threshold).magnitude <= tolerance
        && zip(normal, other.normal).allSatisfy { ($0 - sign * $1).magnitude <= tolerance }
    }
    return agrees(1) || agrees(-1)
  }
}
