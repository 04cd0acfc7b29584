import CLAPACK

/// What the triangular factor itself is good for: draws of a given covariance, and least squares for every leading block.
extension Cholesky {
  /// The diagonal of L, all positive. The squared ratio of its extremes bounds the condition number of A from below.
  public var diagonal: [Double] { (0..<order).map { factor[$0, $0] } }

  /// L X. If the columns of X are independent standard normal vectors, those of L X have covariance A.
  ///
  /// - Throws: `LinearAlgebraError.mismatch` unless X has as many rows as A, `notFinite`.
  public func lowerTimes(_ matrix: consuming Matrix) throws -> Matrix {
    try requireRows(of: matrix)
    let (n, count) = try (BLAS.dimension(order), BLAS.dimension(matrix.columns))
    guard count > 0 else { return matrix }
    matrix.withUnsafeMutableElements { b in
      cblas_dtrmm(
        CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, count, 1, factor.elements, n,
        b.baseAddress, count)
    }
    return matrix
  }

  /// The solution X of L X = `rightHandSides`. Row i of X depends on the leading i + 1 rows and columns of A alone.
  ///
  /// - Throws: `LinearAlgebraError.mismatch` unless there are as many rows as in A, `notFinite`.
  public func solveLower(_ rightHandSides: consuming Matrix) throws -> Matrix {
    try requireRows(of: rightHandSides)
    let (n, count) = try (BLAS.dimension(order), BLAS.dimension(rightHandSides.columns))
    guard count > 0 else { return rightHandSides }
    rightHandSides.withUnsafeMutableElements { b in
      cblas_dtrsm(
        CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, count, 1, factor.elements, n,
        b.baseAddress, count)
    }
    return rightHandSides
  }

  /// The solution x of L_m' x = `rightHandSide`, L_m the leading m x m block of L and m the size of the right-hand side.
  ///
  /// - Throws: `LinearAlgebraError.mismatch` if m exceeds the order.
  public func solveLeadingTransposed(_ rightHandSide: [Double]) throws -> [Double] {
    guard rightHandSide.count <= order else {
      throw LinearAlgebraError.mismatch(what: "the right-hand side", expected: order, found: rightHandSide.count)
    }
    BLAS.useOneThread()
    var result = rightHandSide
    let (size, stride) = try (BLAS.dimension(result.count), BLAS.dimension(order))
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, size, factor.elements, stride, &result, 1)
    return result
  }

  private func requireRows(of matrix: borrowing Matrix) throws {
    guard matrix.rows == order else {
      throw LinearAlgebraError.mismatch(what: "the right-hand side", expected: order, found: matrix.rows)
    }
    try matrix.requireFinite("the right-hand side")
    BLAS.useOneThread()
  }
}
