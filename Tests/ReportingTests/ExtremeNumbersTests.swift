import Testing

@testable import Reporting

/// Numbers at the ends of what a double holds, and what is no number: they come from tables that anybody writes.
@Suite struct ExtremeNumbersTests {
  private static let numbers: [Double] = [
    .nan, .infinity, -.infinity, 1.7e308, -1.7e308, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    -.leastNonzeroMagnitude, .leastNormalMagnitude, 0, -0.0, 1,
    -3.25, 1e-5, 999_999.6, 0x1p63, -0x1p63,
  ]

  @Test(arguments: numbers) func `every number has a text of one line, in prose and in TeX`(_ value: Double) {
    for text in [
      NumberText.text(value), NumberText.plain(value), NumberText.text(value, digits: 12),
      NumberText.numeral(value, digits: 5).trimmed.tex,
    ] { #expect(!text.isEmpty && !text.contains("\n") && !text.contains("nan")) }
    #expect(!NumberText.label("\(value)").isEmpty)
  }

  @Test(arguments: numbers) func `every interval has a text, however far apart its ends are`(_ value: Double) {
    for low in Self.numbers {
      for high in Self.numbers {
        #expect(!NumberText.text(estimate(value, low, high), hasInterval: true).contains("nan"))
      }
    }
  }

  @Test func `the widest interval keeps three digits`() {
    let text = NumberText.text(estimate(0, -1.7e308, 1.7e308), hasInterval: true)
    #expect(text == "0 [−1.70×10³⁰⁸, 1.70×10³⁰⁸]")
  }

  @Test(arguments: numbers) func `a check of any numbers is written`(_ value: Double) {
    for other in Self.numbers {
      let rows = [row(estimate(value, other, value), theory: other), row(estimate(other, value, other), theory: value)]
      for check in [within("n", rows), within("n", [rows[0]]), below(value, "n", rows)] {
        let text = CheckSection(check).markdown
        #expect(text.hasPrefix("*Evidence:* **n**") && !text.contains("nan"))
        #expect(!check.nearest.isEmpty && !check.nearest.contains("nan"))
      }
    }
  }

  @Test(arguments: numbers) func `runs that differ by any numbers are compared`(_ value: Double) {
    for other in Self.numbers {
      let old = judged([within("n", [row(estimate(0, value, other), theory: value)])])
      let new = judged([within("n", [row(estimate(value, other, other), theory: other)])])
      let difference = RunDifference(
        .init(claims: ["A1": old], figures: [:]), .init(claims: ["A1": new], figures: [:]), tolerance: 1e-9)
      #expect(difference.lines.allSatisfy { !$0.contains("\n") })
    }
  }
}
