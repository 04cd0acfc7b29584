import CLAPACK

/// The factor L of a symmetric positive definite matrix A = L L', L lower triangular (dpotrf).
public struct Cholesky: Sendable {
  /// Its lower triangle is L; what stands above the diagonal has no meaning.
  public let factor: Matrix

  public var order: Int { factor.rows }

  /// Factorises `matrix` + `shift` I; only the lower triangle of `matrix` is read.
  /// - Throws: `notSquare`, `empty`, `notFinite`, `tooLarge` (order above 46,340), and `notPositiveDefinite` with the
  ///   first pivot that is not positive.
  public init(_ matrix: consuming Matrix, addingToDiagonal shift: Double = 0) throws {
    let what = "the matrix to factorise"
    try matrix.requireSquare(what, largest: SymmetricEigen.largestOrder)
    let order = matrix.rows
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
    try overwriting(rightHandSides) { n, count, b in
      for transpose in [CblasNoTrans, CblasTrans] { substitute(transpose, n, count, b) }
    }
  }

  /// The solution x of A x = `rightHandSide`.
  public func solve(_ rightHandSide: [Double]) throws -> [Double] {
    try solve(Matrix(rows: rightHandSide.count, columns: 1, elements: rightHandSide)).elements
  }

  /// The diagonal of L, all positive. The squared ratio of its extremes bounds the condition number of A from below.
  public var diagonal: [Double] { (0..<order).map { factor[$0, $0] } }

  /// L X. If the columns of X are independent standard normal vectors, those of L X have covariance A.
  /// - Throws: `LinearAlgebraError.mismatch` unless X has as many rows as A, `notFinite`.
  public func lowerTimes(_ matrix: consuming Matrix) throws -> Matrix {
    try overwriting(matrix) { n, count, b in
      cblas_dtrmm(
        CblasRowMajor, CblasLeft, CblasLower, CblasNoTrans, CblasNonUnit, n, count, 1, factor.elements, n, b, count)
    }
  }

  /// The solution X of L X = `rightHandSides`. Row i of X depends on the leading i + 1 rows and columns of A alone.
  /// - Throws: `LinearAlgebraError.mismatch` unless there are as many rows as in A, `notFinite`.
  public func solveLower(_ rightHandSides: consuming Matrix) throws -> Matrix {
    try overwriting(rightHandSides) { substitute(CblasNoTrans, $0, $1, $2) }
  }

  /// The solution x of L_m' x = `rightHandSide`, L_m the leading m x m block of L and m the size of the right-hand side.
  /// - Throws: `LinearAlgebraError.mismatch` if m exceeds the order.
  public func solveLeadingTransposed(_ rightHandSide: [Double]) throws -> [Double] {
    try LinearAlgebraError.require(max(rightHandSide.count, order), equals: order, "the right-hand side")
    BLAS.useOneThread()
    var result = rightHandSide
    let (size, stride) = try (BLAS.dimension(result.count), BLAS.dimension(order))
    cblas_dtrsv(CblasRowMajor, CblasLower, CblasTrans, CblasNonUnit, size, factor.elements, stride, &result, 1)
    return result
  }

  /// Has the elements of a finite matrix of as many rows as A overwritten; `routine` is given n, the columns, the memory.
  private func overwriting(
    _ matrix: consuming Matrix, by routine: (Int32, Int32, UnsafeMutablePointer<Double>?) -> Void
  ) throws -> Matrix {
    try LinearAlgebraError.require(matrix.rows, equals: order, "the right-hand side")
    try matrix.requireFinite("the right-hand side")
    BLAS.useOneThread()
    let (n, count) = try (BLAS.dimension(order), BLAS.dimension(matrix.columns))
    if count > 0 { matrix.withUnsafeMutableElements { routine(n, count, $0.baseAddress) } }
    return matrix
  }

  /// Replaces b by the solution of L X = b or L' X = b.
  private func substitute(
    _ transpose: CBLAS_TRANSPOSE, _ n: Int32, _ count: Int32, _ b: UnsafeMutablePointer<Double>?
  ) {
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, transpose, CblasNonUnit, n, count, 1, factor.elements, n, b, count)
  }
}
