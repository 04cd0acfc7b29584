import Foundation
import Testing

@testable import Reporting

@Suite struct HTMLReportTests {
  static let picture = Data([0x89, 0x50])

  static func report(_ pages: [(String, String)], carries: Bool = true) -> HTMLReport {
    HTMLReport(
      title: "T & U", pages: pages.map { .init(name: $0.0, markdown: $0.1) },
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
      "<a id=\"p--a1-decay\"></a>A1. Decay", "<section id=\"p\">", "<a href=\"#report\">back</a>",
      "<a href=\"https://example.org/?a=1&amp;b=2\">far</a>", "<title>T &amp; U</title>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test func `images and data are carried within the page`() throws {
    let page = "![A \"picture\"](../figures/a.png)\n\n[data](../figures/a.csv)"
    let html = try Self.report([("p", page)]).html()
    #expect(html.contains("<img src=\"data:image/png;base64,iVA=\" alt=\"A &quot;picture&quot;\">"))
    #expect(html.contains("<a href=\"data:text/csv;base64,eAoxCg==\" download=\"a.csv\">data</a>"))
    let light = try Self.report([("p", page)], carries: false).html()
    #expect(light.contains("<p>data</p>"))
  }

  @Test func `nothing is fetched and nothing is run`() throws {
    let html = try Self.report([("p", "# P\n\n$x$\n\n![a](../figures/a.png)")]).html()
    #expect(!html.contains("<script"))
    #expect(!html.contains("<link rel=\"stylesheet\""))
    #expect(!html.contains("src=\"http"))
    #expect(!html.contains("url("))
  }

  @Test func `a missing image names the page and the remedy`() {
    #expect {
      try Self.report([("p", "![b](../figures/b c.png \"t\") ![b](../figures/b%20c.png)")]).html()
    } throws: {
      "\($0)" == "the page p shows figures/b c.png, which has no result; `plumb run` makes it"
    }
  }

  @Test func `formulas, tables and folded parts survive`() throws {
    let html = try Self.report([
      (
        "p",
        "| $\\mu_k$ | b |\n| --- | ---: |\n| `$x$` | *c* |\n\n<details><summary>S</summary>\n\n**in**\n\n</details>"
      )
    ]).html()
    #expect(html.contains("<div class=\"wide\"><table>"))
    #expect(html.contains("<th><math><mrow><msub><mi>μ</mi><mi>k</mi></msub></mrow></math></th>"))
    #expect(html.contains("<td><code>$x$</code></td>"))
    #expect(html.contains("<td align=\"right\"><em>c</em></td>"))
    #expect(html.contains("<details><summary>S</summary>\n<p><strong>in</strong></p>"))
  }

  @Test func `the same pages give the same bytes`() throws {
    let report = Self.report([("p", "# P\n\n$x$ ![a](../figures/a.png)")])
    #expect(try report.html() == report.html())
  }
}
