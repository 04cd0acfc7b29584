import LinearAlgebra

extension SymmetricPanels where Scalar == Double {
  /// (K + shift I) X for the leading `count` rows and columns K; X holds `count` rows of `columns` numbers.
  ///
  /// Each block of the result is computed by one thread in one order: the bits do not depend on `threads`.
  func product(leading count: Int, shift: Double, _ x: [Double], columns: Int, threads: Int) throws -> [Double] {
    BLAS.useOneThread()
    var result = x.map { shift * $0 }
    let (size, base) = (tile, Address(storage))
    let used = (count + size - 1) / size
    try result.withUnsafeMutableBufferPointer { output in
      guard let output = output.baseAddress else { return }
      let y = Address(output)
      try x.withUnsafeBufferPointer { input in
        guard let input = input.baseAddress else { return }
        let x = Address(UnsafeMutablePointer(mutating: input))
        try Parallel.forEach(blocks: used, threads: threads) { block in
          let height = min(size, count - block * size)
          let target = y.pointer + block * size * columns
          Double.addProduct(
            height, columns, block * size + height, 1, base.pointer + block * (block + 1) / 2 * size * size,
            (block + 1) * size, transposeA: false, x.pointer, columns, transposeB: false, into: target, columns)
          for below in (block + 1)..<max(used, block + 1) {
            Double.addProduct(
              height, columns, min(size, count - below * size), 1,
              base.pointer + below * (below + 1) / 2 * size * size + block * size, (below + 1) * size,
              transposeA: true, x.pointer + below * size * columns, columns, transposeB: false, into: target, columns)
          }
        }
      }
    }
    return result
  }
}
