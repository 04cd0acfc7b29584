import LinearAlgebra
import Testing

@testable import Networks

@Suite struct PooledPairTests {
  private func images() throws -> Matrix {
    try Matrix(
      rows: 5, columns: 16, elements: RandomStream(seed: 1, purpose: "images").gaussians(80).map(\.magnitude))
  }

  @Test func `images of two classes are pooled, centred and scaled`() throws {
    let data = try PooledPair(
      images: images(), labels: [3, 5, 7, 3, 5], first: 3, second: 5, count: 4, pool: 2, norm: 4, seed: 1
    ).training
    #expect(data.count == 4 && data.dimension == 4)
    #expect(data.targets.sorted() == [-1, -1, 1, 1])
    for column in 0..<4 { #expect((0..<4).reduce(0.0) { $0 + data.points[$1, column] }.magnitude < 1e-13) }
    #expect((squaredNorm(data.points.elements) / 4 - 16).magnitude < 1e-12)
  }

  @Test func `a pool is the mean of its square of pixels`() throws {
    // Two images that differ by 1 in the four pixels of the first pool: after centring +-1/2 there, 0 elsewhere.
    var pixels = [Double](repeating: 0.25, count: 32)
    for pixel in [0, 1, 4, 5] { pixels[pixel] += 1 }
    let data = try PooledPair(
      images: Matrix(rows: 2, columns: 16, elements: pixels), labels: [0, 1], first: 0, second: 1, count: 2, pool: 2,
      norm: 0.5, seed: 1
    ).training
    let first = data.targets[0] < 0 ? 0 : 1
    #expect(largestDifference(Array(data.points[row: first]), [0.5, 0, 0, 0]) < 1e-15)
    #expect(largestDifference(Array(data.points[row: 1 - first]), [-0.5, 0, 0, 0]) < 1e-15)
  }

  @Test func `held-out images share the shift and scale of the training images and no image`() throws {
    let pixels = [0, 1, 2, 4, 8, 16].map(Double.init)
    let pair = try PooledPair(
      images: Matrix(rows: 6, columns: 1, elements: pixels), labels: [0, 1, 0, 1, 0, 1], first: 0, second: 1, count: 4,
      heldOut: 2, pool: 1, norm: 1, seed: 2)
    let held = try #require(pair.heldOut)
    let all = pair.training.points.elements + held.points.elements
    // An affine image of the six pixels, each once, so that sorted neighbours keep the ratios of their distances.
    let steps = zip(all.sorted().dropFirst(), all.sorted()).map { $0 - $1 }
    #expect(largestDifference(steps.map { $0 / steps[0] }, [1, 1, 2, 4, 8]) < 1e-12)
    #expect(pair.training.points.elements.reduce(0, +).magnitude < 1e-13)
    #expect((squaredNorm(pair.training.points.elements) / 4 - 1).magnitude < 1e-13)
    #expect((pair.training.targets + held.targets).reduce(0, +) == 0)
  }

  @Test func `what does not fit is refused`() throws {
    func pair(labels: [Int], count: Int, pool: Int) throws -> PooledPair {
      try PooledPair(
        images: images(), labels: labels, first: 3, second: 5, count: count, pool: pool, norm: 1, seed: 1)
    }
    #expect(throws: NetworkError.outside(what: "the number of images", range: 1...4, value: 5)) {
      try pair(labels: [3, 5, 7, 3, 5], count: 5, pool: 2)
    }
    #expect(throws: NetworkError.outside(what: "the number of images", range: 1...4, value: 5)) {
      try PooledPair(
        images: images(), labels: [3, 5, 7, 3, 5], first: 3, second: 5, count: 3, heldOut: 2, pool: 2, norm: 1, seed: 1)
    }
    #expect(throws: NetworkError.mismatch(what: "the pooled side", expected: 4, found: 3)) {
      try pair(labels: [3, 5, 7, 3, 5], count: 2, pool: 3)
    }
    #expect(throws: NetworkError.mismatch(what: "the labels of the images", expected: 5, found: 1)) {
      try pair(labels: [3], count: 1, pool: 2)
    }
  }
}
