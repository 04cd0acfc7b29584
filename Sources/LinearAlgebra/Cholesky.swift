import CLAPACK

/// The factor L of a symmetric positive definite matrix A = L L', L lower triangular (dpotrf).
public struct Cholesky: Sendable {
  /// Its lower triangle is L; what stands above the diagonal has no meaning.
  let factor: Matrix

  /// The number of rows of A.
  public var order: Int { factor.rows }

  /// Factorises `matrix` + `shift` I; only the lower triangle of `matrix` is read.
  ///
  /// - Throws: `notSquare`, `empty`, `notFinite`, `tooLarge` (order above 46,340), and `notPositiveDefinite` with the
  ///   first pivot that is not positive.
  public init(_ matrix: consuming Matrix, addingToDiagonal shift: Double = 0) throws {
    let what = "the matrix to factorise"
    let order = matrix.rows
    guard order == matrix.columns else {
      throw LinearAlgebraError.notSquare(what: what, rows: order, columns: matrix.columns)
    }
    guard order > 0 else { throw LinearAlgebraError.empty(what: what) }
    guard order <= SymmetricEigen.largestOrder else {
      throw LinearAlgebraError.tooLarge(what: what, rows: order, columns: order)
    }
    for index in 0..<order { matrix[index, index] += shift }
    try matrix.requireFinite(what)
    BLAS.useOneThread()
    var n = try BLAS.dimension(order)
    var info: Int32 = 0
    // Row-major lower is LAPACK's column-major upper.
    var triangle = CChar(UInt8(ascii: "U"))
    matrix.withUnsafeMutableElements { dpotrf_(&triangle, &n, $0.baseAddress, &n, &info, 1) }
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(pivot: Int(info) - 1, order: order) }
    factor = matrix
  }

  /// The solution X of A X = `rightHandSides`, one right-hand side per column.
  public func solve(_ rightHandSides: consuming Matrix) throws -> Matrix {
    guard rightHandSides.rows == order else {
      throw LinearAlgebraError.mismatch(what: "the right-hand side", expected: order, found: rightHandSides.rows)
    }
    guard rightHandSides.columns > 0 else { return rightHandSides }
    try rightHandSides.requireFinite("the right-hand side")
    let (n, count) = try (BLAS.dimension(order), BLAS.dimension(rightHandSides.columns))
    rightHandSides.withUnsafeMutableElements { b in
      for transpose in [CblasNoTrans, CblasTrans] {
        cblas_dtrsm(
          CblasRowMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, n, count, 1, factor.elements, n,
          b.baseAddress, count)
      }
    }
    return rightHandSides
  }

  /// The solution x of A x = `rightHandSide`.
  public func solve(_ rightHandSide: [Double]) throws -> [Double] {
    try solve(Matrix(rows: rightHandSide.count, columns: 1, elements: rightHandSide)).elements
  }
}
