import CMPFR

extension Real {
  typealias UnaryOperation = (
    UnsafeMutablePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t
  ) -> Int32

  func map(_ operation: UnaryOperation) -> Real {
    withExtendedLifetime(storage) { Real(precision: precision) { operation($0, storage.start, MPFR_RNDN) } }
  }

  /// The circle's constant to the precision in force.
  public static var pi: Real { Real(precision: precision) { mpfr_const_pi($0, MPFR_RNDN) } }

  /// The square root; NaN below zero.
  public func squareRoot() -> Real { map(mpfr_sqrt) }

  /// The angle in [-pi/2, pi/2] with this sine; NaN outside [-1, 1].
  public func arcsine() -> Real { map(mpfr_asin) }

  /// The cosine of this angle.
  public func cosine() -> Real { map(mpfr_cos) }
  /// The sine of this angle.
  public func sine() -> Real { map(mpfr_sin) }

  /// Sine and cosine together, at little more than the cost of one.
  public func sineAndCosine() -> (sine: Real, cosine: Real) {
    let cosine = RealBuffer(count: 1, precision: precision)
    let sine = map { mpfr_sin_cos($0, cosine.start, $1, $2) }
    return (sine, cosine.value(0))
  }

  /// e to this power.
  public func exponential() -> Real { map(mpfr_exp) }

  /// The natural logarithm; NaN below zero, minus infinity at zero.
  public func logarithm() -> Real { map(mpfr_log) }

  /// Euler's gamma function; NaN at the negative integers.
  public func gamma() -> Real { map(mpfr_gamma) }

  /// This number to a power; NaN for a negative base with a non-integer exponent.
  public func power(_ exponent: Real) -> Real { Real.combine(self, exponent, mpfr_pow) }

  /// This number to an integer power.
  public func power(_ exponent: Int) -> Real { map { mpfr_pow_si($0, $1, exponent, $2) } }
}
