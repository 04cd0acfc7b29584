import Testing

@testable import LinearAlgebra

@Suite struct RandomStreamTests {
  let stream = RandomStream(seed: 7, purpose: "test")
  static let points = RandomStream(seed: 3, purpose: "points")

  @Test func `words are the halves of Philox blocks keyed by seed and purpose`() {
    let stream = RandomStream(seed: 0x299f_31d0_a409_3822, purpose: "a")
    let counter = SIMD4<UInt32>(5, 0, 0x8601_ec8c, 0xaf63_dc4c)
    let block = Philox.block(counter: counter, key: SIMD2(0xa409_3822, 0x299f_31d0))
    #expect(stream.word(at: 10) == UInt64(block.x) | UInt64(block.y) << 32)
    #expect(stream.word(at: 11) == UInt64(block.z) | UInt64(block.w) << 32)
  }

  @Test func `the purpose is hashed by FNV-1a`() {
    #expect(RandomStream.fnv1a("") == 0xcbf2_9ce4_8422_2325)
    #expect(RandomStream.fnv1a("a") == 0xaf63_dc4c_8601_ec8c)
    #expect(RandomStream.fnv1a("foobar") == 0x8594_4171_f739_67e8)
  }

  @Test func `uniform draws stay inside the open interval and fill it evenly`() {
    let count = 100_000
    var bins = [Int](repeating: 0, count: 100)
    for index in 0..<count {
      let draw = stream.uniform(at: index)
      #expect(draw > 0 && draw < 1)
      bins[Int(draw * 100)] += 1
    }
    #expect(abs(chiSquareScore(bins, expected: Double(count) / 100)) < 4)
  }

  @Test func `normal draws have the moments of the normal law`() {
    let draws = stream.gaussians(200_000)
    for (power, mean, variance) in [(1.0, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96), (6, 15, 10_170)] {
      let moment = draws.reduce(0) { $0 + power.wholePower(of: $1) } / Double(draws.count)
      #expect(abs(moment - mean) / (variance / Double(draws.count)).squareRoot() < 4, "moment \(power)")
    }
  }

  @Test func `normal draws fall below the quartiles of the normal law as often as they should`() {
    let draws = stream.gaussians(100_000)
    let quantiles = [-1.6448536269514722, -0.6744897501960817, 0, 0.6744897501960817, 1.6448536269514722]
    for (quantile, share) in zip(quantiles, [0.05, 0.25, 0.5, 0.75, 0.95]) {
      let below = Double(draws.count { $0 < quantile })
      let deviation = (Double(draws.count) * share * (1 - share)).squareRoot()
      #expect(abs(below - share * Double(draws.count)) / deviation < 4)
    }
  }

  @Test func `a run of normal draws equals the draws asked for one by one in any order`() {
    for start in [0, 1, 6, 7] {
      let run = stream.gaussians(5, from: start)
      let single = (0..<5).reversed().map { stream.gaussian(at: start + $0) }
      #expect(run == single.reversed())
    }
    #expect(stream.gaussians(0).isEmpty)
  }

  @Test func `neighbouring draws and streams of other purposes or seeds are uncorrelated`() {
    let count = 100_000
    let draws = stream.gaussians(count)
    let shifted = stream.gaussians(count, from: 1)
    let otherPurpose = RandomStream(seed: 7, purpose: "tesu").gaussians(count)
    let otherSeed = RandomStream(seed: 8, purpose: "test").gaussians(count)
    for other in [shifted, otherPurpose, otherSeed] {
      let product = zip(draws, other).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product) / Double(count).squareRoot() < 4)
    }
  }

  @Test func `integers below a bound are equally likely`() {
    var counts = [Int](repeating: 0, count: 7)
    for index in 0..<70_000 { counts[stream.integer(below: 7, at: index)] += 1 }
    #expect(abs(chiSquareScore(counts, expected: 10_000)) < 4)
  }

  @Test func `integers below a bound of almost the whole range are not biased towards low values`() {
    let bound = Int.max / 2 + Int.max / 4
    var lower = 0
    for index in 0..<20_000 {
      let draw = stream.integer(below: bound, at: index)
      #expect((0..<bound).contains(draw))
      lower += draw < bound / 2 ? 1 : 0
    }
    #expect(abs(Double(lower) - 10_000) / 5000.0.squareRoot() < 4)
  }

  @Test func `a bound of one or less gives zero`() {
    #expect([1, 0, -5].map { stream.integer(below: $0, at: 3) } == [0, 0, 0])
  }

  @Test func `permutations hold every index once and every order is equally likely`() {
    #expect(stream.permutation(of: 50).sorted() == Array(0..<50))
    #expect(stream.permutation(of: 0).isEmpty && stream.permutation(of: -1).isEmpty)
    var counts: [[Int]: Int] = [:]
    for seed in 0..<24_000 {
      counts[RandomStream(seed: UInt64(seed), purpose: "order").permutation(of: 4), default: 0] += 1
    }
    #expect(counts.count == 24)
    #expect(abs(chiSquareScore(Array(counts.values), expected: 1000)) < 4)
  }

  /// Known answers of Random123's kat_vectors for philox4x32-10.
  @Test func `the published known answers are reproduced`() {
    let zeros = Philox.block(counter: SIMD4(repeating: 0), key: SIMD2(repeating: 0))
    #expect(zeros == SIMD4(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = Philox.block(counter: SIMD4(repeating: .max), key: SIMD2(repeating: .max))
    #expect(ones == SIMD4(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let counter = SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344)
    let digits = Philox.block(counter: counter, key: SIMD2(0xa409_3822, 0x299f_31d0))
    #expect(digits == SIMD4(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test(arguments: [1, 2, 3, 8, 17]) func `points have unit length`(dimension: Int) throws {
    let points = try Sampling.sphere(count: 500, dimension: dimension, stream: Self.points)
    for row in 0..<points.rows {
      let square = points[row: row].reduce(0) { $0 + $1 * $1 }
      #expect(abs(square - 1) < 1e-15)
    }
  }

  @Test(arguments: [2, 3, 8, 17]) func `coordinates have the moments of the uniform law`(dimension: Int) throws {
    let d = Double(dimension)
    let count = 40_000
    let points = try Sampling.sphere(count: count, dimension: dimension, stream: Self.points)
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
    let points = try Sampling.sphere(count: 100_000, dimension: 3, stream: Self.points)
    var bins = [Int](repeating: 0, count: 50)
    for pair in 0..<50_000 {
      let cosine = zip(points[row: 2 * pair], points[row: 2 * pair + 1]).reduce(0) { $0 + $1.0 * $1.1 }
      bins[min(Int((cosine + 1) * 25), 49)] += 1
    }
    #expect(abs(chiSquareScore(bins, expected: 1000)) < 4)
  }

  @Test func `a longer sample begins with the shorter one`() throws {
    let short = try Sampling.sphere(count: 3, dimension: 5, stream: Self.points)
    let long = try Sampling.sphere(count: 10, dimension: 5, stream: Self.points)
    #expect(long.prefix(rows: 3) == short)
  }

  @Test func `an empty or absurd sample is refused`() {
    for (count, dimension) in [(0, 3), (3, 0), (-1, 2)] {
      refused(
        .empty(what: "the sample on the sphere"),
        try Sampling.sphere(count: count, dimension: dimension, stream: Self.points))
    }
    refused(
      .tooLarge(what: "a matrix", rows: 1 << 40, columns: 1 << 40),
      try Sampling.sphere(count: 1 << 40, dimension: 1 << 40, stream: Self.points))
  }
}

/// The chi-square statistic of equally likely bins as a z-score.
func chiSquareScore(_ counts: [Int], expected: Double) -> Double {
  let statistic = counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
  let freedom = Double(counts.count - 1)
  return (statistic - freedom) / (2 * freedom).squareRoot()
}

extension Double {
  fileprivate func wholePower(of base: Double) -> Double {
    (0..<Int(self)).reduce(1) { product, _ in product * base }
  }
}
