import Foundation
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers

@Suite struct SampleSphereTests {
  /// The law of these points, and that longer samples begin with shorter ones, is tested with `Sampling`.
  @Test(arguments: [(1, 2, 0), (3, 4, 1), (2000, 5, 3)])
  func `points are the sample on the sphere of the seed`(n: Int, dimension: Int, seed: Int) throws {
    let bench = try StageBench(SampleSphere.self, #""n": \#(n), "dimension": \#(dimension), "seed": \#(seed)"#)
    let stream = RandomStream(seed: UInt64(seed), purpose: "sphere")
    #expect(try bench.matrix("points") == Sampling.sphere(count: n, dimension: dimension, stream: stream))
  }

  @Test func `another stream has other points for the same seed`() throws {
    let bench = try StageBench(SampleSphere.self, #""n": 7, "dimension": 4, "seed": 2, "stream": "test points""#)
    let (own, usual) = (RandomStream(seed: 2, purpose: "test points"), RandomStream(seed: 2, purpose: "sphere"))
    #expect(try bench.matrix("points") == Sampling.sphere(count: 7, dimension: 4, stream: own))
    #expect(try bench.matrix("points") != Sampling.sphere(count: 7, dimension: 4, stream: usual))
  }

  @Test(arguments: [
    (#""n": 0, "dimension": 3, "seed": 1"#, "`n` in stage `s` is 0, outside 1 to 10000000; choose a value inside"),
    (
      #""n": 1000000000000, "dimension": 3, "seed": 1"#,
      "`n` in stage `s` is 1000000000000, outside 1 to 10000000; choose a value inside"
    ),
    (
      #""n": 5, "dimension": 1, "seed": 1"#, "`dimension` in stage `s` is 1, outside 2 to 100000; choose a value inside"
    ),
    (#""n": 5, "dimension": 3, "seed": -1"#, "`seed` in stage `s` is -1, outside 0 to any size; choose a value inside"),
    (#""n": 2.5, "dimension": 3, "seed": 1"#, "`n` in stage `s` must be a whole number, not the number 2.5"),
    (#""n": 5, "dimension": 3"#, #"stage `s` lacks `seed`; add it: the seed; the stream is (seed, "sphere")"#),
  ])
  func `a size that makes no sense is refused`(members: String, sentence: String) throws {
    #expect(try StageBench.problems(SampleSphere.self, members) == [sentence])
  }
}

@Suite struct KernelMatrixStageTests {
  private let rf = #""points": "p", "kernel": "rf", "layers": 2"#

  /// Unit vectors at 0, 60 and 90 degrees.
  private func plane() throws -> Matrix {
    try Matrix(rows: 3, columns: 2, elements: [1, 0, 0.5, 0.75.squareRoot(), 0, 1])
  }

  @Test func `entries are the closed form at the angles between the points`() throws {
    let bench = try StageBench(KernelMatrixStage.self, rf, matrices: ["points": plane()])
    // kappa1(1/2) and kappa1(0) = 1/pi to 20 digits (mpmath); cos 30 degrees: (cos 5pi/6 + sin)/pi form.
    let gram = try bench.matrix("gram")
    let thirty = (0.75.squareRoot() * (5 * Double.pi / 6) + 0.5) / Double.pi
    let expected = [
      1, 0.60899778104422935809, 0.31830988618379067154, 0.60899778104422935809, 1, thirty, 0.31830988618379067154,
      thirty, 1,
    ]
    #expect(close(gram.elements, expected, 1e-14))
    try bench.run(KernelMatrixStage.self, #""points": "p", "kernel": "ntk", "layers": 2"#)
    #expect(close([try bench.matrix("gram")[0, 1]], [0.47116555718878134571], 1e-14))
  }

  @Test(arguments: [
    ([1, 0, .nan, 1], "point 1 has a NaN or an infinity as coordinate 0 (counted from 0); remove it"),
    ([1, 0, 0, .infinity], "point 1 has a NaN or an infinity as coordinate 1 (counted from 0); remove it"),
    (
      [0, 0, 0, 1],
      "point 0 (counted from 0) has length 0.0 and not 1; normalise it or use the homogeneous kernel matrix"
    ),
  ])
  func `points off the sphere are refused`(elements: [Double], sentence: String) throws {
    #expect(
      try StageBench.complaint(
        KernelMatrixStage.self, rf, matrices: ["points": Matrix(rows: 2, columns: 2, elements: elements)]) == sentence)
  }

  @Test func `a truncated file of points is refused at every length`() throws {
    let whole = try plane().npyData()
    let sentences = try stride(from: 0, to: whole.count, by: 7).map { length in
      let bench = try StageBench()
      try bench.give("points", bytes: whole.prefix(length), ending: "npy")
      return bench.complaint(KernelMatrixStage.self, rf)
    }
    #expect(sentences.allSatisfy { $0.hasPrefix("points0.npy: not a readable .npy array: ") && !$0.contains("\n") })
    #expect(
      sentences.last
        == "points0.npy: not a readable .npy array: its shape needs 48 bytes of elements and 47 are there; copy the whole "
        + "file")
  }

  @Test func `more points than memory is kept for are refused, and the limit is the manifest's`() throws {
    #expect(
      try StageBench.complaint(KernelMatrixStage.self, rf + #", "largest": 2"#, matrices: ["points": plane()])
        == "a matrix of 3 rows is asked for where memory is kept for 2; set `largest` to 3")
    _ = try StageBench(KernelMatrixStage.self, rf + #", "largest": 3"#, matrices: ["points": plane()])
    // 30,000 points: 24 bytes to an entry are 21.6 GB.
    let large = try StageBench.read(KernelMatrixStage.self, rf + #", "largest": 30000"#).stage
    #expect(large.needs.memory == 64 << 20 + 21_600_000_000)
    #expect(try StageBench.read(KernelMatrixStage.self, rf).stage.needs.memory < 1 << 30)
  }

  @Test func `no point at all is refused`() throws {
    let bench = try StageBench()
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }\n"
    try bench.give(
      "points", bytes: [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header.utf8, ending: "npy")
    #expect(!bench.complaint(KernelMatrixStage.self, rf).isEmpty)
  }
}

@Suite struct EigendecompositionTests {
  @Test func `eigenvalues of K over n come in descending order with unit vectors as rows`() throws {
    let bench = try StageBench(
      Eigendecomposition.self, #""matrix": "m", "vectors": true"#,
      matrices: ["matrix": Matrix(rows: 2, columns: 2, elements: [2, 1, 1, 2])])
    #expect(close(try bench.matrix("values").elements, [1.5, 0.5], 1e-15))
    let vectors = try bench.matrix("vectors")
    #expect(abs(abs(vectors[0, 0] + vectors[0, 1]) - 2.0.squareRoot()) < 1e-15)
    #expect(abs(vectors[1, 0] + vectors[1, 1]) < 1e-15)
  }

  @Test func `trace and determinant are kept, with or without vectors`() throws {
    let elements: [Double] = [4, 1, -2, 1, 3, 0, -2, 0, 5]
    let bench = try StageBench(
      Eigendecomposition.self, #""matrix": "m""#, matrices: ["matrix": Matrix(rows: 3, columns: 3, elements: elements)])
    let values = try bench.matrix("values").elements
    #expect(abs(values.reduce(0, +) - 4) < 1e-14)
    #expect(abs(values.reduce(1, *) - 43.0 / 27) < 1e-14)
    try bench.run(Eigendecomposition.self, #""matrix": "m", "vectors": true"#)
    #expect(close(try bench.matrix("values").elements, values, 1e-14))
  }

  @Test func `a single entry is its own eigenvalue`() throws {
    let bench = try StageBench(
      Eigendecomposition.self, #""matrix": "m""#, matrices: ["matrix": Matrix(rows: 1, columns: 1, elements: [-3])])
    #expect(try bench.matrix("values").elements == [-3])
  }

  @Test func `a matrix beyond the limit is refused, and eigenvectors ask for more memory`() throws {
    #expect(
      try StageBench.complaint(
        Eigendecomposition.self, #""matrix": "m", "largest": 2"#, matrices: ["matrix": Matrix(rows: 3, columns: 3)])
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
    #expect(
      try StageBench.complaint(
        Eigendecomposition.self, #""matrix": "m""#,
        matrices: ["matrix": Matrix(rows: rows, columns: columns, elements: elements)]) == sentence)
  }
}
