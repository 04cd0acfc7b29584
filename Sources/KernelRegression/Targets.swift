import Foundation
import LinearAlgebra
import Statistics

/// The functions on the sphere that the experiments on depth learn, of t = w.x for a unit vector w.
///
/// Source: Bietti and Bach, "Deep equals shallow for ReLU networks in kernel regimes" (ICLR 2021), section 4.
public enum RidgeTarget: Sendable, Equatable {
  /// 1 where t >= threshold, else 0: a jump, Sobolev smoothness below 1/2.
  case cap(threshold: Double)
  /// exp(-(1-t)^1.5) + exp(-(1+t)^1.5).
  case twoBumps

  public func callAsFunction(_ t: Double) -> Double {
    switch self {
    case .cap(let threshold): t >= threshold ? 1 : 0
    case .twoBumps: exp(-pow(max(1 - t, 0), 1.5)) + exp(-pow(max(1 + t, 0), 1.5))
    }
  }

  /// The values at points of the unit sphere, one a row, with the last axis as w.
  public func values(at points: Matrix) -> [Double] { (0..<points.rows).map { self(points[row: $0].last ?? 0) } }
}

/// f(x) = sum_k a_k P_k(w.x) on S^{D-1}: a smooth target whose place in the spectrum of every zonal kernel is known.
///
/// P_k is the Legendre polynomial of dimension D, P_k(1) = 1, by (k+D-2) P_{k+1}(t) = (2k+D-2) t P_k(t) - k P_{k-1}(t).
public struct ZonalFunction: Sendable, Equatable {
  /// D.
  public let dimension: Int
  /// a_0, a_1, ...
  public let coefficients: [Double]

  /// - Throws: ``RegressionError`` for D < 3, no coefficients, or one that is not finite.
  public init(dimension: Int, coefficients: [Double]) throws {
    try HarmonicLevels.check(dimension: dimension)
    guard !coefficients.isEmpty else { throw RegressionError.tooFewPoints(points: 0, needed: 1) }
    try Require.finite(coefficients)
    (self.dimension, self.coefficients) = (dimension, coefficients)
  }

  /// f at a cosine t = w.x.
  public func callAsFunction(_ t: Double) -> Double {
    var (below, here) = (0.0, 1.0)
    var sum = 0.0
    for (degree, coefficient) in coefficients.enumerated() {
      sum += coefficient * here
      let (k, d) = (Double(degree), Double(dimension))
      (below, here) = (here, ((2 * k + d - 2) * t * here - k * below) / (k + d - 2))
    }
    return sum
  }

  /// f at every row of `points`, unit vectors, with w the first axis.
  /// - Throws: ``RegressionError`` unless the points have D coordinates.
  public func values(at points: Matrix) throws -> [Double] {
    try Require.size("coordinates of the points", dimension, found: points.columns)
    return (0..<points.rows).map { self(points[$0, 0]) }
  }

  /// The variance per harmonic of each degree if w is uniform: a_k^2 / N(D,k)^2, for `count` degrees.
  public func variances(count: Int) -> [Double] {
    (0..<max(count, 0)).map { degree in
      guard degree < coefficients.count else { return 0 }
      let share = coefficients[degree] / HarmonicLevels.multiplicity(dimension: dimension, degree: Double(degree))
      return share * share
    }
  }
}

/// A centred Gaussian process on finitely many points, for example training and test points together.
///
/// Draw j is L z_j with L L' = C + jitter I and z_j the standard normal draws j N, j N + 1, ... of the stream, so that it depends
/// on the covariance, the stream and j alone.
public struct GaussianProcess: Sendable {
  /// What was added to the diagonal: `relativeJitter` times the mean of the diagonal. The drawn process is the sum of the one
  /// asked for and white noise of this variance.
  public let jitter: Double
  private let factor: Cholesky

  /// The number of points N.
  public var count: Int { factor.order }

  /// Factorises the N x N covariance.
  /// - Throws: `LinearAlgebraError` if it is not square, finite and, with the jitter, positive definite; ``RegressionError`` for
  ///   a negative jitter.
  public init(covariance: consuming Matrix, relativeJitter: Double = 1e-10) throws {
    try Require.nonNegative(relativeJitter, "the jitter")
    let order = min(covariance.rows, covariance.columns)
    let trace = (0..<order).reduce(0) { $0 + covariance[$1, $1] }
    jitter = order > 0 ? relativeJitter * trace / Double(order) : 0
    factor = try Cholesky(covariance, addingToDiagonal: jitter)
  }

  /// Draws 0, ..., `count` - 1 of the stream, one per row.
  /// - Throws: ``RegressionError`` if fewer than one is asked for.
  public func draws(_ draws: Int, stream: RandomStream) throws -> Matrix {
    guard draws > 0 else { throw RegressionError.tooFewPoints(points: draws, needed: 1) }
    let normals = try Matrix(rows: draws, columns: count) { stream.fillGaussians($0, from: 0) }
    return try factor.lowerTimes(normals.transposed).transposed
  }
}
