import Testing

@testable import Networks

@Suite struct ChainTrialTests {
  @Test func `trials keep the chain and balance to equality`() throws {
    for index in 0..<60 {
      let trial = try ChainTrial(index: index, seed: 1)
      #expect(trial.chain.slack > -1e-12)
      #expect(trial.balancedError < 1e-10)
    }
  }

  @Test func `a trial depends on its index and seed alone`() throws {
    #expect(try ChainTrial(index: 3, seed: 1) == ChainTrial(index: 3, seed: 1))
    #expect(try ChainTrial(index: 3, seed: 1) != ChainTrial(index: 4, seed: 1))
    #expect(try ChainTrial(index: 3, seed: 1) != ChainTrial(index: 3, seed: 2))
  }
}
