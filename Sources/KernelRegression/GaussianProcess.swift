import LinearAlgebra
import Statistics

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
  ///
  /// - Throws: `LinearAlgebraError` if it is not square, finite and, with the jitter, positive definite; ``RegressionError`` for
  ///   a negative jitter.
  public init(covariance: consuming Matrix, relativeJitter: Double = 1e-10) throws {
    guard relativeJitter >= 0, relativeJitter.isFinite else {
      throw RegressionError.outside(what: "the jitter", value: relativeJitter, need: "give a finite one from 0 on")
    }
    let order = min(covariance.rows, covariance.columns)
    let trace = (0..<order).reduce(0) { $0 + covariance[$1, $1] }
    jitter = order > 0 ? relativeJitter * trace / Double(order) : 0
    factor = try Cholesky(covariance, addingToDiagonal: jitter)
  }

  /// Draws 0, ..., `count` - 1 of the stream, one per row.
  ///
  /// - Throws: ``RegressionError`` if fewer than one is asked for.
  public func draws(_ draws: Int, stream: RandomStream) throws -> Matrix {
    guard draws > 0 else { throw RegressionError.tooFewPoints(points: draws, needed: 1) }
    let normals = try Matrix(rows: draws, columns: count) { stream.fillGaussians($0, from: 0) }
    return try factor.lowerTimes(normals.transposed).transposed
  }
}
