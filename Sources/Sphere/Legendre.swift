import CMPFR

/// Legendre polynomials in dimension d (normalised Gegenbauer polynomials), P_k(1) = 1.
///
/// (k+d-2) P_{k+1}(t) = (2k+d-2) t P_k(t) - k P_{k-1}(t), P_0 = 1, P_1 = t. Source: Efthimiou and Frye, Spherical
/// Harmonics in p Dimensions, section 4.7. On [-1, 1] the forward recurrence is stable: |P_k| <= 1, and P_k is its
/// dominant or an oscillating solution.
public enum Legendre {
  /// P_0(t) ... P_K(t) in double precision.
  ///
  /// - Throws: ``SphereError`` if d < 3 or K < 0.
  public static func values(dimension: Int, through degree: Int, at point: Double) throws -> [Double] {
    try Harmonics.check(dimension: dimension, degree: degree)
    var values = [1.0, point]
    values.reserveCapacity(degree + 2)
    for k in 1..<max(degree, 1) {
      let shifted = Double(k + dimension - 2)
      values.append((Double(2 * k + dimension - 2) * point * values[k] - Double(k) * values[k - 1]) / shifted)
    }
    return Array(values.prefix(degree + 1))
  }

  /// P_0(t) ... P_K(t) in the precision of `point`.
  ///
  /// - Throws: ``SphereError`` if d < 3 or K < 0.
  public static func values(dimension: Int, through degree: Int, at point: Real) throws -> [Real] {
    try Harmonics.check(dimension: dimension, degree: degree)
    var values = Real.withPrecision(point.precision) { [Real(1), point] }
    for k in 1..<max(degree, 1) {
      let next = (point * values[k]).scaled(by: 2 * k + dimension - 2) - values[k - 1].scaled(by: k)
      values.append(next.scaled(by: 1, over: k + dimension - 2))
    }
    return Array(values.prefix(degree + 1))
  }
}

extension Real {
  /// This number times an integer ratio, each factor rounded once.
  func scaled(by numerator: Int, over denominator: Int = 1) -> Real {
    map { result, value, rounding in
      _ = mpfr_mul_si(result, value, numerator, rounding)
      return mpfr_div_si(result, result, denominator, rounding)
    }
  }
}
