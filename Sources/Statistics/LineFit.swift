/// The straight line y = intercept + slope x by (weighted) least squares; see ``LinearModel`` for weights and errors.
public struct LineFit: Sendable {
  /// The fit on the columns 1 and x.
  public let model: LinearModel

  /// y at x = 0.
  public var intercept: Double { model.coefficients[0] }
  /// The change of y by a unit of x.
  public var slope: Double { model.coefficients[1] }

  /// - Throws: ``RegressionError`` for lengths that differ, fewer than two points, values that are not finite, bad
  ///   weights, or
  ///   abscissas that are all the same.
  public init(_ x: [Double], _ y: [Double], weights: [Double]? = nil) throws {
    try Require.sameLength(x.count, y.count)
    guard x.count >= 2 else { throw RegressionError.tooFewPoints(points: x.count, needed: 2) }
    try Require.finite(x)
    if let first = x.first, x.allSatisfy({ $0 == first }) { throw RegressionError.constantAbscissa(value: first) }
    model = try LinearModel(columns: [[Double](repeating: 1, count: x.count), x], response: y, weights: weights)
  }

  /// Student's interval for the slope.
  ///
  /// - Throws: ``RegressionError`` if the level is not between 0 and 1 or there are only two points.
  public func slopeInterval(level: Double = 0.95) throws -> Interval { try model.interval(1, level: level) }

  /// Student's interval for the intercept, with the same errors.
  public func interceptInterval(level: Double = 0.95) throws -> Interval { try model.interval(0, level: level) }
}
