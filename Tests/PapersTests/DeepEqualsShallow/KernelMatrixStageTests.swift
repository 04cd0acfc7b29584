import Foundation
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct KernelMatrixStageTests {
  private let rf = #""points": "p", "kernel": "rf", "layers": 2"#

  /// Unit vectors at 0, 60 and 90 degrees.
  private func plane() throws -> Matrix {
    try Matrix(rows: 3, columns: 2, elements: [1, 0, 0.5, 0.75.squareRoot(), 0, 1])
  }

  @Test func `entries are the closed form at the angles between the points`() throws {
    let bench = try StageBench()
    try bench.give("points", plane())
    try bench.run(KernelMatrixStage.self, rf)
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

  @Test func `equal and opposite points keep the diagonal exact`() throws {
    let bench = try StageBench()
    try bench.give("points", Matrix(rows: 3, columns: 2, elements: [0.6, 0.8, 0.6, 0.8, -0.6, -0.8]))
    try bench.run(KernelMatrixStage.self, rf)
    let gram = try bench.matrix("gram")
    #expect(gram[0, 0] == 1 && abs(gram[0, 1] - 1) < 1e-15 && abs(gram[0, 2]) < 1e-7)
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
    let bench = try StageBench()
    try bench.give("points", Matrix(rows: 2, columns: 2, elements: elements))
    #expect(bench.complaint(KernelMatrixStage.self, rf) == sentence)
  }

  @Test func `a truncated file of points is refused at every length`() throws {
    let whole = try plane().npyData()
    let sentences = try stride(from: 0, to: whole.count, by: 7).map { length in
      let bench = try StageBench()
      try bench.give("points", bytes: whole.prefix(length), ending: "npy")
      return bench.complaint(KernelMatrixStage.self, rf)
    }
    #expect(sentences.allSatisfy { $0.hasPrefix("not a readable .npy array: ") && !$0.contains("\n") })
    #expect(
      sentences.last
        == "not a readable .npy array: its shape needs 48 bytes of elements and 47 are there; copy the whole file")
  }

  @Test func `more points than memory is kept for are refused, and the limit is the manifest's`() throws {
    let bench = try StageBench()
    try bench.give("points", plane())
    #expect(
      bench.complaint(KernelMatrixStage.self, rf + #", "largest": 2"#)
        == "a matrix of 3 rows is asked for where memory is kept for 2; set `largest` to 3")
    try bench.run(KernelMatrixStage.self, rf + #", "largest": 3"#)
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
