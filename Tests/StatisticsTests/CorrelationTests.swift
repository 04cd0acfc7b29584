import Foundation
import Testing

@testable import Statistics

@Suite struct CorrelationTests {
  private let x = [1, 2, 3, 4, 5, 6.5]
  private let y = [2.1, 3.9, 6.2, 7.0, 11.1, 10.2]

  @Test func `coefficient and interval agree with SciPy`() throws {
    // scipy.stats.pearsonr(x, y) and its confidence_interval(0.95), (0.8).
    let found = try Correlation(x, y)
    #expect((found.coefficient - 0.9453927671587194).magnitude < 1e-14)
    let (wide, narrow) = (try found.interval(), try found.interval(level: 0.8))
    #expect((wide.lower - 0.5749866051242783).magnitude < 1e-12 && (wide.upper - 0.9941773087401776).magnitude < 1e-12)
    #expect((narrow.lower - 0.7804896970002625).magnitude < 1e-12)
    #expect((narrow.upper - 0.9872991278786261).magnitude < 1e-12)
  }

  @Test func `that of logarithms agrees with SciPy`() throws {
    let found = try Correlation(logarithmsOf: x, y)
    #expect((found.coefficient - 0.983563776270737).magnitude < 1e-14)
    #expect((try found.interval().lower - 0.8524355124638607).magnitude < 1e-12)
  }

  @Test func `a line has correlation 1 and its sign, without a width, at any scale`() throws {
    for scale in [1e-200, 1, 1e200] {
      let found = try Correlation(x, x.map { -scale * $0 })
      #expect((found.coefficient + 1).magnitude < 1e-15)
      let interval = try found.interval()
      #expect(interval.lower >= -1 && interval.upper <= -1 + 1e-6)
    }
  }

  @Test func `what has no correlation is refused`() {
    #expect(throws: RegressionError.lengthsDiffer(first: 6, second: 5)) { try Correlation(x, Array(y.dropLast())) }
    #expect(throws: RegressionError.tooFewPoints(points: 3, needed: 4)) { try Correlation([1, 2, 3], [1, 2, 4]) }
    #expect(throws: RegressionError.constantAbscissa(value: 2)) { try Correlation([2, 2, 2, 2], [1, 2, 3, 4]) }
    #expect(throws: RegressionError.notFinite(index: 1)) { try Correlation([2, .nan, 2, 2], [1, 2, 3, 4]) }
    #expect(throws: RegressionError.notPositive(index: 0, value: -1)) {
      try Correlation(logarithmsOf: [-1, 2, 3, 4], [1, 2, 3, 4])
    }
    #expect(throws: RegressionError.badLevel(level: 1)) { try Correlation(x, y).interval(level: 1) }
  }
}
