import Foundation
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

  @Test(arguments: [1, 7, 8, 9, 24, 35]) func `what is no number is found at every place`(count: Int) throws {
    for place in 0..<count {
      for value in [Double.nan, .infinity, -.infinity, .greatestFiniteMagnitude, -.greatestFiniteMagnitude] {
        var elements = [Double](repeating: -0.0, count: count)
        elements[place] = value
        let matrix = try Matrix(rows: count, columns: 1, elements: elements)
        if value.isFinite {
          try matrix.requireFinite("the data")
        } else {
          refused(.notFinite(what: "the data", row: place, column: 0), try matrix.requireFinite("the data"))
        }
      }
    }
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

  @Test func `a gram matrix is added to the lower triangle alone`() throws {
    var sum = try Matrix(repeating: 1, rows: 3, columns: 3)
    try BLAS.addGram(of: a, toLowerTriangleOf: &sum)
    try BLAS.addGram(of: a, toLowerTriangleOf: &sum)
    #expect(sum.elements == [35, 1, 1, 45, 59, 1, 55, 73, 91])
    refused(
      .mismatch(what: "the rows of the sum", expected: 2, found: 3),
      try BLAS.addGram(of: Matrix(rows: 1, columns: 2), toLowerTriangleOf: &sum))
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

@Suite struct ErrorsTests {
  @Test func `errors state the fact and the remedy in one line`() {
    let errors: [LinearAlgebraError] = [
      .shape(rows: 2, columns: 3, elements: 5), .tooLarge(what: "a matrix", rows: 9, columns: 8),
      .empty(what: "the sample"), .mismatch(what: "the right-hand side", expected: 2, found: 3),
      .notFinite(what: "the data", row: 1, column: 2), .notSquare(what: "it", rows: 2, columns: 3),
      .notSymmetric(what: "it", row: 1, column: 0, difference: 0.5), .notPositiveDefinite(pivot: 2, order: 3),
      .noConvergence(routine: "dsyevd", code: 4), .npy(.magic), .npy(.version(4, 0)),
      .npy(.truncatedHeader(needed: 128, found: 9)), .npy(.header("'{' is missing")), .npy(.type("'>f8'")),
      .npy(.dimensions(3)), .npy(.shape([4, 5])), .npy(.size(expected: 16, found: 15)),
    ]
    let sentences = #"""
      a 2 x 3 matrix cannot hold 5 elements; give rows * columns of them
      a matrix of size 9 x 8 is too large for this routine's integers; choose a smaller size
      the sample is empty; give at least one row and one column
      the right-hand side has size 3 where 2 is needed; make the sizes agree
      the data holds a NaN or an infinity at row 1, column 2 (counted from 0); remove it
      it is 2 x 3; give a square matrix
      it is not symmetric: entries (1, 0) and (0, 1) differ by 0.5; symmetrise it
      the matrix of order 3 is not positive definite: pivot 2 (counted from 0) is not positive; \#
      remove points or features that repeat others, or raise the ridge or jitter
      dsyevd did not converge (code 4); check the scaling of the matrix
      not a readable .npy array: it does not begin with the bytes \x93NUMPY; write it with numpy.save
      not a readable .npy array: its format version 4.0 is unknown; write version 1.0, 2.0 or 3.0
      not a readable .npy array: its header needs 128 bytes and 9 are there; copy the whole file
      not a readable .npy array: its header is malformed ('{' is missing); write it with numpy.save
      not a readable .npy array: its element type '>f8' is not supported; convert it to little-endian '<f8' or '<f4'
      not a readable .npy array: it has 3 dimensions; give one or two
      not a readable .npy array: its shape [4, 5] is too large for this machine; check the file
      not a readable .npy array: its shape needs 16 bytes of elements and 15 are there; copy the whole file
      """#.split(separator: "\n").map(String.init)
    #expect(errors.map(\.description) == sentences)
  }
}

@Suite struct ParallelTests {
  struct Failure: Error, Equatable { let block: Int }

  @Test(arguments: [0, 1, 2, 5, 64]) func `every block runs once for any number of threads`(threads: Int) throws {
    var counts = [Int](repeating: 0, count: 100)
    try counts.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let buffer = buffer
      try Parallel.forEach(blocks: 100, threads: threads) { buffer[$0] += $0 + 1 }
    }
    #expect(counts == Array(1...100))
  }

  @Test func `two threads really run at the same time`() throws {
    let first = DispatchSemaphore(value: 0)
    let second = DispatchSemaphore(value: 0)
    try Parallel.forEach(blocks: 2, threads: 2) { block in
      (block == 0 ? first : second).signal()
      guard (block == 0 ? second : first).wait(timeout: .now() + 20) == .success else { throw Failure(block: block) }
    }
  }

  @Test(arguments: [1, 2, 8]) func `the error of the lowest failing block is thrown`(threads: Int) {
    #expect(throws: Failure(block: 3)) {
      try Parallel.forEach(blocks: 50, threads: threads) { block in
        if block >= 3 { throw Failure(block: block) }
      }
    }
  }

  @Test func `no blocks are no work`() throws {
    for blocks in [0, -1] { try Parallel.forEach(blocks: blocks, threads: 4) { _ in throw Failure(block: 0) } }
  }
}
