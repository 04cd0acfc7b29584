import Foundation
import TestTools
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  static let picture = Data([0x89, 0x50])

  static func report(_ pages: [(String, String)], carries: Bool = true) -> HTMLReport {
    HTMLReport(
      title: "T & U", pages: pages.map { .init(name: $0.0, markdown: $0.1, path: "reports/\($0.0).md") },
      file: { ["figures/a.png": picture, "figures/a.csv": Data("x\n1\n".utf8)][$0] },
      address: carries ? nil : { _ in nil })
  }

  @Test func `links between pages become links within the page`() throws {
    let html = try Self.report([
      ("report", "# All\n\n[paper](p.md), [claim](p.md#a1-decay), [far](https://example.org/?a=1&b=2)"),
      ("p", "# P\n\n[own](#a1-decay)\n\n## A1. Decay\n\n[back](report.md)"),
    ]).html()
    for part in [
      "<a href=\"#p\">paper</a>", "<a href=\"#p--a1-decay\">claim</a>", "<a href=\"#p--a1-decay\">own</a>",
      "<h3 id=\"p--a1-decay\">\nA1. Decay", "<section class=\"page\" id=\"p\">", "<a href=\"#report\">back</a>",
      "<a href=\"https://example.org/?a=1&amp;b=2\">far</a>", "<title>T &amp; U</title>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test func `images and data are carried within the page`() throws {
    let page = "![A \"picture\"](../figures/a.png)\n\n[data](../figures/a.csv)"
    let html = try Self.report([("p", "Here: " + page)]).html()
    #expect(html.contains("<img src=\"data:image/png;base64,iVA=\" alt=\"A &quot;picture&quot;\">"))
    #expect(html.contains("<a id=\"file-acsv\" href=\"data:text/csv;base64,eAoxCg==\" download=\"a.csv\">data</a>"))
    let light = try Self.report([("p", page)], carries: false).html()
    #expect(light.contains("<p>data</p>"))
  }

  @Test(
    arguments: [
      "![a ![b](../figures/a.png) c](../figures/a.png)", "![![](x)![](../figures/a.png)](../figures/a.png)",
      "[![a ![b](x)](../figures/a.png)](y)", "![a [b](../figures/a.csv) c](../figures/a.png)",
    ], [true, false])
  func `what stands within an image goes with it`(_ page: String, _ carries: Bool) throws {
    // A part of a page that was used after it was freed may go unseen once.
    for _ in 0..<50 {
      let html = try? Self.report([("p", page)], carries: carries).html()
      #expect(html?.contains("<section class=\"page\" id=\"p\">") ?? true)
    }
  }

  @Test func `nothing is fetched and one script alone is run, which browsers are told`() throws {
    let page = "# P\n\n$x$\n\n![a](../figures/a.png)\n\n![far](https://evil.example/x.png)"
    let report = Self.report([("p", page)])
    let html = try report.html()
    for part in ["<link rel=\"stylesheet\"", "src=\"http", "url(http", "@import"] { #expect(!html.contains(part)) }
    #expect(html.components(separatedBy: "<script").count == 2)
    let policy =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '\(HTMLScript.digest)'; "
      + "base-uri 'none'; form-action 'none'"
    #expect(html.contains("http-equiv=\"Content-Security-Policy\" content=\"\(policy)\""))
    #expect(try html.contains("<p>far</p>") && report.html() == html)
    #expect(HTMLStructure(html).complaints.isEmpty, "\(HTMLStructure(html).complaints)")
  }

  static let hash = TestTool("sha256sum", "shasum")

  @Test(.enabled(if: hash.isWanted, "\(hash.missing)")) func `the policy names the script by its digest`() throws {
    let folder = TestFolder()
    let options = Self.hash.path?.hasSuffix("shasum") ?? false ? ["-a", "256"] : []
    let hex = try Self.hash.run(options + [folder.write(HTMLScript.source, "script")]).output.prefix(64)
    let bytes = stride(from: 0, to: 64, by: 2).compactMap { place in
      UInt8(hex.dropFirst(place).prefix(2), radix: 16)
    }
    #expect(HTMLScript.digest == "sha256-" + Data(bytes).base64EncodedString())
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "a <img src=https://evil.example/x.png onerror=alert(2)> b", "<b onclick=\"x\">y</b>",
    "<style>@import url(https://evil.example)</style>", "<!-- x --><iframe src=a></iframe>", "\\`<script>`",
    "<details ontoggle=alert(1) open>", "`a\n<script>alert(1)</script>", "| <script> |\n| --- |\n| <script> |",
    "<a id=\"x\" onclick=\"y\">", "<a id=\"x\"><script></a>", "$x <script>$y", "![<script>](../figures/a.png)",
    "[x](a \"$\\text{\\\">}<script>$\")",
  ])
  func `HTML of the manifest is shown, not obeyed`(_ text: String) throws {
    let html = try Self.report([("p", text)]).html()
    let start = try #require(html.range(of: "<main id=\"main\">")).upperBound
    let body = html[start..<(try #require(html.range(of: "</main>"))).lowerBound]
    for tag in ["<script", "<img src=h", "<b ", "<style", "<iframe", "<!--", "<details o", "<a id=\"x\" o"] {
      #expect(!body.contains(tag), "\(body)")
    }
  }

  @Test func `the tags of the program's own pages stay tags`() throws {
    let own = "<details><summary>a <code>b</code></summary>\n\nc <a id=\"stage-a1-t\"></a>`t`\n</details>\n"
    let html = try Self.report([("p", own + "\n<div class=\"pair\">\n<div>\n\nx\n\n</div>\n</div>\n")]).html()
    for part in [
      "<details><summary>a <code>b</code></summary>", "</details>", "<a id=\"p--stage-a1-t\"></a>",
      "<div class=\"pair\">",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test(arguments: [
    ("javascript://%0aalert(1)", nil), ("JavaScript:alert(1)", nil), ("data:text/html,x", nil),
    ("ftp://a.example", nil),
    ("//evil.example/x", nil), ("https://a.example/?b=1&c=2", "https://a.example/?b=1&amp;c=2"),
    ("HTTP://a.example", "HTTP://a.example"), ("mailto:a@b.example", "mailto:a@b.example"),
  ])
  func `links lead to the web or to mail, others are text`(_ address: String, _ shown: String?) throws {
    let html = try Self.report([("p", "[x](\(address) \"t\") <\(address)>")]).html()
    if let shown { #expect(html.contains("<a href=\"\(shown)\">x</a>"), "\(html)") }
    if shown == nil { #expect(html.contains("<p>x ") && !html.contains("<a href"), "\(html)") }
  }

  @Test func `a missing image names the page and the remedy`() {
    let page = Self.report([("p", "![b](../figures/b c.png \"t\") ![b](../figures/b%20c.png)")])
    #expect(
      message { _ = try page.html() }
        == "the page p shows figures/b c.png, which has no result; `plumb run` makes it")
  }

  @Test func `formulas, tables and folded parts survive`() throws {
    let page =
      "| $\\mu_k$ | b |\n| --- | ---: |\n| `$x$` | *c* |\n\n<details><summary>S</summary>\n\n**in**\n\n</details>"
    let html = try Self.report([("p", page)]).html()
    for part in [
      "role=\"group\" aria-label=\"Table\">\n<table>",
      "<th><math><mrow><msub><mi>μ</mi><mi>k</mi></msub></mrow></math></th>",
      "<td><code>$x$</code></td>", "<td align=\"right\"><em>c</em></td>",
      "<details><summary>S</summary>\n<p><strong>in</strong></p>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test(arguments: ["[x]()", "[x](<>)", "[x](?)", "[x](/)", "[x](..)", "[x](../..)", "[x](y)"])
  func `a link that leads nowhere is its text`(_ link: String) throws {
    #expect(try Self.report([("p", "# P\n\nsee \(link).\n")]).html().contains("<p>see x.</p>"))
  }

  @Test func `a file that several links lead to is carried once`() throws {
    let text = "# A\n\n[one](../m.json#L3) and [two](../m.json#L7)\n"
    let pages = [("a", text), ("b", text.replacing("# A", with: "# B"))].map { name, text in
      HTMLReport.Page(name: name, markdown: text, path: "reports/\(name).md")
    }
    let html = try HTMLReport(title: "A", pages: pages, file: { $0 == "m.json" ? Data("{}".utf8) : nil }).html()
    let carried = "<a id=\"file-mjson\" href=\"data:application/json;base64,e30=\" download=\"m.json\">one</a>"
    #expect(html.contains(carried) && html.matches(of: /data:application\/json/).count == 1)
    #expect(html.matches(of: /<a href="#file-mjson">/).count == 3)
  }
}
