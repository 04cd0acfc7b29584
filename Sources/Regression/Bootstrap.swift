import LinearAlgebra

/// Percentile bootstrap: the distribution of a statistic over samples drawn with replacement.
///
/// Replicate r of n points draws its indices at r*n ... r*n + n-1 of the stream, so that results depend on the stream
/// alone. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapters 9 and 13.
public struct Bootstrap: Sendable {
  public let replicates: Int
  public let level: Double
  private let stream: RandomStream

  /// - Throws: ``RegressionError`` for fewer than 100 replicates or a level that is not between 0 and 1.
  public init(replicates: Int = 2000, level: Double = 0.95, stream: RandomStream) throws {
    guard replicates >= 100 else { throw RegressionError.badReplicates(count: replicates) }
    try Check.level(level)
    self.replicates = replicates
    self.level = level
    self.stream = stream
  }

  /// The central interval of `statistic` over resampled indices of `count` points.
  ///
  /// A replicate whose statistic is nil (a degenerate resample) is left out.
  ///
  /// - Throws: ``RegressionError`` for no points or a statistic that is not finite or always nil, and whatever the
  ///   statistic throws.
  public func interval(count: Int, statistic: ([Int]) throws -> Double?) throws -> Interval {
    guard count >= 1 else { throw RegressionError.tooFewPoints(points: count, needed: 1) }
    let values = try (0..<replicates).compactMap { replicate in
      try statistic((0..<count).map { stream.integer(below: count, at: replicate * count + $0) })
    }
    return try Summary(values).centralInterval(level: level)
  }

  /// The interval for the mean of a population of which `values` are independent draws.
  ///
  /// - Throws: ``RegressionError`` for an empty sample or values that are not finite.
  public func mean(_ values: [Double]) throws -> Interval {
    try Check.finite(values)
    return try interval(count: values.count) { indices in
      indices.reduce(0) { $0 + values[$1] } / Double(values.count)
    }
  }

  /// The interval for a line's slope, resampling points: right when points are independent draws, whatever the errors'
  /// variances.
  ///
  /// - Throws: ``RegressionError`` as ``LineFit`` does.
  public func slopeByPairs(_ x: [Double], _ y: [Double], weights: [Double]? = nil) throws -> Interval {
    _ = try LineFit(x, y, weights: weights)
    return try interval(count: x.count) { indices in
      let drawn = indices.map { x[$0] }
      guard Set(drawn).count > 1 else { return nil }
      return try LineFit(drawn, indices.map { y[$0] }, weights: weights.map { all in indices.map { all[$0] } }).slope
    }
  }

  /// The interval for a line's slope, resampling residuals: right when abscissas are chosen and errors are alike up to
  /// the weights.
  ///
  /// Residuals are blown up by sqrt(n/(n-2)), which makes up for the two parameters.
  ///
  /// - Throws: ``RegressionError`` as ``LineFit`` does, and for two points.
  public func slopeByResiduals(_ x: [Double], _ y: [Double], weights: [Double]? = nil) throws -> Interval {
    let line = try LineFit(x, y, weights: weights)
    guard x.count > 2 else { throw RegressionError.tooFewPoints(points: x.count, needed: 3) }
    let roots = weights?.map { $0.squareRoot() } ?? [Double](repeating: 1, count: x.count)
    let inflation = (Double(x.count) / Double(x.count - 2)).squareRoot()
    let errors = zip(line.model.residuals, roots).map { $0 * $1 * inflation }
    return try interval(count: x.count) { indices in
      let drawn = indices.enumerated().map { line.model.fitted[$0.offset] + errors[$0.element] / roots[$0.offset] }
      return try LineFit(x, drawn, weights: weights).slope
    }
  }

  /// The interval for a power law's exponent, resampling points.
  ///
  /// - Throws: ``RegressionError`` as ``PowerLawFit`` does.
  public func exponentByPairs(
    _ x: [Double], _ y: [Double], shift: Double = 0, weights: [Double]? = nil
  ) throws -> Interval {
    try slopeByPairs(Logarithm.of(x.map { $0 + shift }), Logarithm.of(y), weights: weights)
  }

  /// The interval for a power law's exponent, resampling residuals of log y.
  ///
  /// - Throws: ``RegressionError`` as ``PowerLawFit`` does, and for two points.
  public func exponentByResiduals(
    _ x: [Double], _ y: [Double], shift: Double = 0, weights: [Double]? = nil
  ) throws -> Interval {
    try slopeByResiduals(Logarithm.of(x.map { $0 + shift }), Logarithm.of(y), weights: weights)
  }
}
