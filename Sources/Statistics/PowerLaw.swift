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
  public static func successive(_ x: [Double], _ y: [Double]) throws -> [Point] { try windows(x, y, width: 2) }

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

/// The smallest width at which a curve of errors reaches a level, interpolated between tried widths and never beyond them.
public enum WidthNeeded: Sendable, Equatable {
  /// log-log interpolation between the last width above the level and the first at or below it; the bracket holds those two.
  case reached(width: Double, bracket: ClosedRange<Double>)
  /// Even the smallest width tried reaches the level.
  case belowSmallest(Double)
  /// No width tried reaches it; the least error is given.
  case notReached(leastError: Double)

  /// - Parameters: ascending positive widths and a positive error for each.
  /// - Throws: ``RegressionError`` for lengths that differ, no points, and values that are not positive.
  public init(level: Double, widths: [Double], errors: [Double]) throws {
    try Require.sameLength(widths.count, errors.count)
    guard !widths.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    let (x, y) = (try Logarithm.of(widths), try Logarithm.of(errors))
    guard level > 0, level.isFinite else { throw RegressionError.notPositive(index: 0, value: level) }
    guard let first = errors.firstIndex(where: { $0 <= level }) else {
      self = .notReached(leastError: errors.min() ?? .nan)
      return
    }
    guard first > 0 else {
      self = .belowSmallest(widths[0])
      return
    }
    guard widths[first - 1] < widths[first] else {
      throw RegressionError.outside(what: "a width", value: widths[first], need: "give ascending widths")
    }
    let share = (y[first - 1] - log(level)) / (y[first - 1] - y[first])
    let width = exp(x[first - 1] + share * (x[first] - x[first - 1]))
    self = .reached(width: width, bracket: widths[first - 1]...widths[first])
  }

  /// Over several seeds: the geometric mean of the widths with its Student interval, if every seed has one.
  public static func combined(_ seeds: [WidthNeeded], level: Double = 0.95) throws -> (
    mean: Double, interval: Interval
  )? {
    let logs = seeds.compactMap { seed -> Double? in
      if case .reached(let width, _) = seed { log(width) } else { nil }
    }
    guard logs.count == seeds.count, logs.count >= 2 else { return nil }
    let summary = try Summary(logs)
    let quantile = try StudentT.quantile((1 + level) / 2, freedom: Double(logs.count - 1))
    let half = quantile * summary.standardError
    return (exp(summary.mean), Interval(lower: exp(summary.mean - half), upper: exp(summary.mean + half)))
  }
}
