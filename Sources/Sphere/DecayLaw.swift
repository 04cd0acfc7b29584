import Foundation

/// The exact coefficients of an end singularity, which set how fast a spectrum decays.
///
/// A kernel that near t = 1 is a polynomial plus c (1-t)^nu, nu not a non-negative integer, has mu_k ~ c C(d,nu)
/// k^{-d-2nu+1}, and (1-t)^nu alone has exactly mu_k = C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1) for nu > -(d-1)/2, with
///
/// C(d,nu) = 2^{nu+d-2} Gamma(d/2) Gamma(nu+(d-1)/2) / (sqrt(pi) Gamma(-nu)).
///
/// For (1+t)^nu multiply by (-1)^k. Source: Bietti and Bach, Deep Equals Shallow for ReLU Networks in Kernel Regimes,
/// theorem 1; the exact form is Rodrigues' formula and a beta integral.
public enum DecayLaw {
  /// C(d,nu) in double precision, to about 1e-14 for d <= 64.
  ///
  /// - Throws: ``SphereError`` if d < 3 or nu is a non-negative integer.
  public static func constant(dimension: Int, exponent nu: Double) throws -> Double {
    try check(dimension: dimension, exponent: nu)
    let d = Double(dimension)
    let shifted: Double = nu + (d - 1) / 2
    let numerator: Double = (nu + d - 2) * log(2) + lgamma(d / 2) + lgamma(shifted)
    let denominator: Double = log(Double.pi) / 2 + lgamma(-nu)
    return gammaSign(shifted) * gammaSign(-nu) * exp(numerator - denominator)
  }

  /// mu_k of (1-t)^nu in double precision: C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1), relative error about 1e-15 times k
  /// log k.
  ///
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(dimension: Int, exponent nu: Double, degree: Int) throws -> Double {
    try Harmonics.check(dimension: dimension, degree: degree)
    let (d, k) = (Double(dimension), Double(degree))
    let sign = gammaSign(k - nu) * gammaSign(k + nu + d - 1)
    return try constant(dimension: dimension, exponent: nu) * sign * exp(lgamma(k - nu) - lgamma(k + nu + d - 1))
  }

  /// mu_k of (1-t)^nu in the precision of `nu`.
  ///
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(dimension: Int, exponent nu: Real, degree: Int) throws -> Real {
    try Harmonics.check(dimension: dimension, degree: degree)
    try check(dimension: dimension, exponent: nu.double)
    return Real.withPrecision(nu.precision) {
      let half = Real(dimension - 1, over: 2)
      let numerator = Real(2).power(nu + Real(dimension - 2)) * Real(dimension, over: 2).gamma() * (nu + half).gamma()
      let constant = numerator / (Real.pi.squareRoot() * (-nu).gamma())
      return constant * (Real(degree) - nu).gamma() / (Real(degree + dimension - 1) + nu).gamma()
    }
  }

  /// mu_k of atOne (1-t)^nu + atMinusOne (1+t)^nu: (atOne + (-1)^k atMinusOne) C(d,nu) Gamma(k-nu) / Gamma(k+nu+d-1).
  ///
  /// - Throws: ``SphereError`` if d < 3, k < 0, or nu is a non-negative integer.
  public static func coefficient(
    dimension: Int, exponent nu: Double, atOne: Double, atMinusOne: Double, degree: Int
  ) throws -> Double {
    let ends = degree.isMultiple(of: 2) ? atOne + atMinusOne : atOne - atMinusOne
    return ends == 0 ? 0 : try ends * coefficient(dimension: dimension, exponent: nu, degree: degree)
  }

  /// The constants at both ends from what they make of the two parities: even = atOne + atMinusOne, odd = atOne - atMinusOne.
  public static func ends(even: Double, odd: Double) -> (atOne: Double, atMinusOne: Double) {
    ((even + odd) / 2, (even - odd) / 2)
  }

  /// -d - 2 nu + 1: the exponent of the power of k as which the coefficients of (1-t)^nu decay.
  public static func rate(dimension: Int, exponent nu: Double) -> Double { -(Double(dimension) + 2 * nu - 1) }

  /// k + (d-2)/2: the variable in which the Gamma form is a pure power up to a relative 1/k^2, while bare k biases its
  /// exponent by about (d-2)/(2k) of itself.
  public static func centred(degree: Int, dimension: Int) -> Double { Double(degree) + Double(dimension - 2) / 2 }

  /// (k + (d-2)/2)^power: what levels a coefficient that decays as the power -`power`.
  public static func level(degree: Int, dimension: Int, power: Double) -> Double {
    pow(centred(degree: degree, dimension: dimension), power)
  }

  private static func check(dimension: Int, exponent nu: Double) throws {
    guard dimension >= 3 else { throw SphereError.dimensionTooSmall(dimension: dimension) }
    guard nu.isFinite, nu < 0 || nu != nu.rounded() else { throw SphereError.integerExponent(exponent: nu) }
  }

  /// The sign of Gamma(x), which lgamma leaves out.
  private static func gammaSign(_ x: Double) -> Double { x > 0 || Int(x.rounded(.down)).isMultiple(of: 2) ? 1 : -1 }
}
