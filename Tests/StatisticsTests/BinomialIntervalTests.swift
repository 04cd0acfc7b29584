import Foundation
import Testing

@testable import Statistics

struct BinomialIntervalTests {
  /// By bisection of mpmath's incomplete beta function at 40 digits.
  @Test(arguments: [
    (7, 10, 0.95, 0.3475471499400027, 0.93326048882226553), (98, 100, 0.99, 0.91056932701340861, 0.99896038099405117),
    (9860, 10_000, 0.95, 0.9835003252315687, 0.98821038783158764),
    (1, 5, 0.9, 0.010206218313011496, 0.6574083180011387),
  ])
  func `ends agree with reference values`(k: Int, n: Int, level: Double, low: Double, high: Double) throws {
    let interval = try Interval(successes: k, trials: n, level: level)
    #expect(abs(interval.lower - low) < 1e-12 && abs(interval.upper - high) < 1e-12)
    let failures = try Interval(successes: n - k, trials: n, level: level)
    #expect(abs(failures.lower - (1 - high)) < 1e-12 && abs(failures.upper - (1 - low)) < 1e-12)
  }

  /// Without a success the upper end solves (1 - p)^n = (1 - level)/2.
  @Test(arguments: [1, 3, 50, 10_000])
  func `without successes or without failures one end is elementary`(trials: Int) throws {
    let root = pow(0.025, 1 / Double(trials))
    let (none, all) = (
      try Interval(successes: 0, trials: trials, level: 0.95),
      try Interval(successes: trials, trials: trials, level: 0.95)
    )
    #expect(none.lower == 0 && abs(none.upper - (1 - root)) < 1e-12)
    #expect(all.upper == 1 && abs(all.lower - root) < 1e-12)
  }

  @Test func `impossible counts and levels are refused`() {
    let expected = RegressionError.outside(
      what: "the number of successes", value: 4, need: "it must lie between 0 and 3, the trials")
    #expect(throws: expected) { try Interval(successes: 4, trials: 3, level: 0.95) }
    #expect(throws: RegressionError.self) { try Interval(successes: -1, trials: 3, level: 0.95) }
    #expect(throws: RegressionError.self) { try Interval(successes: 0, trials: 0, level: 0.95) }
    #expect(throws: RegressionError.badLevel(level: 1)) { try Interval(successes: 1, trials: 3, level: 1) }
  }
}
