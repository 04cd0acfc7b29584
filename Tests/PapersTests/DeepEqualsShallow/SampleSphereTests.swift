import Foundation
import LinearAlgebra
import Testing
import VerbsTestSupport

@testable import Papers
@testable import Verbs

@Suite struct SampleSphereTests {
  private func points(_ n: Int, _ dimension: Int, _ seed: Int) throws -> Matrix {
    let bench = try StageBench()
    try bench.run(SampleSphere.self, #""n": \#(n), "dimension": \#(dimension), "seed": \#(seed)"#)
    return try bench.matrix("points")
  }

  @Test func `points have length one and the moments of the uniform law`() throws {
    let (n, d) = (20_000, 5)
    let points = try points(n, d, 3)
    #expect(points.rows == n && points.columns == d)
    for row in stride(from: 0, to: n, by: 501) {
      let length = (0..<d).reduce(0) { $0 + points[row, $1] * points[row, $1] }
      #expect(abs(length - 1) < 1e-14)
    }
    for column in 0..<d {
      let values = (0..<n).map { points[$0, column] }
      let mean = values.reduce(0, +) / Double(n)
      let square = values.reduce(0) { $0 + $1 * $1 } / Double(n)
      // E x^2 = 1/d, E x^4 = 3/(d (d+2)): five standard errors.
      #expect(abs(mean) < 5 * (1 / Double(d * n)).squareRoot())
      #expect(abs(square - 1 / Double(d)) < 5 * ((3.0 / 35 - 1.0 / 25) / Double(n)).squareRoot())
    }
  }

  @Test func `a longer sample begins with the shorter one, and seeds differ`() throws {
    let (short, long, other) = (try points(3, 4, 1), try points(10, 4, 1), try points(3, 4, 2))
    #expect(short.elements == Array(long.elements[..<12]))
    #expect(short.elements != other.elements)
  }

  @Test func `one point in the plane is a sample`() throws { #expect(try points(1, 2, 0).elements.count == 2) }

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
