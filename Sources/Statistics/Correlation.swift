import Foundation

/// Pearson's correlation of pairs (x, y), with Fisher's interval.
///
/// artanh r is nearly normal about that of the true correlation, with variance 1 / (n - 3) for normal pairs.
/// Source: Fisher, "On the probable error of a coefficient of correlation", Metron 1, 1921.
public struct Correlation: Sendable, Equatable {
  /// r, from -1 to 1.
  public let coefficient: Double
  /// n.
  public let count: Int

  /// - Throws: ``RegressionError`` for lengths that differ, values that are not finite, fewer than four pairs, and x or y
  ///   that are all equal.
  public init(_ x: [Double], _ y: [Double]) throws {
    try Require.sameLength(x.count, y.count)
    try Require.finite(x)
    try Require.finite(y)
    guard x.count >= 4 else { throw RegressionError.tooFewPoints(points: x.count, needed: 4) }
    let (left, right) = (try Self.standardised(x), try Self.standardised(y))
    coefficient = min(max(zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }, -1), 1)
    count = x.count
  }

  /// That of log x and log y.
  /// - Throws: ``RegressionError`` also for x or y that are not positive.
  public init(logarithmsOf x: [Double], _ y: [Double]) throws {
    try self.init(Logarithm.of(x), Logarithm.of(y))
  }

  /// tanh(artanh r +- q / sqrt(n - 3)), q the normal quantile of the level; r itself if it is 1 or -1.
  public func interval(level: Double = 0.95) throws -> Interval {
    try Require.level(level)
    guard coefficient.magnitude < 1 else { return Interval(lower: coefficient, upper: coefficient) }
    let reach = Self.normalQuantile(level) / Double(count - 3).squareRoot()
    return Interval(lower: tanh(atanh(coefficient) - reach), upper: tanh(atanh(coefficient) + reach))
  }

  /// Less their mean, over their norm, both after scaling by the largest, so that nothing overflows.
  private static func standardised(_ values: [Double]) throws -> [Double] {
    let largest = values.reduce(0) { max($0, $1.magnitude) }
    let scaled = largest > 0 ? values.map { $0 / largest } : values
    let mean = scaled.reduce(0, +) / Double(values.count)
    let centred = scaled.map { $0 - mean }
    let norm = centred.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard Set(values).count > 1, norm > 0 else { throw RegressionError.constantAbscissa(value: values[0]) }
    return centred.map { $0 / norm }
  }

  /// The q with P(|Z| <= q) = level for a standard normal Z, by Newton's method on erfc, which is convex there.
  private static func normalQuantile(_ level: Double) -> Double {
    var q = 0.0
    for _ in 0..<200 {
      let density = 2 * exp(-q * q / 2) / (2 * Double.pi).squareRoot()
      let step = (erfc(q / 2.0.squareRoot()) - (1 - level)) / density
      q += step
      if step.magnitude < 1e-15 * max(q, 1) { break }
    }
    return q
  }
}
