import CLAPACK
import Foundation

/// The BLAS underneath, held to one thread per call so that its results do not depend on the number of cores.
public enum BLAS {
  private static let oneThread: Void = openblas_set_num_threads(1)

  /// Holds OpenBLAS to one thread per call from now on. Every routine of this module calls it; calling again is free.
  public static func useOneThread() { oneThread }

  /// OpenBLAS's version, build options and the CPU kernels it chose, on which the last bits of results depend.
  public static var configuration: String {
    let config = openblas_get_config().map { String(cString: $0) } ?? "unknown"
    let core = openblas_get_corename().map { String(cString: $0) } ?? "unknown"
    return "\(config.trimmingCharacters(in: .whitespaces)); core \(core)"
  }

  /// op(a) op(b), where op is the transpose if asked for.
  /// - Throws: `LinearAlgebraError.mismatch` if the inner sizes differ, `tooLarge` beyond 32-bit sizes.
  public static func product(
    _ a: Matrix, _ b: Matrix, transposingLeft: Bool = false, transposingRight: Bool = false
  ) throws -> Matrix {
    let (rows, inner) = transposingLeft ? (a.columns, a.rows) : (a.rows, a.columns)
    let (innerB, columns) = transposingRight ? (b.columns, b.rows) : (b.rows, b.columns)
    try LinearAlgebraError.require(innerB, equals: inner, "the right factor of a product")
    guard rows > 0, columns > 0, inner > 0 else { return try Matrix(rows: rows, columns: columns) }
    useOneThread()
    let sizes = try (dimension(rows), dimension(columns), dimension(inner))
    let strides = try (dimension(a.columns), dimension(b.columns))
    // A factor 0 of what stands in the result means that it is not read.
    return try Matrix(rows: rows, columns: columns) { c in
      cblas_dgemm(
        CblasRowMajor, transposingLeft ? CblasTrans : CblasNoTrans, transposingRight ? CblasTrans : CblasNoTrans,
        sizes.0, sizes.1, sizes.2, 1, a.elements, strides.0, b.elements, strides.1, 0, c.baseAddress, sizes.1)
    }
  }

  /// The inner products of a range of rows of `a` with a range of rows of `b`, a tile of a b'.
  /// - Throws: `LinearAlgebraError.mismatch` if the rows differ in length, `tooLarge` beyond 32-bit sizes.
  public static func products(
    ofRows rows: Range<Int>, of a: Matrix, withRows columns: Range<Int>, of b: Matrix
  ) throws -> Matrix {
    try LinearAlgebraError.require(b.columns, equals: a.columns, "a row of the right factor")
    guard !rows.isEmpty, !columns.isEmpty, a.columns > 0 else {
      return try Matrix(rows: rows.count, columns: columns.count)
    }
    useOneThread()
    let sizes = try (dimension(rows.count), dimension(columns.count), dimension(a.columns))
    return try Matrix(rows: rows.count, columns: columns.count) { c in
      a.withUnsafeElements { left in
        b.withUnsafeElements { right in
          cblas_dgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, sizes.0, sizes.1, sizes.2, 1,
            left.baseAddress.map { $0 + rows.lowerBound * a.columns }, sizes.2,
            right.baseAddress.map { $0 + columns.lowerBound * a.columns }, sizes.2, 0, c.baseAddress, sizes.1)
        }
      }
    }
  }

  /// a a', or a' a if `transposed`; exactly symmetric, half of the work of a product.
  /// - Throws: `LinearAlgebraError.tooLarge` beyond 32-bit sizes.
  public static func gram(_ a: Matrix, transposed: Bool = false) throws -> Matrix {
    let (order, inner) = transposed ? (a.columns, a.rows) : (a.rows, a.columns)
    var result = try Matrix(rows: order, columns: order)
    guard order > 0, inner > 0 else { return result }
    useOneThread()
    let (n, k, stride) = try (dimension(order), dimension(inner), dimension(a.columns))
    result.withUnsafeMutableElements { c in
      cblas_dsyrk(
        CblasRowMajor, CblasLower, transposed ? CblasTrans : CblasNoTrans, n, k, 1, a.elements, stride, 0,
        c.baseAddress, n)
      for row in 0..<order {
        for column in 0..<row { c[column * order + row] = c[row * order + column] }
      }
    }
    return result
  }

  /// Adds a' a to the lower triangle of a symmetric matrix; what stands above its diagonal is left as it is.
  /// - Throws: `LinearAlgebraError.mismatch` unless the matrix has as many rows and columns as `a` has columns, `tooLarge`.
  public static func addGram(of a: Matrix, toLowerTriangleOf sum: inout Matrix) throws {
    try LinearAlgebraError.require(sum.rows, equals: a.columns, "the rows of the sum")
    try LinearAlgebraError.require(sum.columns, equals: a.columns, "the columns of the sum")
    guard a.columns > 0, a.rows > 0 else { return }
    useOneThread()
    let (n, k) = try (dimension(a.columns), dimension(a.rows))
    sum.withUnsafeMutableElements { c in
      cblas_dsyrk(CblasRowMajor, CblasLower, CblasTrans, n, k, 1, a.elements, n, 1, c.baseAddress, n)
    }
  }

  /// a x.
  /// - Throws: `LinearAlgebraError.mismatch` if the sizes differ, `tooLarge` beyond 32-bit sizes.
  public static func product(_ a: Matrix, _ x: [Double]) throws -> [Double] {
    try LinearAlgebraError.require(x.count, equals: a.columns, "the vector of a product")
    return try product(a, Matrix(rows: x.count, columns: 1, elements: x)).elements
  }

  /// The size as LAPACK's 32-bit integer.
  static func dimension(_ size: Int) throws -> Int32 {
    guard let dimension = Int32(exactly: size) else {
      throw LinearAlgebraError.tooLarge(what: "a matrix", rows: size, columns: size)
    }
    return dimension
  }
}
