import Foundation
import Statistics

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

  /// s*, the s at which ``slope(at:)`` is -1.
  public var value: Double { (varianceSlope + 1) / eigenvalueSlope }

  /// Slopes over the degrees of `range` whose eigenvalue and variance are positive.
  ///
  /// - Throws: ``RegressionError`` for D < 3, lengths that differ, or fewer than three usable degrees.
  public init(dimension: Int, eigenvalues: [Double], variances: [Double], range: ClosedRange<Int>) throws {
    guard dimension >= 3 else {
      throw RegressionError.outside(
        what: "the dimension of the harmonics", value: Double(dimension), need: "give 3 or more")
    }
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

  /// The slope of log(N_k v_k / mu_k^s) against log x.
  public func slope(at s: Double) -> Double { varianceSlope - s * eigenvalueSlope }
}
