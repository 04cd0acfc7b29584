import Foundation
import LinearAlgebra
import Testing

@testable import Networks

@Suite struct RadialProfileTests {
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
    #expect(
      profile != RadialProfile.random(seed: seed + 1) && profile(0.7) != RadialProfile.random(seed: seed + 1)(0.7))
  }
}
