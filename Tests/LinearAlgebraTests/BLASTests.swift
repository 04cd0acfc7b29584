import Testing

@testable import LinearAlgebra

@Suite struct BLASTests {
  let a: Matrix
  let b: Matrix

  init() throws {
    a = try Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6])
    b = try Matrix(rows: 3, columns: 2, elements: [1, 0, -1, 2, 3, 1])
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
    refuses(.mismatch(what: "the right factor of a product", expected: 3, found: 2)) { try BLAS.product(a, a) }
    refuses(.mismatch(what: "the vector of a product", expected: 3, found: 1)) { try BLAS.product(a, [1]) }
  }

  @Test func `the configuration names OpenBLAS and its core`() {
    BLAS.useOneThread()
    #expect(BLAS.configuration.contains("OpenBLAS"))
    #expect(BLAS.configuration.contains("; core "))
  }
}
