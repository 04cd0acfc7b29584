import Foundation
import LinearAlgebra

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
  /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first pivot that is not positive, `RidgeError.mismatch`
  ///   if `order` is above the kernel's.
  public init(_ kernel: SymmetricPanels<Double>, order: Int, addingToDiagonal shift: Double, threads: Int) throws {
    if order > kernel.order { try requireSize("the leading part of the kernel", kernel.order, found: order) }
    BLAS.useOneThread()
    factor = try SymmetricPanels(uninitialised: order, tile: kernel.tile)
    self.threads = threads
    try load(kernel, shift)
    try eliminate()
  }

  private func load(_ kernel: SymmetricPanels<Double>, _ shift: Double) throws {
    let (size, order, count) = (factor.tile, factor.order, factor.blocks)
    try Parallel.forEach(blocks: count, threads: threads) { job in
      let block = count - 1 - job
      let (source, target, stride) = (kernel.panel(block), factor.panel(block), factor.stride(block))
      for row in 0..<size {
        let (from, to) = (source + row * stride, target + row * stride)
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

  /// Tiles are taken column by column, from the diagonal down. All that a tile waits for stands before it in this order, so that
  /// threads never rest at the end of a column.
  private func eliminate() throws {
    let count = factor.blocks
    let places = (0..<count).flatMap { column in (column..<count).map { (row: $0, column: column) } }
    let done = TilesDone(count)
    try Parallel.forEach(blocks: places.count, threads: threads) { job in
      let (row, column) = places[job]
      do {
        try eliminate(row, column, done)
        done.finish(row, column)
      } catch {
        done.giveUp()
        throw error
      }
    }
  }

  private func eliminate(_ row: Int, _ column: Int, _ done: TilesDone) throws {
    let (size, reach) = (factor.tile, column * factor.tile)
    let (rows, stride) = (factor.panel(row) + reach, factor.stride(row))
    let (top, width) = (factor.panel(column), factor.stride(column))
    if column > 0 {
      // With them are done those to their left.
      guard done.wait(for: row, column - 1), done.wait(for: column, column - 1) else { return }
      Scalar.addProduct(
        size, size, reach, -1, factor.panel(row), stride, top, width, transposeB: true, into: rows, stride)
    }
    guard row > column else {
      let info = Scalar.factorise(size, rows, stride)
      guard info == 0 else { throw LinearAlgebraError.notPositiveDefinite(pivot: reach + info - 1, order: order) }
      return
    }
    guard done.wait(for: column, column) else { return }
    Scalar.solve(fromRight: true, size, size, top + reach, width, transpose: true, rows, stride)
  }

  /// The solution X of (K + shift I) X = B, computed in `Scalar`; B holds `order` rows of `columns` numbers and is
  /// replaced.
  func solve(_ sides: inout [Double], columns: Int) throws {
    let (size, count) = (factor.tile, factor.blocks)
    var work = [Scalar](repeating: 0, count: factor.padded * columns)
    for index in 0..<(order * columns) { work[index] = Scalar(sides[index]) }
    try work.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let x = Address(base)
      let strip = size % 8 == 0 ? size / 8 : size
      for block in 0..<count {
        let (rows, stride, place) = (Address(factor.panel(block)), factor.stride(block), block * size * columns)
        if block > 0 {
          try Parallel.forEach(blocks: size / strip, threads: block > 3 ? threads : 1) { job in
            Scalar.addProduct(
              strip, columns, block * size, -1, rows.pointer + job * strip * stride, stride, x.pointer, columns,
              into: x.pointer + place + job * strip * columns, columns)
          }
        }
        Scalar.solve(size, columns, rows.pointer + block * size, stride, transpose: false, base + place, columns)
      }
      for block in (0..<count).reversed() {
        let (rows, stride, place) = (Address(factor.panel(block)), factor.stride(block), block * size * columns)
        Scalar.solve(size, columns, rows.pointer + block * size, stride, transpose: true, base + place, columns)
        try Parallel.forEach(blocks: block, threads: block > 3 ? threads : 1) { left in
          Scalar.addProduct(
            size, columns, size, -1, rows.pointer + left * size, stride, transposeA: true, x.pointer + place, columns,
            into: x.pointer + left * size * columns, columns)
        }
      }
    }
    for index in 0..<(order * columns) { sides[index] = Double(work[index]) }
  }
}

/// The tiles of a lower triangle that are done, for threads that wait for them.
private final class TilesDone: @unchecked Sendable {
  private let condition = NSCondition()
  /// How many tiles of each row are done; they are so from left to right.
  private var counts: [Int]
  private var isGivenUp = false

  init(_ rows: Int) { counts = [Int](repeating: 0, count: rows) }

  func finish(_ row: Int, _ column: Int) {
    condition.withLock { counts[row] = column + 1 }
    condition.broadcast()
  }

  func giveUp() {
    condition.withLock { isGivenUp = true }
    condition.broadcast()
  }

  /// Waits for a tile; false where it will never be done.
  func wait(for row: Int, _ column: Int) -> Bool {
    condition.withLock {
      while counts[row] <= column, !isGivenUp { condition.wait() }
      return !isGivenUp
    }
  }
}
