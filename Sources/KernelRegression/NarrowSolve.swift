import LinearAlgebra

/// Solutions with a factor in single precision for a few columns, sixteen at a time, on the numbers where they stand: as
/// `NarrowProduct`, of which four rows of two vectors each are held here.
extension PanelCholesky where Scalar == Float {
  private typealias Lanes = SIMD8<Float>

  /// Columns that pass together.
  static var narrowWidth: Int { narrowVectors * Lanes.scalarCount }
  private static var narrowVectors: Int { 2 }
  /// Columns of a tile whose rows of x stay in the first-level cache.
  private static var pass: Int { 256 }

  /// Replaces B, `order` rows of `columns` numbers, by the solution of (K + shift I) X = B.
  ///
  /// The bits do not depend on `threads`.
  func solveNarrow(_ sides: inout [Double], columns: Int) throws {
    for first in stride(from: 0, to: columns, by: Self.narrowWidth) {
      try solve(&sides, columns, first..<min(first + Self.narrowWidth, columns))
    }
  }

  private func solve(_ sides: inout [Double], _ columns: Int, _ part: Range<Int>) throws {
    let (size, count, width) = (factor.tile, factor.blocks, Self.narrowWidth)
    var numbers = [Float](repeating: 0, count: factor.padded * width)
    for row in 0..<order {
      for (place, column) in part.enumerated() { numbers[row * width + place] = Float(sides[row * columns + column]) }
    }
    try numbers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let x = Address(base)
      for block in 0..<count {
        try subtractProduct(block, x)
        Float.solve(
          size, width, factor.panel(block) + block * size, factor.stride(block), transpose: false,
          base + block * size * width, width)
      }
      for block in (0..<count).reversed() {
        Float.solve(
          size, width, factor.panel(block) + block * size, factor.stride(block), transpose: true,
          base + block * size * width, width)
        try Parallel.forEach(blocks: block, threads: block > 3 ? threads : 1) { subtractMirrored(block, $0, x) }
      }
    }
    for row in 0..<order {
      for (place, column) in part.enumerated() { sides[row * columns + column] = Double(numbers[row * width + place]) }
    }
  }

  /// Subtracts what stands left of the diagonal tile of a block row, times the solution above it.
  private func subtractProduct(_ block: Int, _ x: Address<Float>) throws {
    let (size, reach, width) = (factor.tile, block * factor.tile, Self.narrowWidth)
    let (values, stride, strip) = (Address(factor.panel(block)), factor.stride(block), 64)
    guard block > 0 else { return }
    try Parallel.forEach(blocks: (size + strip - 1) / strip, threads: block > 3 ? threads : 1) { job in
      for left in Swift.stride(from: 0, to: reach, by: Self.pass) {
        let count = min(Self.pass, reach - left)
        for top in Swift.stride(from: job * strip, to: min(job * strip + strip, size), by: 4) {
          Self.subtractRows(
            values.pointer + top * stride + left, stride, count, x.pointer + left * width,
            from: x.pointer + (reach + top) * width)
        }
      }
    }
  }

  /// Subtracts the transpose of a tile, times the solution beside it, from what belongs to the tile's columns.
  private func subtractMirrored(_ block: Int, _ column: Int, _ x: Address<Float>) {
    let (size, width) = (factor.tile, Self.narrowWidth)
    let (values, stride) = (factor.panel(block) + column * size, factor.stride(block))
    for left in Swift.stride(from: 0, to: size, by: Self.pass) {
      let count = min(Self.pass, size - left)
      for top in Swift.stride(from: 0, to: size, by: 4) {
        Self.subtractMirroredRows(
          values + top * stride + left, stride, count, x.pointer + (block * size + top) * width,
          from: x.pointer + (column * size + left) * width)
      }
    }
  }

  @inline(__always) private static func vectors(
    _ numbers: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Lanes> {
    UnsafeMutableRawPointer(numbers).assumingMemoryBound(to: Lanes.self)
  }

  /// Subtracts four rows of V, times x, from four rows of y.
  @inline(__always) private static func subtractRows(
    _ v: UnsafePointer<Float>, _ stride: Int, _ count: Int, _ x: UnsafeMutablePointer<Float>,
    from y: UnsafeMutablePointer<Float>
  ) {
    let (v1, v2, v3) = (v + stride, v + 2 * stride, v + 3 * stride)
    let (x, y) = (vectors(x), vectors(y))
    var (a0, a1, b0, b1) = (y[0], y[1], y[2], y[3])
    var (c0, c1, d0, d1) = (y[4], y[5], y[6], y[7])
    for k in 0..<count {
      let (x0, x1) = (x[2 * k], x[2 * k + 1])
      let (a, b) = (Lanes(repeating: -v[k]), Lanes(repeating: -v1[k]))
      (a0, a1) = (a0.addingProduct(a, x0), a1.addingProduct(a, x1))
      (b0, b1) = (b0.addingProduct(b, x0), b1.addingProduct(b, x1))
      let (c, d) = (Lanes(repeating: -v2[k]), Lanes(repeating: -v3[k]))
      (c0, c1) = (c0.addingProduct(c, x0), c1.addingProduct(c, x1))
      (d0, d1) = (d0.addingProduct(d, x0), d1.addingProduct(d, x1))
    }
    (y[0], y[1], y[2], y[3]) = (a0, a1, b0, b1)
    (y[4], y[5], y[6], y[7]) = (c0, c1, d0, d1)
  }

  /// Subtracts the transpose of four rows of V, times four rows of x, from y.
  @inline(__always) private static func subtractMirroredRows(
    _ v: UnsafePointer<Float>, _ stride: Int, _ count: Int, _ x: UnsafeMutablePointer<Float>,
    from y: UnsafeMutablePointer<Float>
  ) {
    let (v1, v2, v3) = (v + stride, v + 2 * stride, v + 3 * stride)
    let (x, y) = (vectors(x), vectors(y))
    let (a0, a1, b0, b1) = (-x[0], -x[1], -x[2], -x[3])
    let (c0, c1, d0, d1) = (-x[4], -x[5], -x[6], -x[7])
    for k in 0..<count {
      var (y0, y1) = (y[2 * k], y[2 * k + 1])
      let (a, b) = (Lanes(repeating: v[k]), Lanes(repeating: v1[k]))
      (y0, y1) = (y0.addingProduct(a, a0), y1.addingProduct(a, a1))
      (y0, y1) = (y0.addingProduct(b, b0), y1.addingProduct(b, b1))
      let (c, d) = (Lanes(repeating: v2[k]), Lanes(repeating: v3[k]))
      (y0, y1) = (y0.addingProduct(c, c0), y1.addingProduct(c, c1))
      (y0, y1) = (y0.addingProduct(d, d0), y1.addingProduct(d, d1))
      (y[2 * k], y[2 * k + 1]) = (y0, y1)
    }
  }
}
