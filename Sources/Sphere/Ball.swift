import CFlint

/// A proven enclosure of a real number: all numbers within `radius` of `midpoint`, the number among them (FLINT's Arb).
///
/// Operations enclose whatever the same operations give on the numbers enclosed; results are rounded to the precision in
/// force, ``precision``, and the rounding is added to the radius. Outside a function's domain the radius is infinite.
/// Source: Johansson, Arb: efficient arbitrary-precision midpoint-radius interval arithmetic, IEEE Trans. Comput. 66 (2017).
public struct Ball: Sendable {
  let storage: ArbVector

  /// Bits to which the results of operations made in the current task or thread are rounded.
  @TaskLocal public static var precision = 128

  /// Runs `body` with results rounded to `bits` bits.
  public static func withPrecision<Result>(_ bits: Int, _ body: () throws -> Result) rethrows -> Result {
    try $precision.withValue(bits, operation: body)
  }

  /// Bits that hold `digits` significant decimal digits.
  public static func bits(digits: Int) -> Int { Int((Double(digits) * 3.321_928_094_887_363).rounded(.up)) + 1 }

  /// A new ball that `fill` writes.
  init(_ fill: (ArbPointer) -> Void) {
    storage = ArbVector(count: 1)
    fill(storage.start)
  }

  /// The whole number, exactly.
  public init(_ value: Int) { self.init { arb_set_si($0, value) } }
  /// The double itself, exactly; NaN and infinities have no finite radius.
  public init(_ value: Double) { self.init { arb_set_d($0, value) } }
  /// The ratio of two whole numbers; no finite radius if `denominator` is zero.
  public init(_ numerator: Int, over denominator: Int) { self = Ball(numerator) / Ball(denominator) }

  /// Reads decimal text such as `-1.25e-7`.
  /// - Throws: ``SphereError/notDecimal(text:)`` unless the whole text is a sign, digits with at most one point, and an
  ///   exponent of up to six digits, each but the digits optional.
  public init(decimal text: String) throws {
    let number = #/[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,6})?/#
    guard text.wholeMatch(of: number) != nil else { throw SphereError.notDecimal(text: text) }
    let bits = Ball.precision
    self.init { _ = arb_set_str($0, text, bits) }
  }

  /// The circle's constant.
  public static var pi: Ball { Ball { arb_const_pi($0, Ball.precision) } }

  private func read<Result>(_ body: (ArbPointer) -> Result) -> Result {
    withExtendedLifetime(storage) { body(storage.start) }
  }

  /// Whether the radius is finite.
  public var isFinite: Bool { read { arb_is_finite($0) != 0 } }
  /// Whether the ball is the number zero: proven, and not only held by a wider ball.
  public var isZero: Bool { read { arb_is_zero($0) != 0 } }
  /// Whether the radius is zero.
  public var isExact: Bool { read { arb_is_exact($0) != 0 } }
  /// Whether zero is among the numbers of the ball.
  public var containsZero: Bool { read { arb_contains_zero($0) != 0 } }
  /// Whether all numbers of the ball are above zero.
  public var isPositive: Bool { read { arb_is_positive($0) != 0 } }
  /// Whether every number of the other ball is one of this ball.
  public func contains(_ other: Ball) -> Bool { read { left in other.read { arb_contains(left, $0) != 0 } } }
  /// Whether the balls have a number in common: balls that enclose one number do.
  public func overlaps(_ other: Ball) -> Bool { read { left in other.read { arb_overlaps(left, $0) != 0 } } }

  /// The midpoint, an exact number.
  public var midpoint: Ball { read { ball in Ball { arb_get_mid_arb($0, ball) } } }
  /// The radius as an exact number, which double precision may be too narrow for.
  public var radiusBall: Ball { read { ball in Ball { arb_get_rad_arb($0, ball) } } }
  /// The radius, rounded up; zero only for an exact number.
  public var radius: Double { read { mag_get_d($0.radius) } }

  /// Correct significant digits: -log10 of the radius over the smallest number of the ball; infinite for an exact one,
  /// negative where zero is in the ball. An estimate to a hundredth.
  public var digits: Double {
    read { ball in
      guard arb_is_exact(ball) == 0 else { return .infinity }
      let reader = BoundReader()
      return (reader.lowerExponent(ball) - reader.radiusExponent(ball)) * 0.301_029_995_663_981_2
    }
  }
}

extension Ball {
  typealias BinaryOperation = (ArbPointer?, UnsafePointer<arb_struct>?, UnsafePointer<arb_struct>?, Int) -> Void
  typealias UnaryOperation = (ArbPointer?, UnsafePointer<arb_struct>?, Int) -> Void

  private static func combine(_ left: Ball, _ right: Ball, _ operation: BinaryOperation) -> Ball {
    left.read { left in right.read { right in Ball { operation($0, left, right, Ball.precision) } } }
  }

  private func map(_ operation: UnaryOperation) -> Ball {
    read { ball in Ball { operation($0, ball, Ball.precision) } }
  }

  public static func + (left: Ball, right: Ball) -> Ball { combine(left, right, arb_add) }
  public static func - (left: Ball, right: Ball) -> Ball { combine(left, right, arb_sub) }
  public static func * (left: Ball, right: Ball) -> Ball { combine(left, right, arb_mul) }
  public static func / (left: Ball, right: Ball) -> Ball { combine(left, right, arb_div) }
  /// Exact.
  public static prefix func - (value: Ball) -> Ball { value.map { result, ball, _ in arb_neg(result, ball) } }
  public func squareRoot() -> Ball { map(arb_sqrt) }
  public func exponential() -> Ball { map(arb_exp) }
  public func sine() -> Ball { map(arb_sin) }
  public func cosine() -> Ball { map(arb_cos) }
  /// Euler's gamma function.
  public func gamma() -> Ball { map(arb_gamma) }
  /// 1/Gamma, which is entire.
  public func reciprocalGamma() -> Ball { map(arb_rgamma) }
  /// This number to a power; no finite radius for a negative base with an exponent that is not a whole number.
  public func power(_ exponent: Ball) -> Ball { Ball.combine(self, exponent, arb_pow) }
  public func power(_ exponent: Int) -> Ball { power(Ball(exponent)) }
  /// The absolute value.
  public var magnitude: Ball { map { result, ball, _ in arb_abs(result, ball) } }
  /// The modified Bessel function I of this order.
  func besselI(at argument: Ball) -> Ball { Ball.combine(self, argument, arb_hypgeom_bessel_i) }
  /// e^-x I(x) of this order, for x > 0.
  func scaledBesselI(at argument: Ball) -> Ball { Ball.combine(self, argument, arb_hypgeom_bessel_i_scaled) }
}
