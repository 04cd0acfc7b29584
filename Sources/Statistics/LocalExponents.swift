import Foundation

/// Slopes of log y against log x over short stretches of the data: how an exponent drifts.
public enum LocalExponents {
  /// One stretch.
  public struct Point: Sendable, Equatable {
    /// The geometric mean of the abscissas of the stretch.
    public let x: Double
    /// The slope of log y against log x over it.
    public let exponent: Double
  }

  /// The slope between every two successive points, one fewer than there are points.
  ///
  /// - Throws: ``RegressionError`` for lengths that differ, fewer than two points, values that are not positive, or
  ///   repeated abscissas.
  public static func successive(_ x: [Double], _ y: [Double]) throws -> [Point] {
    try windows(x, y, width: 2)
  }

  /// The least-squares slope over every window of `width` successive points.
  ///
  /// - Throws: ``RegressionError`` as ``successive(_:_:)``, with `width` for two.
  public static func windows(_ x: [Double], _ y: [Double], width: Int) throws -> [Point] {
    try Require.sameLength(x.count, y.count)
    let needed = max(width, 2)
    guard x.count >= needed else { throw RegressionError.tooFewPoints(points: x.count, needed: needed) }
    let (logX, logY) = (try Logarithm.of(x), try Logarithm.of(y))
    return try (0...(x.count - needed)).map { start in
      let range = start..<(start + needed)
      let line = try LineFit(Array(logX[range]), Array(logY[range]))
      return Point(x: exp(logX[range].reduce(0, +) / Double(needed)), exponent: line.slope)
    }
  }
}
