import Testing

@testable import Plotting

struct NumberLabelTests {
  @Test func `fixed decimals have a true minus sign and no negative zero`() {
    #expect(NumberLabel.fixed(-1.5, digits: 2) == "−1.50")
    #expect(NumberLabel.fixed(-0.0001, digits: 2) == "0.00")
    #expect(NumberLabel.fixed(3, digits: -1) == "3")
  }

  @Test func `powers of ten are superscripts`() {
    #expect(NumberLabel.power(1e-3) == "$10^{-3}$")
    #expect(NumberLabel.power(-100) == "−$10^{2}$")
    #expect(NumberLabel.power(0) == "0")
  }

  @Test(arguments: [
    (1.0, "1"), (0.05, "0.05"), (20_000, "20000"), (2e-7, "$2\\times10^{-7}$"), (1e9, "$10^{9}$"), (-2.5, "−2.5"),
    (0, "0"), (1.5e300, "$1.5\\times10^{300}$"), (-1e-5, "$−1\\times10^{-5}$"),
  ])
  func `short labels are plain within reason`(value: Double, label: String) {
    #expect(NumberLabel.short(value) == label)
  }

  @Test func `exact labels read back as the number`() {
    #expect(NumberLabel.exact(1) == "1")
    #expect(NumberLabel.exact(-0.1) == "−0.1")
  }
}
