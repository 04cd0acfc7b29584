import LinearAlgebra

extension SymmetricPanels where Scalar == Double {
  /// (K + shift I) X for the leading `count` rows and columns K; X holds `count` rows of `columns` numbers.
  ///
  /// Every stored number is read once, while it stands in the cache used for its place and for its mirror image. The
  /// block rows are dealt to eight sums that are added in order: the bits do not depend on `threads`.
  func product(leading count: Int, shift: Double, _ x: [Double], columns: Int, threads: Int) throws -> [Double] {
    BLAS.useOneThread()
    let used = (count + tile - 1) / tile
    let parts = min(8, used)
    var sums = [Double](repeating: 0, count: parts * x.count)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let sums = Address(base)
      try Parallel.forEach(blocks: parts, threads: threads) { part in
        x.withUnsafeBufferPointer { x in
          guard let x = x.baseAddress else { return }
          for block in Swift.stride(from: part, to: used, by: parts) {
            add(block, count, x, columns, to: sums.pointer + part * count * columns)
          }
        }
      }
    }
    return x.indices.map { index in
      Swift.stride(from: index, to: sums.count, by: x.count).reduce(shift * x[index]) { $0 + sums[$1] }
    }
  }

  /// Adds what block row `block` and its mirror image contribute.
  private func add(
    _ block: Int, _ count: Int, _ x: UnsafePointer<Double>, _ columns: Int, to y: UnsafeMutablePointer<Double>
  ) {
    let (top, rows, stride) = (block * tile, panel(block), stride(block))
    let height = min(tile, count - top)
    let strip = 64
    for first in Swift.stride(from: 0, to: height, by: strip) {
      let (place, size) = (top + first, min(strip, height - first))
      for left in 0...block {
        let values = rows + first * stride + left * tile
        let start = left * tile
        Double.addProduct(
          size, columns, left < block ? tile : height, 1, values, stride, transposeA: false, x + start * columns,
          columns, transposeB: false, into: y + place * columns, columns)
        guard left < block else { continue }
        Double.addProduct(
          tile, columns, size, 1, values, stride, transposeA: true, x + place * columns, columns, transposeB: false,
          into: y + start * columns, columns)
      }
    }
  }
}
