import CLAPACK

/// Eigenvalues of a real symmetric matrix, ascending, and the eigenvectors that belong to them.
public struct EigenDecomposition: Sendable {
  /// Ascending.
  public let values: [Double]
  /// Row j is the unit eigenvector of `values[j]`. Its sign, and the basis of a repeated eigenvalue, are arbitrary.
  public let vectors: Matrix
}

/// The symmetric eigenproblem A v = lambda v by LAPACK's divide and conquer (dsyevd).
///
/// Eigenvalues alone of large matrices come by way of a band matrix (dsyevd_2stage): half of the usual reduction to a
/// tridiagonal one waits for memory, and all of that to a band multiplies matrices. Source: Haidar, Ltaief, Dongarra,
/// "Parallel reduction to condensed forms for symmetric eigenvalue problems", SC 2011.
///
/// Refused: an empty or rectangular matrix, NaN and infinities, and a matrix whose mirrored entries differ by more than
/// 1e-12 times the largest entry.
public enum SymmetricEigen {
  /// The largest order whose workspace size 1 + 6n + 2n^2 fits a 32-bit integer.
  public static let largestOrderWithVectors = 32_766
  /// The largest order whose n^2 fits a 32-bit integer.
  public static let largestOrder = 46_340

  /// From this order on eigenvalues alone come by way of a band matrix: smaller ones fit the cache.
  static let leastOrderForBands = 2_000

  /// The eigenvalues, ascending.
  public static func values(of matrix: consuming Matrix) throws -> [Double] {
    if matrix.rows < leastOrderForBands {
      return try solve(matrix, by: dsyevd_, called: "dsyevd", job: "N", largest: largestOrder).values
    }
    return try solve(matrix, by: dsyevd_2stage_, called: "dsyevd_2stage", job: "N", largest: largestOrder).values
  }

  public static func decompose(_ matrix: consuming Matrix) throws -> EigenDecomposition {
    try solve(matrix, by: dsyevd_, called: "dsyevd", job: "V", largest: largestOrderWithVectors)
  }

  /// What both routines are.
  private typealias Routine = (
    UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?,
    UnsafePointer<Int32>?, UnsafeMutablePointer<Double>?, UnsafeMutablePointer<Double>?, UnsafePointer<Int32>?,
    UnsafeMutablePointer<Int32>?, UnsafePointer<Int32>?, UnsafeMutablePointer<Int32>?, Int, Int
  ) -> Void

  private static func solve(
    _ matrix: consuming Matrix, by routine: Routine, called name: String, job: Unicode.Scalar, largest: Int
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
        routine(&job, &triangle, &n, a.baseAddress, &n, &values, &work, &workSize, &integers, &integerSize, &info, 1, 1)
      }
      guard info == 0 else { throw LinearAlgebraError.noConvergence(routine: name, code: Int(info)) }
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
