import CFlint

/// A double that is not below the non-negative number it stands for. Every operation rounds up.
///
/// IEEE operations are correctly rounded, so the next double above the rounded result is above the exact one. Infinity and
/// NaN are bounds that prove nothing: comparisons with them fail.
struct Upper {
  let value: Double

  init(_ value: Double) { self.value = value }

  static let zero = Upper(0)
  static func + (left: Upper, right: Upper) -> Upper { Upper((left.value + right.value).nextUp) }
  static func * (left: Upper, right: Upper) -> Upper { Upper((left.value * right.value).nextUp) }
  static func / (left: Upper, right: Lower) -> Upper { Upper((left.value / right.value).nextUp) }
  static func += (left: inout Upper, right: Upper) { left = left + right }
  static func * (left: Double, right: Upper) -> Upper { Upper(left) * right }
  func squareRoot() -> Upper { Upper(value.squareRoot().nextUp) }

  func power(_ exponent: Int) -> Upper {
    var (result, base, rest) = (Upper(1), self, exponent)
    while rest > 0 {
      if rest % 2 == 1 { result = result * base }
      base = base * base
      rest /= 2
    }
    return result
  }

  static func max(_ left: Upper, _ right: Upper) -> Upper { left.value > right.value ? left : right }
  static func min(_ left: Upper, _ right: Upper) -> Upper { left.value < right.value ? left : right }
  static func < (left: Upper, right: Lower) -> Bool { left.value < right.value }
}

/// A double that is not above the number it stands for, and not below zero. Every operation rounds down.
struct Lower {
  let value: Double

  init(_ value: Double) { self.value = Swift.max(0, value) }

  /// 0 where the difference may be negative.
  static func - (left: Lower, right: Upper) -> Lower { Lower((left.value - right.value).nextDown) }
  static func * (left: Lower, right: Lower) -> Lower { Lower((left.value * right.value).nextDown) }
  func squareRoot() -> Lower { Lower(value.squareRoot().nextDown) }

  func power(_ exponent: Int) -> Lower { (0..<exponent).reduce(Lower(1)) { product, _ in product * self } }

  static func min(_ left: Lower, _ right: Lower) -> Lower { left.value < right.value ? left : right }
}

/// Bounds of balls as doubles, and of the functions of doubles that bounds need.
final class BoundReader {
  private let magnitude: UnsafeMutablePointer<mag_struct>
  private let scratch = ArbVector(count: 1)

  init() {
    magnitude = .allocate(capacity: 1)
    mag_init(magnitude)
  }

  deinit {
    mag_clear(magnitude)
    magnitude.deallocate()
  }

  /// The largest |x| in the ball; infinite beyond 2^1000.
  func upper(_ ball: ArbPointer) -> Upper {
    arb_get_mag(magnitude, ball)
    return Upper(mag_get_d(magnitude))
  }

  func upper(_ ball: AcbPointer) -> Upper {
    acb_get_mag(magnitude, ball)
    return Upper(mag_get_d(magnitude))
  }

  /// The smallest |x| in the ball; zero below 2^-1000.
  func lower(_ ball: ArbPointer) -> Lower {
    arb_get_mag_lower(magnitude, ball)
    return Self.lower(mag_get_d(magnitude))
  }

  func lower(_ ball: AcbPointer) -> Lower {
    acb_get_mag_lower(magnitude, ball)
    return Self.lower(mag_get_d(magnitude))
  }

  /// `mag_get_d` answers 2^-1000 for what is smaller and infinity for what is greater than 2^1000.
  private static func lower(_ value: Double) -> Lower {
    Lower(value <= 0x1p-999 ? 0 : Swift.min(value, 0x1p1000))
  }

  /// The radius, in units of 2^-`bits`.
  func radius(_ ball: ArbPointer, bits: Int = 0) -> Upper {
    mag_mul_2exp_si(magnitude, ball.radius, bits)
    return Upper(mag_get_d(magnitude))
  }

  /// The sum of both parts' radii, which it sets to zero: the distance to the midpoint of all that the ball holds.
  func takeRadius(_ ball: AcbPointer) -> Upper {
    let sum = radius(ball.real) + radius(ball.imaginary)
    mag_zero(ball.real.radius)
    mag_zero(ball.imaginary.radius)
    return sum
  }

  /// |x| of the largest element, in units of 2^-`bits`.
  func upper(_ ball: ArbPointer, bits: Int) -> Upper {
    arb_get_mag(magnitude, ball)
    mag_mul_2exp_si(magnitude, magnitude, bits)
    return Upper(mag_get_d(magnitude))
  }

  /// Adds an error in units of 2^-`bits` to the radius.
  func widen(_ ball: ArbPointer, by error: Upper, bits: Int) {
    mag_set_d(magnitude, error.value)
    mag_mul_2exp_si(magnitude, magnitude, -bits)
    mag_add(ball.radius, ball.radius, magnitude)
  }

  /// log2 of the radius, to 1e-4; minus infinity for an exact number. An estimate, no bound.
  func radiusExponent(_ ball: ArbPointer) -> Double {
    mag_is_zero(ball.radius) != 0 ? -.infinity : mag_get_d_log2_approx(ball.radius)
  }

  /// log2 of the smallest |x|, to 1e-4; minus infinity where the ball holds zero.
  func lowerExponent(_ ball: ArbPointer) -> Double {
    arb_get_mag_lower(magnitude, ball)
    return mag_is_zero(magnitude) != 0 ? -.infinity : mag_get_d_log2_approx(magnitude)
  }

  /// cosh(x), rounded up.
  func cosh(_ x: Upper) -> Upper {
    mag_set_d(magnitude, x.value)
    mag_cosh(magnitude, magnitude)
    return Upper(mag_get_d(magnitude))
  }

  /// log(x), rounded up; infinite if that is what x proves.
  func log(_ x: Upper) -> Double {
    guard x.value.isFinite else { return .infinity }
    let ball = scratch[0]
    arb_set_d(ball, x.value)
    arb_log(ball, ball, 53)
    return end(ball)
  }

  /// The upper end of a ball, rounded up.
  private func end(_ ball: ArbPointer) -> Double {
    guard arb_is_finite(ball) != 0 else { return .infinity }
    return (arf_get_d(ball.mid, ARF_RND_CEIL) + radius(ball).value).nextUp
  }
}
