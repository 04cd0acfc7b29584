import LinearAlgebra

/// What the leading r points R say of a kernel matrix, K~ = K_R (K_RR + c I)^-1 K_R', of rank r, and the inverse of K~ + s I.
///
/// Where the eigenvalues of K beyond the r-th are small against s, this inverse is so near to that of K + s I that conjugate
/// gradients with it take a few products, for about 2 n r^2 operations and 8 n r bytes. The points should come in no
/// particular order. With F = K_R L'^-1, L L' = K_RR + c I, (F F' + s I)^-1 = (I - F (F'F + s I)^-1 F')/s. c is 10^-10 of the mean of
/// K's diagonal, so that points may repeat.
/// Source: Williams, Seeger, "Using the Nystroem method to speed up kernel machines", NIPS 2000.
struct LeadingPart: Sendable {
  private typealias Lanes = NarrowProduct.Lanes

  let order, rank, threads: Int
  /// Rows in all, those beyond `order` zero.
  private let padded: Int
  /// F, row by row.
  private let factor: [Double]
  /// The lower triangle of F'F.
  private let gram: [Double]
  /// Parts of the rows whose sums are added in order.
  private static let parts = 16

  /// The part of the leading `order` points of `kernel`.
  /// - Parameter rank: r, a multiple of the kernel's tile, at most `order`.
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`.
  init(_ kernel: SymmetricPanels<Double>, order: Int, rank: Int, threads: Int) throws {
    let tile = kernel.tile
    let padded = (order + tile - 1) / tile * tile
    (self.order, self.rank, self.threads, self.padded) = (order, rank, threads, padded)
    BLAS.useOneThread()
    let mean = (0..<order).reduce(0) { $0 + kernel[$1, $1] } / Double(order)
    var factor = LeadingPart.columns(of: kernel, order: order, padded: padded, rank: rank)
    let first = try Matrix(rows: rank, columns: rank, elements: Array(factor[..<(rank * rank)]))
    let lower = try Cholesky(first, addingToDiagonal: 1e-10 * mean).factor.elements
    try factor.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let rows = Address(base)
      try Parallel.forEach(blocks: padded / tile, threads: threads) { block in
        Double.solve(
          fromRight: true, tile, rank, lower, rank, transpose: true, rows.pointer + block * tile * rank, rank)
      }
    }
    self.factor = factor
    gram = try LeadingPart.gram(factor, rows: padded, rank: rank, strip: tile, threads: threads)
  }

  /// The first `rank` columns of a matrix, row by row, with rows of zeros behind.
  private static func columns(of kernel: SymmetricPanels<Double>, order: Int, padded: Int, rank: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: padded * rank) { buffer, count in
      LargePages.request(UnsafeMutableRawBufferPointer(buffer))
      buffer.initialize(repeating: 0)
      for row in 0..<order {
        let values = kernel.panel(row / kernel.tile) + row % kernel.tile * kernel.stride(row / kernel.tile)
        let stored = min(row + 1, rank)
        for column in 0..<stored { buffer[row * rank + column] = values[column] }
        for column in stored..<rank { buffer[row * rank + column] = kernel[row, column] }
      }
      count = padded * rank
    }
  }

  /// The lower triangle of F'F.
  private static func gram(_ factor: [Double], rows: Int, rank: Int, strip: Int, threads: Int) throws -> [Double] {
    var result = [Double](repeating: 0, count: rank * rank)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let sums = Address(base)
      let count = rank / strip
      try Parallel.forEach(blocks: count, threads: threads) { job in
        let first = (count - 1 - job) * strip
        factor.withUnsafeBufferPointer { factor in
          guard let f = factor.baseAddress else { return }
          Double.addProduct(
            strip, first + strip, rows, 1, f + first, rank, transposeA: true, f, rank,
            into: sums.pointer + first * rank,
            rank)
        }
      }
    }
    return result
  }

  /// What replaces B, `order` rows of `columns` numbers, by (K~ + shift I)^-1 B.
  /// - Throws: `LinearAlgebraError.notPositiveDefinite`.
  func solver(shift: Double, columns: Int) throws -> (inout [Double]) throws -> Void {
    let inner = try Cholesky(Matrix(rows: rank, columns: rank, elements: gram), addingToDiagonal: shift)
    return { sides in
      for first in stride(from: 0, to: columns, by: NarrowProduct.width) {
        try solve(&sides, columns, first..<min(first + NarrowProduct.width, columns), shift, inner)
      }
    }
  }

  private func solve(
    _ sides: inout [Double], _ columns: Int, _ part: Range<Int>, _ shift: Double, _ inner: Cholesky
  ) throws {
    let (vectors, lanes) = (NarrowProduct.vectors, Lanes.scalarCount)
    let rows = NarrowProduct.vectors(of: sides, columns, part, count: padded * vectors)
    let sums = try Matrix(rows: rank, columns: NarrowProduct.width, elements: transposedProduct(rows))
    let inside = try inner.solve(sums).elements
    let x = NarrowProduct.vectors(of: inside, NarrowProduct.width, 0..<NarrowProduct.width, count: rank * vectors)
    let outside = try product(x)
    for row in 0..<order {
      for (place, column) in part.enumerated() {
        let known = outside[row * vectors + place / lanes][place % lanes]
        sides[row * columns + column] = (sides[row * columns + column] - known) / shift
      }
    }
  }

  /// F' X, row by row.
  private func transposedProduct(_ x: [Lanes]) throws -> [Double] {
    let (vectors, length) = (NarrowProduct.vectors, rank * NarrowProduct.vectors)
    var sums = [Lanes](repeating: .zero, count: Self.parts * length)
    try sums.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let sums = Address(base)
      try eachPart { part, rows, f in
        let y = sums.pointer + part * length
        x.withUnsafeBufferPointer { x in
          guard let x = x.baseAddress else { return }
          for left in stride(from: 0, to: rank, by: NarrowProduct.pass) {
            let count = min(NarrowProduct.pass, rank - left)
            for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
              NarrowProduct.addMirrored(f + row * rank + left, rank, count, x + row * vectors, into: y + left * vectors)
            }
          }
        }
      }
    }
    var result = [Double](repeating: 0, count: rank * NarrowProduct.width)
    for place in result.indices {
      let (vector, lane) = (place / Lanes.scalarCount, place % Lanes.scalarCount)
      for sum in stride(from: vector, to: sums.count, by: length) { result[place] += sums[sum][lane] }
    }
    return result
  }

  /// F X.
  private func product(_ x: [Lanes]) throws -> [Lanes] {
    let vectors = NarrowProduct.vectors
    var result = [Lanes](repeating: .zero, count: padded * vectors)
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let y = Address(base)
      try eachPart { _, rows, f in
        x.withUnsafeBufferPointer { x in
          guard let x = x.baseAddress else { return }
          for left in stride(from: 0, to: rank, by: NarrowProduct.pass) {
            let count = min(NarrowProduct.pass, rank - left)
            for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 4) {
              NarrowProduct.addRows(
                f + row * rank + left, rank, count, x + left * vectors, into: y.pointer + row * vectors)
            }
          }
        }
      }
    }
    return result
  }

  /// Calls `body` for every part of the rows of F, each a multiple of four.
  private func eachPart(_ body: @Sendable (Int, Range<Int>, UnsafePointer<Double>) -> Void) throws {
    let groups = padded / 4
    try Parallel.forEach(blocks: Self.parts, threads: threads) { part in
      let rows = 4 * (groups * part / Self.parts)..<4 * (groups * (part + 1) / Self.parts)
      factor.withUnsafeBufferPointer { factor in
        guard let f = factor.baseAddress else { return }
        body(part, rows, f)
      }
    }
  }
}
