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

  @Test(arguments: [(3, 1), (6, 2)]) func `measured errors on the sphere are the predicted ones`(d: Int, k: Int) throws
  {
    let points = try Sampling.sphere(count: 200, dimension: d, stream: RandomStream(seed: 9, purpose: "test"))
    let power = try EvenPower(dimension: d, power: k, directions: 32)
    var means: [Double] = []
    for seed in 0..<40 {
      let error = try power.measuredError(pieces: 60, seed: UInt64(seed), points: points)
      means.append(error * error)
    }
    let mean = means.reduce(0, +) / 40
    let deviation = (means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39 / 40).squareRoot()
    #expect(abs(mean - power.predictedError * power.predictedError) < 3.5 * deviation)
    #expect(deviation < 0.2 * mean)
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
    refused(.outside(what: "the dimension", range: 3...200, value: 2), try InnerProductBound(dimension: 2))
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

  /// The shares by quadrature of sin(a t) P_k(t) with 2000 nodes in the angle, log N(d, d^2) from mpmath.
  @Test(arguments: [
    (3, 0.9905135237235766, 2.9444389791664405), (4, 0.9995628090500743, 5.6664266881124322),
    (5, 0.9999961221859796, 8.732465848349878),
  ])
  func `the share of high degrees is that of a quadrature`(d: Int, share: Double, logCount: Double) throws {
    let bound = try InnerProductBound(dimension: d)
    #expect(abs((1 - bound.share) / (1 - share) - 1) < 1e-9)
    #expect(abs(bound.logMultiplicity - logCount) < 1e-12)
    #expect(abs(bound.logWidth - (log(share) + logCount) / 2) < 1e-12)
    #expect(abs(pow(Double(d), bound.power) / exp(bound.logWidth) - 1) < 1e-12)
  }

  /// From mpmath.
  @Test(arguments: [
    (0, 100.0, 0, 0.019985850304223122), (0, 100, 3, 0.076284201720331943), (6, 100, 0, 0.076284201720331943),
    (1, 50, 0, -0.029605831888924613), (1, 50, 3, 0.11178059493928059),
  ])
  func `Bessel functions of both kinds of order agree with high precision`(h: Int, x: Double, j: Int, value: Double) {
    #expect(abs(BesselLadder.values(halfOrder: h, argument: x, count: j + 1)[j] - value) < 1e-15)
  }

  @Test func `in log space large dimensions do not overflow`() throws {
    let bound = try InnerProductBound(dimension: 64)
    #expect(abs(bound.logMultiplicity - 319.99538421592699) < 1e-9)
    #expect(bound.share > 0.5 && bound.share <= 1)
  }

  @Test func `the width outgrows every fixed power of d`() throws {
    let widths = try [4, 8, 16, 32, 64].map { try InnerProductBound(dimension: $0).logWidth }
    let slopes = zip(widths, widths.dropFirst()).map { ($1 - $0) / log(2) }
    #expect(zip(slopes, slopes.dropFirst()).allSatisfy { $1 > 1.5 * $0 })
    #expect((slopes.last ?? 0) > 50)
  }
}

@Suite struct RadialNetworkTests {
  static let profiles: [RadialProfile] = [.valley, .cone, .random(seed: 4)]

  @Test(arguments: [1, 2, 5, 16], [0.3, 0.1, 0.03])
  func `the error is nowhere above the allowed one`(dimension: Int, error: Double) throws {
    let points = try RadialSample.withExtremes(count: 140, dimension: dimension, seed: 8)
    for profile in Self.profiles {
      let radial = try RadialNetwork(profile: profile, dimension: dimension, error: error)
      let greatest = try radial.greatestError(profile: profile, at: points)
      #expect(greatest <= error && greatest > 0.02 * error)
      #expect(radial.firstWidth == radial.network.first.rows && radial.secondWidth == radial.network.second.rows)
      let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
      #expect(shape.parameterCount == radial.network.parameterCount)
    }
  }

  @Test func `widths are polynomial as stated`() throws {
    let radial = try RadialNetwork(profile: .valley, dimension: 16, error: 0.1)
    // 2 * 64 / 0.1 and 1.06 / 0.1, times sqrt(1 + d h^2 / 4) and rounded up.
    #expect(radial.firstWidth == 1280 && radial.secondWidth == 11)
  }

  @Test func `an error that is not positive and widths beyond reason are refused`() {
    refused(.empty("the input"), try RadialNetwork(profile: .cone, dimension: 0, error: 1))
    refused(
      .notPositive(what: "the allowed error", value: 0), try RadialNetwork(profile: .cone, dimension: 1, error: 0))
    #expect(throws: NetworkError.self) { try RadialNetwork(profile: .cone, dimension: 64, error: 1e-9) }
    refused(.empty("the input"), try RadialShape(profile: .cone, dimension: 0, error: 1))
    let pieces = NetworkError.outside(what: "the number of pieces per coordinate", range: 1...31_250, value: 320_000)
    #expect(throws: pieces) { try RadialShape(profile: .valley, dimension: 64, error: 5e-5) }
  }

  @Test func `pieces are the stated multiples of the root of the dimension and of the inverse error`() throws {
    // L = 2: 2 * 4 * 2 / 0.1 pieces of a square, 1.06 * 2 / 0.1 of the profile.
    let shape = try RadialShape(profile: .cone, dimension: 16, error: 0.1)
    #expect(shape.pieces == 160 && shape.firstWidth == 2560 && shape.radii == 22)
    // h = 1/80: sqrt(1 + 16 / 6400 / 4).
    #expect(abs(shape.greatestRadius - 1.000625.squareRoot()) < 1e-15)
    #expect(shape.parameterCount == 2560 * 17 + 22 * 2562 + 1)
  }

  @Test func `the profiles have their values`() throws {
    #expect([0, 0.5, 1].map { RadialProfile.valley($0) } == [0.5, 0, 0.5])
    #expect([0, 0.25, 0.75].map { RadialProfile.cone($0) } == [1, 0.5, 0])
    let points = try Matrix(rows: 2, columns: 2, elements: [0.3, 0.4, 0, 1])
    #expect(RadialProfile.valley.values(at: points) == [0, 0.5])
  }

  @Test(arguments: [0, 1, 2] as [UInt64]) func `a random profile starts at zero and is 1-Lipschitz`(seed: UInt64) {
    let profile = RadialProfile.random(seed: seed)
    let values = (0...1000).map { profile(Double($0) / 1000) }
    #expect(values[0] == 0)
    #expect(zip(values, values.dropFirst()).allSatisfy { abs($0 - $1) <= 0.001 + 1e-15 })
    #expect((values.max() ?? 0) - (values.min() ?? 0) > 0.01)
    let other = RadialProfile.random(seed: seed + 1)
    #expect(profile != other && profile(0.7) != other(0.7))
  }

  @Test func `the radius of a sample is uniform and the direction too`() throws {
    let points = try RadialSample.points(count: 4000, dimension: 5, seed: 3)
    let count = 4000.0
    let radii: [Double] = (0..<4000).map { points[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let mean = radii.reduce(0, +) / count
    let square = radii.reduce(0) { $0 + $1 * $1 } / count
    // Four standard errors; the standard deviations are 0.289 of r, 0.298 of r^2 and 0.258 of a coordinate.
    let reach = 4 / count.squareRoot()
    #expect(abs(mean - 0.5) < 0.289 * reach)
    #expect(abs(square - 1.0 / 3) < 0.298 * reach)
    for column in 0..<5 {
      let average = (0..<4000).map { points[$0, column] }.reduce(0, +) / count
      #expect(abs(average) < 0.258 * reach)
    }
    #expect(try RadialSample.points(count: 10, dimension: 5, seed: 3) == points.prefix(rows: 10))
    #expect(throws: LinearAlgebraError.self) { try RadialSample.points(count: 0, dimension: 5, seed: 3) }
  }

  @Test func `the extremes hold the origin, its neighbourhood and the sphere`() throws {
    let points = try RadialSample.withExtremes(count: 20, dimension: 3, seed: 1)
    let radii: [Double] = (0..<60).map { points[row: $0].reduce(0) { $0 + $1 * $1 }.squareRoot() }
    #expect(points.prefix(rows: 20) == (try RadialSample.points(count: 20, dimension: 3, seed: 1)))
    #expect(radii[20..<40].allSatisfy { abs($0 - 1) < 1e-15 })
    #expect(radii[40] == 0 && radii[41...].allSatisfy { $0 > 0 && $0 < 0.1 })
  }

  @Test func `projections on an axis have the stated standard deviation`() throws {
    let points = try RadialSample.points(count: 20_000, dimension: 3, seed: 5)
    let square = (0..<20_000).reduce(0) { $0 + points[$1, 0] * points[$1, 0] } / 20_000
    let deviation = RadialSample.projectionDeviation(dimension: 3)
    #expect(abs(deviation - 1.0 / 3) < 1e-15)
    // The standard deviation of x_1^2 is sqrt(1/25 - 1/81) = 0.166, of its mean 0.0012.
    #expect(abs(square - deviation * deviation) < 0.005)
  }
}
