import Foundation

/// y = prefactor x^exponent, a line in log y against log x.
public struct PowerLawFit: Sendable {
  /// log y against log x.
  public let line: LineFit
  /// The power of x: the slope of the line.
  public var exponent: Double { line.slope }

  /// - Throws: ``RegressionError`` as ``LineFit`` does, and for x or y that are not positive.
  public init(_ x: [Double], _ y: [Double]) throws {
    try Require.sameLength(x.count, y.count)
    line = try LineFit(Logarithm.of(x), Logarithm.of(y))
  }
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
  /// - Throws: ``RegressionError`` for lengths that differ, fewer than two points, values that are not positive, or
  ///   repeated abscissas.
  public static func successive(_ x: [Double], _ y: [Double]) throws -> [Point] {
    try Require.sameLength(x.count, y.count)
    guard x.count >= 2 else { throw RegressionError.tooFewPoints(points: x.count, needed: 2) }
    let (logX, logY) = (try Logarithm.of(x), try Logarithm.of(y))
    return try (0..<x.count - 1).map { start in
      let pair = start..<start + 2
      let line = try LineFit(Array(logX[pair]), Array(logY[pair]))
      return Point(x: exp(logX[pair].reduce(0, +) / 2), exponent: line.slope)
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
    try Require.that(widths[first - 1] < widths[first], "a width", widths[first], need: "give ascending widths")
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

/// One correction to a power law in the logarithm: b x^{-power}, or (-1)^k b x^{-power} if it alternates.
public struct DecayTerm: Sendable, Equatable {
  /// p, positive.
  public let power: Double
  /// Whether the sign is that of (-1)^k.
  public let alternates: Bool

  public init(power: Double, alternates: Bool = false) { (self.power, self.alternates) = (power, alternates) }
}

/// The exponent of a spectrum mu_k ~ A k^{-exponent} with the next orders of its expansion carried along:
///
/// log(mu_k - (-1)^k second_k) = log A - exponent log x + sum_j b_j x^{-p_j} + (-1)^k sum_l c_l x^{-q_l},
///
/// x = k + (d-2)/2.
///
/// In this x the coefficients Gamma(k-nu)/Gamma(k+nu+d-1) of an end singularity are a pure power up to a relative
/// x^{-2}; in bare k the slope is off by about (d-2)/(2k) of itself. A kernel with the singular powers nu < nu' at
/// t = 1 has a correction of power 2(nu' - nu), and one with nu' at t = -1 an alternating one: of leading order it is given
/// as `second` if its constant is known, else as an alternating term.
///
/// Spectra have no noise, so that standard errors of the residuals say nothing: use ``systematicInterval``.
public struct DecayFit: Sendable {
  /// The linear fit in the logarithm: log A, -exponent, then one coefficient per term.
  public let model: LinearModel
  /// The degrees k that were fitted.
  public let degrees: [Int]
  /// The corrections, in the order of their coefficients.
  public let terms: [DecayTerm]

  /// The exponent by the same model on parts of the data and with one correction fewer or more, in the order: lower
  /// half of the window in log x, upper half, other order. A part with no more points than parameters is left out.
  public let variants: [Double]

  /// The decay exponent, positive for a spectrum that falls.
  public var exponent: Double { -model.coefficients[1] }

  /// The span of the exponent and its ``variants``: an honest range for data whose only error is the model's
  /// truncation, not a confidence interval.
  public var systematicInterval: Interval {
    let all = variants + [exponent]
    return Interval(spanning: all) ?? Interval(lower: exponent, upper: exponent)
  }

  /// - Parameters:
  ///   - degrees: k of every value, ascending; of one parity where the other vanishes or follows another law.
  ///   - values: mu_k, positive.
  ///   - dimension: d.
  ///   - terms: Corrections, smooth ones in order of increasing power.
  ///   - alternatingLaw: second_k of every value, a known law of the alternating part; zero if nil.
  /// - Throws: ``RegressionError`` for lengths that differ, fewer points than parameters, values (less the alternating
  ///   law) that are not positive, or terms that the range cannot tell apart.
  public init(
    degrees: [Int], values: [Double], dimension: Int, terms: [DecayTerm] = [], alternatingLaw: [Double]? = nil
  ) throws {
    try Require.sameLength(degrees.count, values.count)
    let law = alternatingLaw ?? [Double](repeating: 0, count: values.count)
    try Require.sameLength(law.count, values.count)
    let signs = degrees.map { $0.isMultiple(of: 2) ? 1.0 : -1.0 }
    let smooth = values.indices.map { values[$0] - signs[$0] * law[$0] }
    let data = Points(
      x: degrees.map { Double($0) + Double(dimension - 2) / 2 }, signs: signs, response: try Logarithm.of(smooth))
    _ = try Logarithm.of(data.x)
    model = try data.fit(terms)
    (self.degrees, self.terms) = (degrees, terms)
    let middle = data.geometricMiddle
    let parts: [(Points, [DecayTerm])] = [
      (data.filtered { $0 <= middle }, terms), (data.filtered { $0 >= middle }, terms),
      (data, DecayFit.otherOrder(than: terms)),
    ]
    variants = try parts.compactMap { part, terms in
      part.x.count > terms.count + 2 ? -(try part.fit(terms).coefficients[1]) : nil
    }
  }

  /// The terms without the smooth one of highest power; with x^{-2}, which every end singularity has, if there is no
  /// smooth one.
  static func otherOrder(than terms: [DecayTerm]) -> [DecayTerm] {
    guard let last = terms.lastIndex(where: { !$0.alternates }) else { return terms + [DecayTerm(power: 2)] }
    return terms.indices.filter { $0 != last }.map { terms[$0] }
  }

  private struct Points {
    var x: [Double]
    var signs: [Double]
    var response: [Double]

    var geometricMiddle: Double { ((x.min() ?? 1) * (x.max() ?? 1)).squareRoot() }

    func filtered(_ keep: (Double) -> Bool) -> Points {
      let kept = x.indices.filter { keep(x[$0]) }
      return Points(x: kept.map { x[$0] }, signs: kept.map { signs[$0] }, response: kept.map { response[$0] })
    }

    func fit(_ terms: [DecayTerm]) throws -> LinearModel {
      let corrections = terms.map { term in
        x.indices.map { pow(x[$0], -term.power) * (term.alternates ? signs[$0] : 1) }
      }
      return try LinearModel(
        columns: [[Double](repeating: 1, count: x.count), x.map { log($0) }] + corrections, response: response)
    }
  }
}
