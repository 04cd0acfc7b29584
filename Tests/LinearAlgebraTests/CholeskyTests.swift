import Testing

@testable import LinearAlgebra

@Suite struct CholeskyTests {
  /// min(i, j) + 1 counted from 0: its factor is all ones, its inverse a second difference.
  static func minimum(_ order: Int) throws -> Matrix {
    try Matrix(
      rows: order, columns: order,
      elements: (0..<order * order).map { Double(min($0 / order, $0 % order) + 1) })
  }

  @Test(arguments: [1, 2, 7, 64, 200]) func `the minimum matrix is solved exactly`(order: Int) throws {
    let cholesky = try Cholesky(CholeskyTests.minimum(order))
    var sides = try Matrix(rows: order, columns: 3)
    var expected = sides
    for row in 0..<order {
      sides[row, 0] = 1
      sides[row, 1] = row == 0 ? 1 : 0
      sides[row, 2] = Double(row + 1)
    }
    expected[0, 0] = 1
    (expected[0, 1], expected[order - 1, 2]) = (order == 1 ? 1 : 2, 1)
    if order > 1 { expected[1, 1] = -1 }
    #expect(try cholesky.solve(sides) == expected)
    #expect(try cholesky.solve([Double](repeating: 1, count: order)) == (0..<order).map { $0 == 0 ? 1 : 0 })
  }

  @Test func `the shift is added to the diagonal`() throws {
    let cholesky = try Cholesky(Matrix(rows: 2, columns: 2, elements: [1, 2, 2, 1]), addingToDiagonal: 3)
    let solution = try cholesky.solve([6, 6])
    #expect(zip(solution, [1, 1]).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func `the first pivot that is not positive is named`() throws {
    let matrix = try Matrix(rows: 3, columns: 3, elements: [1, 0, 0, 0, 1, 2, 0, 2, 4])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 2, order: 3)) { try Cholesky(matrix) }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(pivot: 0, order: 3)) {
      try Cholesky(matrix, addingToDiagonal: -1)
    }
  }

  @Test func `bad matrices and right-hand sides are refused`() throws {
    #expect(throws: LinearAlgebraError.notSquare(what: "the matrix to factorise", rows: 2, columns: 3)) {
      try Cholesky(Matrix(rows: 2, columns: 3))
    }
    #expect(throws: LinearAlgebraError.empty(what: "the matrix to factorise")) {
      try Cholesky(Matrix(rows: 0, columns: 0))
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the matrix to factorise", row: 0, column: 0)) {
      try Cholesky(Matrix(rows: 1, columns: 1, elements: [1]), addingToDiagonal: .infinity)
    }
    let cholesky = try Cholesky(CholeskyTests.minimum(2))
    #expect(throws: LinearAlgebraError.mismatch(what: "the right-hand side", expected: 2, found: 3)) {
      try cholesky.solve([1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the right-hand side", row: 1, column: 0)) {
      try cholesky.solve([1, .nan])
    }
  }
}
