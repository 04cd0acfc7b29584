import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgeSolversTests {
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
    let square = try matrix(0..<order, 0..<order, entry)
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

  /// A matrix with k distinct eigenvalues is solved in k steps (Golub, Van Loan, section 11.3).
  @Test func `three distinct eigenvalues take three steps without help`() throws {
    let diagonal: [Double] = [1, 2, 4, 1, 2, 4, 1, 2]
    let solver = PreconditionedSolver(order: 8, columns: 1, tolerance: 1e-12, largestIterations: 50)
    let result = try solver.solve(
      [Double](repeating: 8, count: 8), product: { x in zip(diagonal, x).map { $0 * $1 } }, precondition: { _ in })
    #expect(result.iterations == 3 && result.residual < 1e-12)
    for (value, entry) in zip(result.solution, diagonal) { #expect(abs(value - 8 / entry) < 1e-11) }
  }

  @Test func `the exact inverse takes one step, and columns of zeros none`() throws {
    let solver = PreconditionedSolver(order: 3, columns: 2, tolerance: 1e-14, largestIterations: 50)
    let sides: [Double] = [2, 0, 4, 0, 8, 0]
    let result = try solver.solve(
      sides, product: { $0.map { 2 * $0 } }, precondition: { for index in $0.indices { $0[index] /= 2 } })
    #expect(result.iterations == 1 && result.solution == [1, 0, 2, 0, 4, 0] && result.residual == 0)
    let nothing = try solver.solve([Double](repeating: 0, count: 6), product: { $0 }, precondition: { _ in })
    #expect(nothing.iterations == 0 && nothing.residual == 0)
  }

  @Test func `what does not converge reports the residual it is left with`() throws {
    let solver = PreconditionedSolver(order: 3, columns: 1, tolerance: 1e-14, largestIterations: 1)
    let diagonal: [Double] = [1, 10, 100]
    let result = try solver.solve(
      [1, 1, 1], product: { x in zip(diagonal, x).map { $0 * $1 } }, precondition: { _ in })
    // One steepest descent step of length 3/111: residuals 108/111, 81/111, -189/111.
    #expect(abs(result.residual - (108.0 * 108 + 81 * 81 + 189 * 189).squareRoot() / 111 / 3.0.squareRoot()) < 1e-14)
  }
}
