import Testing

@testable import LinearAlgebra

@Suite struct CholeskyFactorTests {
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
    #expect(throws: LinearAlgebraError.mismatch(what: "the right-hand side", expected: 3, found: 4)) {
      try cholesky.solveLeadingTransposed([1, 1, 1, 1])
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the right-hand side", row: 1, column: 0)) {
      try cholesky.solveLower(Matrix(rows: 3, columns: 1, elements: [0, .nan, 0]))
    }
  }
}
