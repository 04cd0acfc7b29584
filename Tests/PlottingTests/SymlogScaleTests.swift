import Testing

@testable import Plotting

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
