import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct EigendecompositionTests {
  @Test func `eigenvalues of K over n come in descending order with unit vectors as rows`() throws {
    let bench = try StageBench()
    try bench.give("matrix", Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2]))
    try bench.run(Eigendecomposition.self, #""matrix": "m", "vectors": true"#)
    #expect(close(try bench.matrix("values").elements, [1.5, 0.5], 1e-15))
    let vectors = try bench.matrix("vectors")
    #expect(abs(abs(vectors[0, 0] + vectors[0, 1]) - 2.0.squareRoot()) < 1e-15)
    #expect(abs(vectors[1, 0] + vectors[1, 1]) < 1e-15)
  }

  @Test func `trace and determinant are kept, with or without vectors`() throws {
    let elements: [Double] = [4, 1, -2, 1, 3, 0, -2, 0, 5]
    let bench = try StageBench()
    try bench.give("matrix", Matrix(rows: 3, columns: 3, elements: elements))
    try bench.run(Eigendecomposition.self, #""matrix": "m""#)
    let values = try bench.matrix("values").elements
    #expect(abs(values.reduce(0, +) - 4) < 1e-14)
    #expect(abs(values.reduce(1, *) - 43.0 / 27) < 1e-14)
    try bench.run(Eigendecomposition.self, #""matrix": "m", "vectors": true"#)
    #expect(close(try bench.matrix("values").elements, values, 1e-14))
  }

  @Test func `a single entry is its own eigenvalue`() throws {
    let bench = try StageBench()
    try bench.give("matrix", Matrix(rows: 1, columns: 1, elements: [-3]))
    try bench.run(Eigendecomposition.self, #""matrix": "m""#)
    #expect(try bench.matrix("values").elements == [-3])
  }

  @Test func `a matrix beyond the limit is refused, and eigenvectors ask for more memory`() throws {
    let bench = try StageBench()
    try bench.give("matrix", Matrix(rows: 3, columns: 3))
    #expect(
      bench.complaint(Eigendecomposition.self, #""matrix": "m", "largest": 2"#)
        == "a matrix of 3 rows is asked for where memory is kept for 2; set `largest` to 3")
    let memory = try ["false", "true"].map { vectors in
      try StageBench.read(Eigendecomposition.self, #""matrix": "m", "largest": 1000, "vectors": \#(vectors)"#)
        .stage.needs.memory - 64 << 20
    }
    #expect(memory == [24_000_000, 48_000_000])
  }

  @Test(arguments: [
    (1, 2, [1.0, 2], "the matrix of the eigenproblem is 1 x 2; give a square matrix"),
    (
      2, 2, [1, .nan, .nan, 1],
      "the matrix of the eigenproblem holds a NaN or an infinity at row 0, column 1 (counted from 0); remove it"
    ),
    (
      2, 2, [1, 2, 3, 1],
      "the matrix of the eigenproblem is not symmetric: entries (1, 0) and (0, 1) differ by 1.0; symmetrise it"
    ),
  ])
  func `what has no real spectrum is refused`(rows: Int, columns: Int, elements: [Double], sentence: String) throws {
    let bench = try StageBench()
    try bench.give("matrix", Matrix(rows: rows, columns: columns, elements: elements))
    #expect(bench.complaint(Eigendecomposition.self, #""matrix": "m""#) == sentence)
  }
}
