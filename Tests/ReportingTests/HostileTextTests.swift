import Documents
import Foundation
import Testing

@testable import Reporting

/// Prose, names and data of people who mean harm: in a page, an attachment or a macro file they are text and do nothing.
@Suite struct HostileTextTests {
  static let texts = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</td></table><iframe src=//evil.example>",
    "</details></div><svg onload=alert(1)>", "[x](javascript:alert(1))", "![x](https://evil.example/x.png)",
    "$\\input{/etc/passwd}$", "\\write18{rm -rf x}", "}\\input{x}\\def\\a{", "$\\text{</mtext><script>x</script>}$",
    "a|b\n# heading", "a\rb\r\n\u{2028}c", "\u{1B}]0;title\u{7}", "&lt;script&gt;", "\"><script>x</script>",
    "`<script>`", "<!--", "<![CDATA[", "\u{0}x", "\u{202E}txt.exe",
  ]

  private func claim(_ text: String) -> ClaimResult {
    let rows = [0.1, 0.2].map { row(estimate($0), [(text, text), ("n", "\($0)")], theory: 1) }
    let check = within(text, rows, data: text)
    return ClaimResult(
      title: text, statement: text, source: text, theory: text, method: text, discussion: text, checks: [check],
      captions: [text], verdict: .reproduced, reason: nil)
  }

  @Test(arguments: texts) func `a label of the data is one cell of the table, without tags of its own`(_ text: String) {
    let page = CheckSection(claim(text).checks[0]).markdown
    let lines = page.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let tableRows = lines.filter { $0.hasPrefix("| ") }
    // The header, the rule and the two rows, and nothing else that the label could have begun.
    #expect(tableRows.count == 4, "\(page)")
    #expect(lines.count { !$0.isEmpty } == 5, "\(page)")
    for tag in ["<script", "<img", "<iframe", "<svg", "</details", "</td", "<!"] {
      let inCode = text.hasPrefix("`") || text.hasPrefix("$")
      #expect(inCode || !page.contains(tag), "\(page)")
    }
  }

  @Test(arguments: texts) func `the HTML of any text has only the tags of pages, and no address but of the web`(
    _ text: String
  ) throws {
    let markdown =
      "# " + Markdown.line(text) + "\n\n" + Markdown.quote(text) + "\n\n" + Markdown.text(text) + "\n\n"
      + CheckSection(claim(text).checks[0]).markdown
    let report = HTMLReport(
      title: text, pages: [.init(name: "p", markdown: markdown, path: "reports/p.md")], file: { _ in Data() })
    // The page's one script is its own.
    let html = try report.html().replacing("<script>\(HTMLScript.source)</script>", with: "")
    let own: Set = [
      "figure", "figcaption", "span", "nav", "article", "section", "h3", "html", "head", "meta", "link", "title",
      "style", "body",
      "main", "section", "h1", "a", "blockquote", "p",
      "strong",
      "em", "code", "div", "table", "thead", "tbody", "tr", "th", "td", "math", "mtext", "mi", "mo", "mn", "mrow",
      "msub",
      "msup", "semantics", "annotation", "img", "br", "pre", "h2", "ul", "li", "details", "summary",
    ]
    for tag in html.matches(of: /<\/?([A-Za-z!][A-Za-z0-9]*)([^>]*)>/) {
      let name = tag.1.lowercased()
      #expect(own.contains(name) || tag.0 == "<!DOCTYPE html>", "\(tag.0)")
      // What stands in quotes is a text.
      #expect(
        !tag.2.replacing(/"[^"]*"/, with: "").contains(/\son[a-z]+\s*=/) && !tag.2.lowercased().contains("javascript:"),
        "\(tag.0)")
      #expect(name != "img" || tag.2.contains("src=\"data:"), "\(tag.0)")
    }
  }

  @Test(arguments: ["\\sqrt{", "\\frac{1}{", "\\left(", "{", "x^{", "\\hat{"])
  func `a formula of any depth is shown, if only as it is written`(_ opening: String) throws {
    let closing = opening == "\\left(" ? "\\right)" : "}"
    let formula = String(repeating: opening, count: 20_000) + "1" + String(repeating: closing, count: 20_000)
    let page = HTMLReport.Page(name: "p", markdown: "# P\n\n$\(formula)$\n")
    #expect(try HTMLReport(title: "T", pages: [page], file: { _ in nil }).html().contains("</html>"))
    #expect("\(FormulaError.tooDeep(200))".hasPrefix("more than 200 groups lie within each other"))
  }

  @Test(arguments: texts) func `keys of macros are plain, whatever checks and rows are called`(_ text: String) throws {
    let values = try ReportValues([("A1", claim(text))])
    #expect(values.entries.count > 3)
    for (key, value) in values.entries {
      #expect(key.wholeMatch(of: /[A-Za-z0-9.,=\-]+/) != nil, "\(key)")
      // Of commands there are only those that numbers are made with.
      let commands = value.tex.matches(of: /\\[A-Za-z]+/).map { String($0.0) }
      #expect(Set(commands).isSubset(of: ["\\ensuremath", "\\times", "\\infty"]), "\(value)")
    }
    let json = try JSON.parse(SourceText(name: "", bytes: Array(values.json.pretty.utf8)))
    #expect(json.canonical == values.json.canonical)
    for file in [values.latex, values.typst, LaTeXSample(values, figures: ["figures/a.pdf"]).source] {
      for command in ["\\write18", "\\input{x}", "\\input{/etc", "\\def\\a"] { #expect(!file.contains(command)) }
    }
  }
}
