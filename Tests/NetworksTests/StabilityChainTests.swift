import LinearAlgebra
import Testing

@testable import Networks

@Suite struct StabilityChainTests {
  @Test(arguments: 0..<100)
  func `no link of the chain breaks on random networks`(seed: Int) throws {
    let sample = try Sample.random(seed)
    #expect(try StabilityChain(sample.network, sample.points).holds(within: 1e-12))
  }

  @Test func `a chain whose link breaks does not hold`() throws {
    let sample = try Sample.random(1)
    let chain = try StabilityChain(sample.network, sample.points)
    #expect(chain.sharpness > 0)
    #expect(!chain.holds(within: -1))
  }

  @Test func `a single point satisfies the chain with equality in its first link`() throws {
    let network = try ShallowNetwork(width: 4, dimension: 2, scale: 1, biasScale: 1, seed: 2)
    let chain = try StabilityChain(network, Matrix(rows: 1, columns: 2, elements: [0.3, -1]))
    #expect((chain.sharpness - chain.gradientMean).magnitude < 1e-12 * chain.sharpness)
    #expect(chain.holds(within: 1e-12))
  }

  @Test func `the bound falls with the step and refuses steps that are not positive`() throws {
    #expect(try StabilityChain.bound(step: 0.5) == 1.5)
    for step in [0, -1, .nan] {
      #expect(throws: NetworkError.self) { try StabilityChain.bound(step: step) }
    }
  }

  @Test func `a chain without points is refused`() throws {
    let network = try ShallowNetwork(width: 1, dimension: 1, scale: 1, seed: 1)
    #expect(throws: NetworkError.empty("the set of points")) {
      try StabilityChain(network, Matrix(rows: 0, columns: 1))
    }
  }
}
