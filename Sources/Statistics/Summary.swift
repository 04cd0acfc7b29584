import Foundation
import LinearAlgebra

/// A closed interval of real numbers, lower <= upper.
public struct Interval: Sendable, Equatable {
  public let lower: Double
  public let upper: Double

  public init(lower: Double, upper: Double) {
    self.lower = min(lower, upper)
    self.upper = max(lower, upper)
  }

  public init(center: Double, halfWidth: Double) { self.init(lower: center - halfWidth, upper: center + halfWidth) }

  /// The smallest interval that holds all `values`; nil if there are none.
  public init?(spanning values: [Double]) {
    guard let lower = values.min(), let upper = values.max() else { return nil }
    self.init(lower: lower, upper: upper)
  }

  public var center: Double { lower + (upper - lower) / 2 }
  public var width: Double { upper - lower }
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// Mean, spread and quantiles of a sample.
public struct Summary: Sendable, Equatable {
  /// n.
  public let count: Int
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

  /// The quantile by linear interpolation between order statistics, h = (n-1)p: type 7 of Hyndman and Fan (1996).
  /// - Throws: ``RegressionError/badProbability(value:)`` unless 0 <= probability <= 1.
  public func quantile(_ probability: Double) throws -> Double {
    guard (0...1).contains(probability) else { throw RegressionError.badProbability(value: probability) }
    let place = Double(count - 1) * probability
    let below = Int(place)
    let above = min(below + 1, count - 1)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }

  /// The middle `level` of the sample between its quantiles (1-level)/2 and (1+level)/2.
  /// - Throws: ``RegressionError/badLevel(level:)`` unless 0 < level < 1.
  public func centralInterval(level: Double = 0.95) throws -> Interval {
    try Require.level(level)
    return Interval(lower: try quantile((1 - level) / 2), upper: try quantile((1 + level) / 2))
  }

  /// Student's interval for the mean of the population.
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and there are at least two values.
  public func meanInterval(level: Double = 0.95) throws -> Interval {
    try Require.level(level)
    guard count > 1 else { throw RegressionError.oneValue }
    let factor = try StudentT.factor(level: level, freedom: count - 1)
    return Interval(center: mean, halfWidth: factor * standardError)
  }
}

/// Percentile bootstrap: the distribution of the mean over samples drawn with replacement.
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
    (self.replicates, self.level, self.stream) = (replicates, level, stream)
  }

  /// The interval for the mean of a population of which `values` are independent draws.
  /// - Throws: ``RegressionError`` for an empty sample or values that are not finite.
  public func mean(_ values: [Double]) throws -> Interval {
    let count = values.count
    guard count >= 1 else { throw RegressionError.tooFewPoints(points: count, needed: 1) }
    try Require.finite(values)
    let means = (0..<replicates).map { replicate in
      let indices = (0..<count).map { stream.integer(below: count, at: replicate * count + $0) }
      return indices.reduce(0) { $0 + values[$1] } / Double(count)
    }
    return try Summary(means).centralInterval(level: level)
  }
}

/// Student's t distribution with nu > 0 degrees of freedom.
public enum StudentT {
  /// P(|T| > t) = I_{nu/(nu+t^2)}(nu/2, 1/2), for t >= 0, with a relative error of about 1e-14.
  /// - Throws: ``RegressionError/badFreedom(value:)`` unless nu is positive and finite.
  public static func twoSidedTail(_ t: Double, freedom nu: Double) throws -> Double {
    guard nu > 0, nu.isFinite else { throw RegressionError.badFreedom(value: nu) }
    let square = t * t
    guard square.isFinite else { return 0 }
    let sum = nu + square
    return IncompleteBeta.regularized(nu / sum, complement: square / sum, nu / 2, 0.5)
  }

  /// The t with P(T <= t) = `probability`, by bisection of the tail to the last bit.
  /// - Throws: ``RegressionError`` unless 0 < probability < 1 and nu is positive and finite.
  public static func quantile(_ probability: Double, freedom nu: Double) throws -> Double {
    guard probability > 0, probability < 1 else { throw RegressionError.badProbability(value: probability) }
    guard nu > 0, nu.isFinite else { throw RegressionError.badFreedom(value: nu) }
    guard probability != 0.5 else { return 0 }
    guard probability > 0.5 else { return try -quantile(upperTail: probability, freedom: nu) }
    return try quantile(upperTail: 1 - probability, freedom: nu)
  }

  private static func quantile(upperTail tail: Double, freedom nu: Double) throws -> Double {
    try Bisection.least { try twoSidedTail($0, freedom: nu) <= 2 * tail }
  }

  /// The factor of the standard error in a two-sided interval of this level: the quantile (1 + level)/2 with `freedom` degrees.
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and freedom is positive.
  public static func factor(level: Double, freedom: Int) throws -> Double {
    try Require.level(level)
    guard freedom > 0 else { throw RegressionError.badFreedom(value: Double(freedom)) }
    return try quantile(0.5 + level / 2, freedom: Double(freedom))
  }
}

/// Where a condition on a positive number begins to hold.
enum Bisection {
  /// The least x > 0 of which `holds` is true, to the last bit, where it is true of all that are greater; infinite where it is
  /// true of none.
  static func least(_ holds: (Double) throws -> Bool) rethrows -> Double {
    var (low, high) = (0.0, 1.0)
    while try !holds(high) {
      (low, high) = (high, 2 * high)
      guard high.isFinite else { return .infinity }
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if try holds(middle) { high = middle } else { low = middle }
    }
  }
}

/// The regularized incomplete beta function I_x(a, b) = Integral_0^x t^{a-1} (1-t)^{b-1} dt / B(a, b).
enum IncompleteBeta {
  /// I_x(a, b) for a, b > 0 by the continued fraction DLMF 8.17.22, with `complement` = 1 - x given so that it keeps
  /// its digits.
  static func regularized(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    // The fraction converges fast below the mean; above it the other tail is taken.
    if x > (a + 1) / (a + b + 2) { return 1 - regularized(complement, complement: x, b, a) }
    let prefactor = exp(a * log(x) + b * log(complement) - (lgamma(a) + lgamma(b) - lgamma(a + b))) / a
    return prefactor * fraction(x, a, b)
  }

  /// 1/(1 + d_1/(1 + d_2/(1 + ...))) by the modified Lentz method.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    var (c, d, value) = (1.0, 0.0, 1.0)
    for step in 1..<100_000 {
      let m = Double(step / 2)
      let term =
        step.isMultiple(of: 2)
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + term * d
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = 1 + term / c
      if abs(c) < tiny { c = tiny }
      value *= c * d
      if abs(1 - c * d) < 1e-16 { break }
    }
    return 1 / value
  }
}

extension Interval {
  /// Clopper and Pearson's interval for a probability p of which k = `successes` in n = `trials` independent trials were
  /// seen: all p for which neither "at most k" nor "at least k" successes is less likely than (1 - level)/2. It holds p
  /// with probability at least `level`, whatever p is.
  ///
  /// The lower end solves I_p(k, n - k + 1) = (1 - level)/2 and is 0 for k = 0; the upper one is 1 less the lower end for
  /// n - k. Source: Clopper and Pearson, Biometrika 26 (1934).
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and 0 <= successes <= trials, trials > 0.
  public init(successes: Int, trials: Int, level: Double) throws {
    try Require.level(level)
    try Require.that(
      trials > 0 && (0...trials).contains(successes), "the number of successes", Double(successes),
      need: "it must lie between 0 and \(trials), the trials")
    let tail = (1 - level) / 2
    self.init(lower: Self.lowerEnd(successes, trials, tail), upper: 1 - Self.lowerEnd(trials - successes, trials, tail))
  }

  private static func lowerEnd(_ successes: Int, _ trials: Int, _ tail: Double) -> Double {
    guard successes > 0 else { return 0 }
    let (a, b) = (Double(successes), Double(trials - successes + 1))
    var (low, high) = (0.0, 1.0)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if IncompleteBeta.regularized(middle, complement: 1 - middle, a, b) < tail { low = middle } else { high = middle }
    }
  }
}
