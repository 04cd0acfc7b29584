import Foundation
import Testing

@testable import LinearAlgebra

@Suite struct SymmetricEigenTests {
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
    let matrix = try SymmetricEigenTests.secondDifference(order)
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
    #expect(throws: LinearAlgebraError.notSquare(what: "the matrix of the eigenproblem", rows: 1, columns: 2)) {
      try SymmetricEigen.values(of: Matrix(rows: 1, columns: 2))
    }
    #expect(throws: LinearAlgebraError.empty(what: "the matrix of the eigenproblem")) {
      try SymmetricEigen.values(of: Matrix(rows: 0, columns: 0))
    }
    #expect(throws: LinearAlgebraError.notFinite(what: "the matrix of the eigenproblem", row: 1, column: 0)) {
      try SymmetricEigen.decompose(Matrix(rows: 2, columns: 2, elements: [1, 0, .nan, 1]))
    }
    let skewed = try Matrix(rows: 2, columns: 2, elements: [1, 2, 2.5, 1])
    #expect(
      throws: LinearAlgebraError.notSymmetric(
        what: "the matrix of the eigenproblem", row: 1, column: 0, difference: 0.5)
    ) {
      try SymmetricEigen.decompose(skewed)
    }
  }

  @Test func `rounding asymmetry is accepted`() throws {
    let values = try SymmetricEigen.values(of: Matrix(rows: 2, columns: 2, elements: [2, 1, 1 + 1e-15, 2]))
    #expect(abs(values[0] - 1) < 1e-14 && abs(values[1] - 3) < 1e-14)
  }

  @Test func `an order whose workspace overflows is refused`() throws {
    #expect(throws: LinearAlgebraError.tooLarge(what: "it", rows: 51, columns: 51)) {
      try Matrix(rows: 51, columns: 51).requireSymmetric("it", largest: 50)
    }
    let order = SymmetricEigen.largestOrderWithVectors
    #expect(1 + 6 * order + 2 * order * order <= Int(Int32.max))
    #expect(1 + 6 * (order + 1) + 2 * (order + 1) * (order + 1) > Int(Int32.max))
  }
}
