/// The interpolant of a function of one variable as a sum of ReLUs: g(t) = start + sum_j change_j relu(t - knot_j).
///
/// Between the first and last knot it is linear from knot to knot; before the first it is constant, after the last it goes on
/// with the last slope. On an interval of length h the error is at most h^2/8 max|f''| for a smooth f, and h for a 1-Lipschitz one.
public struct PiecewiseLinear: Sendable, Equatable {
  /// The knots that carry a ReLU: all but the last.
  public let knots: [Double]
  /// The change of slope at each of them.
  public let changes: [Double]
  /// g at the first knot and before it.
  public let start: Double

  /// The interpolant of `function` at ascending knots.
  ///
  /// - Throws: `NetworkError.empty` for fewer than two knots, `notFinite` for a value that is no number, `notPositive` if the
  ///   knots do not ascend.
  public init(knots: [Double], _ function: (Double) -> Double) throws {
    guard knots.count >= 2 else { throw NetworkError.empty("the interior of the knots") }
    let values = knots.map(function)
    guard (knots + values).allSatisfy(\.isFinite) else { throw NetworkError.notFinite("the knots or their values") }
    var slope = 0.0
    changes = try (0..<(knots.count - 1)).map { index in
      try NetworkError.requirePositive(knots[index + 1] - knots[index], "the distance of two knots")
      let next = (values[index + 1] - values[index]) / (knots[index + 1] - knots[index])
      defer { slope = next }
      return next - slope
    }
    self.knots = Array(knots.dropLast())
    start = values[0]
  }

  /// `pieces` + 1 knots spread evenly over the interval.
  ///
  /// - Throws: `NetworkError.empty` for no pieces.
  public init(pieces: Int, on interval: ClosedRange<Double>, _ function: (Double) -> Double) throws {
    guard pieces > 0 else { throw NetworkError.empty("the interior of the knots") }
    let step = (interval.upperBound - interval.lowerBound) / Double(pieces)
    try self.init(knots: (0...pieces).map { interval.lowerBound + step * Double($0) }, function)
  }

  /// g(t).
  public func callAsFunction(_ t: Double) -> Double {
    zip(knots, changes).reduce(start) { $0 + $1.1 * max(t - $1.0, 0) }
  }
}
