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
  ///
  /// - Throws: `LinearAlgebraError.notPositiveDefinite` with the first pivot that is not positive, `RidgeError.mismatch`
  ///   if `order` is above the kernel's.
  public init(
    _ kernel: SymmetricPanels<Double>, order: Int, addingToDiagonal shift: Double, threads: Int
  ) throws {
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
    guard info == 0 else {
      throw LinearAlgebraError.notPositiveDefinite(pivot: done + info - 1, order: factor.order)
    }
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
