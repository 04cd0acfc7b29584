import Testing

@testable import LinearAlgebra

@Suite struct MatrixTests {
  let a: Matrix
  let b: Matrix

  init() throws {
    a = try Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    b = try Matrix(rows: 3, columns: 2, elements: [1, 0, -1, 2, 3, 1])
  }

  @Test func `elements are stored row after row`() {
    #expect(a[0, 2] == 3 && a[1, 0] == 4)
    #expect(Array(a[row: 1]) == [4, 5, 6])
    #expect(a.transposed.elements == [1, 4, 2, 5, 3, 6])
    #expect(a.selecting(rows: [1, 0, 1]).elements == [4, 5, 6, 1, 2, 3, 4, 5, 6])
    #expect(a.prefix(rows: 1).elements == [1, 2, 3] && a.prefix(rows: 9) == a)
  }

  @Test func `a shape that does not fit the elements is refused`() {
    refused(.shape(rows: 2, columns: 2, elements: 3), try Matrix(rows: 2, columns: 2, elements: [1, 2, 3]))
    refused(.shape(rows: -1, columns: -3, elements: 3), try Matrix(rows: -1, columns: -3, elements: [1, 2, 3]))
    refused(.shape(rows: 1 << 62, columns: 4, elements: 0), try Matrix(rows: 1 << 62, columns: 4, elements: []))
  }

  @Test func `a size that overflows is refused before memory is asked for`() {
    refused(.tooLarge(what: "a matrix", rows: 1 << 40, columns: 1 << 40), try Matrix(rows: 1 << 40, columns: 1 << 40))
    refused(.tooLarge(what: "a matrix", rows: -1, columns: 2), try Matrix(repeating: 1, rows: -1, columns: 2))
  }

  @Test func `elements can be written through the subscript and through memory`() throws {
    var matrix = try Matrix(rows: 2, columns: 2)
    matrix[0, 1] = 5
    matrix.withUnsafeMutableElements { $0[2] = 7 }
    #expect(matrix.withUnsafeElements(Array.init) == [0, 5, 7, 0])
  }

  @Test func `the first element that is not finite is named`() throws {
    let matrix = try Matrix(rows: 2, columns: 2, elements: [1, 2, .infinity, .nan])
    refused(.notFinite(what: "the data", row: 1, column: 0), try matrix.requireFinite("the data"))
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
    refused(
      .mismatch(what: "the columns of the other matrix", expected: 2, found: 3),
      try Matrix(rows: 2, columns: 2).rootMeanSquareDifference(from: Matrix(rows: 2, columns: 3)))
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

  @Test func `products with every transposition agree with the sums written out`() throws {
    #expect(try BLAS.product(a, b).elements == [8, 7, 17, 16])
    #expect(try BLAS.product(a, a, transposingLeft: true).elements == [17, 22, 27, 22, 29, 36, 27, 36, 45])
    #expect(try BLAS.product(a, a, transposingRight: true).elements == [14, 32, 32, 77])
    #expect(try BLAS.product(b, a, transposingLeft: true, transposingRight: true).elements == [8, 17, 7, 16])
    #expect(try BLAS.product(a, [1, 1, 1]) == [6, 15])
  }

  @Test func `gram matrices hold both triangles`() throws {
    #expect(try BLAS.gram(a).elements == [14, 32, 32, 77])
    #expect(try BLAS.gram(a, transposed: true).elements == [17, 22, 27, 22, 29, 36, 27, 36, 45])
  }

  @Test func `empty products are zero and mismatched ones refused`() throws {
    let tall = try Matrix(rows: 2, columns: 0)
    #expect(try BLAS.product(tall, tall, transposingRight: true).elements == [0, 0, 0, 0])
    #expect(try BLAS.gram(tall).elements == [0, 0, 0, 0])
    refused(.mismatch(what: "the right factor of a product", expected: 3, found: 2), try BLAS.product(a, a))
    refused(.mismatch(what: "the vector of a product", expected: 3, found: 1), try BLAS.product(a, [1]))
  }

  @Test func `the configuration names OpenBLAS and its core`() {
    BLAS.useOneThread()
    #expect(BLAS.configuration.contains("OpenBLAS"))
    #expect(BLAS.configuration.contains("; core "))
  }
}
