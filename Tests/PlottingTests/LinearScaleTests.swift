import Foundation
import Testing

@testable import Plotting

struct LinearScaleTests {
  @Test(arguments: [-2.0...6.0, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude])
  func `the ends and the middle are at 0, 1 and a half, over the whole range of doubles too`(
    domain: ClosedRange<Double>
  ) {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    #expect([low, low / 2 + high / 2, high].map(LinearScale(domain).fraction) == [0, 0.5, 1])
  }

  @Test func `a domain without width is widened around its value`() {
    #expect(LinearScale(0...0).domain == -1...1 && LinearScale(5...5).domain == 4.5...5.5)
    #expect(LinearScale(1...(1 + 1e-15)).domain.lowerBound < 0.95)
  }

  @Test func `what is not finite has no place`() {
    #expect([Double.nan, .infinity, -.infinity].map(LinearScale(0...1).fraction).allSatisfy { $0.isNaN })
  }

  private func labels(_ domain: ClosedRange<Double>, length: Double = 150, horizontal: Bool = true) throws -> Ticks {
    return try LinearTicks(domain, TickSpace(length: length, fontSize: 7, isHorizontal: horizontal)).chosen()
  }

  @Test(arguments: [
    (0.0...10.0, ["0.0", "2.5", "5.0", "7.5", "10.0"]), (-1...1, ["−1.0", "−0.5", "0.0", "0.5", "1.0"]),
    (0...1, ["0.00", "0.25", "0.50", "0.75", "1.00"]),
  ]) func `round steps divide common ranges`(domain: ClosedRange<Double>, wanted: [String]) throws {
    #expect(try labels(domain).all.compactMap(\.label) == wanted)
  }

  @Test(arguments: [
    0.1...0.1000001, 1e-300...2e-300, -1.7e308...1.7e308, 3...1e6, 0.13...0.27, -7.3...(-7.1), 1e15...(1e15 + 8),
    99.5...100.5,
  ]) func `every range has at least two ticks inside it, at equal steps`(domain: ClosedRange<Double>) throws {
    let values = try labels(domain).all.map(\.value)
    #expect(values.count >= 2)
    let slack = (domain.upperBound / 2 - domain.lowerBound / 2) * 1e-6
    #expect(values.allSatisfy { $0 >= domain.lowerBound - slack && $0 <= domain.upperBound + slack })
    let steps = zip(values.dropFirst(), values).map { $0 / 2 - $1 / 2 }
    #expect((steps.max() ?? 0) - (steps.min() ?? 0) <= (steps.max() ?? 0) * 1e-3)
  }

  @Test func `large and small numbers share a power of ten`() throws {
    let ticks = try labels(0...3.2e11)
    #expect(ticks.factor == "$\\times10^{11}$")
    #expect(ticks.all.compactMap(\.label) == ["0", "1", "2", "3"])
    #expect(try labels(0...4e-6).factor == "$\\times10^{-6}$")
  }

  @Test func `a narrow range far from zero is counted from a round offset`() throws {
    let ticks = try labels(1.000001...1.000009)
    #expect(ticks.factor == "offset 1, $\\times10^{-6}$")
    #expect(ticks.all.allSatisfy { abs(remainder(($0.value - 1) * 1e6, 1)) < 1e-6 })
  }

  @Test func `a longer axis has more ticks`() throws {
    let (few, many) = (try labels(0...1, length: 60), try labels(0...1, length: 600))
    #expect(few.all.count < many.all.count)
  }
}
