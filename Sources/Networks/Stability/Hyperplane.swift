import LinearAlgebra

/// The oriented hyperplane v . x = t with unit normal v; its active side is v . x > t.
public struct Hyperplane: Sendable, Equatable {
  /// v, of length 1 where ``weight(_:)`` is asked for.
  public let normal: [Double]
  /// t, the signed distance of the plane from the origin along v.
  public let threshold: Double

  /// The plane v . x = t; the normal is taken as it is.
  public init(normal: [Double], threshold: Double) {
    self.normal = normal
    self.threshold = threshold
  }

  /// The same plane with the other side active.
  public var flipped: Hyperplane { Hyperplane(normal: normal.map { -$0 }, threshold: -threshold) }

  /// v . x - t at row `index` of `points`.
  func height(_ points: Matrix, row index: Int) -> Double {
    var sum = -threshold
    for (coordinate, value) in zip(normal, points[row: index]) { sum += coordinate * value }
    return sum
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

extension Hyperplane {
  /// g(v, t) = min(g~(v, t), g~(-v, -t)), the same for both orientations.
  public func weight(_ points: Matrix) -> Double {
    min(ActiveSide(self, points).weight, ActiveSide(flipped, points).weight)
  }
}
