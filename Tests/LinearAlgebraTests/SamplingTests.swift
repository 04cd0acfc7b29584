import Testing

@testable import LinearAlgebra

@Suite struct SamplingTests {
  let stream = RandomStream(seed: 3, purpose: "points")

  @Test(arguments: [1, 2, 3, 8, 17]) func `points have unit length`(dimension: Int) throws {
    let points = try Sampling.sphere(count: 500, dimension: dimension, stream: stream)
    for row in 0..<points.rows {
      let square = points[row: row].reduce(0) { $0 + $1 * $1 }
      #expect(abs(square - 1) < 1e-15)
    }
  }

  @Test(arguments: [2, 3, 8, 17]) func `coordinates have the moments of the uniform law`(dimension: Int) throws {
    let d = Double(dimension)
    let count = 40_000
    let points = try Sampling.sphere(count: count, dimension: dimension, stream: stream)
    let second = 1 / d
    let fourth = 3 / (d * (d + 2))
    let eighth = 105 / (d * (d + 2) * (d + 4) * (d + 6))
    for column in 0..<dimension {
      let squares = (0..<count).map { points[$0, column] * points[$0, column] }
      let mean = (0..<count).reduce(0) { $0 + points[$1, column] } / Double(count)
      let meanSquare = squares.reduce(0, +) / Double(count)
      let meanFourth = squares.reduce(0) { $0 + $1 * $1 } / Double(count)
      #expect(abs(mean) / (second / Double(count)).squareRoot() < 4.5)
      #expect(abs(meanSquare - second) / ((fourth - second * second) / Double(count)).squareRoot() < 4.5)
      #expect(abs(meanFourth - fourth) / ((eighth - fourth * fourth) / Double(count)).squareRoot() < 4.5)
    }
  }

  @Test func `cosines of points in space are uniform, as Archimedes found`() throws {
    let points = try Sampling.sphere(count: 100_000, dimension: 3, stream: stream)
    var bins = [Int](repeating: 0, count: 50)
    for pair in 0..<50_000 {
      let cosine = zip(points[row: 2 * pair], points[row: 2 * pair + 1]).reduce(0) { $0 + $1.0 * $1.1 }
      bins[min(Int((cosine + 1) * 25), 49)] += 1
    }
    #expect(abs(chiSquareScore(bins, expected: 1000)) < 4)
  }

  @Test func `a longer sample begins with the shorter one`() throws {
    let short = try Sampling.sphere(count: 3, dimension: 5, stream: stream)
    let long = try Sampling.sphere(count: 10, dimension: 5, stream: stream)
    #expect(long.prefix(rows: 3) == short)
  }

  @Test func `an empty or absurd sample is refused`() {
    for (count, dimension) in [(0, 3), (3, 0), (-1, 2)] {
      #expect(throws: LinearAlgebraError.empty(what: "the sample on the sphere")) {
        try Sampling.sphere(count: count, dimension: dimension, stream: stream)
      }
    }
    #expect(throws: LinearAlgebraError.tooLarge(what: "a matrix", rows: 1 << 40, columns: 1 << 40)) {
      try Sampling.sphere(count: 1 << 40, dimension: 1 << 40, stream: stream)
    }
  }
}
