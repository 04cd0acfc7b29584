import LinearAlgebra
import Testing

@testable import Networks

@Suite struct RadialNetworkTests {
  static let profiles: [RadialProfile] = [.valley, .cone, .random(seed: 4)]

  /// Random points, the origin and points next to it, and points of the unit sphere.
  static func points(_ dimension: Int) throws -> Matrix {
    let inside = try RadialSample.points(count: 300, dimension: dimension, seed: 8)
    let sphere = try Sampling.sphere(
      count: 60, dimension: dimension, stream: RandomStream(seed: 8, purpose: "sphere"))
    let near = (0..<60).flatMap { row in sphere[row: row].map { $0 * Double(row) / 600 } }
    return try Matrix(
      rows: 420, columns: dimension, elements: inside.elements + sphere.elements + near)
  }

  @Test(arguments: [1, 2, 5, 16], [0.3, 0.1, 0.03])
  func `the error is nowhere above the allowed one`(dimension: Int, error: Double) throws {
    let points = try Self.points(dimension)
    for profile in Self.profiles {
      let radial = try RadialNetwork(profile: profile, dimension: dimension, error: error)
      let values = try radial.network.values(at: points)
      let greatest = zip(values, profile.values(at: points)).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(greatest <= error)
      #expect(greatest > 0.02 * error)
      #expect(radial.firstWidth == radial.network.first.rows && radial.secondWidth == radial.network.second.rows)
    }
  }

  @Test func `widths are polynomial as stated`() throws {
    let radial = try RadialNetwork(profile: .valley, dimension: 16, error: 0.1)
    // 2 * 64 / 0.1 and 1.06 / 0.1, times sqrt(1 + d h^2 / 4) and rounded up.
    #expect(radial.firstWidth == 1280)
    #expect(radial.secondWidth == 11)
  }

  @Test func `an error that is not positive and widths beyond reason are refused`() {
    #expect(throws: NetworkError.empty("the input")) { try RadialNetwork(profile: .cone, dimension: 0, error: 1) }
    #expect(throws: NetworkError.notPositive(what: "the allowed error", value: 0)) {
      try RadialNetwork(profile: .cone, dimension: 1, error: 0)
    }
    #expect(throws: NetworkError.self) { try RadialNetwork(profile: .cone, dimension: 64, error: 1e-9) }
  }
}
