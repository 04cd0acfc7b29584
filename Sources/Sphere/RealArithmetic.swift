import CMPFR

extension Real: Comparable {
  typealias BinaryOperation = (
    UnsafeMutablePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t
  ) -> Int32

  static func combine(_ left: Real, _ right: Real, _ operation: BinaryOperation) -> Real {
    withExtendedLifetime((left.storage, right.storage)) {
      Real(precision: max(left.precision, right.precision)) {
        operation($0, left.storage.start, right.storage.start, MPFR_RNDN)
      }
    }
  }

  /// The sum, correctly rounded.
  public static func + (left: Real, right: Real) -> Real { combine(left, right, mpfr_add) }
  /// The difference, correctly rounded.
  public static func - (left: Real, right: Real) -> Real { combine(left, right, mpfr_sub) }
  /// The product, correctly rounded.
  public static func * (left: Real, right: Real) -> Real { combine(left, right, mpfr_mul) }
  /// The quotient, correctly rounded; an infinity or NaN for a divisor of zero.
  public static func / (left: Real, right: Real) -> Real { combine(left, right, mpfr_div) }
  /// The number with the other sign, exact.
  public static prefix func - (value: Real) -> Real { value.map(mpfr_neg) }

  /// Whether two numbers of any precisions are equal; false for NaN.
  public static func == (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_equal_p(left.storage.start, right.storage.start) != 0
    }
  }

  /// Whether one number is less than the other; false for NaN, as in all comparisons.
  public static func < (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_less_p(left.storage.start, right.storage.start) != 0
    }
  }

  /// Written out, since for NaN it is not the opposite of `>`.
  public static func <= (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_lessequal_p(left.storage.start, right.storage.start) != 0
    }
  }

  /// Whether one number is greater than the other.
  public static func > (left: Real, right: Real) -> Bool { right < left }
  /// Whether one number is at least the other.
  public static func >= (left: Real, right: Real) -> Bool { right <= left }

  /// The absolute value, exact.
  public var magnitude: Real {
    map { mpfr_set4($0, $1, $2, 1) }
  }
}
