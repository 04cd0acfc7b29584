import Documents
import Foundation
import Testing

@testable import Reporting

@Suite struct FormulaTests {
  private func inside(_ source: String) throws -> String {
    let text = try Formula(source).mathML
    return String(text.dropFirst("<math><mrow>".count).dropLast("</mrow></math>".count))
  }

  @Test(arguments: [
    ("x", "<mi>x</mi>"), ("12.5", "<mn>12.5</mn>"), ("\\mu_k", "<msub><mi>μ</mi><mi>k</mi></msub>"),
    ("k^{-2}", "<msup><mi>k</mi><mrow><mo form=\"prefix\">−</mo><mn>2</mn></mrow></msup>"),
    ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"), ("f''", "<msup><mi>f</mi><mo>″</mo></msup>"),
    ("a-b", "<mi>a</mi><mo>−</mo><mi>b</mi>"),
    ("\\frac{1}{n}", "<mfrac><mrow><mn>1</mn></mrow><mrow><mi>n</mi></mrow></mfrac>"),
    ("\\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"), ("\\sqrt{2}", "<msqrt><mrow><mn>2</mn></mrow></msqrt>"),
    ("\\sqrt[3]x", "<mroot><mi>x</mi><mrow><mn>3</mn></mrow></mroot>"),
    ("\\mathbb{R}^d", "<msup><mi>ℝ</mi><mi>d</mi></msup>"), ("\\Gamma", "<mi mathvariant=\"normal\">Γ</mi>"),
    ("a < b", "<mi>a</mi><mo>&lt;</mo><mi>b</mi>"),
    ("\\log d", "<mi>log</mi><mspace width=\"0.167em\"></mspace><mi>d</mi>"), ("\\text{a<b}", "<mtext>a&lt;b</mtext>"),
    ("\\tilde S", "<mover accent=\"true\"><mi>S</mi><mo stretchy=\"false\">~</mo></mover>"),
    ("\\left(x\\right)", "<mrow><mo form=\"prefix\">(</mo><mi>x</mi><mo form=\"postfix\">)</mo></mrow>"),
    ("\\mathbf{w}", "<mi>𝐰</mi>"), ("\\mathcal{H}", "<mi>ℋ</mi>"), ("\\mathcal{N}", "<mi>𝒩</mi>"),
  ])
  func `a formula becomes MathML`(_ source: String, _ markup: String) throws { #expect(try inside(source) == markup) }

  @Test(arguments: [
    ("\\foo", "the command \\foo is outside the subset of TeX that reports show"), ("{x", "{ is never closed"),
    ("\\left(x", "\\left is never closed"), ("x}", "unexpected `}`; remove it"),
    ("\\frac{1}", "\\frac lacks its argument; put one in braces"), ("x^", "^ lacks its argument; put one in braces"),
    ("x^2^3", "two scripts `^` at one place; put braces around the first"),
    ("a&b", "the sign `&` has no meaning in a formula; write it as a command"),
    ("\\", "the command \\ is outside the subset of TeX that reports show"),
    ("\\mathbb{RS}", "the command \\mathbb{RS} is outside the subset of TeX that reports show"),
  ])
  func `what is outside the subset is named in one line`(_ source: String, _ message: String) {
    #expect { try Formula(source) } throws: { "\($0)" == message }
  }

  @Test func `a formula outside the subset is shown as its source`() {
    #expect(MathText.markup("\\foo<x", false) == "<code class=\"tex\">\\foo&lt;x</code>")
  }

  @Test func `every formula of the papers is in the subset`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "papers")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var count = 0
    for file in files + [root.appending(path: "pipeline.json")] where file.pathExtension == "json" {
      let document = try JSON.parse(SourceText(name: file.lastPathComponent, bytes: Array(try Data(contentsOf: file))))
      for text in Self.texts(document) {
        for (source, _) in MathText(text).formulas {
          #expect(throws: Never.self, "\(file.lastPathComponent): \(source)") { try Formula(source) }
          count += 1
        }
      }
    }
    #expect(count > 100)
  }

  private static func texts(_ value: JSON) -> [String] {
    if let text = value.string { return [text] }
    return (value.elements ?? []).flatMap(texts) + (value.members ?? []).flatMap { texts($0.value) }
  }

  @Test func `every opened element is closed`() throws {
    let markup = try Formula("\\sum_{i=1}^n \\frac{|x_i|^2}{\\sqrt{n}} \\le \\left\\|f\\right\\|_{\\mathbb{R}}").mathML
    var open: [Substring] = []
    for tag in markup.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      let name = tag.prefix { $0 != " " }
      if name.hasPrefix("/") { #expect(open.popLast() == name.dropFirst()) } else { open.append(name) }
    }
    #expect(open.isEmpty)
  }
}

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

  @Test func `backticks without as many behind them stand for themselves`() {
    for text in ["a `` b ` $x$", "``` and $x$ and `code`", "a\\`` $x$ b", "$x$ `````"] {
      #expect(MathText(text).formulas.map(\.source) == ["x"], "\(text)")
    }
    for text in ["a ``$x$ ` $y$`` b", "`` ` $x$``", "\\``$x$`"] { #expect(MathText(text).formulas.isEmpty, "\(text)") }
    #expect(MathText.mapProse("a ``< ` <`` < ` <") { $0.uppercased().replacing("<", with: "L") } == "A ``< ` <`` L ` L")
  }

  @Test(arguments: ["`", "&", "`a", "&a", "` `` ``` ", "$", "$$ ", "\\`", "<a", "&#"])
  func `a text of many signs takes no more than its length`(_ sign: String) {
    let text = String(repeating: sign, count: 200_000 / sign.count)
    let start = ContinuousClock.now
    _ = Markdown.line(text)
    _ = MathText(text)
    // Without optimisation, and beside other tests; the square of the length took minutes.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func `an ampersand that begins an entity stands for itself, and so do others`() {
    #expect(Markdown.line("a &lt; &#60; & &; &#; &a &a b; R&D") == "a &amp;lt; &amp;#60; & &; &#; &a &a b; R&D")
    #expect(Markdown.line("&é; &a1;") == "&é; &amp;a1;")
  }

  @Test func `a placeholder of nothing stays as it is`() {
    #expect(MathText("$x$").restore(in: "\u{E000}7\u{E001}") { formula, _ in formula } == "7\u{E001}")
  }
}
