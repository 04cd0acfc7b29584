import Foundation
import Testing

@testable import Plotting

struct ScaleTests {
  private let space = TickSpace(length: 100, fontSize: 7, isHorizontal: true)

  @Test func `labels that touch do not fit and labels apart do, those beside an upright axis by their height`() throws {
    #expect(try space.fits([(0, "1"), (0.5, "2"), (1, "3")]))
    #expect(try !space.fits([(0.5, "1000"), (0.6, "2000")]))
    #expect(try space.fits([]))
    let upright = TickSpace(length: 100, fontSize: 7, isHorizontal: false)
    #expect(try upright.fits([(0.5, "1000000000"), (0.7, "2000000000")]))
    #expect(try !upright.fits([(0.5, "1"), (0.55, "2")]))
    // Slanted labels need a line's height along a horizontal axis.
    #expect(space.fitsSlanted(7) && !space.fitsSlanted(8))
  }

  @Test(arguments: [
    (NumberLabel.fixed(-1.5, digits: 2), "−1.50"), (NumberLabel.fixed(-0.0001, digits: 2), "0.00"),
    (NumberLabel.fixed(3, digits: -1), "3"), (NumberLabel.power(1e-3), "$10^{-3}$"),
    (NumberLabel.power(-100), "−$10^{2}$"), (NumberLabel.power(0), "0"), (NumberLabel.exact(1), "1"),
    (NumberLabel.exact(-0.1), "−0.1"),
  ]) func `labels have a true minus sign, no negative zero, and powers of ten as superscripts`(
    found: String, label: String
  ) { #expect(found == label) }

  @Test(arguments: [
    (1.0, "1"), (0.05, "0.05"), (20_000, "20000"), (2e-7, "$2\\times10^{-7}$"), (1e9, "$10^{9}$"), (-2.5, "−2.5"),
    (0, "0"), (1.5e300, "$1.5\\times10^{300}$"), (-1e-5, "$−1\\times10^{-5}$"),
  ]) func `short labels are plain within reason`(value: Double, label: String) {
    #expect(NumberLabel.short(value) == label)
  }
}

struct CategoryScaleTests {
  private func space(_ length: Double) -> TickSpace { TickSpace(length: length, fontSize: 7, isHorizontal: true) }

  @Test func `every name has a place of equal width`() {
    #expect([-0.5, 0, 1, 1.5].map(CategoryScale(names: ["a", "b"]).fraction) == [0, 0.25, 0.75, 1])
    #expect(CategoryScale(names: []).domain == -0.5...0.5)
  }

  @Test func `names that fit stand upright, longer ones slanted, too many are thinned`() throws {
    let short = try CategoryScale(names: ["a", "b", "c"]).ticks(space(100))
    #expect(short.angle == 0 && short.all.compactMap(\.label) == ["a", "b", "c"])
    let long = try CategoryScale(names: (0..<6).map { "a long name \($0)" }).ticks(space(100))
    #expect(long.angle == 45 && long.all.allSatisfy { $0.label != nil })
    let many = try CategoryScale(names: (0..<200).map { "name \($0)" }).ticks(space(100))
    #expect(many.angle == 0 && many.all.count == 200 && (2...6).contains(many.all.compactMap(\.label).count))
  }

  @Test func `special characters of names are shown as they are, and a long name is cut`() throws {
    let ticks = try CategoryScale(names: ["a_$b\\c{d}", ""]).ticks(space(200)).all
    #expect(try TextLayout(ticks[0].label ?? "", size: 7).pieces.map(\.text).joined() == "a_$b\\c{d}")
    #expect(ticks[1].label == "–")
    let long = try CategoryScale(names: [String(repeating: "long ", count: 50)]).ticks(space(400)).all
    #expect(long[0].label?.hasSuffix("…") == true)
  }
}

struct LinearScaleTests {
  @Test(arguments: [-2.0...6.0, -Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude])
  func `the ends and the middle are at 0, 1 and a half, over the whole range of doubles too`(
    domain: ClosedRange<Double>
  ) {
    let (low, high) = (domain.lowerBound, domain.upperBound)
    #expect([low, low / 2 + high / 2, high].map(LinearScale(domain).fraction) == [0, 0.5, 1])
  }

  @Test func `a domain without width is widened around its value, and what is not finite has no place`() {
    #expect(LinearScale(0...0).domain == -1...1 && LinearScale(5...5).domain == 4.5...5.5)
    #expect(LinearScale(1...(1 + 1e-15)).domain.lowerBound < 0.95)
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

  @Test func `whole numbers have ticks at whole numbers, where two of them are there`() throws {
    func labels(_ domain: ClosedRange<Double>) throws -> [String] {
      let space = TickSpace(length: 150, fontSize: 7, isHorizontal: true)
      return try LinearScale(domain, isWhole: true).ticks(space).all.compactMap(\.label)
    }
    #expect(try labels(-0.04...1.04) == ["0", "1"] && labels(0.92...3.08) == ["1", "2", "3"])
    #expect(try labels(-0.4...10.4).allSatisfy { Int($0) != nil } && labels(4.5...5.5).count > 1)
    #expect(try labels(0...2e6).allSatisfy { !$0.isEmpty })
    var extent = Extent()
    extent.include([1, 2, .nan])
    #expect(!extent.hasFractions)
    extent.include([1.5])
    #expect(extent.hasFractions)
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

struct LogScaleTests {
  @Test func `equal ratios have equal distances, and zero, negative and missing values have no place`() throws {
    #expect(try [1, 10, 100, 1000, 10_000].map(LogScale(1...10_000).fraction) == [0, 0.25, 0.5, 0.75, 1])
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

  @Test func `many decades are labelled at even steps, and a sliver of one falls back to equal steps`() throws {
    let labels = try ticks(1e-60...1).compactMap(\.label)
    #expect((3...13).contains(labels.count) && labels.last == "$10^{0}$")
    let few = try ticks(100...101).compactMap(\.label)
    #expect(few.count >= 2 && few.allSatisfy { $0.hasPrefix("10") })
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

  @Test func `ticks are zero and powers of ten with their signs, few for six hundred decades too`() throws {
    let ticks = try SymlogScale(-1000...1000, threshold: 1).ticks(space).all
    let values = ticks.map(\.value)
    #expect(values.contains(0) && values == values.reversed().map { -$0 } && ticks.last?.label == "$10^{3}$")
    #expect(try (2...20).contains(SymlogScale(-1e300...1e300, threshold: 1e-300).ticks(space).all.count))
  }
}
