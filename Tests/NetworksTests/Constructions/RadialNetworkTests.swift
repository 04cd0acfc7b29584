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
      #expect(greatest <= error)
      #expect(greatest > 0.02 * error)
      #expect(radial.firstWidth == radial.network.first.rows && radial.secondWidth == radial.network.second.rows)
      let shape = try RadialShape(profile: profile, dimension: dimension, error: error)
      #expect(shape.parameterCount == radial.network.parameterCount)
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
