import Foundation

/// y = prefactor (x + shift)^exponent, a line in log y against log(x + shift).
public struct PowerLawFit: Sendable {
  /// log y against log(x + shift).
  public let line: LineFit
  /// What is added to x.
  public let shift: Double

  /// The power of x + shift: the slope of the line.
  public var exponent: Double { line.slope }
  /// y at x + shift = 1.
  public var prefactor: Double { exp(line.intercept) }

  /// - Parameter weights: Inverse variances of log y up to a factor; equal if nil.
  /// - Throws: ``RegressionError`` as ``LineFit`` does, and for y or x + shift that are not positive.
  public init(_ x: [Double], _ y: [Double], shift: Double = 0, weights: [Double]? = nil) throws {
    try Require.sameLength(x.count, y.count)
    line = try LineFit(Logarithm.of(x.map { $0 + shift }), Logarithm.of(y), weights: weights)
    self.shift = shift
  }

  /// The law's value at x.
  public func value(at x: Double) -> Double { exp(line.intercept + line.slope * log(x + shift)) }
}

/// Logarithms of data, which must be positive.
enum Logarithm {
  static func of(_ values: [Double]) throws -> [Double] {
    try Require.finite(values)
    if let index = values.firstIndex(where: { $0 <= 0 }) {
      throw RegressionError.notPositive(index: index, value: values[index])
    }
    return values.map { log($0) }
  }
}
