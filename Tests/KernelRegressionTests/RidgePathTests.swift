import LinearAlgebra
import Testing

@testable import KernelRegression

@Suite struct RidgePathTests {
  @Test func `one point has the closed form y over k plus lambda`() throws {
    let kernel = try panels(1) { _, _ in 3 }
    let fits = try RidgePath().fit(kernel, targets: column([5]), lambdas: [1, 7])
    #expect(abs(fits[0].coefficients[0, 0] - 1.25) < 1e-14 && abs(fits[1].coefficients[0, 0] - 0.5) < 1e-14)
  }

  /// (u u' + c I)^-1 y = (y - u (u'y)/(c + u'u))/c, Sherman and Morrison.
  @Test(arguments: [2, 5, 16, 17, 40], [1.0, 10.0, 100.0])
  func `a kernel of rank one has the Sherman-Morrison solution`(order: Int, reach: Double) throws {
    let u = (0..<order).map { 1 + Double($0 % 7) / 3 }
    let kernel = try panels(order, tile: 8) { u[$0] * u[$1] }
    let y = try Matrix(rows: order, columns: 2, elements: (0..<2 * order).map { Double(($0 * 37) % 11) - 4 })
    let lambdas = [1, 1e-1, 1e-3, 1e-2, 3e-4]
    for (fit, lambda) in zip(
      try RidgePath(reach: reach, tolerance: 1e-13, threads: 2).fit(kernel, targets: y, lambdas: lambdas), lambdas)
    {
      let shift = Double(order) * lambda
      #expect(fit.lambda == lambda && fit.residual < 1e-12)
      for target in 0..<2 {
        let projection = (0..<order).reduce(0) { $0 + u[$1] * y[$1, target] }
        let scale = projection / (shift + u.reduce(0) { $0 + $1 * $1 })
        for point in 0..<order {
          let exact = (y[point, target] - u[point] * scale) / shift
          #expect(abs(fit.coefficients[point, target] - exact) < 1e-9 * (1 + abs(exact)))
        }
      }
    }
  }

  /// The Hilbert matrix of order 3 plus I/10 against (1, 2, 3): Gauss elimination in exact rationals.
  @Test func `a small dense system has its exact rational solution`() throws {
    let kernel = try panels(3, tile: 2) { 1 / Double($0 + $1 + 1) }
    let fit = try RidgePath(tolerance: 1e-14).fit(kernel, targets: column([1, 2, 3]), lambdas: [1.0 / 30])[0]
    let exact = [-13410.0 / 3719, 4980.0 / 3719, 47940.0 / 3719]
    for (value, expected) in zip(fit.coefficients.elements, exact) { #expect(abs(value - expected) < 1e-11) }
  }

  @Test func `bits do not depend on the number of threads`() throws {
    let kernel = try panels(70, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let targets = try Matrix(rows: 70, columns: 3, elements: (0..<210).map { Double($0 % 13) })
    let one = try RidgePath(reach: 10, threads: 1).fit(kernel, targets: targets, lambdas: [1e-1, 1e-2, 1e-3])
    let four = try RidgePath(reach: 10, threads: 4).fit(kernel, targets: targets, lambdas: [1e-1, 1e-2, 1e-3])
    #expect(one == four)
  }

  @Test func `the leading points alone are fitted when fewer targets are given`() throws {
    let whole = try panels(30, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let part = try panels(13, tile: 8) { 1 / (1 + Double(abs($0 - $1))) }
    let targets = try column((0..<13).map { Double($0 * $0) })
    let fits = try RidgePath().fit(whole, targets: targets, lambdas: [0.1])
    #expect(try fits == RidgePath().fit(part, targets: targets, lambdas: [0.1]))
  }

  @Test func `lambdas share the factor of one in reach`() {
    let grid = [1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7]
    let groups = RidgePath(reach: 10).groups(grid)
    #expect(groups.map(\.anchor) == [1e-6, 1e-3, 1] && groups.map(\.members) == [[7, 6, 5], [4, 3, 2], [1, 0]])
    #expect(RidgePath(reach: 1).groups(grid).count == 8)
    // Of many points the largest of them need none.
    #expect([3_000, 50_000].map { RidgePath(reach: 100).factors(grid, points: $0) } == [2, 1])
    #expect(RidgePath(reach: 100).factors([1, 1e-1], points: 50_000) == 1)
    #expect(RidgePath(reach: 1).groups([2, 2, 1]).map(\.members) == [[2], [0, 1]])
  }

  @Test func `a lambda above the trace by the reach needs no factor`() throws {
    let kernel = try panels(4, tile: 4) { $0 == $1 ? 1 : 0 }
    let fit = try RidgePath(reach: 100).fit(kernel, targets: column([1, 2, 3, 4]), lambdas: [0.25])[0]
    for point in 0..<4 { #expect(abs(fit.coefficients[point, 0] - Double(point + 1) / 2) < 1e-12) }
    #expect(fit.iterations == 1 && fit.residual < 1e-14)
  }

  @Test func `a matrix too ill for single precision is solved in double`() throws {
    // u u' + 1e-9 I with |u|^2 = 40: the shift is below half an ulp of the diagonal in single precision.
    let kernel = try panels(40, tile: 8) { _, _ in 1 }
    let fit = try RidgePath(tolerance: 1e-6).fit(
      kernel, targets: column((0..<40).map { $0 % 2 == 0 ? 1 : -1 }), lambdas: [2.5e-11])[0]
    for point in 0..<40 { #expect(abs(fit.coefficients[point, 0] * 1e-9 - (point % 2 == 0 ? 1 : -1)) < 1e-5) }
  }

  @Test func `bad input is refused`() throws {
    func fit(_ targets: [Double], _ lambdas: [Double], diagonal: Double = 1) throws -> [RidgeFit] {
      try RidgePath().fit(panels(3) { $0 == $1 ? diagonal : 0 }, targets: column(targets), lambdas: lambdas)
    }
    refused(RidgeError.badLambda(index: 1, value: 0), try fit([1, 2, 3], [1, 0]))
    refused(RidgeError.badLambda(index: 0, value: .infinity), try fit([1, 2, 3], [.infinity]))
    refused(RidgeError.empty(what: "the grid of lambdas"), try fit([1, 2, 3], []))
    refused(RidgeError.notFinite(what: "the targets", row: 1, column: 0), try fit([1, .infinity, 3], [1]))
    refused(RidgeError.mismatch(what: "the targets", expected: 3, found: 4), try fit([1, 2, 3, 4], [1]))
    refused(RidgeError.notPositiveDefinite(lambda: 0.1, order: 3, pivot: 0), try fit([1, 2, 3], [0.1], diagonal: -1))
  }
}

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
