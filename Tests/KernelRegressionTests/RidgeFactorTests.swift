import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgeFactorTests {
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
