import Foundation

/// Numbers in which a kernel can be evaluated: `Double` here, multiple precision elsewhere.
///
/// A conforming type rounds every operation to its working precision; `pi` is that precision's value. The names are
/// those of instance methods, so that a type of real numbers usually conforms with an empty extension.
public protocol RealField: Comparable {
  /// The exact value of `value`.
  init(_ value: Double)
  /// The circle's constant.
  static var pi: Self { get }
  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (value: Self) -> Self
  /// The root of this non-negative number.
  func squareRoot() -> Self
  /// The sine of this angle.
  func sine() -> Self
  /// The cosine of this angle.
  func cosine() -> Self
  /// The angle in [-pi/2, pi/2] whose sine this is.
  func arcsine() -> Self
  /// e to this power.
  func exponential() -> Self
  /// This non-negative number to a positive power.
  func power(_ exponent: Self) -> Self
}

extension Double: RealField {
  public func sine() -> Double { sin(self) }
  public func cosine() -> Double { cos(self) }
  public func arcsine() -> Double { asin(self) }
  public func exponential() -> Double { exp(self) }
  public func power(_ exponent: Double) -> Double { pow(self, exponent) }
}
