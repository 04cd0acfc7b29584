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
          size, columns, left < block ? tile : height, 1, values, stride, x + start * columns,
          columns, into: y + place * columns, columns)
        guard left < block else { continue }
        Double.addProduct(
          tile, columns, size, 1, values, stride, transposeA: true, x + place * columns, columns,
          into: y + start * columns, columns)
      }
    }
  }
}

/// Products of a symmetric matrix with a few columns, twelve at a time, on the numbers where they stand.
///
/// A general matrix multiplication first copies its operands into an order of its own, which for so few columns takes
/// as long as multiplying. Here four rows of a tile are held against three vectors of each column: every number is read
/// from memory once, used for its place and for its mirror image, and nothing is copied.
enum NarrowProduct {
  typealias Lanes = SIMD4<Double>

  /// Vectors of a row of x and y.
  static let vectors = 3
  /// Columns of x that fit into them.
  static let width = vectors * Lanes.scalarCount
  /// Columns of a tile that pass together, so that their rows of x and y stay in the first-level cache.
  static let pass = 128

  /// Some of the columns of x as rows of vectors, `count` vectors in all; zeros where there is no column or row.
  static func vectors(of x: [Double], _ columns: Int, _ part: Range<Int>, count: Int) -> [Lanes] {
    var result = [Lanes](repeating: .zero, count: count)
    for row in 0..<min(x.count / columns, count / vectors) {
      for (place, column) in part.enumerated() {
        result[row * vectors + place / Lanes.scalarCount][place % Lanes.scalarCount] = x[row * columns + column]
      }
    }
    return result
  }

  /// Adds V x to y and, unless it is `diagonal`, V' x' to y', for a tile V of `size` rows and columns, a multiple of 4.
  ///
  /// x and y' belong to the tile's columns, x' and y to its rows; each row of them is `vectors` vectors.
  static func add(
    tile v: UnsafePointer<Double>, size: Int, stride: Int, isDiagonal: Bool, columns x: UnsafePointer<Lanes>,
    into y: UnsafeMutablePointer<Lanes>, rows xMirrored: UnsafePointer<Lanes>,
    into yMirrored: UnsafeMutablePointer<Lanes>
  ) {
    for left in Swift.stride(from: 0, to: size, by: pass) {
      let count = min(pass, size - left)
      for top in Swift.stride(from: 0, to: size, by: 4) {
        let values = v + top * stride + left
        addRows(values, stride, count, x + left * vectors, into: y + top * vectors)
        if !isDiagonal {
          addMirrored(values, stride, count, xMirrored + top * vectors, into: yMirrored + left * vectors)
        }
      }
    }
  }

  /// Adds four rows of V, times x, to four rows of y.
  @inline(__always) static func addRows(
    _ v: UnsafePointer<Double>, _ stride: Int, _ count: Int, _ x: UnsafePointer<Lanes>,
    into y: UnsafeMutablePointer<Lanes>
  ) {
    let (v1, v2, v3) = (v + stride, v + 2 * stride, v + 3 * stride)
    var (a0, a1, a2) = (y[0], y[1], y[2])
    var (b0, b1, b2) = (y[3], y[4], y[5])
    var (c0, c1, c2) = (y[6], y[7], y[8])
    var (d0, d1, d2) = (y[9], y[10], y[11])
    for k in 0..<count {
      let (x0, x1, x2) = (x[3 * k], x[3 * k + 1], x[3 * k + 2])
      let (a, b) = (Lanes(repeating: v[k]), Lanes(repeating: v1[k]))
      (a0, a1, a2) = (a0.addingProduct(a, x0), a1.addingProduct(a, x1), a2.addingProduct(a, x2))
      (b0, b1, b2) = (b0.addingProduct(b, x0), b1.addingProduct(b, x1), b2.addingProduct(b, x2))
      let (c, d) = (Lanes(repeating: v2[k]), Lanes(repeating: v3[k]))
      (c0, c1, c2) = (c0.addingProduct(c, x0), c1.addingProduct(c, x1), c2.addingProduct(c, x2))
      (d0, d1, d2) = (d0.addingProduct(d, x0), d1.addingProduct(d, x1), d2.addingProduct(d, x2))
    }
    (y[0], y[1], y[2]) = (a0, a1, a2)
    (y[3], y[4], y[5]) = (b0, b1, b2)
    (y[6], y[7], y[8]) = (c0, c1, c2)
    (y[9], y[10], y[11]) = (d0, d1, d2)
  }

  /// Adds the transpose of four rows of V, times four rows of x, to y.
  @inline(__always) static func addMirrored(
    _ v: UnsafePointer<Double>, _ stride: Int, _ count: Int, _ x: UnsafePointer<Lanes>,
    into y: UnsafeMutablePointer<Lanes>
  ) {
    let (v1, v2, v3) = (v + stride, v + 2 * stride, v + 3 * stride)
    let (a0, a1, a2, b0, b1, b2) = (x[0], x[1], x[2], x[3], x[4], x[5])
    let (c0, c1, c2, d0, d1, d2) = (x[6], x[7], x[8], x[9], x[10], x[11])
    for k in 0..<count {
      var (y0, y1, y2) = (y[3 * k], y[3 * k + 1], y[3 * k + 2])
      let (a, b) = (Lanes(repeating: v[k]), Lanes(repeating: v1[k]))
      (y0, y1, y2) = (y0.addingProduct(a, a0), y1.addingProduct(a, a1), y2.addingProduct(a, a2))
      (y0, y1, y2) = (y0.addingProduct(b, b0), y1.addingProduct(b, b1), y2.addingProduct(b, b2))
      let (c, d) = (Lanes(repeating: v2[k]), Lanes(repeating: v3[k]))
      (y0, y1, y2) = (y0.addingProduct(c, c0), y1.addingProduct(c, c1), y2.addingProduct(c, c2))
      (y0, y1, y2) = (y0.addingProduct(d, d0), y1.addingProduct(d, d1), y2.addingProduct(d, d2))
      (y[3 * k], y[3 * k + 1], y[3 * k + 2]) = (y0, y1, y2)
    }
  }
}
