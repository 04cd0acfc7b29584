import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgePanelsTests {
  @Test(arguments: [1, 7, 8, 9, 30]) func `entries stand on both sides of the diagonal`(order: Int) throws {
    let matrix = try panels(order, tile: 8) { Double(100 * max($0, $1) + min($0, $1)) }
    for row in 0..<order {
      for column in 0..<order { #expect(matrix[row, column] == Double(100 * max(row, column) + min(row, column))) }
    }
  }

  @Test func `50,000 points fit 16 gigabytes with their factor`() {
    let kernel = SymmetricPanels<Double>.bytes(order: 50_000)
    let fit = RidgePath.bytes(points: 50_000, columns: 10)
    #expect(kernel == 98 * 99 / 2 * 512 * 512 * 8)
    #expect(kernel + fit < 16_000_000_000)
  }

  @Test(arguments: [1, 8, 13, 40], [1, 2, 5, 10, 12, 13, 25])
  func `a product is that of the square matrix`(order: Int, columns: Int) throws {
    let x = (0..<columns * order).map { Double(($0 * 5) % 7) - 3 }
    for tile in [6, 8] {
      let matrix = try panels(48, tile: tile) { Double(max($0, $1) + 2 * min($0, $1)) }
      let product = try matrix.product(leading: order, shift: 0.5, x, columns: columns, threads: 2)
      for row in 0..<order {
        for side in 0..<columns {
          let exact = (0..<order).reduce(0.5 * x[columns * row + side]) {
            $0 + Double(max(row, $1) + 2 * min(row, $1)) * x[columns * $1 + side]
          }
          #expect(product[columns * row + side] == exact)
        }
      }
    }
  }

  @Test func `tiles wider than a pass are covered`() throws {
    let matrix = try panels(600, tile: 300) { Double(($0 + $1) % 5) }
    let x = (0..<6_000).map { Double($0 % 11) - 5 }
    let product = try matrix.product(leading: 600, shift: 0, x, columns: 10, threads: 1)
    for row in [0, 299, 300, 599] {
      #expect(product[10 * row + 3] == (0..<600).reduce(0) { $0 + Double((row + $1) % 5) * x[10 * $1 + 3] })
    }
  }

  @Test func `bad sizes, shapes and numbers are refused`() {
    refused(RidgeError.empty(what: "the kernel matrix"), try panels(0) { _, _ in 1 })
    refused(RidgeError.tooLarge(order: 1_000_001, largest: 1_000_000), try panels(1_000_001) { _, _ in 1 })
    refused(RidgeError.badSize(what: "the tile", value: 0), try panels(4, tile: 0) { _, _ in 1 })
    #expect(throws: RidgeError.notFinite(what: "the kernel matrix", row: 9, column: 3)) {
      try panels(12, tile: 4) { $0 == 9 && $1 == 3 ? .nan : 1 }
    }
    #expect(throws: RidgeError.mismatch(what: "a rectangle of the kernel matrix", expected: 4, found: 1)) {
      try SymmetricPanels<Double>(order: 2, threads: 1) { _, _ in try Matrix(repeating: 1, rows: 1, columns: 1) }
    }
  }

  /// min(i, j) + 1 counted from 0 is L L' with L the lower triangle of ones.
  @Test(arguments: [1, 5, 8, 9, 40]) func `the minimum matrix has the triangle of ones as its factor`(order: Int) throws
  {
    let kernel = try panels(48, tile: 8) { Double(min($0, $1) + 1) }
    let factor = try PanelCholesky<Float>(kernel, order: order, addingToDiagonal: 0, threads: 2)
    for row in 0..<order { for column in 0...row { #expect(factor.factor[row, column] == 1) } }
    var sides: [Double] = (0..<order).flatMap { row -> [Double] in [row == 0 ? 1 : 0, row == order - 1 ? 1 : 0] }
    let expected = try PanelCholesky<Double>(kernel, order: order, addingToDiagonal: 0, threads: 1)
    var exact = sides
    try factor.solve(&sides, columns: 2)
    try expected.solve(&exact, columns: 2)
    #expect(sides == exact)
    // The inverse is tridiagonal: 2 on the diagonal, 1 in its last place, -1 beside it.
    let inverse: [Double] = (0..<order).flatMap { row -> [Double] in
      let diagonal: (Int) -> Double = { $0 == order - 1 ? 1 : 2 }
      return [0, order - 1].map { (column: Int) -> Double in
        row == column ? diagonal(column) : abs(row - column) == 1 ? -1 : 0
      }
    }
    #expect(sides == inverse)
  }

  @Test func `the tiled factor solves as LAPACK's does`() throws {
    let order = 37
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(abs($0 - $1))) }
    let square = try Matrix(
      rows: order, columns: order, elements: (0..<order * order).map { entry($0 / order, $0 % order) })
    let sides = (0..<order).map { Double($0 % 5) }
    let other = try Cholesky(square, addingToDiagonal: 0.25).solve(sides)
    var ours = sides
    try PanelCholesky<Double>(panels(order, tile: 8, entry), order: order, addingToDiagonal: 0.25, threads: 2)
      .solve(&ours, columns: 1)
    for (a, b) in zip(ours, other) { #expect(abs(a - b) < 1e-13) }
  }

  @Test func `the first bad pivot is named`() throws {
    let kernel = try panels(20, tile: 8) { $0 != $1 ? 0 : $0 == 13 ? -1 : 1 }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 13, order: 20)) {
      try PanelCholesky<Double>(kernel, order: 20, addingToDiagonal: 0, threads: 2)
    }
    #expect(throws: RidgeError.mismatch(what: "the leading part of the kernel", expected: 20, found: 21)) {
      try PanelCholesky<Float>(kernel, order: 21, addingToDiagonal: 0, threads: 2)
    }
  }
}
