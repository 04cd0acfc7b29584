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

  public static func + (left: Real, right: Real) -> Real { combine(left, right, mpfr_add) }
  public static func - (left: Real, right: Real) -> Real { combine(left, right, mpfr_sub) }
  public static func * (left: Real, right: Real) -> Real { combine(left, right, mpfr_mul) }
  public static func / (left: Real, right: Real) -> Real { combine(left, right, mpfr_div) }
  public static prefix func - (value: Real) -> Real { value.map(mpfr_neg) }

  public static func == (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_equal_p(left.storage.start, right.storage.start) != 0
    }
  }

  public static func < (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_less_p(left.storage.start, right.storage.start) != 0
    }
  }

  public static func <= (left: Real, right: Real) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) {
      mpfr_lessequal_p(left.storage.start, right.storage.start) != 0
    }
  }

  public static func > (left: Real, right: Real) -> Bool { right < left }
  public static func >= (left: Real, right: Real) -> Bool { right <= left }

  public var magnitude: Real {
    map { mpfr_set4($0, $1, $2, 1) }
  }
}
