import LinearAlgebra

/// Percentile bootstrap: the distribution of a statistic over samples drawn with replacement.
///
/// Replicate r of n points draws its indices at r*n ... r*n + n-1 of the stream, so that results depend on the stream
/// alone. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
public struct Bootstrap: Sendable {
  /// The number of resamples, at least 100.
  public let replicates: Int
  /// The share of replicates that an interval holds, between 0 and 1.
  public let level: Double
  private let stream: RandomStream

  /// - Throws: ``RegressionError`` for fewer than 100 replicates or a level that is not between 0 and 1.
  public init(replicates: Int = 2000, level: Double = 0.95, stream: RandomStream) throws {
    guard replicates >= 100 else { throw RegressionError.badReplicates(count: replicates) }
    try Require.level(level)
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
    try Require.finite(values)
    return try interval(count: values.count) { indices in
      indices.reduce(0) { $0 + values[$1] } / Double(values.count)
    }
  }
}
