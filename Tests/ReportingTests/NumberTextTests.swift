import Testing

@testable import Reporting

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-12, "−12"), (999_999, "999999"), (1_234_567, "1.235×10⁶"), (-2.5, "−2.500"), (123.456, "123.5"),
    (0.0001234, "0.0001234"), (0.00001234, "1.234×10⁻⁵"), (-6.02214e23, "−6.022×10²³"), (.nan, "n/a"),
    (.infinity, "∞"), (-.infinity, "−∞"),
  ])
  func `numbers have four digits, powers beyond 1e-4 and 1e6, and a true minus sign`(value: Double, text: String) {
    #expect(NumberText.text(value) == text)
  }

  @Test(arguments: [
    (0.05, "0.05"), (100, "100"), (2.5e-7, "2.5×10⁻⁷"), (1e-40, "10⁻⁴⁰"), (-1e-7, "−10⁻⁷"), (-0.5, "−0.5"),
  ])
  func `chosen numbers end with their last digit`(value: Double, text: String) {
    #expect(NumberText.plain(value) == text)
  }

  @Test(arguments: [
    (0.12345, 0.6789, "0.123 to 0.679"), (-2, 3, "−2 to 3"), (1e-6, 1, "1.00×10⁻⁶ to 1"), (7, 7, "7"), (0, 0, "0"),
    (1.00001, 1.00002, "1.00"),
  ])
  func `ends of a range have equal decimals and stand once when they print alike`(
    low: Double, high: Double, text: String
  ) {
    #expect(NumberText.range(low, high) == text)
  }

  @Test(arguments: [
    (2, 1.5, 2.7, "2.0 [1.5, 2.7]"), (-3.00213, -3.0031, -3.0011, "−3.0021 [−3.0031, −3.0011]"),
    (2e7, 1.9e7, 2.2e7, "2.00×10⁷ [1.90×10⁷, 2.20×10⁷]"), (1.0 / 3, .nan, .nan, "0.33333"),
  ])
  func `an interval's width decides the decimals of all three numbers`(
    value: Double, low: Double, high: Double, text: String
  ) {
    #expect(NumberText.text(Estimate(value: value, low: low, high: high), hasInterval: true) == text)
  }

  @Test func `without an interval five digits are shown`() {
    #expect(NumberText.text(Estimate(value: 0.123456, low: 0, high: 1), hasInterval: false) == "0.12346")
  }
}
