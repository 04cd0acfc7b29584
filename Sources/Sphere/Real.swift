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
  init(precision: Int, _ fill: (MPFRPointer) -> Int32) {
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

/// A number where MPFR writes it.
typealias MPFRPointer = UnsafeMutablePointer<__mpfr_struct>

extension Real: Comparable {
  typealias BinaryOperation = (MPFRPointer?, UnsafePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t)
    -> Int32

  static func combine(_ left: Real, _ right: Real, _ operation: BinaryOperation) -> Real {
    withExtendedLifetime((left.storage, right.storage)) {
      Real(precision: max(left.precision, right.precision)) {
        operation($0, left.storage.start, right.storage.start, MPFR_RNDN)
      }
    }
  }

  private static func compare(
    _ left: Real, _ right: Real, _ test: (UnsafePointer<__mpfr_struct>?, UnsafePointer<__mpfr_struct>?) -> Int32
  ) -> Bool {
    withExtendedLifetime((left.storage, right.storage)) { test(left.storage.start, right.storage.start) != 0 }
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
  public static func == (left: Real, right: Real) -> Bool { compare(left, right, mpfr_equal_p) }
  /// Whether one number is less than the other; false for NaN, as in all comparisons.
  public static func < (left: Real, right: Real) -> Bool { compare(left, right, mpfr_less_p) }
  /// Written out, since for NaN it is not the opposite of `>`.
  public static func <= (left: Real, right: Real) -> Bool { compare(left, right, mpfr_lessequal_p) }
  public static func > (left: Real, right: Real) -> Bool { right < left }
  public static func >= (left: Real, right: Real) -> Bool { right <= left }
  /// The absolute value, exact.
  public var magnitude: Real { map { mpfr_set4($0, $1, $2, 1) } }

  typealias UnaryOperation = (MPFRPointer?, UnsafePointer<__mpfr_struct>?, mpfr_rnd_t) -> Int32

  func map(_ operation: UnaryOperation) -> Real {
    withExtendedLifetime(storage) { Real(precision: precision) { operation($0, storage.start, MPFR_RNDN) } }
  }

  /// The circle's constant to the precision in force.
  public static var pi: Real { Real(precision: precision) { mpfr_const_pi($0, MPFR_RNDN) } }
  /// The square root; NaN below zero.
  public func squareRoot() -> Real { map(mpfr_sqrt) }
  /// The angle in [-pi/2, pi/2] with this sine; NaN outside [-1, 1].
  public func arcsine() -> Real { map(mpfr_asin) }
  public func cosine() -> Real { map(mpfr_cos) }
  public func sine() -> Real { map(mpfr_sin) }

  /// Sine and cosine together, at little more than the cost of one.
  public func sineAndCosine() -> (sine: Real, cosine: Real) {
    let cosine = RealBuffer(count: 1, precision: precision)
    let sine = map { mpfr_sin_cos($0, cosine.start, $1, $2) }
    return (sine, cosine.value(0))
  }

  public func exponential() -> Real { map(mpfr_exp) }
  /// Euler's gamma function; NaN at the negative integers.
  public func gamma() -> Real { map(mpfr_gamma) }
  /// This number to a power; NaN for a negative base with a non-integer exponent.
  public func power(_ exponent: Real) -> Real { Real.combine(self, exponent, mpfr_pow) }
  public func power(_ exponent: Int) -> Real { map { mpfr_pow_si($0, $1, exponent, $2) } }
}

extension Real: CustomStringConvertible {
  /// Reads decimal text such as `-1.25e-7`, correctly rounded to the precision in force.
  /// - Throws: ``SphereError/notDecimal(text:)`` unless the whole text is a sign, digits with at most one point, and an
  ///   exponent, each but the digits optional.
  public init(decimal text: String) throws {
    let number = #/[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?/#
    guard text.wholeMatch(of: number) != nil else { throw SphereError.notDecimal(text: text) }
    self.init(precision: Real.precision) { mpfr_set_str($0, text, 10, MPFR_RNDN) }
  }

  /// Scientific notation with `digits` significant digits, correctly rounded: `2.50e-1`. Zero is `0`.
  ///
  /// With `digits` nil, as many as read back to the same number at the same precision.
  public func decimal(digits: Int? = nil) -> String {
    guard isFinite else { return double.description }
    guard !isZero else { return "0" }
    var exponent = 0
    let text = withExtendedLifetime(storage) { () -> String in
      guard let raw = mpfr_get_str(nil, &exponent, 10, max(digits ?? 0, 0), storage.start, MPFR_RNDN) else { return "" }
      defer { mpfr_free_str(raw) }
      return String(cString: raw)
    }
    let negative = text.hasPrefix("-")
    let significand = text.dropFirst(negative ? 1 : 0)
    let fraction = significand.dropFirst()
    return (negative ? "-" : "") + significand.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e\(exponent - 1)"
  }

  /// All digits that the precision holds.
  public var description: String { decimal() }
}

/// A fixed number of multiple-precision numbers of one precision in a single allocation, for loops that write in place.
///
/// The numbers start as NaN. Elements are MPFR structures whose limbs lie in the same block, so they must never be
/// handed to an MPFR function that reallocates (`mpfr_set_prec`, `mpfr_swap`, `mpfr_clear`).
final class RealBuffer: @unchecked Sendable {
  let count: Int
  let precision: Int
  let start: MPFRPointer

  /// - Parameters:
  ///   - count: How many numbers, at least 1.
  ///   - precision: Bits of every significand, at least 2.
  init(count: Int, precision: Int) {
    let bits = max(precision, 2)
    let header = MemoryLayout<__mpfr_struct>.stride * count
    let limbs = mpfr_custom_get_size(bits)
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: header + limbs * count, alignment: MemoryLayout<__mpfr_struct>.alignment)
    start = block.bindMemory(to: __mpfr_struct.self, capacity: count)
    self.count = count
    self.precision = bits
    for index in 0..<count {
      let significand = block + header + limbs * index
      mpfr_custom_init(significand, bits)
      mpfr_custom_init_set(start + index, Int32(MPFR_NAN_KIND.rawValue), 0, bits, significand)
    }
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  static func zeros(count: Int, precision: Int) -> RealBuffer {
    let buffer = RealBuffer(count: count, precision: precision)
    for index in 0..<count { mpfr_set_zero(buffer.start + index, 1) }
    return buffer
  }

  subscript(index: Int) -> MPFRPointer { start + index }

  /// A copy of one element as a value, rounded to `precision` bits (its own precision if nil).
  func value(_ index: Int, precision: Int? = nil) -> Real {
    Real(precision: precision ?? self.precision) { mpfr_set($0, self[index], MPFR_RNDN) }
  }
}

/// The library behind multiple precision.
public enum MPFRLibrary {
  public static var version: String { mpfr_get_version().map { String(cString: $0) } ?? "unknown" }
}
