import CFlint
import Foundation

/// Decimal text and doubles that a ball proves: those to which both of its ends round.
extension Ball {
  /// The number in scientific notation with `digits` significant digits, correctly rounded: `2.50e-1`; zero is `0`.
  ///
  /// Nil where the ends of the ball round differently, so that the text is a property of the number and not of the ball.
  public func decimal(digits: Int) -> String? {
    guard isFinite, digits >= 1 else { return nil }
    guard !isZero else { return "0" }
    let (lower, upper) = ends(bits: Ball.bits(digits: digits) + 64)
    guard let text = lower.rounded(digits: digits), text == upper.rounded(digits: digits) else { return nil }
    return text.description
  }

  /// The text with `digits` digits of a number that lies halfway between two texts as far as the ball tells: the one
  /// whose last digit is even.
  ///
  /// Such numbers exist: two-layer kernels on the sphere of R^3 have dyadic eigenvalues, and no ball around one that
  /// ends in the digit 5 ever has ends that round alike. It is right for the midpoint to within the radius.
  func decimalOfTie(digits: Int) -> String {
    midpoint.rounded(digits: digits + 1)?.droppingLastDigitToEven.description ?? "0"
  }

  /// The nearest double; nil where the ends of the ball round differently.
  public var provenDouble: Double? {
    let (lower, upper) = ends(bits: 128)
    let double = lower.nearestDouble
    return double.isFinite && double == upper.nearestDouble ? double : nil
  }

  /// The double nearest to a number that lies halfway between two doubles as far as the ball tells.
  var doubleOfTie: Double {
    let rounded = Ball { result in
      withExtendedLifetime(storage) { _ = arf_set_round(result.mid, storage.start.mid, 54, ARF_RND_NEAR) }
    }
    return rounded.nearestDouble
  }

  /// The double nearest to the midpoint.
  public var double: Double { nearestDouble }

  private var nearestDouble: Double { withExtendedLifetime(storage) { arf_get_d(storage.start.mid, ARF_RND_NEAR) } }

  /// The ends as exact numbers, rounded outwards to `bits` bits.
  private func ends(bits: Int) -> (lower: Ball, upper: Ball) {
    withExtendedLifetime(storage) {
      (
        Ball { arb_get_lbound_arf($0.mid, storage.start, bits) },
        Ball { arb_get_ubound_arf($0.mid, storage.start, bits) }
      )
    }
  }

  /// The midpoint rounded to the nearest decimal number of `digits` digits, in exact arithmetic; nil for zero.
  private func rounded(digits: Int) -> DecimalNumber? {
    withExtendedLifetime(storage) { DecimalNumber(storage.start.mid, digits: digits) }
  }
}

/// A decimal number of a fixed number of significant digits: sign, digits, and the power of ten of the first digit.
private struct DecimalNumber: Equatable, CustomStringConvertible {
  var isNegative: Bool
  var digits: [UInt8]
  var exponent: Int

  /// |x| = A/B with whole A and B times 10^-s is rounded to the nearest whole number of as many digits as are asked; of
  /// two the greater.
  init?(_ number: UnsafeMutablePointer<arf_struct>, digits count: Int) {
    guard arf_is_finite(number) != 0, arf_is_zero(number) == 0 else { return nil }
    let integers = IntegerVector(count: 4)
    let (significand, power) = (integers[0], integers[1])
    arf_get_fmpz_2exp(significand, power, number)
    isNegative = fmpz_sgn(significand) < 0
    fmpz_abs(significand, significand)
    let binary = fmpz_get_si(power)
    let magnitude = Double(Int(fmpz_bits(significand)) + binary - 1) * 0.301_029_995_663_981_2
    exponent = Int(magnitude.rounded(.down)) - 1
    // The logarithm of a power of two is at most one off, and rounding may carry.
    for _ in 0..<4 {
      let text = Self.scaled(integers, binary: binary, decimal: count - 1 - exponent)
      digits = Array(text.utf8)
      if digits.count == count { return }
      exponent += digits.count > count ? 1 : -1
    }
    return nil
  }

  /// round(significand 2^binary 10^decimal) in decimal text.
  private static func scaled(_ integers: IntegerVector, binary: Int, decimal: Int) -> String {
    let (numerator, denominator) = (integers[2], integers[3])
    fmpz_set_ui(numerator, 10)
    fmpz_pow_ui(numerator, numerator, UInt(max(decimal, 0)))
    fmpz_mul(numerator, numerator, integers[0])
    fmpz_mul_2exp(numerator, numerator, UInt(max(binary, 0) + 1))
    fmpz_set_ui(denominator, 10)
    fmpz_pow_ui(denominator, denominator, UInt(max(-decimal, 0)))
    fmpz_mul_2exp(denominator, denominator, UInt(max(-binary, 0)))
    fmpz_add(numerator, numerator, denominator)
    fmpz_mul_2exp(denominator, denominator, 1)
    fmpz_fdiv_q(numerator, numerator, denominator)
    guard let raw = fmpz_get_str(nil, 10, numerator) else { return "" }
    defer { flint_free(raw) }
    return String(cString: raw)
  }

  /// Without its last digit, to the nearest; an exact half to the even digit.
  var droppingLastDigitToEven: DecimalNumber {
    var result = self
    guard let last = result.digits.popLast(), let before = result.digits.last else { return self }
    guard last > 0x35 || last == 0x35 && before % 2 == 1 else { return result }
    for place in result.digits.indices.reversed() {
      if result.digits[place] < 0x39 {
        result.digits[place] += 1
        return result
      }
      result.digits[place] = 0x30
    }
    result.digits = [0x31] + result.digits.dropLast()
    result.exponent += 1
    return result
  }

  var description: String {
    let text = String(decoding: digits, as: UTF8.self)
    let fraction = text.dropFirst()
    return (isNegative ? "-" : "") + text.prefix(1) + (fraction.isEmpty ? "" : "." + fraction) + "e\(exponent)"
  }
}
