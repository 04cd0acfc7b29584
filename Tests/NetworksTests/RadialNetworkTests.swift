import Foundation
import LinearAlgebra
import Testing

@testable import Networks

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
      let bound = RadialBound(profile: profile, shape: shape)
      #expect(greatest <= bound.total && bound.total <= error)
    }
  }

  /// By mpmath, a ternary search around the worst of 4,001 places in every piece, 30 digits.
  @Test(arguments: [
    (RadialProfile.valley, 8, 0.08, 0.01787130676407497, 0.0398370017569886),
    (RadialProfile.cone, 16, 0.05, 0.01176344723190767, 0.025),
    (RadialProfile.random(seed: 4), 5, 0.1, 0.0304560468834993, 0.0496903994999953),
    (RadialProfile.valley, 64, 0.01, 0.004672918042572841, 0.005),
    (RadialProfile.cone, 2, 0.12, 0.0277898314896828, 0.058925565098879),
  ])
  func `the bound over the ball is that of a search`(
    profile: RadialProfile, dimension: Int, error: Double, outer: Double, inner: Double
  ) throws {
    let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
    let bound = RadialBound(profile: profile, shape: shape)
    #expect(abs(bound.outer - outer) < 1e-14 && abs(bound.inner / inner - 1) < 1e-13)
    #expect(bound.total == bound.outer + bound.inner)
  }

  /// For a line the distance is (b - a)^2 / (4 (a + b)) times its slope; across a kink by the same search.
  @Test(arguments: [
    (RadialProfile.valley, 0.1, 0.3, 0.025), (RadialProfile.cone, 0, 0.2, 0.1), (RadialProfile.valley, 0.4, 0.6, 0.1),
    (RadialProfile.valley, 0.45, 0.6, 0.06507936507936507), (RadialProfile.cone, 0.4, 0.7, 0.1454545454545454),
    (RadialProfile.cone, 0.6, 0.9, 0),
  ])
  func `the error of a piece is known in closed form`(profile: RadialProfile, a: Double, b: Double, error: Double) {
    #expect(abs(RadialBound.error(of: profile, between: a, and: b) - error) < 1e-14)
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
