import LinearAlgebra

extension SymmetricPanels where Scalar == Double {
  /// (K + shift I) X for the leading `count` rows and columns K; X holds `count` rows of `columns` numbers.
  ///
  /// Every stored number is read once, while it stands in the cache used for its place and for its mirror image. The
  /// block rows are dealt to eight sums that are added in order: the bits do not depend on `threads`.
  func product(leading count: Int, shift: Double, _ x: [Double], columns: Int, threads: Int) throws -> [Double] {
    BLAS.useOneThread()
    var result = x.map { shift * $0 }
    for first in Swift.stride(from: 0, to: columns, by: NarrowProduct.width) {
      let part = first..<min(first + NarrowProduct.width, columns)
      if part.count > 4, tile % 4 == 0 {
        try addNarrow(count, x, columns, part, threads, to: &result)
      } else {
        try addGeneral(count, x, columns, part, threads, to: &result)
      }
    }
    return result
  }

  private typealias Lanes = NarrowProduct.Lanes

  /// Adds K X for some of the columns, as vectors.
  private func addNarrow(
    _ count: Int, _ x: [Double], _ columns: Int, _ part: Range<Int>, _ threads: Int, to result: inout [Double]
  ) throws {
    let used = (count + tile - 1) / tile
    let length = used * tile * NarrowProduct.vectors
    let lanes = Lanes.scalarCount
    let rows = NarrowProduct.vectors(of: x, columns, part, count: length)
    let sums = try summed(parts: min(8, used), length, zero: Lanes.zero, threads) { part, parts, y in
      rows.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return }
        for block in Swift.stride(from: part, to: used, by: parts) {
          let place = block * tile * NarrowProduct.vectors
          for left in 0...block {
            let start = left * tile * NarrowProduct.vectors
            NarrowProduct.add(
              tile: panel(block) + left * tile, size: tile, stride: stride(block), isDiagonal: left == block,
              columns: x + start, into: y + place, rows: x + place, into: y + start)
          }
        }
      }
    }
    for row in 0..<count {
      for (place, column) in part.enumerated() {
        let index = row * NarrowProduct.vectors + place / lanes
        for sum in Swift.stride(from: index, to: sums.count, by: length) {
          result[row * columns + column] += sums[sum][place % lanes]
        }
      }
    }
  }

  /// Adds K X for some of the columns, by matrix multiplications.
  private func addGeneral(
    _ count: Int, _ x: [Double], _ columns: Int, _ part: Range<Int>, _ threads: Int, to result: inout [Double]
  ) throws {
    let used = (count + tile - 1) / tile
    let width = part.count
    let narrow = (0..<count).flatMap { row in x[row * columns + part.lowerBound..<row * columns + part.upperBound] }
    let sums = try summed(parts: min(8, used), count * width, zero: 0.0, threads) { part, parts, y in
      narrow.withUnsafeBufferPointer { x in
        guard let x = x.baseAddress else { return }
        for block in Swift.stride(from: part, to: used, by: parts) { add(block, count, x, width, to: y) }
      }
    }
    for row in 0..<count {
      for (place, column) in part.enumerated() {
        for sum in Swift.stride(from: row * width + place, to: sums.count, by: count * width) {
          result[row * columns + column] += sums[sum]
        }
      }
    }
  }

  /// `parts` arrays of `length` numbers behind each other, each filled by one call of `fill`.
  private func summed<Number: Sendable>(
    parts: Int, _ length: Int, zero: Number, _ threads: Int,
    fill: @Sendable (_ part: Int, _ parts: Int, _ sums: UnsafeMutablePointer<Number>) -> Void
  ) throws -> [Number] {
    var sums = [Number](repeating: zero, count: parts * length)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let sums = Address(base)
      try Parallel.forEach(blocks: parts, threads: threads) { fill($0, parts, sums.pointer + $0 * length) }
    }
    return sums
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
