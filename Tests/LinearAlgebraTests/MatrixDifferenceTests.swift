import Testing

@testable import LinearAlgebra

@Suite struct MatrixDifferenceTests {
  @Test func `the difference is the root mean square over elements`() throws {
    let first = try Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4])
    let second = try Matrix(rows: 2, columns: 2, elements: [2, 3, 2, 9])
    #expect(try first.rootMeanSquareDifference(from: second) == 7.0.squareRoot())
    #expect(try first.rootMeanSquareDifference(from: first) == 0)
  }

  @Test func `centred columns have mean zero`() throws {
    let matrix = try Matrix(rows: 2, columns: 2, elements: [1, 5, 3, 9])
    #expect(matrix.centredColumns() == (try Matrix(rows: 2, columns: 2, elements: [-1, -2, 1, 2])))
  }

  @Test func `shapes that differ are refused`() throws {
    #expect(throws: LinearAlgebraError.mismatch(what: "the columns of the other matrix", expected: 2, found: 3)) {
      try Matrix(rows: 2, columns: 2).rootMeanSquareDifference(from: Matrix(rows: 2, columns: 3))
    }
  }
}
