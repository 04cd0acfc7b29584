import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct NarrowSolveTests {
  /// min(i, j) + 1 counted from 0 has the triangle of ones as its factor and a tridiagonal inverse, all of whole numbers: 2 on
  /// the diagonal, 1 in its last place, -1 beside it.
  @Test(arguments: [1, 7, 8, 9, 61], [1, 10, 17])
  func `the minimum matrix is inverted exactly, for any number of threads`(order: Int, columns: Int) throws {
    let kernel = try panels(64, tile: 8) { Double(min($0, $1) + 1) }
    let places = (0..<columns).map { $0 * 7 % order }
    let sides = (0..<order).flatMap { row in places.map { $0 == row ? 1.0 : 0 } }
    let inverse = (0..<order).flatMap { row in
      places.map { place -> Double in
        row != place ? (abs(row - place) == 1 ? -1 : 0) : place == order - 1 ? 1 : 2
      }
    }
    for threads in [1, 3] {
      var x = sides
      try PanelCholesky<Float>(kernel, order: order, addingToDiagonal: 0, threads: threads)
        .solveNarrow(&x, columns: columns)
      #expect(x == inverse)
    }
  }

  /// 1,200 points in tiles of 300 rows, which are neither whole passes nor whole strips.
  @Test func `a general matrix is solved to single precision as LAPACK solves it`() throws {
    let entry: @Sendable (Int, Int) -> Double = { 1 / (1 + Double(abs($0 - $1))) }
    let sides = (0..<12_000).map { Double($0 * 37 % 11) - 4 }
    let exact = try Cholesky(matrix(0..<1_200, 0..<1_200, entry), addingToDiagonal: 0.5)
      .solve(Matrix(rows: 1_200, columns: 10, elements: sides)).elements
    var x = sides
    try PanelCholesky<Float>(panels(1_200, tile: 300, entry), order: 1_200, addingToDiagonal: 0.5, threads: 2)
      .solveNarrow(&x, columns: 10)
    for (value, expected) in zip(x, exact) { #expect(abs(value - expected) < 1e-4) }
  }
}
