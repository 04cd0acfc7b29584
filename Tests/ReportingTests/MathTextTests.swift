import Testing

@testable import Reporting

@Suite struct MathTextTests {
  @Test func `formulas are taken out and put back`() {
    let text = MathText("Let $x_1*y$ and $$a_2$$ be.")
    #expect(text.formulas.map(\.source) == ["x_1*y", "a_2"])
    #expect(text.formulas.map(\.isDisplayed) == [false, true])
    #expect(!text.markdown.contains("$"))
    #expect(text.restore(in: text.markdown) { "<\($0)>\($1 ? 2 : 1)" } == "Let <x_1*y>1 and <a_2>2 be.")
  }

  @Test(arguments: ["It costs $5 and $6.", "`$x$` is code", "```\n$x$\n```", "\\$x\\$", "a $ b $ c", "100$"])
  func `other dollar signs stay`(_ markdown: String) {
    let text = MathText(markdown)
    #expect(text.formulas.isEmpty)
    #expect(text.markdown == markdown)
  }

  @Test func `a placeholder of nothing stays as it is`() {
    let text = MathText("$x$")
    #expect(text.restore(in: "\u{E000}7\u{E001}") { formula, _ in formula } == "7\u{E001}")
  }
}
