import Testing

@testable import Reporting

@Suite struct NumberColumnTests {
  private func column(_ numbers: [Estimate], _ digits: Int? = nil, exact: Bool = false) -> [String] {
    let column = NumberColumn(numbers, hasInterval: !exact, digits: digits)
    return numbers.indices.map(column.text)
  }

  @Test func `the widest interval decides how many digits all numbers have`() {
    #expect(
      column([estimate(-3.00006, -3.0017, -3), estimate(-3, -3.00097, -3), estimate(-8, -8.0082, -8)])
        == ["−3.0001 [−3.0017, −3.0000]", "−3.0000 [−3.0010, −3.0000]", "−8.0000 [−8.0082, −8.0000]"])
    #expect(column([estimate(2.2, 1.06, 3.34), estimate(1.88, 1.85, 1.92)]) == ["2.2 [1.1, 3.3]", "1.9 [1.9, 1.9]"])
    #expect(column([estimate(1234, 1100, 1390)]) == ["1230 [1100, 1390]"])
    #expect(column([estimate(0.1, -0.3, 0.5), estimate(.nan, .nan, .nan)]) == ["0.10 [−0.30, 0.50]", "n/a"])
    #expect(column([estimate(-0.001, -0.2, 0.2)]) == ["0.00 [−0.20, 0.20]"])
  }

  @Test func `numbers of very different size have powers of ten with the same digits before them`() {
    let numbers = [estimate(0.5, 0.41, 0.59), estimate(0.00134, 0.00130, 0.00138), estimate(2.5e-6, 2.4e-6, 2.6e-6)]
    #expect(
      column(numbers) == [
        "5.0×10⁻¹ [4.1×10⁻¹, 5.9×10⁻¹]", "1.3×10⁻³ [1.3×10⁻³, 1.4×10⁻³]", "2.5×10⁻⁶ [2.4×10⁻⁶, 2.6×10⁻⁶]",
      ])
    #expect(column([estimate(3e-7, 1e-7, 9.4e-7)]) == ["3.0×10⁻⁷ [1.0×10⁻⁷, 9.4×10⁻⁷]"])
    #expect(column([estimate(2e7, 1.9e7, 2.2e7)]) == ["2.00×10⁷ [1.90×10⁷, 2.20×10⁷]"])
  }

  @Test func `intervals narrower than seven digits are left out`() {
    let numbers = [estimate(0.375134499786, 0.375134499785, 0.375134499787), estimate(1.25, 1.25, 1.2500000000001)]
    #expect(column(numbers) == ["0.375134", "1.250000"])
    #expect(NumberColumn(numbers, hasInterval: true).isNarrow)
    #expect(!NumberColumn([estimate(1, 0.9, 1.1)], hasInterval: true).isNarrow)
  }

  @Test func `exact numbers have three digits in the smallest and four in the largest`() {
    #expect(column([estimate(0.0650), estimate(0.87381)], exact: true) == ["0.0650", "0.8738"])
    #expect(column([estimate(1.46201)], exact: true) == ["1.462"])
    #expect(column([estimate(2), estimate(240), estimate(0)], exact: true) == ["2", "240", "0"])
    #expect(
      column([estimate(1.5e-5), estimate(9.9996e-5), estimate(0.3)], exact: true)
        == ["1.50×10⁻⁵", "1.00×10⁻⁴", "3.00×10⁻¹"])
    #expect(column([estimate(0.7128), estimate(0.9251)], 2, exact: true) == ["0.71", "0.93"])
  }

  private static let fractions: [(value: Double, text: String?)] = [
    (-1.0 / 3, "−1/3"), (-3, "−3"), (2.25, "2.25"), (0.5, "0.5"), (0.0001, "0.0001"), (3.0 / 13, nil), (2.0 / 7, "2/7"),
    (1e-40, "10⁻⁴⁰"),
    (0.33333, nil), (-0.333333333333, nil), (5.0 / 12, "5/12"), (0.30010544, nil), (.nan, nil),
  ]

  @Test(arguments: fractions)
  func `theory is written as in a paper where it is short or a fraction`(_ value: Double, _ text: String?) {
    #expect(TheoryText.written(value) == text)
  }

  @Test func `theory that has no short form has no fewer digits than what is compared with it`() {
    let measured = NumberColumn([estimate(0.37513, 0.37508, 0.37518)], hasInterval: true)
    #expect(TheoryText.column([0.3751317, nil, -1.0 / 3], like: measured) == ["0.375132", "", "−1/3"])
    let powers = NumberColumn([estimate(2.4e-7)], hasInterval: false)
    #expect(TheoryText.column([1.23456e-7], like: powers) == ["1.23×10⁻⁷"])
  }
}
