import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct FactorisationsTests {
  /// min(i, j) + 1 counted from 0: its factor is all ones, its inverse a second difference.
  static func minimum(_ order: Int) throws -> Matrix {
    try Matrix(
      rows: order, columns: order,
      elements: (0..<order * order).map { Double(min($0 / order, $0 % order) + 1) })
  }

  @Test(arguments: [1, 2, 7, 64, 200]) func `the minimum matrix is solved exactly`(order: Int) throws {
    let cholesky = try Cholesky(Self.minimum(order))
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
    refused(.notPositiveDefinite(pivot: 2, order: 3), try Cholesky(matrix))
    refused(.notPositiveDefinite(pivot: 0, order: 3), try Cholesky(matrix, addingToDiagonal: -1))
  }

  @Test func `bad matrices and right-hand sides are refused`() throws {
    let what = "the matrix to factorise"
    refused(.notSquare(what: what, rows: 2, columns: 3), try Cholesky(Matrix(rows: 2, columns: 3)))
    refused(.empty(what: what), try Cholesky(Matrix(rows: 0, columns: 0)))
    refused(
      .notFinite(what: what, row: 0, column: 0),
      try Cholesky(Matrix(rows: 1, columns: 1, elements: [1]), addingToDiagonal: .infinity))
    let cholesky = try Cholesky(Self.minimum(2))
    refused(.mismatch(what: "the right-hand side", expected: 2, found: 3), try cholesky.solve([1, 2, 3]))
    refused(.notFinite(what: "the right-hand side", row: 1, column: 0), try cholesky.solve([1, .nan]))
  }

  /// [[4, 2, 6], [2, 10, 9], [6, 9, 14]] = L L' with L = [[2, 0, 0], [1, 3, 0], [3, 2, 1]].
  static func example() throws -> Cholesky {
    try Cholesky(Matrix(rows: 3, columns: 3, elements: [4, 2, 6, 2, 10, 9, 6, 9, 14]))
  }

  @Test func `the factor multiplies, solves and shows its diagonal`() throws {
    let cholesky = try Self.example()
    #expect(cholesky.diagonal == [2, 3, 1])
    let vectors = try Matrix(rows: 3, columns: 2, elements: [1, 0, 1, 0, 1, 1])
    let images = try Matrix(rows: 3, columns: 2, elements: [2, 0, 4, 0, 6, 1])
    #expect(try cholesky.lowerTimes(vectors) == images)
    #expect(try cholesky.solveLower(images) == vectors)
  }

  @Test func `a short right-hand side is solved by the leading block`() throws {
    let cholesky = try Self.example()
    #expect(try cholesky.solveLeadingTransposed([3, 3]) == [1, 1])
    #expect(try cholesky.solveLeadingTransposed([6, 5, 1]) == [1, 1, 1])
    #expect(try cholesky.solveLeadingTransposed([]) == [])
  }

  @Test func `sizes that do not fit and NaN are refused`() throws {
    let cholesky = try Self.example()
    let short = LinearAlgebraError.mismatch(what: "the right-hand side", expected: 3, found: 2)
    #expect(throws: short) { try cholesky.lowerTimes(Matrix(rows: 2, columns: 1)) }
    #expect(throws: short) { try cholesky.solveLower(Matrix(rows: 2, columns: 1)) }
    refused(
      .mismatch(what: "the right-hand side", expected: 3, found: 4), try cholesky.solveLeadingTransposed([1, 1, 1, 1]))
    refused(
      .notFinite(what: "the right-hand side", row: 1, column: 0),
      try cholesky.solveLower(Matrix(rows: 3, columns: 1, elements: [0, .nan, 0])))
  }

  /// The second-difference matrix: eigenvalues 2 - 2 cos(k pi / (n + 1)), eigenvectors sin(i k pi / (n + 1)).
  static func secondDifference(_ order: Int) throws -> Matrix {
    var matrix = try Matrix(rows: order, columns: order)
    for row in 0..<order {
      matrix[row, row] = 2
      if row > 0 { (matrix[row, row - 1], matrix[row - 1, row]) = (-1, -1) }
    }
    return matrix
  }

  @Test(arguments: [1, 2, 50, 133]) func `eigenpairs of the second difference are the sines`(order: Int) throws {
    let matrix = try Self.secondDifference(order)
    let result = try SymmetricEigen.decompose(matrix)
    let step = Double.pi / Double(order + 1)
    for k in 1...order {
      #expect(abs(result.values[k - 1] - (2 - 2 * cos(Double(k) * step))) < 1e-14 * 10)
      let sines = (1...order).map { sin(Double($0 * k) * step) * (2 / Double(order + 1)).squareRoot() }
      let overlap = zip(sines, result.vectors[row: k - 1]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(abs(overlap) - 1) < 1e-12)
    }
    let values = try SymmetricEigen.values(of: matrix)
    #expect(zip(values, result.values).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test func `what has no real spectrum is refused`() throws {
    let what = "the matrix of the eigenproblem"
    refused(.notSquare(what: what, rows: 1, columns: 2), try SymmetricEigen.values(of: Matrix(rows: 1, columns: 2)))
    refused(.empty(what: what), try SymmetricEigen.values(of: Matrix(rows: 0, columns: 0)))
    refused(
      .notFinite(what: what, row: 1, column: 0),
      try SymmetricEigen.decompose(Matrix(rows: 2, columns: 2, elements: [1, 0, .nan, 1])))
    let skewed = try Matrix(rows: 2, columns: 2, elements: [1, 2, 2.5, 1])
    refused(.notSymmetric(what: what, row: 1, column: 0, difference: 0.5), try SymmetricEigen.decompose(skewed))
  }

  @Test func `rounding asymmetry is accepted`() throws {
    let values = try SymmetricEigen.values(of: Matrix(rows: 2, columns: 2, elements: [2, 1, 1 + 1e-15, 2]))
    #expect(abs(values[0] - 1) < 1e-14 && abs(values[1] - 3) < 1e-14)
  }

  @Test func `an order whose workspace overflows is refused`() throws {
    refused(
      .tooLarge(what: "it", rows: 51, columns: 51),
      try Matrix(rows: 51, columns: 51).requireSymmetric("it", largest: 50))
    let order = SymmetricEigen.largestOrderWithVectors
    #expect(1 + 6 * order + 2 * order * order <= Int(Int32.max))
    #expect(1 + 6 * (order + 1) + 2 * (order + 1) * (order + 1) > Int(Int32.max))
  }
}

/// Expects that `call` throws exactly `error`.
func refused(
  _ error: LinearAlgebraError, _ call: @autoclosure () throws -> Any, sourceLocation: SourceLocation = #_sourceLocation
) { #expect(throws: error, sourceLocation: sourceLocation) { _ = try call() } }
