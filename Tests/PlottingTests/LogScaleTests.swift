import Testing

@testable import Plotting

struct LogScaleTests {
  @Test func `equal ratios have equal distances`() throws {
    let scale = try LogScale(1...10_000)
    #expect([1, 10, 100, 1000, 10_000].map(scale.fraction) == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func `zero, negative and missing values have no place`() throws {
    let scale = try LogScale(1...10)
    #expect([0, -1, .nan, .infinity].map(scale.fraction).allSatisfy { $0.isNaN })
  }

  @Test func `a domain that is not positive is refused`() {
    #expect(throws: PlottingError.emptyScale(axis: "y", reason: "a log scale needs positive ends")) {
      try LogScale(0...1, axis: "y")
    }
  }

  @Test func `one value gets half a decade on each side`() throws {
    let scale = try LogScale(100...100)
    #expect(abs(scale.fraction(100) - 0.5) < 1e-12)
    #expect(abs(scale.domain.upperBound / scale.domain.lowerBound - 10) < 1e-9)
  }

  @Test func `powers stay within the range of doubles`() {
    #expect(LogScale.power(400) == .greatestFiniteMagnitude)
    #expect(LogScale.power(-400) == .leastNonzeroMagnitude)
  }
}
