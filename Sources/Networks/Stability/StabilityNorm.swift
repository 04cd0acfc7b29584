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
      if let twin = merged[first...].firstIndex(where: { $0.plane.coincides(with: bend.plane, tolerance) }) {
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

/// The oriented hyperplane v . x = t with unit normal v; its active side is v . x > t.
public struct Hyperplane: Sendable, Equatable {
  /// v, of length 1 where ``weight(_:)`` is asked for.
  public let normal: [Double]
  /// t, the signed distance of the plane from the origin along v.
  public let threshold: Double

  /// The plane v . x = t; the normal is taken as it is.
  public init(normal: [Double], threshold: Double) { (self.normal, self.threshold) = (normal, threshold) }

  /// The same plane with the other side active.
  public var flipped: Hyperplane { Hyperplane(normal: normal.map { -$0 }, threshold: -threshold) }

  /// v . x - t at row `index` of `points`.
  func height(_ points: Matrix, row index: Int) -> Double {
    var sum = -threshold
    for (coordinate, value) in zip(normal, points[row: index]) { sum += coordinate * value }
    return sum
  }

  fileprivate func coincides(with other: Hyperplane, _ tolerance: Double) -> Bool {
    func agrees(_ sign: Double) -> Bool {
      (threshold - sign * other.threshold).magnitude <= tolerance
        && zip(normal, other.normal).allSatisfy { ($0 - sign * $1).magnitude <= tolerance }
    }
    return agrees(1) || agrees(-1)
  }

  /// g(v, t) = min(g~(v, t), g~(-v, -t)), the same for both orientations.
  public func weight(_ points: Matrix) -> Double {
    min(ActiveSide(self, points).weight, ActiveSide(flipped, points).weight)
  }
}

/// Means over the empirical distribution of n inputs on the active side A of a hyperplane.
public struct ActiveSide: Sendable, Equatable {
  /// P(A).
  public var probability: Double
  /// E[(v . X - t) 1_A], the mean of relu(v . x - t).
  public var meanHeight: Double
  /// E[X 1_A].
  public var meanInput: [Double]

  /// The means over the rows of `points`, each of weight 1/n; points on the plane are not active.
  public init(_ plane: Hyperplane, _ points: Matrix) {
    let share = 1 / Double(points.rows)
    (probability, meanHeight) = (0, 0)
    meanInput = [Double](repeating: 0, count: points.columns)
    for row in 0..<points.rows {
      let height = plane.height(points, row: row)
      guard height > 0 else { continue }
      probability += share
      meanHeight += share * height
      for column in 0..<points.columns { meanInput[column] += share * points[row, column] }
    }
  }

  /// sqrt(P(A)^2 + |E[X 1_A]|^2).
  var spread: Double { meanInput.reduce(probability * probability) { $0 + $1 * $1 }.squareRoot() }

  /// g~(v, t) = P(A)^2 E[v . X - t | A] sqrt(1 + |E[X | A]|^2), 0 if no input is active.
  ///
  /// Source: Nacson et al., "The Implicit Bias of Minima Stability in Multivariate Shallow ReLU Networks", ICLR 2023.
  public var weight: Double { meanHeight * spread }
}

/// How much a function bends on average, without the weight of the stability norm.
public enum SecondDifference {
  /// The mean over `count` draws of |f(x + h v) - 2 f(x) + f(x - h v)| / h^2, with x standard normal in R^d and v uniform
  /// on the sphere: streams (seed, "difference points") and (seed, "difference directions").
  /// - Throws: `NetworkError.notPositive` for the spacing h, `outside` for a count that is not 1 to 10^6.
  public static func mean(_ network: ShallowNetwork, spacing: Double, count: Int, seed: UInt64) throws -> Double {
    try NetworkError.requirePositive(spacing, "the spacing")
    try NetworkError.require(count, in: 1...1_000_000, "the number of draws")
    let dimension = network.dimension
    let points = RandomStream(seed: seed, purpose: "difference points").gaussians(count * dimension)
    var moves = RandomStream(seed: seed, purpose: "difference directions").gaussians(count * dimension)
    for row in 0..<count {
      let range = row * dimension..<(row + 1) * dimension
      let length = euclideanNorm(moves[range])
      for index in range { moves[index] *= spacing / length }
    }
    func values(_ sign: Double) throws -> [Double] {
      try network.values(
        at: Matrix(rows: count, columns: dimension, elements: zip(points, moves).map { $0 + sign * $1 }))
    }
    let (behind, here, ahead) = (try values(-1), try values(0), try values(1))
    return here.indices.reduce(0) { $0 + (ahead[$1] - 2 * here[$1] + behind[$1]).magnitude }
      / (Double(count) * spacing * spacing)
  }
}
