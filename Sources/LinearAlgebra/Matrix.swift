import CLAPACK
import Foundation

/// A dense real matrix in row-major (C) order: element (i, j) is `elements[i * columns + j]`.
public struct Matrix: Sendable, Equatable {
  /// The number of rows; 0 is allowed.
  public let rows: Int
  /// The number of columns; 0 is allowed.
  public let columns: Int
  /// All `rows` * `columns` elements, row after row.
  public private(set) var elements: [Double]

  /// The `rows` x `columns` matrix of the given elements, row after row.
  /// - Throws: `LinearAlgebraError.shape` unless both sizes are non-negative and their product is `elements.count`.
  public init(rows: Int, columns: Int, elements: [Double]) throws {
    guard let count = Matrix.count(rows, columns), count == elements.count else {
      throw LinearAlgebraError.shape(rows: rows, columns: columns, elements: elements.count)
    }
    self.init(rows, columns, elements)
  }

  /// The `rows` x `columns` matrix that is `value` everywhere.
  /// - Throws: `LinearAlgebraError.tooLarge` if a size is negative or the product overflows.
  public init(repeating value: Double = 0, rows: Int, columns: Int) throws {
    try self.init(rows: rows, columns: columns) { $0.initialize(repeating: value) }
  }

  /// The matrix whose memory `body` fills. It must initialise all `rows * columns` elements.
  public init(rows: Int, columns: Int, filledBy body: (UnsafeMutableBufferPointer<Double>) throws -> Void) throws {
    let count = try Matrix.checkedCount(rows, columns)
    let elements = try [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      LargePages.request(UnsafeMutableRawBufferPointer(buffer))
      try body(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
    self.init(rows, columns, elements)
  }

  private init(_ rows: Int, _ columns: Int, _ elements: [Double]) {
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  /// Element (row, column), both counted from 0; in range is the caller's duty.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// Row `index`, without a copy.
  public subscript(row index: Int) -> ArraySlice<Double> { elements[index * columns..<(index + 1) * columns] }

  /// The first `count` rows (all of them if there are fewer).
  public func prefix(rows count: Int) -> Matrix {
    let kept = min(max(count, 0), rows)
    return Matrix(kept, columns, Array(elements[..<(kept * columns)]))
  }

  /// The rows of the given indices, in their order; an index may repeat.
  public func selecting(rows indices: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(indices.count * columns)
    for index in indices { selected += self[row: index] }
    return Matrix(indices.count, columns, selected)
  }

  public var transposed: Matrix {
    guard !elements.isEmpty else { return Matrix(columns, rows, []) }
    var result = [Double](repeating: 0, count: elements.count)
    let tile = 32
    for top in stride(from: 0, to: rows, by: tile) {
      for column in 0..<columns {
        for row in top..<min(top + tile, rows) { result[column * rows + row] = elements[row * columns + column] }
      }
    }
    return Matrix(columns, rows, result)
  }

  /// Gives `body` the elements, row after row, without a copy.
  public func withUnsafeElements<R>(_ body: (UnsafeBufferPointer<Double>) throws -> R) rethrows -> R {
    try elements.withUnsafeBufferPointer(body)
  }

  /// Gives `body` the elements to change, row after row.
  public mutating func withUnsafeMutableElements<R>(
    _ body: (UnsafeMutableBufferPointer<Double>) throws -> R
  ) rethrows -> R {
    try elements.withUnsafeMutableBufferPointer { try body(UnsafeMutableBufferPointer(rebasing: $0[...])) }
  }

  /// Refuses a matrix that holds a NaN or an infinity, naming it `what`.
  /// - Throws: `LinearAlgebraError.notFinite` with the place of the first such element.
  public func requireFinite(_ what: String) throws {
    guard let index = elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw LinearAlgebraError.notFinite(what: what, row: index / columns, column: index % columns)
  }

  private static func count(_ rows: Int, _ columns: Int) -> Int? {
    guard rows >= 0, columns >= 0 else { return nil }
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    return overflow || count > Int.max / MemoryLayout<Double>.stride ? nil : count
  }

  private static func checkedCount(_ rows: Int, _ columns: Int) throws -> Int {
    guard let count = count(rows, columns) else {
      throw LinearAlgebraError.tooLarge(what: "a matrix", rows: rows, columns: columns)
    }
    return count
  }

  /// The root mean square of the differences of corresponding elements; NaN for matrices without elements.
  /// - Throws: `LinearAlgebraError.mismatch` for matrices of different shapes.
  public func rootMeanSquareDifference(from other: Matrix) throws -> Double {
    try LinearAlgebraError.require(other.rows, equals: rows, "the rows of the other matrix")
    try LinearAlgebraError.require(other.columns, equals: columns, "the columns of the other matrix")
    let sum = zip(elements, other.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (sum / Double(elements.count)).squareRoot()
  }

  /// The matrix less the mean of each of its columns.
  public func centredColumns() -> Matrix {
    var result = self
    for column in 0..<columns {
      let mean = (0..<rows).reduce(0) { $0 + self[$1, column] } / Double(rows)
      for row in 0..<rows { result[row, column] -= mean }
    }
    return result
  }
}

/// Asks for large pages under memory that is about to be filled: a big matrix is otherwise paid for page by page, which
/// costs as much as computing a kernel's values. Without effect on systems that know no such request.
enum LargePages {
  static let size = 1 << 21

  static func request(_ memory: UnsafeMutableRawBufferPointer) {
    #if canImport(Glibc)
      guard memory.count >= 2 * size, let start = memory.baseAddress else { return }
      let first = start.alignedUp(toMultipleOf: size)
      let count = (memory.count - (first - start)) / size * size
      madvise(first, count, MADV_HUGEPAGE)
    #endif
  }
}

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
