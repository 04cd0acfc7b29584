import Testing

@testable import KernelRegression

@Suite struct RidgeConjugateGradientsTests {
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
