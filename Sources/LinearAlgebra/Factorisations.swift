import CLAPACK

/// The factor L of a symmetric positive definite matrix A = L L', L lower triangular (dpotrf).
public struct Cholesky: Sendable {
  /// Its lower triangle is L; what stands above the diagonal has no meaning.
  let factor: Matrix

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

/// Eigenvalues of a real symmetric matrix, ascending, and the eigenvectors that belong to them.
public struct EigenDecomposition: Sendable {
  /// Ascending.
  public let values: [Double]
  /// Row j is the unit eigenvector of `values[j]`. Its sign, and the basis of a repeated eigenvalue, are arbitrary.
  public let vectors: Matrix
}

/// The symmetric eigenproblem A v = lambda v by LAPACK's divide and conquer (dsyevd).
///
/// Refused: an empty or rectangular matrix, NaN and infinities, and a matrix whose mirrored entries differ by more than
/// 1e-12 times the largest entry.
public enum SymmetricEigen {
  /// The largest order whose workspace size 1 + 6n + 2n^2 fits a 32-bit integer.
  public static let largestOrderWithVectors = 32_766
  /// The largest order whose n^2 fits a 32-bit integer.
  public static let largestOrder = 46_340

  /// The eigenvalues, ascending.
  public static func values(of matrix: consuming Matrix) throws -> [Double] {
    try solve(matrix, job: "N", largest: largestOrder).values
  }

  public static func decompose(_ matrix: consuming Matrix) throws -> EigenDecomposition {
    try solve(matrix, job: "V", largest: largestOrderWithVectors)
  }

  private static func solve(
    _ matrix: consuming Matrix, job: Unicode.Scalar, largest: Int
  ) throws -> EigenDecomposition {
    try matrix.requireSymmetric("the matrix of the eigenproblem", largest: largest)
    BLAS.useOneThread()
    let order = matrix.rows
    var vectors = matrix
    var values = [Double](repeating: 0, count: order)
    var n = try BLAS.dimension(order)
    var (job, triangle) = (CChar(truncatingIfNeeded: job.value), CChar(UInt8(ascii: "L")))
    var (workSize, integerSize, info): (Int32, Int32, Int32) = (-1, -1, 0)
    var (work, integers): ([Double], [Int32]) = ([0], [0])
    for _ in 0..<2 {
      vectors.withUnsafeMutableElements { a in
        dsyevd_(&job, &triangle, &n, a.baseAddress, &n, &values, &work, &workSize, &integers, &integerSize, &info, 1, 1)
      }
      guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: "dsyevd", code: Int(info)) }
      guard workSize == -1 else { break }
      (workSize, integerSize) = (Int32(work[0]), integers[0])
      work = [Double](repeating: 0, count: Int(workSize))
      integers = [Int32](repeating: 0, count: Int(integerSize))
    }
    return EigenDecomposition(values: values, vectors: vectors)
  }
}

extension Matrix {
  /// Refuses all but a square matrix of order 1 to `largest`.
  func requireSquare(_ what: String, largest: Int) throws {
    guard rows == columns else { throw LinearAlgebraError.notSquare(what: what, rows: rows, columns: columns) }
    guard rows > 0 else { throw LinearAlgebraError.empty(what: what) }
    guard rows <= largest else { throw LinearAlgebraError.tooLarge(what: what, rows: rows, columns: columns) }
  }

  /// Refuses all but a finite square matrix, of order 1 to `largest`, whose mirrored entries agree to 1e-12 times the
  /// largest entry.
  func requireSymmetric(_ what: String, largest: Int) throws {
    try requireSquare(what, largest: largest)
    try requireFinite(what)
    try withUnsafeElements { a in
      let tolerance = 1e-12 * a.reduce(0) { max($0, $1.magnitude) }
      let tile = 32
      for top in stride(from: 0, to: rows, by: tile) {
        for left in stride(from: 0, through: top, by: tile) {
          for row in top..<min(top + tile, rows) {
            for column in left..<min(left + tile, row) {
              let difference = (a[row * columns + column] - a[column * columns + row]).magnitude
              guard difference <= tolerance else {
                throw LinearAlgebraError.notSymmetric(what: what, row: row, column: column, difference: difference)
              }
            }
          }
        }
      }
    }
  }
}
