import Testing

@testable import Plotting

struct LinearScaleTests {
  @Test func `the ends and the middle are at 0, 1 and a half`() {
    let scale = LinearScale(-2...6)
    #expect([-2, 2, 6].map(scale.fraction) == [0, 0.5, 1])
  }

  @Test func `the whole range of doubles does not overflow`() {
    let scale = LinearScale(-Double.greatestFiniteMagnitude...Double.greatestFiniteMagnitude)
    #expect(scale.fraction(0) == 0.5)
    #expect(scale.fraction(.greatestFiniteMagnitude) == 1)
  }

  @Test func `a domain without width is widened around its value`() {
    #expect(LinearScale(0...0).domain == -1...1)
    #expect(LinearScale(5...5).domain == 4.5...5.5)
    #expect(LinearScale(1...(1 + 1e-15)).domain.lowerBound < 0.95)
  }

  @Test func `what is not finite has no place`() {
    let scale = LinearScale(0...1)
    #expect([Double.nan, .infinity, -.infinity].map(scale.fraction).allSatisfy { $0.isNaN })
  }
}
