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

struct LogTicksTests {
  private func ticks(_ domain: ClosedRange<Double>, length: Double = 150) throws -> [Tick] {
    try LogTicks(domain, TickSpace(length: length, fontSize: 7, isHorizontal: false)).chosen().all
  }

  @Test func `decades are powers of ten with eight minor ticks between`() throws {
    let all = try ticks(1e-4...1e-1)
    #expect(all.compactMap(\.label) == ["$10^{-4}$", "$10^{-3}$", "$10^{-2}$", "$10^{-1}$"])
    #expect(all.filter { $0.label == nil && $0.value > 1e-3 && $0.value < 1e-2 }.count == 8)
  }

  @Test func `small counts are written out`() throws {
    #expect(try ticks(10...5000).compactMap(\.label) == ["10", "100", "1000"])
  }

  @Test func `many decades are labelled at even steps, with the others as minor ticks`() throws {
    let all = try ticks(1e-60...1)
    let labels = all.compactMap(\.label)
    #expect((3...13).contains(labels.count))
    #expect(labels.last == "$10^{0}$")
  }

  @Test func `within two decades 1, 2 and 5 are labelled`() throws {
    #expect(try ticks(0.04...0.9).compactMap(\.label) == ["0.05", "0.1", "0.2", "0.5"])
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
}

struct SymlogScaleTests {
  private let space = TickSpace(length: 150, fontSize: 7, isHorizontal: false)

  @Test func `the scale is odd about zero`() {
    let scale = SymlogScale(-100...100, threshold: 1)
    #expect(scale.fraction(0) == 0.5)
    #expect(abs(scale.fraction(10) + scale.fraction(-10) - 1) < 1e-15)
  }

  @Test func `places follow the logarithm of 1 + x/t`() {
    // log10(1 + 9) = 1 and log10(1 + 99) = 2.
    let scale = SymlogScale(0...99, threshold: 1)
    #expect(abs(scale.fraction(9) - 0.5) < 1e-15)
  }

  @Test func `ticks are zero and powers of ten with their signs`() throws {
    let ticks = try SymlogScale(-1000...1000, threshold: 1).ticks(space).all
    #expect(ticks.map(\.value).contains(0))
    #expect(ticks.map(\.value) == ticks.map(\.value).reversed().map { -$0 })
    #expect(ticks.last?.label == "$10^{3}$")
  }

  @Test func `six hundred decades still have few ticks`() throws {
    let ticks = try SymlogScale(-1e300...1e300, threshold: 1e-300).ticks(space).all
    #expect((2...20).contains(ticks.count))
  }
}
