import Foundation
import Statistics

/// The spectrum of a zonal kernel on S^{D-1} as levels with multiplicities, and how the variance of a target is spread over them.
///
/// Level k < ``explicitCount`` is degree k: multiplicity N(D,k), eigenvalue mu_k, variance v_k per harmonic. Further levels stand
/// for the degrees beyond by a quadrature rule: their multiplicity is that of all degrees that they stand for.
public struct HarmonicLevels: Sendable {
  /// D.
  public let dimension: Int
  /// How many harmonics each level stands for, N(D,k) where it is one degree.
  public private(set) var multiplicities: [Double]
  /// mu of each level.
  public private(set) var eigenvalues: [Double]
  /// v of each level: the target's variance per harmonic.
  public private(set) var variances: [Double]
  /// How many levels are exact degrees; the others are extrapolated.
  public let explicitCount: Int
  /// A bound on the relative error of the extrapolated eigenvalues and variances, and of sums over the degrees that they stand for:
  /// the second term of the law at the last degree, or the midpoint rule's error if that is larger.
  public private(set) var lawError: Double = 0

  /// Degrees 0, 1, ... of the kernel and the target; nothing beyond them.
  /// - Throws: ``RegressionError`` if D < 3, the lengths differ, nothing is given, or a value is negative or not finite.
  public init(dimension: Int, eigenvalues: [Double], variances: [Double]) throws {
    try HarmonicLevels.check(dimension: dimension)
    try Require.sameLength(eigenvalues.count, variances.count)
    guard !eigenvalues.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.nonNegative(eigenvalues)
    try Require.nonNegative(variances)
    (self.dimension, self.eigenvalues, self.variances) = (dimension, eigenvalues, variances)
    explicitCount = eigenvalues.count
    multiplicities = eigenvalues.indices.map { HarmonicLevels.multiplicity(dimension: dimension, degree: Double($0)) }
  }

  static func check(dimension: Int) throws {
    try Require.that(dimension >= 3, "the dimension of the harmonics", Double(dimension), need: "give 3 or more")
  }

  /// N(D,k) = (2k+D-2)/(D-2)! (k+1) (k+2) ... (k+D-3) for real k >= 0, in double precision.
  public static func multiplicity(dimension: Int, degree k: Double) -> Double {
    var product = (2 * k + Double(dimension - 2)) / Double(dimension - 2)
    for factor in 1..<max(dimension - 2, 1) { product *= (k + Double(factor)) / Double(factor) }
    return product
  }

  /// The same levels followed by those of all higher degrees, under the law A x^-p (1 + c/x^2), x = k + (D-2)/2, for each parity.
  ///
  /// In x the exact coefficients of an end singularity, Gamma(k-nu)/Gamma(k+nu+D-1), have that form with p = D-1+2nu and no
  /// odd powers. A and c come from the last degree of the parity and the one at half of it; a parity whose last value is 0
  /// stays 0, and so does a target without exponent. The sum over degrees becomes the midpoint rule's integral, taken by
  /// Gauss-Legendre in log k over 40 doublings. For terms that fall like x^-a the rule's relative error is a (a-1) / (6 x^2), x
  /// that of the last degree: a = 2p - D + 2 for the steepest that the equivalents sum, N_k mu_k^2.
  /// - Throws: ``RegressionError`` for fewer than 20 degrees, an exponent at most 0, or a target with a tail under a kernel without.
  public func extended(eigenvalueExponent p: Double, varianceExponent q: Double?) throws -> HarmonicLevels {
    guard explicitCount >= 20 else { throw RegressionError.tooFewPoints(points: explicitCount, needed: 20) }
    for power in [p, q ?? p] {
      try Require.that(
        power > 0 && power.isFinite, "the exponent of the tail", power, need: "give a finite positive one")
    }
    var result = self
    for last in [explicitCount - 2, explicitCount - 1] {
      let eigenvalueLaw = TailLaw(eigenvalues, last: last, exponent: p, dimension: dimension)
      let varianceLaw = q.flatMap { TailLaw(variances, last: last, exponent: $0, dimension: dimension) }
      guard eigenvalueLaw != nil || varianceLaw != nil else { continue }
      let (x, steepest) = (Double(last) + Double(dimension - 2) / 2, 2 * max(p, (q ?? 0) / 2) - Double(dimension - 2))
      result.lawError = max(
        result.lawError, eigenvalueLaw?.correction ?? 0, varianceLaw?.correction ?? 0,
        steepest * (steepest - 1) / (6 * x * x))
      result.append(from: Double(last + 1), eigenvalueLaw, varianceLaw)
    }
    return result
  }

  /// The same levels followed by one that stands for all higher degrees, of which only sums are known: of N_k mu_k, `trace` less that
  /// of the degrees given, and of N_k v_k, `norm` less theirs.
  ///
  /// For targets whose variances follow no power, such as the cap. Its eigenvalue is a millionth of a millionth of the last one given,
  /// so that it is 0 beside any kappa; the truth lies between 0 and the last one.
  /// - Throws: ``RegressionError`` for a trace or norm that is not finite or below that of the degrees given, beyond rounding.
  public func closed(trace: Double, norm: Double) throws -> HarmonicLevels {
    let rest = try zip([trace, norm], [eigenvalues, variances]).map { whole, values in
      let given = zip(multiplicities, values).reduce(0) { $0 + $1.0 * $1.1 }
      try Require.that(
        whole.isFinite && whole - given >= -1e-9 * given, "the sum over all degrees", whole,
        need: "give at least that over the degrees given, \(given)")
      return max(whole - given, 0)
    }
    let eigenvalue = rest[0] > 0 ? 1e-12 * (eigenvalues.last { $0 > 0 } ?? 1) : 0
    let multiplicity = eigenvalue > 0 ? rest[0] / eigenvalue : 1
    var result = self
    result.multiplicities.append(multiplicity)
    result.eigenvalues.append(eigenvalue)
    result.variances.append(rest[1] / multiplicity)
    return result
  }

  /// What of the extrapolated levels may be off.
  public enum Part: Sendable, CaseIterable {
    case multiplicities, eigenvalues, variances
  }

  /// The same levels with one part of the extrapolated ones times 1 + `share`.
  public func movingTail(_ part: Part, by share: Double) -> HarmonicLevels {
    var result = self
    for index in explicitCount..<max(eigenvalues.count, explicitCount) {
      switch part {
      case .multiplicities: result.multiplicities[index] *= 1 + share
      case .eigenvalues: result.eigenvalues[index] *= 1 + share
      case .variances: result.variances[index] *= 1 + share
      }
    }
    return result
  }

  /// Levels for the degrees k, k + 2, ... whose first has k - 1 = `start`: (1/2) integral from `start` to infinity.
  private mutating func append(from start: Double, _ eigenvalueLaw: TailLaw?, _ varianceLaw: TailLaw?) {
    var left = log(start)
    for _ in 0..<40 {
      for (node, weight) in zip(TailLaw.nodes, TailLaw.weights) {
        let degree = exp(left + log(2) * (1 + node) / 2)
        let count = weight * log(2) / 2 * degree / 2
        multiplicities.append(count * HarmonicLevels.multiplicity(dimension: dimension, degree: degree))
        eigenvalues.append(eigenvalueLaw?(degree) ?? 0)
        variances.append(varianceLaw?(degree) ?? 0)
      }
      left += log(2)
    }
  }
}

/// A x^-p (1 + c/x^2), x = k + (D-2)/2, through two degrees of one parity.
struct TailLaw {
  private let exponent: Double
  private let shift: Double
  private let amplitude: Double
  private let curvature: Double
  /// |c| / x^2 at the last degree.
  let correction: Double
  /// Gauss-Legendre with 5 nodes on [-1, 1]. Source: Abramowitz and Stegun, table 25.4.
  static let nodes = [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664]
  static let weights = [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189]

  init?(_ values: [Double], last: Int, exponent: Double, dimension: Int) {
    let middle = last - 2 * (last / 4)
    guard values[last] > 0, values[middle] > 0 else { return nil }
    self.exponent = exponent
    shift = Double(dimension - 2) / 2
    let (x, y) = (Double(last) + shift, Double(middle) + shift)
    let (u, v) = (values[last] * pow(x, exponent), values[middle] * pow(y, exponent))
    // u = A (1 + c/x^2), v = A (1 + c/y^2).
    let slope = (v - u) / (1 / (y * y) - 1 / (x * x))
    amplitude = u - slope / (x * x)
    curvature = slope / amplitude
    correction = abs(curvature) / (x * x)
  }

  func callAsFunction(_ degree: Double) -> Double {
    let x = degree + shift
    return amplitude * pow(x, -exponent) * (1 + curvature / (x * x))
  }
}

/// The smoothness of a Gaussian process in the interpolation spaces [H]^s of another kernel, from exact spectra.
///
/// A process with variance v_k per harmonic of degree k lies in [H]^s, H with eigenvalues mu_k, iff sum N_k v_k / mu_k^s is
/// finite, so iff the slope of log(N_k v_k / mu_k^s) against log k is below -1: the threshold s* is where it crosses -1. The
/// slope is taken in x = k + (D-2)/2, in which all three are pure powers up to 1/x^2.
/// Source: Chen, Li, Lin, NeurIPS 2024, theorem on the smoothness of f^GP; there s* = 3/(d+1), D = d + 1.
public struct SmoothnessThreshold: Sendable {
  /// The slope of log(N_k v_k) and that of log mu_k.
  public let varianceSlope: Double
  /// The slope of log mu_k, negative.
  public let eigenvalueSlope: Double
  /// The degrees that gave the slopes.
  public let degrees: [Int]
  /// s*, the s at which the slope is -1.
  public var value: Double { (varianceSlope + 1) / eigenvalueSlope }

  /// Slopes over the degrees of `range` whose eigenvalue and variance are positive.
  /// - Throws: ``RegressionError`` for D < 3, lengths that differ, or fewer than three usable degrees.
  public init(dimension: Int, eigenvalues: [Double], variances: [Double], range: ClosedRange<Int>) throws {
    try HarmonicLevels.check(dimension: dimension)
    try Require.sameLength(eigenvalues.count, variances.count)
    let usable = eigenvalues.indices.filter { range.contains($0) && eigenvalues[$0] > 0 && variances[$0] > 0 }
    guard usable.count >= 3 else { throw RegressionError.tooFewPoints(points: usable.count, needed: 3) }
    let x = usable.map { log(Double($0) + Double(dimension - 2) / 2) }
    degrees = usable
    varianceSlope = try LineFit(
      x, usable.map { log(variances[$0] * HarmonicLevels.multiplicity(dimension: dimension, degree: Double($0))) }
    ).slope
    eigenvalueSlope = try LineFit(x, usable.map { log(eigenvalues[$0]) }).slope
  }
}
