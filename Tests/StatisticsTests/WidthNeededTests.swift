import Foundation
import Testing

@testable import Statistics

@Suite struct WidthNeededTests {
  @Test func `a power law is interpolated exactly`() throws {
    let widths = [16.0, 64, 256]
    let needed = try WidthNeeded(level: 0.1, widths: widths, errors: widths.map { 1 / $0.squareRoot() })
    guard case .reached(let width, let bracket) = needed else {
      Issue.record("not reached")
      return
    }
    #expect(abs(width - 100) < 1e-10)
    #expect(bracket == 64...256)
  }

  @Test func `nothing is extrapolated`() throws {
    let widths = [16.0, 64]
    #expect(try WidthNeeded(level: 1, widths: widths, errors: [0.5, 0.3]) == .belowSmallest(16))
    #expect(try WidthNeeded(level: 0.1, widths: widths, errors: [0.5, 0.3]) == .notReached(leastError: 0.3))
  }

  @Test func `the first crossing counts`() throws {
    let needed = try WidthNeeded(level: 1, widths: [1, 16, 64, 256], errors: [4, 1, 3, 0.5])
    guard case .reached(let width, let bracket) = needed else {
      Issue.record("not reached")
      return
    }
    #expect(abs(width - 16) < 1e-12)
    #expect(bracket == 1...16)
  }

  @Test func `seeds are combined on the log scale with a Student interval`() throws {
    let seeds = [10.0, 100, 1000].map { WidthNeeded.reached(width: $0, bracket: $0...$0) }
    let combined = try #require(try WidthNeeded.combined(seeds))
    #expect(abs(combined.mean - 100) < 1e-10)
    // t_{0.975} with 2 degrees of freedom is 4.302652729911275.
    let half = 4.302652729911275 * log(10) / 3.0.squareRoot()
    #expect(abs(log(combined.interval.upper) - log(100) - half) < 1e-9)
    #expect(try WidthNeeded.combined(seeds + [.notReached(leastError: 1)]) == nil)
    #expect(try WidthNeeded.combined([seeds[0]]) == nil)
  }

  @Test func `bad curves are refused`() {
    #expect(throws: RegressionError.lengthsDiffer(first: 1, second: 2)) {
      try WidthNeeded(level: 1, widths: [1], errors: [1, 2])
    }
    #expect(throws: RegressionError.tooFewPoints(points: 0, needed: 1)) {
      try WidthNeeded(level: 1, widths: [], errors: [])
    }
    #expect(throws: RegressionError.notPositive(index: 0, value: 0)) {
      try WidthNeeded(level: 1, widths: [1], errors: [0])
    }
    #expect(throws: RegressionError.notPositive(index: 0, value: -1)) {
      try WidthNeeded(level: -1, widths: [1], errors: [1])
    }
    #expect(throws: RegressionError.self) { try WidthNeeded(level: 1, widths: [10, 5], errors: [2, 1]) }
  }
}
