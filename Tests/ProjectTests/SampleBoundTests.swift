import Foundation
import TestTools
import Testing

@testable import Project

@Suite struct SampleBoundTests {
  /// $\binom{N-D}{n} / \binom{N}{n}$ by counting the draws one element after the other.
  private func missed(_ faulty: Int, _ drawn: Int, _ population: Int) -> Double {
    (0..<drawn).reduce(1) { $0 * Double(max(0, population - faulty - $1)) / Double(population - $1) }
  }

  @Test(arguments: [(12, 240), (3, 43), (1, 7), (10, 10), (59, 1000), (20, 1374)])
  func `it is the largest number of faulty stages that a draw misses with five per cent`(
    _ drawn: Int, _ population: Int
  ) {
    let bound = SampleBound(drawn: drawn, population: population)
    #expect(missed(bound.faulty, drawn, population) >= 0.05 * (1 - 1e-9))
    #expect(missed(bound.faulty + 1, drawn, population) < 0.05)
    #expect(bound.share == Double(bound.faulty) / Double(population))
  }

  /// At exactly five per cent more faulty stages are not excluded: 1 of 20, 1 of 20 draws, 15 of 300.
  @Test func `what is missed with exactly five per cent is not excluded`() {
    #expect(SampleBound(drawn: 1, population: 20).faulty == 19)
    #expect(SampleBound(drawn: 1, population: 100).faulty == 95)
    #expect(SampleBound(drawn: 3, population: 6).faulty == 3)
    #expect(SampleBound(drawn: 2, population: 25).faulty == 19)
  }

  @Test func `known cases`() {
    // binom(189, 12) / binom(240, 12) = 0.05267 and binom(188, 12) / binom(240, 12) = 0.04933, in whole numbers.
    #expect(SampleBound(drawn: 12, population: 240).faulty == 51)
    #expect(SampleBound(drawn: 240, population: 240).faulty == 0)
    #expect(SampleBound(drawn: 0, population: 5).share == 1)
    #expect(SampleBound(drawn: 0, population: 0).share == 1)
  }

  @Test func `in ten thousand draws more faulty stages are missed in less than one of twenty`() {
    var generator = SeededGenerator(seed: 4711)
    let (drawn, population) = (12, 240)
    let faulty = SampleBound(drawn: drawn, population: population).faulty
    func share(_ faulty: Int) -> Double {
      var missed = 0
      for _ in 0..<10_000 {
        let draw = Array(0..<population).shuffled(using: &generator).prefix(drawn)
        if draw.allSatisfy({ $0 >= faulty }) { missed += 1 }
      }
      return Double(missed) / 10_000
    }
    // Four standard errors of a share of 0.05 in ten thousand draws are 0.0087.
    #expect(abs(share(faulty) - missed(faulty, drawn, population)) < 0.0087)
    #expect(share(faulty + 20) < 0.05)
  }
}
