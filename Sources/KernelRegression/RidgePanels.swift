import CLAPACK
import LinearAlgebra

/// A symmetric matrix in half storage, made for products and factorisations by long matrix multiplications: block row I
/// holds its `tile` rows and the columns up to its diagonal tile, row-major, so about n (n + tile) / 2 numbers in all.
///
/// The order is padded to a multiple of `tile` by an identity, which changes neither a product with padded zeros nor a
/// factor's leading part. It is shared, never copied, and does not change once made.
public final class SymmetricPanels<Scalar: PanelScalar>: @unchecked Sendable {
  public let order: Int
  public let tile: Int
  let storage: UnsafeMutablePointer<Scalar>

  /// The largest order, at which a block row still has a 32-bit stride with room to spare.
  public static var largestOrder: Int { 1_000_000 }

  var blocks: Int { (order + tile - 1) / tile }
  var padded: Int { blocks * tile }

  /// The bytes of the storage for `order` rows.
  public static func bytes(order: Int, tile: Int? = nil) -> Int {
    let tile = tile ?? defaultTile(order)
    let blocks = (order + tile - 1) / tile
    return blocks * (blocks + 1) / 2 * tile * tile * MemoryLayout<Scalar>.stride
  }

  static func defaultTile(_ order: Int) -> Int { order < 3_072 ? 128 : order < 12_288 ? 256 : 512 }

  init(uninitialised order: Int, tile: Int?) throws {
    guard order > 0 else { throw RidgeError.empty(what: "the kernel matrix") }
    guard order <= Self.largestOrder else { throw RidgeError.tooLarge(order: order, largest: Self.largestOrder) }
    guard (tile ?? 1) > 0 else { throw RidgeError.badSize(what: "the tile", value: tile ?? 0) }
    self.order = order
    self.tile = tile ?? Self.defaultTile(order)
    let blocks = (order + self.tile - 1) / self.tile
    let count = blocks * (blocks + 1) / 2 * self.tile * self.tile
    storage = .allocate(capacity: count)
    LargePages.request(UnsafeMutableRawBufferPointer(start: storage, count: count * MemoryLayout<Scalar>.stride))
  }

  deinit { storage.deallocate() }

  /// Block row `index`: `tile` rows of `stride(index)` numbers.
  func panel(_ index: Int) -> UnsafeMutablePointer<Scalar> { storage + index * (index + 1) / 2 * tile * tile }
  func stride(_ index: Int) -> Int { (index + 1) * tile }

  /// Entry (row, column), which is also entry (column, row).
  public subscript(row: Int, column: Int) -> Scalar {
    let (i, j) = (max(row, column), min(row, column))
    return panel(i / tile)[i % tile * stride(i / tile) + j]
  }
}

extension SymmetricPanels where Scalar == Double {
  /// The matrix whose entries `fill` computes, one rectangle of rows x columns at a time, from several threads.
  ///
  /// Only rectangles that touch the lower triangle are asked for. The result does not depend on `threads`.
  /// - Throws: `RidgeError.empty`, `tooLarge`, `mismatch` for a rectangle of the wrong shape, `notFinite` with the place
  ///   of the first such entry of a rectangle, and what `fill` throws.
  public convenience init(
    order: Int, tile: Int? = nil, threads: Int,
    fill: @Sendable (_ rows: Range<Int>, _ columns: Range<Int>) throws -> Matrix
  ) throws {
    try self.init(uninitialised: order, tile: tile)
    let (size, count) = (self.tile, blocks)
    // The longest block rows first, so that the threads end together.
    try Parallel.forEach(blocks: count, threads: threads) { [self] job in
      let block = count - 1 - job
      let (panel, stride) = (panel(block), stride(block))
      panel.initialize(repeating: 0, count: size * stride)
      let rows = block * size..<min(block * size + size, order)
      for row in rows.count..<size { panel[row * stride + block * size + row] = 1 }
      for left in Swift.stride(from: 0, to: rows.upperBound, by: size) {
        let columns = left..<min(left + size, rows.upperBound)
        try fill(rows, columns).copy(to: panel + left, stride: stride, rows: rows, columns: columns)
      }
      for row in 0..<rows.count {
        for column in 0..<row {
          panel[column * stride + block * size + row] = panel[row * stride + block * size + column]
        }
      }
    }
  }
}

/// A pointer that several threads may use, each on its own part.
struct Address<Scalar>: @unchecked Sendable {
  let pointer: UnsafeMutablePointer<Scalar>
  init(_ pointer: UnsafeMutablePointer<Scalar>) { self.pointer = pointer }
}

extension Matrix {
  fileprivate func copy(
    to target: UnsafeMutablePointer<Double>, stride: Int, rows range: Range<Int>, columns columnRange: Range<Int>
  ) throws {
    try requireRectangle(self, range, columnRange)
    try withUnsafeElements { source in
      for row in 0..<rows {
        var sum = 0.0
        for column in 0..<columns {
          let value = source[row * columns + column]
          target[row * stride + column] = value
          sum += value * 0
        }
        guard sum == 0 else {
          let column = (0..<columns).first { !source[row * columns + $0].isFinite } ?? 0
          throw RidgeError.notFinite(
            what: "the kernel matrix", row: range.lowerBound + row, column: columnRange.lowerBound + column)
        }
      }
    }
  }
}

/// A number type that panels are stored and factorised in: `Double` or `Float`. All arrays are row-major.
public protocol PanelScalar: BinaryFloatingPoint, Sendable {
  /// The products and solutions of BLAS for these numbers.
  static var routines: PanelRoutines<Self> { get }
}

/// `gemm`, `gemv` and `trsm` of BLAS and `potrf` of LAPACK on numbers of one type.
public struct PanelRoutines<Scalar> {
  typealias Order = CBLAS_ORDER
  typealias Transpose = CBLAS_TRANSPOSE
  typealias In = UnsafePointer<Scalar>?
  typealias Out = UnsafeMutablePointer<Scalar>?
  let multiply:
    (Order, Transpose, Transpose, Int32, Int32, Int32, Scalar, In, Int32, In, Int32, Scalar, Out, Int32) -> Void
  let multiplyVector: (Order, Transpose, Int32, Int32, Scalar, In, Int32, In, Int32, Scalar, Out, Int32) -> Void
  let solve: (Order, CBLAS_SIDE, CBLAS_UPLO, Transpose, CBLAS_DIAG, Int32, Int32, Scalar, In, Int32, Out, Int32) -> Void
  let factorise: (inout CChar, inout Int32, Out, inout Int32, inout Int32) -> Void
}

extension Double: PanelScalar {
  public static var routines: PanelRoutines<Double> {
    PanelRoutines(multiply: cblas_dgemm, multiplyVector: cblas_dgemv, solve: cblas_dtrsm) {
      dpotrf_(&$0, &$1, $2, &$3, &$4, 1)
    }
  }
}

extension Float: PanelScalar {
  public static var routines: PanelRoutines<Float> {
    PanelRoutines(multiply: cblas_sgemm, multiplyVector: cblas_sgemv, solve: cblas_strsm) {
      spotrf_(&$0, &$1, $2, &$3, &$4, 1)
    }
  }
}

extension PanelScalar {
  /// Replaces the lower triangle of a by its Cholesky factor; the first bad pivot counted from 1, or 0.
  static func factorise(_ n: Int, _ a: UnsafeMutablePointer<Self>, _ strideA: Int) -> Int {
    // Row-major lower is LAPACK's column-major upper.
    var (triangle, order, stride, info) = (CChar(UInt8(ascii: "U")), Int32(n), Int32(strideA), 0 as Int32)
    routines.factorise(&triangle, &order, a, &stride, &info)
    return Int(info)
  }

  /// c = c + alpha op(a) op(b) with op(a) of m x k and op(b) of k x n.
  static func addProduct(
    _ m: Int, _ n: Int, _ k: Int, _ alpha: Self, _ a: UnsafePointer<Self>, _ strideA: Int, transposeA: Bool = false,
    _ b: UnsafePointer<Self>, _ strideB: Int, transposeB: Bool = false, into c: UnsafeMutablePointer<Self>,
    _ strideC: Int
  ) {
    let (opA, opB) = (transposeA ? CblasTrans : CblasNoTrans, transposeB ? CblasTrans : CblasNoTrans)
    if n > 1 {
      routines.multiply(
        CblasRowMajor, opA, opB, Int32(m), Int32(n), Int32(k), alpha, a, Int32(strideA), b, Int32(strideB), 1, c,
        Int32(strideC))
    } else {
      routines.multiplyVector(
        CblasRowMajor, opA, Int32(transposeA ? k : m), Int32(transposeA ? m : k), alpha, a, Int32(strideA), b,
        Int32(transposeB ? 1 : strideB), 1, c, Int32(strideC))
    }
  }

  /// b = op(l)^-1 b, or b op(l)^-1 if `fromRight`, for a lower triangle l and an m x n array b.
  static func solve(
    fromRight: Bool = false, _ m: Int, _ n: Int, _ l: UnsafePointer<Self>, _ strideL: Int, transpose: Bool,
    _ b: UnsafeMutablePointer<Self>, _ strideB: Int
  ) {
    routines.solve(
      CblasRowMajor, fromRight ? CblasRight : CblasLeft, CblasLower, transpose ? CblasTrans : CblasNoTrans,
      CblasNonUnit, Int32(m), Int32(n), 1, l, Int32(strideL), b, Int32(strideB))
  }
}

/// Refuses a matrix that holds a NaN or an infinity.
func requireFinite(_ matrix: Matrix, _ what: String) throws {
  guard let index = matrix.elements.firstIndex(where: { !$0.isFinite }) else { return }
  throw RidgeError.notFinite(what: what, row: index / matrix.columns, column: index % matrix.columns)
}

/// Refuses an empty grid and lambdas that are not positive and finite.
func requireLambdas(_ lambdas: [Double]) throws {
  guard !lambdas.isEmpty else { throw RidgeError.empty(what: "the grid of lambdas") }
  if let index = lambdas.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
    throw RidgeError.badLambda(index: index, value: lambdas[index])
  }
}

/// Refuses a size other than the expected one.
func requireSize(_ what: String, _ expected: Int, found: Int) throws {
  guard found == expected else { throw RidgeError.mismatch(what: what, expected: expected, found: found) }
}

/// Refuses a part of the kernel matrix that has not the rows and columns asked for.
func requireRectangle(_ part: Matrix, _ rows: Range<Int>, _ columns: Range<Int>) throws {
  guard part.rows != rows.count || part.columns != columns.count else { return }
  throw RidgeError.mismatch(
    what: "a rectangle of the kernel matrix", expected: rows.count * columns.count, found: part.rows * part.columns)
}
