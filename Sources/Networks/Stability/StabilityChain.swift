import LinearAlgebra

/// The chain of bounds at a minimum of loss zero: lambda_max >= Q >= 1 + 2 S~ >= 1 + 2 |f|_S.
///
/// Gradient descent with step eta stays at such a minimum only if lambda_max <= 2/eta, so it finds only functions with
/// |f|_S <= 1/eta - 1/2.
public struct StabilityChain: Sendable, Equatable {
  /// lambda_max.
  public let sharpness: Double
  /// Q, the squared norm of the mean gradient.
  public let gradientMean: Double
  /// S~.
  public let oneSidedNorm: Double
  /// |f|_S.
  public let norm: Double

  /// - Throws: `NetworkError.mismatch` if the dimensions differ, `empty` without points, and what the eigenproblem
  ///   throws.
  public init(_ network: ShallowNetwork, _ points: Matrix) throws {
    guard points.rows > 0 else { throw NetworkError.empty("the set of points") }
    sharpness = try Curvature.sharpness(network, points)
    gradientMean = try Curvature.gradientMeanBound(network, points)
    oneSidedNorm = try StabilityNorm.oneSided(network, points)
    norm = try StabilityNorm.norm(network, points)
  }

  /// 1 + 2 S~.
  public var oneSidedBound: Double { 1 + 2 * oneSidedNorm }
  /// 1 + 2 |f|_S.
  public var normBound: Double { 1 + 2 * norm }
  /// eta lambda_max / 2, at most 1 at a stable minimum.
  public func stability(step: Double) -> Double { step * sharpness / 2 }

  /// The least of (larger - smaller) / larger over the links; negative if one breaks.
  public var slack: Double {
    let links = [sharpness, gradientMean, oneSidedBound, normBound]
    return zip(links, links.dropFirst()).map { ($0 - $1) / $0 }.min() ?? 0
  }

  /// Whether no link of the chain breaks by more than `tolerance` of its larger side.
  public func holds(within tolerance: Double) -> Bool { slack >= -tolerance }

  /// The bound 1/eta - 1/2 on |f|_S at step size `step`.
  public static func bound(step: Double) throws -> Double {
    try NetworkError.requirePositive(step, "the step size")
    return 1 / step - 0.5
  }

  /// |f|_S over its bound; nil if the bound is not positive, as at steps of 2 and more.
  public func boundRatio(step: Double) throws -> Double? {
    let bound = try Self.bound(step: step)
    return bound > 0 ? norm / bound : nil
  }
}
