import LinearAlgebra

/// (A + shift I)^-1 B for any number of shifts from one eigendecomposition of a positive semidefinite matrix A.
///
/// For small orders and many shifts: the decomposition costs about thirty factorisations of the same order, each further
/// shift only a product with the eigenvectors.
public struct RidgeSpectrum: Sendable {
  private let values: [Double]
  private let vectors: Matrix
  private let projected: Matrix

  /// Eigenvalues that rounding made negative count as 0.
  ///
  /// - Throws: `RidgeError.mismatch` if the rows of A and B differ, `LinearAlgebraError` for a matrix that is empty, not
  ///   square, not symmetric or not finite, `RidgeError.notPositiveDefinite` for an eigenvalue below -1e-10 times the
  ///   largest one.
  public init(_ matrix: Matrix, sides: Matrix) throws {
    guard matrix.rows == sides.rows else {
      throw RidgeError.mismatch(what: "the right-hand side", expected: matrix.rows, found: sides.rows)
    }
    try requireFinite(sides, "the right-hand side")
    let decomposition = try SymmetricEigen.decompose(matrix)
    let largest = decomposition.values.last ?? 0
    guard let smallest = decomposition.values.first, smallest >= -1e-10 * largest.magnitude else {
      throw RidgeError.notPositiveDefinite(lambda: 0, order: matrix.rows, pivot: 0)
    }
    values = decomposition.values.map { max($0, 0) }
    vectors = decomposition.vectors
    projected = try BLAS.product(vectors, sides)
  }

  /// (A + shift I)^-1 B.
  ///
  /// - Throws: `RidgeError.badLambda` unless the shift is positive and finite.
  public func solution(shift: Double) throws -> Matrix {
    guard shift > 0, shift.isFinite else { throw RidgeError.badLambda(index: 0, value: shift) }
    var scaled = projected
    for row in 0..<scaled.rows {
      for column in 0..<scaled.columns { scaled[row, column] /= values[row] + shift }
    }
    return try BLAS.product(vectors, scaled, transposingLeft: true)
  }
}
