import Testing

@testable import Reporting

@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (-3.0, "−3"), (0.012345, "0.01235"), (1.5, "1.500"), (123456.7, "123457"), (1e-9, "1.000×10⁻⁹"),
    (-2.5e12, "−2.500×10¹²"), (-12, "−12"), (999_999, "999999"), (1_234_567, "1.235×10⁶"),
    (123.456, "123.5"), (0.0001234, "0.0001234"), (0.00001234, "1.234×10⁻⁵"), (Double.nan, "n/a"),
    (Double.infinity, "∞"), (-Double.infinity, "−∞"),
  ])
  func `numbers read as in a paper`(_ value: Double, _ text: String) { #expect(NumberText.text(value) == text) }

  @Test(arguments: [
    (-2.46e-6, "\\ensuremath{-2.460\\times10^{-6}}"), (3, "\\ensuremath{3}"), (.infinity, "\\ensuremath{\\infty}"),
    (-Double.infinity, "\\ensuremath{-\\infty}"), (Double.nan, "n/a"), (2.5e12, "\\ensuremath{2.500\\times10^{12}}"),
    (-0.5, "\\ensuremath{-0.5000}"),
  ])
  func `the same numbers are typeset for TeX`(_ value: Double, _ tex: String) {
    #expect(NumberText.numeral(value, digits: 4).tex == tex)
  }

  @Test(arguments: [
    (9.999_999_99, 3, "10.0"), (0.999_999_99, 5, "1.0000"), (1.000_000_01, 5, "1.0000"), (-99.96, 3, "−100"),
    (0.009_999_9, 2, "0.010"), (2, 3, "2"), (1.25, 3, "1.25"), (1e-9, 3, "1.00×10⁻⁹"),
  ])
  func `a number has the digits that were asked for, also where it is rounded up`(
    _ value: Double, _ digits: Int, _ text: String
  ) {
    #expect(NumberText.text(estimate(value), hasInterval: false, digits: digits) == text)
    if abs(value) > 1e-4, value != 2 {
      #expect(NumberText.text(estimate(value), hasInterval: true, digits: digits).hasPrefix(text + " ["))
    }
  }

  @Test func `a power of ten has no factor`() {
    let power = NumberText.numeral(-1e-40, digits: 4).trimmed
    #expect(power.text == "−10⁻⁴⁰" && power.tex == "\\ensuremath{-10^{-40}}")
  }

  @Test func `an interval decides how many digits are shown, one that is missing leaves five`() {
    #expect(NumberText.text(estimate(-3.00213, -3.0031, -3.0011), hasInterval: true) == "−3.0021 [−3.0031, −3.0011]")
    #expect(NumberText.text(estimate(0.5, 0.2, 0.8), hasInterval: true) == "0.50 [0.20, 0.80]")
    #expect(NumberText.text(estimate(0.123456), hasInterval: false) == "0.12346")
    #expect(NumberText.text(estimate(2, 1.5, 2.7), hasInterval: true) == "2.0 [1.5, 2.7]")
    #expect(NumberText.text(estimate(2e7, 1.9e7, 2.2e7), hasInterval: true) == "2.00×10⁷ [1.90×10⁷, 2.20×10⁷]")
    #expect(NumberText.text(estimate(1.0 / 3, .nan, .nan), hasInterval: true) == "0.33333")
  }

  @Test(arguments: [
    (1e-40, "10⁻⁴⁰"), (-1e-12, "−10⁻¹²"), (2.5e-7, "2.5×10⁻⁷"), (0.05, "0.05"), (1.5, "1.5"), (100, "100"), (0, "0"),
    (-0.25, "−0.25"), (1e7, "10⁷"), (3e8, "3×10⁸"), (98.445, "98.445"), (98.825, "98.825"),
    (0.1, "0.1"), (1.00001, "1.00001"), (3_000_001, "3.000001×10⁶"), (123_456.25, "123456.25"),
    (0.3333333333333333, "0.3333333333333333"), (7.25e-5, "7.25×10⁻⁵"),
  ])
  func `numbers that people chose have every digit they wrote and no trailing zeros`(_ value: Double, _ text: String) {
    #expect(NumberText.plain(value) == text)
  }
}
