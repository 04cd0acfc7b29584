import Foundation

/// Functions on R^d that no permutation of the coordinates and no change of their signs changes.
public enum SymmetricTarget: Sendable, Equatable {
  /// max(0, 1 - |x|_1), which a network with two hidden layers computes.
  case pyramid
  /// exp(-rate |x|^2).
  case gaussian(rate: Double)
  /// max(0, 1 - |x|^2)^p, p > 0: continuous for p = 1, with p - 1 continuous derivatives for a whole p.
  case power(exponent: Double)
  /// exp(1 - 1 / (1 - |x|^2)) inside the unit ball and 0 outside: all derivatives are continuous.
  case bump

  /// The value at a point.
  public func value(_ point: Double...) -> Double { value(at: point) }

  /// The value at a point.
  public func value(at point: [Double]) -> Double {
    if self == .pyramid { return max(0, point.reduce(1) { $0 - $1.magnitude }) }
    let square = point.reduce(0) { $0 + $1 * $1 }
    switch self {
    case .gaussian(let rate): return exp(-rate * square)
    case .power(let exponent): return pow(max(0, 1 - square), exponent)
    case .bump, .pyramid: return square < 1 ? exp(1 - 1 / (1 - square)) : 0
    }
  }
}
