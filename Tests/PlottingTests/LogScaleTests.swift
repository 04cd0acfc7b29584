import Testing

@testable import Plotting

struct LogScaleTests {
  @Test func `equal ratios have equal distances`() throws {
    #expect(try [1, 10, 100, 1000, 10_000].map(LogScale(1...10_000).fraction) == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func `zero, negative and missing values have no place`() throws {
    #expect(try [0, -1, .nan, .infinity].map(LogScale(1...10).fraction).allSatisfy { $0.isNaN })
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
    #expect(LogScale.power(400) == .greatestFiniteMagnitude && LogScale.power(-400) == .leastNonzeroMagnitude)
  }

  private func ticks(_ domain: ClosedRange<Double>, length: Double = 150) throws -> [Tick] {
    try LogTicks(domain, TickSpace(length: length, fontSize: 7, isHorizontal: false)).chosen().all
  }

  @Test func `decades are powers of ten with eight minor ticks between`() throws {
    let all = try ticks(1e-4...1e-1)
    #expect(all.compactMap(\.label) == ["$10^{-4}$", "$10^{-3}$", "$10^{-2}$", "$10^{-1}$"])
    #expect(all.filter { $0.label == nil && $0.value > 1e-3 && $0.value < 1e-2 }.count == 8)
  }

  @Test(arguments: [(10.0...5000.0, ["10", "100", "1000"]), (0.04...0.9, ["0.05", "0.1", "0.2", "0.5"])])
  func `small counts are written out, and within two decades 1, 2 and 5 are labelled`(
    domain: ClosedRange<Double>, labels: [String]
  ) throws { #expect(try ticks(domain).compactMap(\.label) == labels) }

  @Test func `many decades are labelled at even steps, with the others as minor ticks`() throws {
    let labels = try ticks(1e-60...1).compactMap(\.label)
    #expect((3...13).contains(labels.count) && labels.last == "$10^{0}$")
  }

  @Test func `a sliver of a decade falls back to equal steps`() throws {
    let labels = try ticks(100...101).compactMap(\.label)
    #expect(labels.count >= 2 && labels.allSatisfy { $0.hasPrefix("10") })
  }

  @Test(arguments: [
    1e-308...1e308, Double.leastNonzeroMagnitude...2000 * Double.leastNonzeroMagnitude, 1e300...1.7e308, 1...1.0000001,
  ]) func `any positive range has at least two labels`(domain: ClosedRange<Double>) throws {
    #expect(try ticks(domain).compactMap(\.label).count >= 2)
  }

  private let space = TickSpace(length: 150, fontSize: 7, isHorizontal: false)

  @Test func `the scale is odd about zero and follows the logarithm of 1 + x/t`() {
    let scale = SymlogScale(-100...100, threshold: 1)
    #expect(scale.fraction(0) == 0.5 && abs(scale.fraction(10) + scale.fraction(-10) - 1) < 1e-15)
    // log10(1 + 9) = 1 and log10(1 + 99) = 2.
    #expect(abs(SymlogScale(0...99, threshold: 1).fraction(9) - 0.5) < 1e-15)
  }

  @Test func `ticks are zero and powers of ten with their signs`() throws {
    let ticks = try SymlogScale(-1000...1000, threshold: 1).ticks(space).all
    let values = ticks.map(\.value)
    #expect(values.contains(0) && values == values.reversed().map { -$0 } && ticks.last?.label == "$10^{3}$")
  }

  @Test func `six hundred decades still have few ticks`() throws {
    #expect(try (2...20).contains(SymlogScale(-1e300...1e300, threshold: 1e-300).ticks(space).all.count))
  }
}
