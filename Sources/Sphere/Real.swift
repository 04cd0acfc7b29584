import CMPFR

/// A real number in multiple precision (MPFR), rounded to nearest in every operation.
///
/// A result has the larger precision of its operands. Constants, conversions from `Int`, `Double` and decimal text take
/// the precision in force, ``precision``, which ``withPrecision(_:_:)`` sets for a piece of work:
///
/// ```swift
/// let third = Real.withPrecision(200) { Real(1, over: 3) }
/// ```
///
/// NaN and infinities behave as in IEEE 754.
public struct Real: Sendable {
  let storage: RealBuffer

  /// Bits of the significand of constants and conversions made in the current task or thread.
  @TaskLocal public static var precision = 128

  /// Runs `body` with constants and conversions made to `bits` bits.
  public static func withPrecision<Result>(_ bits: Int, _ body: () throws -> Result) rethrows -> Result {
    try $precision.withValue(bits, operation: body)
  }

  /// Bits that hold `digits` significant decimal digits.
  public static func bits(digits: Int) -> Int { Int((Double(digits) * 3.321_928_094_887_363).rounded(.up)) + 1 }

  /// A new number of `precision` bits that `fill` writes.
  init(precision: Int, _ fill: (UnsafeMutablePointer<__mpfr_struct>) -> Int32) {
    storage = RealBuffer(count: 1, precision: precision)
    _ = fill(storage.start)
  }

  /// The whole number, exact if it fits the precision in force.
  public init(_ value: Int) { self.init(precision: Real.precision) { mpfr_set_si($0, value, MPFR_RNDN) } }

  /// The double itself, without rounding if the precision in force is at least 53 bits.
  public init(_ value: Double) { self.init(precision: Real.precision) { mpfr_set_d($0, value, MPFR_RNDN) } }

  /// The ratio of two integers, correctly rounded; NaN or an infinity if `denominator` is zero.
  public init(_ numerator: Int, over denominator: Int) { self = Real(numerator) / Real(denominator) }

  /// Bits of this number's significand.
  public var precision: Int { storage.precision }

  /// The nearest double.
  public var double: Double { withExtendedLifetime(storage) { mpfr_get_d(storage.start, MPFR_RNDN) } }

  /// Whether the number is neither NaN nor infinite.
  public var isFinite: Bool { withExtendedLifetime(storage) { mpfr_number_p(storage.start) != 0 } }

  /// Whether the number is zero of either sign.
  public var isZero: Bool { withExtendedLifetime(storage) { mpfr_zero_p(storage.start) != 0 } }

  /// The same number rounded to `bits` bits.
  public func rounded(toPrecision bits: Int) -> Real {
    withExtendedLifetime(storage) { Real(precision: bits) { mpfr_set($0, storage.start, MPFR_RNDN) } }
  }
}
