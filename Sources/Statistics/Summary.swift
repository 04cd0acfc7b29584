import Foundation

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
