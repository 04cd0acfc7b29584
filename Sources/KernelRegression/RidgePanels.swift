import Foundation
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
    storage = .allocate(capacity: blocks * (blocks + 1) / 2 * self.tile * self.tile)
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

extension SymmetricPanels {
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
    let (size, address, count) = (self.tile, Address(storage), blocks)
    // The longest block rows first, so that the threads end together.
    try Parallel.forEach(blocks: count, threads: threads) { job in
      let block = count - 1 - job
      let stride = (block + 1) * size
      let panel = address.pointer + block * (block + 1) / 2 * size * size
      panel.initialize(repeating: 0, count: size * stride)
      let rows = block * size..<min(block * size + size, order)
      for row in rows.count..<size { panel[row * stride + block * size + row] = 1 }
      for left in Swift.stride(from: 0, to: rows.upperBound, by: size) {
        let columns = left..<min(left + size, rows.upperBound)
        let rectangle = try fill(rows, columns)
        try rectangle.copy(to: panel + left, stride: stride, rows: rows, columns: columns)
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
  fileprivate func copy<Scalar: PanelScalar>(
    to target: UnsafeMutablePointer<Scalar>, stride: Int, rows range: Range<Int>, columns columnRange: Range<Int>
  ) throws {
    guard rows == range.count, columns == columnRange.count else {
      throw RidgeError.mismatch(
        what: "a rectangle of the kernel matrix", expected: range.count * columnRange.count, found: rows * columns)
    }
    try withUnsafeElements { source in
      for row in 0..<rows {
        var sum: Scalar = 0
        for column in 0..<columns {
          let value = Scalar(source[row * columns + column])
          target[row * stride + column] = value
          sum += value * 0
        }
        guard sum == 0 else {
          let column = (0..<columns).first { !Scalar(source[row * columns + $0]).isFinite } ?? 0
          throw RidgeError.notFinite(
            what: "the kernel matrix", row: range.lowerBound + row, column: columnRange.lowerBound + column)
        }
      }
    }
  }
}

/// The Cholesky factor of K + shift I for a leading part K of a matrix in panels, in panels of its own, possibly of
/// single precision.
///
/// Left-looking by block columns: tile (I, J) receives all its updates by one product of inner size J * tile, so the
/// work runs at the speed of a matrix multiplication. Every tile is computed by one thread in one order; the bits do not
/// depend on `threads`. Source: Golub, Van Loan, "Matrix Computations", 4th edition, section 4.2.
public struct PanelCholesky<Scalar: PanelScalar>: Sendable {
  let factor: SymmetricPanels<Scalar>
  let threads: Int

  public var order: Int { factor.order }

  /// Factorises the leading `order` rows and columns of `kernel` plus `shift` on the diagonal.
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first pivot that is not positive, `RidgeError.mismatch`
  ///   if `order` is above the kernel's.
  public init(_ kernel: SymmetricPanels<Double>, order: Int, addingToDiagonal shift: Double, threads: Int) throws {
    guard order <= kernel.order else {
      throw RidgeError.mismatch(what: "the leading part of the kernel", expected: kernel.order, found: order)
    }
    BLAS.useOneThread()
    factor = try SymmetricPanels(uninitialised: order, tile: kernel.tile)
    self.threads = threads
    try load(kernel, shift)
    for column in 0..<factor.blocks { try eliminate(column) }
  }

  private func load(_ kernel: SymmetricPanels<Double>, _ shift: Double) throws {
    let (size, order, count) = (factor.tile, factor.order, factor.blocks)
    let (source, target) = (Address(kernel.storage), Address(factor.storage))
    try Parallel.forEach(blocks: count, threads: threads) { job in
      let block = count - 1 - job
      let (stride, offset) = ((block + 1) * size, block * (block + 1) / 2 * size * size)
      for row in 0..<size {
        let (from, to) = (source.pointer + offset + row * stride, target.pointer + offset + row * stride)
        let global = block * size + row
        if global < order {
          for column in 0..<stride { to[column] = Scalar(from[column]) }
          to[global] = Scalar(from[global] + shift)
        } else {
          to.initialize(repeating: 0, count: stride)
          to[global] = 1
        }
      }
    }
  }

  private func eliminate(_ column: Int) throws {
    let (size, count) = (factor.tile, factor.blocks)
    let address = Address(factor.storage)
    let (pivots, width) = (Address(factor.panel(column)), (column + 1) * size)
    let done = column * size
    if done > 0 {
      try Parallel.forEach(blocks: count - column, threads: threads) { job in
        let (block, stride) = (column + job, (column + job + 1) * size)
        let rows = address.pointer + block * (block + 1) / 2 * size * size
        Scalar.addProduct(
          size, size, done, -1, rows, stride, transposeA: false, pivots.pointer, width, transposeB: true,
          into: rows + done, stride)
      }
    }
    let info = Scalar.factorise(size, pivots.pointer + done, width)
    guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(pivot: done + info - 1, order: factor.order) }
    try Parallel.forEach(blocks: count - column - 1, threads: threads) { job in
      let (block, stride) = (column + 1 + job, (column + job + 2) * size)
      let rows = address.pointer + block * (block + 1) / 2 * size * size
      Scalar.solveRight(size, size, pivots.pointer + done, width, rows + done, stride)
    }
  }

  /// The solution X of (K + shift I) X = B, computed in `Scalar`; B holds `order` rows of `columns` numbers and is
  /// replaced.
  func solve(_ sides: inout [Double], columns: Int) throws {
    let (size, count, threads) = (factor.tile, factor.blocks, threads)
    var work = [Scalar](repeating: 0, count: factor.padded * columns)
    for index in 0..<(order * columns) { work[index] = Scalar(sides[index]) }
    try work.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let x = Address(base)
      for block in 0..<count {
        let (rows, stride) = (Address(factor.panel(block)), factor.stride(block))
        let strip = size % 8 == 0 ? size / 8 : size
        if block > 0 {
          try Parallel.forEach(blocks: size / strip, threads: block > 3 ? threads : 1) { job in
            Scalar.addProduct(
              strip, columns, block * size, -1, rows.pointer + job * strip * stride, stride, transposeA: false,
              x.pointer, columns, transposeB: false, into: x.pointer + (block * size + job * strip) * columns, columns)
          }
        }
        Scalar.solveLeft(
          size, columns, rows.pointer + block * size, stride, transpose: false, base + block * size * columns, columns)
      }
      for block in (0..<count).reversed() {
        let (rows, stride) = (Address(factor.panel(block)), factor.stride(block))
        Scalar.solveLeft(
          size, columns, rows.pointer + block * size, stride, transpose: true, base + block * size * columns, columns)
        try Parallel.forEach(blocks: block, threads: block > 3 ? threads : 1) { left in
          Scalar.addProduct(
            size, columns, size, -1, rows.pointer + left * size, stride, transposeA: true,
            x.pointer + block * size * columns, columns, transposeB: false, into: x.pointer + left * size * columns,
            columns)
        }
      }
    }
    for index in 0..<(order * columns) { sides[index] = Double(work[index]) }
  }
}
