import Foundation

/// The smallest width at which a curve of errors reaches a level, interpolated between tried widths and never beyond them.
public enum WidthNeeded: Sendable, Equatable {
  /// log-log interpolation between the last width above the level and the first at or below it; the bracket holds those two.
  case reached(width: Double, bracket: ClosedRange<Double>)
  /// Even the smallest width tried reaches the level.
  case belowSmallest(Double)
  /// No width tried reaches it; the least error is given.
  case notReached(leastError: Double)

  /// - Parameters: ascending positive widths and a positive error for each.
  /// - Throws: ``RegressionError`` for lengths that differ, no points, and values that are not positive.
  public init(level: Double, widths: [Double], errors: [Double]) throws {
    try Require.sameLength(widths.count, errors.count)
    guard !widths.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    let (x, y) = (try Logarithm.of(widths), try Logarithm.of(errors))
    guard level > 0, level.isFinite else { throw RegressionError.notPositive(index: 0, value: level) }
    guard let first = errors.firstIndex(where: { $0 <= level }) else {
      self = .notReached(leastError: errors.min() ?? .nan)
      return
    }
    guard first > 0 else {
      self = .belowSmallest(widths[0])
      return
    }
    guard widths[first - 1] < widths[first] else {
      throw RegressionError.outside(what: "a width", value: widths[first], need: "give ascending widths")
    }
    let share = (y[first - 1] - log(level)) / (y[first - 1] - y[first])
    let width = exp(x[first - 1] + share * (x[first] - x[first - 1]))
    self = .reached(width: width, bracket: widths[first - 1]...widths[first])
  }

  /// Over several seeds: the geometric mean of the widths with its Student interval, if every seed has one.
  public static func combined(_ seeds: [WidthNeeded], level: Double = 0.95) throws -> (
    mean: Double, interval: Interval
  )? {
    let logs = seeds.compactMap { seed -> Double? in
      if case .reached(let width, _) = seed { log(width) } else { nil }
    }
    guard logs.count == seeds.count, logs.count >= 2 else { return nil }
    let summary = try Summary(logs)
    let quantile = try StudentT.quantile((1 + level) / 2, freedom: Double(logs.count - 1))
    let half = quantile * summary.standardError
    return (
      exp(summary.mean), Interval(lower: exp(summary.mean - half), upper: exp(summary.mean + half))
    )
  }
}
