import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct OneHiddenLayerTests {
  /// From mpmath: c_{d,k} and sqrt(c_{d,2k} / c_{d,k}^2 - 1).
  @Test(arguments: [
    (2, 1, 0.5, 0.70710678118654752), (8, 2, 0.0375, 2.1343747458109496),
    (32, 3, 0.0003829656862745098, 5.2292698494048609),
  ])
  func `constants and predicted errors agree with high precision`(d: Int, k: Int, c: Double, error: Double) throws {
    #expect(abs(EvenPower.constant(dimension: d, power: k) / c - 1) < 1e-14)
    let power = try EvenPower(dimension: d, power: k, directions: 100)
    #expect(abs(power.predictedError * 10 / error - 1) < 1e-13)
  }

  @Test(arguments: [(3, 1), (6, 2)]) func `measured errors in the ball are the predicted ones`(d: Int, k: Int) throws {
    let points = try BallSample.points(count: 400, dimension: d, seed: 9)
    let power = try EvenPower(dimension: d, power: k, directions: 32)
    // For these points, not in the mean over points: the error on the sphere times |x|^{2k}.
    let squares: [Double] = (0..<400).map { points[row: $0].reduce(0) { $0 + $1 * $1 } }
    let weights: [Double] = squares.map { pow($0, 2 * Double(k)) }
    let weight = weights.reduce(0, +) / 400
    let predicted = power.predictedError * power.predictedError * weight
    // E |x|^{4k} = d / (d + 4k): six standard errors at most.
    let share: Double = Double(d) / Double(d + 4 * k)
    #expect(abs(weight - share) < 0.1)
    let ball = power.predictedBallError / power.predictedError
    #expect(abs(ball * ball - share) < 1e-14)
    var means: [Double] = []
    for seed in 0..<40 {
      let error = try power.measuredError(pieces: 60, seed: UInt64(seed), points: points)
      means.append(error * error)
    }
    let mean = means.reduce(0, +) / 40
    let deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
    #expect(abs(mean - predicted) < 3.5 * deviation)
    #expect(deviation < 0.2 * mean)
  }

  @Test func `points of the ball are uniform`() throws {
    let points = try BallSample.points(count: 4000, dimension: 3, seed: 2)
    let radii: [Double] = (0..<4000).map { points[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    // r^3 is uniform: its mean is 1/2, its standard deviation 0.289.
    let cubes: [Double] = radii.map { $0 * $0 * $0 }
    let mean = cubes.reduce(0, +) / 4000
    let reach = 4 * 0.289 / 4000.0.squareRoot()
    #expect(abs(mean - 0.5) < reach)
    #expect(radii.allSatisfy { $0 < 1 })
  }

  @Test func `inside the ball and at the origin it is the power as well`() throws {
    let network = try EvenPower(dimension: 2, power: 2, directions: 4000).network(pieces: 100, seed: 1)
    #expect(network.width == 400_000)
    let values = try network.values(at: Matrix(rows: 3, columns: 2, elements: [0, 0, 0.5, 0, 0.6, -0.8]))
    for (value, exact) in zip(values, [0, 0.0625, 1]) { #expect(abs(value - exact) < 0.04) }
  }

  @Test func `sizes at which rounding drowns the error are refused`() throws {
    let point = try Matrix(rows: 1, columns: 1000, elements: [1] + [Double](repeating: 0, count: 999))
    for pieces in [10, 10_000] {
      let found = #expect(throws: NetworkError.self) {
        try EvenPower(dimension: 1000, power: 20, directions: 1).measuredError(pieces: pieces, seed: 0, points: point)
      }
      #expect(found?.description.hasPrefix("the network for |x|^40 in dimension 1000 sums terms that cancel") == true)
    }
    // 1 / c is 6.7e7 for k = 3 in 1000 dimensions: rounding is 1e-6 of the error that is measured.
    #expect(try EvenPower(dimension: 1000, power: 3, directions: 2).network(pieces: 64, seed: 1).width == 128)
    let network = try EvenPower(dimension: 16, power: 3, directions: 1024).network(pieces: 64, seed: 1)
    #expect(network.width == 65_536)
  }

  @Test func `bad sizes are refused`() {
    #expect(throws: NetworkError.self) { try EvenPower(dimension: 1, power: 1, directions: 1) }
    refused(
      .outside(what: "the power k", range: 1...20, value: 0), try EvenPower(dimension: 2, power: 0, directions: 1))
    refused(.empty("the set of directions"), try EvenPower(dimension: 2, power: 1, directions: 0))
    refused(
      .empty("the interior of the knots"),
      try EvenPower(dimension: 2, power: 1, directions: 1).network(pieces: 0, seed: 0))
  }

  @Test func `it meets the function at the knots and is straight between them`() throws {
    let knots = [-1.0, -0.25, 0.5, 2]
    let interpolant = try PiecewiseLinear(knots: knots) { $0 * $0 }
    for knot in knots { #expect(abs(interpolant(knot) - knot * knot) < 1e-14) }
    #expect(abs(interpolant(1.25) - 2.125) < 1e-14)
    #expect(interpolant(-5) == 1)
    #expect(abs(interpolant(3) - 6.5) < 1e-14)
  }

  @Test func `the error for a square is a quarter of the squared half step`() throws {
    let interpolant = try PiecewiseLinear(pieces: 10, on: -1...1) { $0 * $0 }
    let places: [Double] = (0...2000).map { Double($0) / 1000 - 1 }
    let errors: [Double] = places.map { interpolant($0) - $0 * $0 }
    #expect(abs((errors.max() ?? 0) - 0.01) < 1e-12)
    #expect(errors.allSatisfy { $0 > -1e-14 })
    #expect(interpolant.knots.count == 10)
  }

  @Test func `knots that do not ascend and values that are no numbers are refused`() {
    refused(.empty("the interior of the knots"), try PiecewiseLinear(knots: [1]) { $0 })
    refused(.empty("the interior of the knots"), try PiecewiseLinear(pieces: 0, on: 0...1) { $0 })
    refused(.notPositive(what: "the distance of two knots", value: 0), try PiecewiseLinear(knots: [1, 1]) { $0 })
    refused(.notFinite("the knots or their values"), try PiecewiseLinear(knots: [0, 1]) { 1 / $0 })
  }
}
