import Foundation

/// One proven eigenvalue: a ball that holds it, and the decimal text and the double to which it rounds.
///
/// Text and double are properties of the number: they are given only where both ends of the ball round to them, so that
/// they depend on no machine and no version of a library.
public struct Eigenvalue: Sendable {
  /// What is proven to hold the eigenvalue.
  public let enclosure: Ball
  /// The correctly rounded value in scientific notation with as many digits as were asked for; `0` if it is zero.
  public let decimal: String
  /// The nearest double.
  public let double: Double

  /// Whether the eigenvalue is zero, by parity.
  public let vanishes: Bool
  /// A bound of |mu_k - ``decimal``|: half a unit of the last digit, rounded up. Where mu_k vanishes, what quadrature
  /// proves without any use of parity: 10^-(digits + 6).
  public let error: Double

  private init(enclosure: Ball, decimal: String, double: Double) {
    (self.enclosure, self.decimal, self.double, vanishes) = (enclosure, decimal, double, false)
    let parts = decimal.split(separator: "e")
    let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    error = (Double("5e\(exponent - parts[0].count(where: \.isNumber))") ?? .infinity).nextUp
  }

  /// Zero, with what quadrature makes of it.
  private init(zeroWithin enclosure: Ball, error: Double) {
    (self.enclosure, decimal, double, vanishes) = (enclosure, "0", 0, true)
    self.error = error
  }

  /// What a ball proves, or how many bits more are needed for a proof.
  enum Attempt {
    case settled(Eigenvalue)
    case needs(bits: Int)
  }

  /// Digits beyond those of the text that a ball should have, so that its ends rarely round differently.
  private static let spareDigits = 6.0
  /// Digits beyond those of the text after which a number on which the ends disagree is taken for one that lies halfway
  /// between two texts or doubles: it goes to the even one, and is off by no more than half a unit plus 10^-20 of it.
  private static let tieDigits = 20.0

  /// What a ball proves of an eigenvalue that vanishes by parity.
  /// - Throws: ``SphereError/parityContradicted(degree:)`` if the ball does not hold zero, which no proven ball does.
  static func attemptZero(_ ball: Ball, degree: Int, digits: Int, bits: Int) throws(SphereError) -> Attempt {
    guard ball.containsZero else { throw .parityContradicted(degree: degree) }
    let exponent = -(digits + Int(spareDigits))
    let isSmall = Ball.withPrecision(64) { (Ball(10).power(exponent) - ball.magnitude).isPositive }
    guard isSmall else { return .needs(bits: 16 + bits / 8) }
    return .settled(Eigenvalue(zeroWithin: ball, error: (Double("1e\(exponent)") ?? .infinity).nextUp))
  }

  /// - Parameter bits: Bits of the pass that made the ball.
  static func attempt(_ ball: Ball, digits: Int, bits: Int) -> Attempt {
    // A double has 17 digits.
    let wanted = Double(max(digits, 20))
    let known = ball.digits
    guard known > 0 else { return .needs(bits: 64 + bits / 4) }
    func missing(_ digits: Double) -> Attempt { .needs(bits: Int(((digits - known) * 3.33).rounded(.up)) + 4) }
    guard known >= wanted + spareDigits else { return missing(wanted + spareDigits) }
    let (text, double) = (ball.decimal(digits: digits), ball.provenDouble)
    if text == nil || double == nil, known < wanted + tieDigits { return missing(wanted + tieDigits) }
    return .settled(
      Eigenvalue(
        enclosure: ball, decimal: text ?? ball.decimalOfTie(digits: digits), double: double ?? ball.doubleOfTie))
  }
}
