import Testing

@testable import Plotting

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

  @Test(arguments: [1e-308...1e308, 5e-324...1e-320, 1e300...1.7e308, 1...1.0000001])
  func `any positive range has at least two labels`(domain: ClosedRange<Double>) throws {
    #expect(try ticks(domain).compactMap(\.label).count >= 2)
  }
}
