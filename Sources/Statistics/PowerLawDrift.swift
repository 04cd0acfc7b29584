import Foundation

/// How the exponent of a curve changes along it: log y = a + b u + c u^2, u = log x less its mean, by least squares.
///
/// The exponent is b + 2 c u. Its derivative 2c over b, ``relative``, is 0 for a power law; for y = exp(r x) the exponent r x is its
/// own derivative in log x, so that ``relative`` is near 1. A fit of second degree uses all points alike, where differences of
/// neighbours would weigh close ones as much as distant ones.
public struct PowerLawDrift: Sendable, Equatable {
  /// b, the exponent at the geometric mean of x.
  public let exponent: Double
  /// 2c, the exponent's derivative in log x.
  public let drift: Double

  /// 2c / b; NaN if b is 0.
  public var relative: Double { exponent == 0 ? .nan : drift / exponent }

  /// - Throws: ``RegressionError`` for lengths that differ, values that are not positive, and fewer than three different x.
  public init(_ x: [Double], _ y: [Double]) throws {
    try Require.sameLength(x.count, y.count)
    let (logX, logY) = (try Logarithm.of(x), try Logarithm.of(y))
    guard Set(x).count >= 3 else { throw RegressionError.tooFewPoints(points: Set(x).count, needed: 3) }
    let mean = logX.reduce(0, +) / Double(logX.count)
    let u = logX.map { $0 - mean }
    let model = try LinearModel(columns: [u.map { _ in 1 }, u, u.map { $0 * $0 }], response: logY)
    exponent = model.coefficients[1]
    drift = 2 * model.coefficients[2]
  }
}
