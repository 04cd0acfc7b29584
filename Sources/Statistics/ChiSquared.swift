import Foundation

/// The distribution of the sum of nu > 0 squared standard normal numbers.
public enum ChiSquared {
  /// P(X <= x) = P(nu/2, x/2), the regularized incomplete gamma function, for x >= 0.
  /// - Throws: ``RegressionError/badFreedom(value:)`` unless nu is positive and finite.
  public static func probability(_ x: Double, freedom nu: Double) throws -> Double {
    guard nu > 0, nu.isFinite else { throw RegressionError.badFreedom(value: nu) }
    return IncompleteGamma.lower(nu / 2, x / 2)
  }

  /// The x with P(X <= x) = `probability`, by bisection to the last bit.
  /// - Throws: ``RegressionError`` unless 0 < probability < 1 and nu is positive and finite.
  public static func quantile(_ probability: Double, freedom nu: Double) throws -> Double {
    guard probability > 0, probability < 1 else { throw RegressionError.badProbability(value: probability) }
    return try Bisection.least { try self.probability($0, freedom: nu) >= probability }
  }
}

/// The regularized incomplete gamma function P(a, x) = Integral_0^x t^{a-1} e^{-t} dt / Gamma(a).
enum IncompleteGamma {
  /// P(a, x) for a > 0: by the series DLMF 8.11.4 below the mean, else as 1 - Q by the continued fraction DLMF 8.9.2.
  static func lower(_ a: Double, _ x: Double) -> Double {
    if !(x > 0) { return 0 }
    if x == .infinity { return 1 }
    let prefactor = exp(a * log(x) - x - lgamma(a))
    return x < a + 1 ? prefactor * series(a, x) : 1 - prefactor * fraction(a, x)
  }

  /// The sum of x^n / (a (a + 1) ... (a + n)).
  private static func series(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for step in 1..<1_000_000 {
      term *= x / (a + Double(step))
      sum += term
      if term < 1e-17 * sum { break }
    }
    return sum
  }

  /// 1/(x + 1 - a - 1(1 - a)/(x + 3 - a - ...)) by the modified Lentz method.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for step in 1..<1_000_000 {
      let term = -Double(step) * (Double(step) - a)
      b += 2
      d = term * d + b
      d = 1 / (abs(d) < tiny ? tiny : d)
      c = b + term / c
      if abs(c) < tiny { c = tiny }
      value *= c * d
      if abs(1 - c * d) < 1e-16 { break }
    }
    return value
  }
}

/// How the interval of a mean narrows as its sample grows.
public enum SampleSize {
  /// The half-width of Student's interval for the mean of m numbers over that for n numbers of the same deviation:
  /// (t_{m-1} / sqrt(m)) / (t_{n-1} / sqrt(n)), t the quantile (1 + level)/2. Neither need be whole.
  /// - Throws: ``RegressionError`` unless n, m > 1 and 0 < level < 1.
  public static func narrowing(from n: Double, to m: Double, level: Double) throws -> Double {
    try Require.level(level)
    func width(_ count: Double) throws -> Double {
      try StudentT.quantile(0.5 + level / 2, freedom: count - 1) / count.squareRoot()
    }
    return try width(m) / width(n)
  }

  /// The ends of the interval for the standard deviation of the population, over that of a sample of n numbers:
  /// sqrt((n - 1) / x) for the quantiles x = (1 ± level)/2 of chi squared with n - 1 degrees of freedom. For normal numbers.
  /// - Throws: ``RegressionError`` unless n > 1 and 0 < level < 1.
  public static func deviation(of n: Double, level: Double) throws -> Interval {
    try Require.level(level)
    func end(_ probability: Double) throws -> Double {
      ((n - 1) / (try ChiSquared.quantile(probability, freedom: n - 1))).squareRoot()
    }
    return Interval(lower: try end(0.5 + level / 2), upper: try end(0.5 - level / 2))
  }
}
