import Testing

@testable import LinearAlgebra

@Suite struct MatrixTests {
  @Test func `elements are stored row after row`() throws {
    let matrix = try Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 2] == 3)
    #expect(matrix[1, 0] == 4)
    #expect(Array(matrix[row: 1]) == [4, 5, 6])
    #expect(matrix.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(matrix.selecting(rows: [1, 0, 1]).elements == [4, 5, 6, 1, 2, 3, 4, 5, 6])
    #expect(matrix.prefix(rows: 1).elements == [1, 2, 3])
    #expect(matrix.prefix(rows: 9) == matrix)
  }

  @Test func `a shape that does not fit the elements is refused`() {
    #expect(throws: LinearAlgebraError.shape(rows: 2, columns: 2, elements: 3)) {
      try Matrix(rows: 2, columns: 2, elements: [1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.shape(rows: -1, columns: -3, elements: 3)) {
      try Matrix(rows: -1, columns: -3, elements: [1, 2, 3])
    }
    #expect(throws: LinearAlgebraError.shape(rows: 1 << 62, columns: 4, elements: 0)) {
      try Matrix(rows: 1 << 62, columns: 4, elements: [])
    }
  }

  @Test func `a size that overflows is refused before memory is asked for`() {
    #expect(throws: LinearAlgebraError.tooLarge(what: "a matrix", rows: 1 << 40, columns: 1 << 40)) {
      try Matrix(rows: 1 << 40, columns: 1 << 40)
    }
    #expect(throws: LinearAlgebraError.tooLarge(what: "a matrix", rows: -1, columns: 2)) {
      try Matrix(repeating: 1, rows: -1, columns: 2)
    }
  }

  @Test func `elements can be written through the subscript and through memory`() throws {
    var matrix = try Matrix(rows: 2, columns: 2)
    matrix[0, 1] = 5
    matrix.withUnsafeMutableElements { $0[2] = 7 }
    #expect(matrix.withUnsafeElements(Array.init) == [0, 5, 7, 0])
  }

  @Test func `the first element that is not finite is named`() throws {
    let matrix = try Matrix(rows: 2, columns: 2, elements: [1, 2, .infinity, .nan])
    #expect(throws: LinearAlgebraError.notFinite(what: "the data", row: 1, column: 0)) {
      try matrix.requireFinite("the data")
    }
    try matrix.prefix(rows: 1).requireFinite("the data")
  }
}
