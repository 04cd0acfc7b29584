import Testing

@testable import LinearAlgebra

@Suite struct MatrixTests {
  @Test func `elements are stored row after row`() throws {
    let matrix = try Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    #expect(matrix[0, 2] == 3 && matrix[1, 0] == 4)
    #expect(Array(matrix[row: 1]) == [4, 5, 6])
    #expect(matrix.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(matrix.selecting(rows: [1, 0, 1]).elements == [4, 5, 6, 1, 2, 3, 4, 5, 6])
    #expect(matrix.prefix(rows: 1).elements == [1, 2, 3] && matrix.prefix(rows: 9) == matrix)
  }

  @Test func `a shape that does not fit the elements is refused`() {
    refuses(.shape(rows: 2, columns: 2, elements: 3)) { try Matrix(rows: 2, columns: 2, elements: [1, 2, 3]) }
    refuses(.shape(rows: -1, columns: -3, elements: 3)) { try Matrix(rows: -1, columns: -3, elements: [1, 2, 3]) }
    refuses(.shape(rows: 1 << 62, columns: 4, elements: 0)) { try Matrix(rows: 1 << 62, columns: 4, elements: []) }
  }

  @Test func `a size that overflows is refused before memory is asked for`() {
    refuses(.tooLarge(what: "a matrix", rows: 1 << 40, columns: 1 << 40)) {
      try Matrix(rows: 1 << 40, columns: 1 << 40)
    }
    refuses(.tooLarge(what: "a matrix", rows: -1, columns: 2)) { try Matrix(repeating: 1, rows: -1, columns: 2) }
  }

  @Test func `elements can be written through the subscript and through memory`() throws {
    var matrix = try Matrix(rows: 2, columns: 2)
    matrix[0, 1] = 5
    matrix.withUnsafeMutableElements { $0[2] = 7 }
    #expect(matrix.withUnsafeElements(Array.init) == [0, 5, 7, 0])
  }

  @Test func `the first element that is not finite is named`() throws {
    let matrix = try Matrix(rows: 2, columns: 2, elements: [1, 2, .infinity, .nan])
    refuses(.notFinite(what: "the data", row: 1, column: 0)) { try matrix.requireFinite("the data") }
    try matrix.prefix(rows: 1).requireFinite("the data")
  }

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
    refuses(.mismatch(what: "the columns of the other matrix", expected: 2, found: 3)) {
      try Matrix(rows: 2, columns: 2).rootMeanSquareDifference(from: Matrix(rows: 2, columns: 3))
    }
  }

  @Test(arguments: [0, 1, LargePages.size / 4 - 1, LargePages.size / 4, LargePages.size + 3])
  func `memory on every side of the threshold holds what is written to it`(count: Int) throws {
    let matrix = try Matrix(rows: 1, columns: count) { elements in
      for index in elements.indices { elements.initializeElement(at: index, to: Double(index)) }
    }
    #expect(matrix.elements.indices.allSatisfy { matrix.elements[$0] == Double($0) })
  }

  @Test func `a request inside a page reaches nothing outside the memory given`() {
    let bytes = 2 * LargePages.size
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes, alignment: 1)
    defer { memory.deallocate() }
    memory.initializeMemory(as: UInt8.self, repeating: 7)
    LargePages.request(UnsafeMutableRawBufferPointer(rebasing: memory[3...]))
    LargePages.request(memory)
    #expect(memory.allSatisfy { $0 == 7 })
  }
}
