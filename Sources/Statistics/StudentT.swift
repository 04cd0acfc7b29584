import Foundation

/// Student's t distribution with nu > 0 degrees of freedom.
public enum StudentT {
  /// P(|T| > t) = I_{nu/(nu+t^2)}(nu/2, 1/2), for t >= 0, with a relative error of about 1e-14.
  ///
  /// - Throws: ``RegressionError/badFreedom(value:)`` unless nu is positive and finite.
  public static func twoSidedTail(_ t: Double, freedom nu: Double) throws -> Double {
    guard nu > 0, nu.isFinite else { throw RegressionError.badFreedom(value: nu) }
    let square = t * t
    guard square.isFinite else { return 0 }
    let sum = nu + square
    return IncompleteBeta.regularized(nu / sum, complement: square / sum, nu / 2, 0.5)
  }

  /// The t with P(T <= t) = `probability`, by bisection of the tail to the last bit.
  ///
  /// - Throws: ``RegressionError`` unless 0 < probability < 1 and nu is positive and finite.
  public static func quantile(_ probability: Double, freedom nu: Double) throws -> Double {
    guard probability > 0, probability < 1 else { throw RegressionError.badProbability(value: probability) }
    guard nu > 0, nu.isFinite else { throw RegressionError.badFreedom(value: nu) }
    guard probability != 0.5 else { return 0 }
    guard probability > 0.5 else { return try -quantile(upperTail: probability, freedom: nu) }
    return try quantile(upperTail: 1 - probability, freedom: nu)
  }

  private static func quantile(upperTail tail: Double, freedom nu: Double) throws -> Double {
    var (low, high) = (0.0, 1.0)
    while try twoSidedTail(high, freedom: nu) > 2 * tail {
      (low, high) = (high, 2 * high)
      guard high.isFinite else { return .infinity }
    }
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return high }
      if try twoSidedTail(middle, freedom: nu) > 2 * tail { low = middle } else { high = middle }
    }
  }

  /// The factor of the standard error in a two-sided interval of this level.
  static func factor(level: Double, freedom: Int) throws -> Double {
    try Require.level(level)
    guard freedom > 0 else { throw RegressionError.badFreedom(value: Double(freedom)) }
    return try quantile(0.5 + level / 2, freedom: Double(freedom))
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
    let prefactor = exp(a * log(x) + b * log(complement) - logBeta(a, b)) / a
    return prefactor * fraction(x, a, b)
  }

  private static func logBeta(_ a: Double, _ b: Double) -> Double { lgamma(a) + lgamma(b) - lgamma(a + b) }

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
  ///
  /// - Throws: ``RegressionError`` unless 0 < level < 1 and 0 <= successes <= trials, trials > 0.
  public init(successes: Int, trials: Int, level: Double) throws {
    try Require.level(level)
    guard trials > 0, (0...trials).contains(successes) else {
      throw RegressionError.outside(
        what: "the number of successes", value: Double(successes),
        need: "it must lie between 0 and \(trials), the trials")
    }
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
