import Foundation
import LinearAlgebra

/// A closed interval of real numbers, lower <= upper.
public struct Interval: Sendable, Equatable {
  /// The lesser end.
  public let lower: Double
  /// The greater end.
  public let upper: Double

  /// The interval of two ends, in either order.
  public init(lower: Double, upper: Double) {
    self.lower = min(lower, upper)
    self.upper = max(lower, upper)
  }

  /// The interval `center` plus and minus |halfWidth|.
  public init(center: Double, halfWidth: Double) { self.init(lower: center - halfWidth, upper: center + halfWidth) }

  /// The smallest interval that holds all `values`; nil if there are none.
  public init?(spanning values: [Double]) {
    guard let lower = values.min(), let upper = values.max() else { return nil }
    self.init(lower: lower, upper: upper)
  }

  /// The middle.
  public var center: Double { lower + (upper - lower) / 2 }
  /// upper - lower.
  public var width: Double { upper - lower }

  /// Whether lower <= value <= upper.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// Mean, spread and quantiles of a sample.
public struct Summary: Sendable, Equatable {
  /// n.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double

  /// The standard deviation with n - 1 in the denominator; NaN for one value.
  public let deviation: Double
  private let sorted: [Double]

  /// - Throws: ``RegressionError`` for an empty sample, values that are not finite, and a mean or squares that overflow.
  public init(_ values: [Double]) throws {
    guard !values.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.finite(values)
    count = values.count
    let center = values.reduce(0, +) / Double(count)
    mean = center
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    guard center.isFinite, squares.isFinite else { throw RegressionError.overflow(what: "the mean or the spread") }
    deviation = count > 1 ? (squares / Double(count - 1)).squareRoot() : .nan
    sorted = values.sorted()
  }

  /// The standard error of the mean, deviation / sqrt(n).
  public var standardError: Double { deviation / Double(count).squareRoot() }

  /// The least value.
  public var minimum: Double { sorted[0] }
  /// The greatest value.
  public var maximum: Double { sorted[count - 1] }

  /// The quantile by linear interpolation between order statistics, h = (n-1)p: type 7 of Hyndman and Fan (1996).
  ///
  /// - Throws: ``RegressionError/badProbability(value:)`` unless 0 <= probability <= 1.
  public func quantile(_ probability: Double) throws -> Double {
    guard (0...1).contains(probability) else { throw RegressionError.badProbability(value: probability) }
    return interpolated(probability)
  }

  private func interpolated(_ probability: Double) -> Double {
    let place = Double(count - 1) * probability
    let below = Int(place)
    let above = min(below + 1, count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The middle `level` of the sample between its quantiles (1-level)/2 and (1+level)/2.
  ///
  /// - Throws: ``RegressionError/badLevel(level:)`` unless 0 < level < 1.
  public func centralInterval(level: Double = 0.95) throws -> Interval {
    try Require.level(level)
    return Interval(lower: interpolated((1 - level) / 2), upper: interpolated((1 + level) / 2))
  }

  /// Student's interval for the mean of the population.
  ///
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and there are at least two values.
  public func meanInterval(level: Double = 0.95) throws -> Interval {
    let factor = try StudentT.factor(level: level, freedom: count - 1)
    return Interval(center: mean, halfWidth: factor * standardError)
  }
}

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
    return try interval(count: values.count) { indices in indices.reduce(0) { $0 + values[$1] } / Double(values.count) }
  }
}
