import Foundation
import TestTools
import Testing

@testable import Reporting

/// What becomes of the parts of pages: titles, cards, verdicts, figures, tables, formulas, contents.
@Suite struct HTMLPartsTests {
  static let front = """
    # What depth buys

    Two claims.

    | claim | verdict |
    | --- | --- |
    | [A1. Decay of $\\mu_k$](p.md#a1-decay-of-mu_k) | <b>reproduced</b> |
    | [A2. Growth](p.md#a2-growth) | <b>not reproduced</b> |

    ## Papers

    One.
    """
  static let paper = """
    # Deep & shallow

    ## A1. Decay of $\\mu_k$

    <b id="claim-A1">reproduced</b> · off theory by at most 0.01 of 0.05

    ![Decay of $\\mu_k$](../figures/a.png)

    *Points are $\\mu_k$.* [PDF](../figures/a.pdf), [data](../figures/a.csv)

    <details><summary>Numbers</summary>

    | k | value |
    | --- | ---: |
    | 1 | <a id="stage-a1-t"></a>2 |

    </details>

    $$\\sum_k \\mu_k$$

    ## A2. Growth

    <b id="claim-A2">not reproduced</b> · it <b>holds</b> for no $d$, **really**, nor **does not hold**

    See [A1](#a1-decay-of-mu_k) and [t](#stage-a1-t).

    ## Growth

    ### Growth

    No verdict here: **inconclusive** stands below another word.
    """

  static func html(
    _ pages: [(String, String)] = [("report", front), ("p", paper)], _ files: [String: Data] = [:], byline: String = ""
  ) throws -> String {
    let files = [
      "figures/a.png": HTMLReportTests.picture, "figures/a.csv": Data("x\n1\n".utf8),
      "figures/a.pdf": Data("%PDF".utf8),
    ].merging(files) { $1 }
    return try HTMLReport(
      title: "T", byline: byline, pages: pages.map { .init(name: $0.0, markdown: $0.1, path: "reports/\($0.0).md") },
      file: { files[$0] }
    ).html()
  }

  @Test func `a report is well formed, its ids stand once and all its links lead somewhere`() throws {
    let complaints = HTMLStructure(try Self.html()).complaints
    #expect(complaints.isEmpty, "\(complaints)")
    // What would be found.
    for (old, new) in [
      ("id=\"p\"", "id=\"A1\""), ("href=\"#A2\"", "href=\"#A3\""), ("<h3 id", "<h5 id"), ("</article>", ""),
      ("<img src=\"data:", "<img src=\"https:"), ("<h2 id=\"p--deep--shallow\"", "<h2"),
    ] {
      let damaged = try Self.html().replacing(old, with: new, maxReplacements: 1)
      #expect(try damaged != Self.html() && !HTMLStructure(damaged).complaints.isEmpty, "\(old)")
    }
  }

  @Test func `the report has one title, pages and sections follow below it, and each links to itself`() throws {
    let html = try Self.html(byline: "Rebuilt from [here](https://example.org), `x`")
    for part in [
      "<h1 id=\"report--what-depth-buys\">\nWhat depth buys",
      "</h1>\n<div class=\"byline\"><p>Rebuilt from <a href=\"https://example.org\">here</a>, <code>x</code></p>",
      "<h2 id=\"report--papers\">\nPapers <a class=\"perma\" href=\"#report--papers\" aria-label=\"Link to: Papers\">¶</a>",
      "<h2 id=\"p--deep--shallow\">\nDeep &amp; shallow ",
      "<h3 id=\"p--a1-decay-of-mu_k\">\nA1. Decay of <math><mrow><msub><mi>μ</mi><mi>k</mi></msub></mrow></math> "
        + "<a class=\"perma\" href=\"#A1\" aria-label=\"Link to: A1. Decay of \\mu_k\">¶</a>",
      "<h3 id=\"p--growth\">\nGrowth <a", "<h4 id=\"p--growth-1\">\nGrowth <a",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test func `a section is a card, a claim's with its id and verdict, and verdicts are marked wherever they stand`()
    throws
  {
    let html = try Self.html()
    for part in [
      "<article class=\"card claim good\" id=\"A1\" aria-labelledby=\"p--a1-decay-of-mu_k\">",
      "<article class=\"card claim bad\" id=\"A2\" aria-labelledby=\"p--a2-growth\">",
      "<article class=\"card\" aria-labelledby=\"p--growth\">",
      "<p><strong class=\"badge good\">reproduced</strong> · off theory",
      "<strong class=\"badge good\">holds</strong> for no",
      "<strong>really</strong>, nor <strong>does not hold</strong>",
      "No verdict here: <strong>inconclusive</strong>",
      "<td><strong class=\"badge bad\">not reproduced</strong></td>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
    let twice = try Self.html([
      (
        "p",
        "# P\n\n## A1. a\n\n<b id=\"claim-A1\">not run</b>\n\n## A1. b\n\n<b id=\"claim-A1\">inconclusive</b>: c\n\n"
          + "## A2\n\n<b id=\"claim-A2\">not run</b>\n\n## A3. An author's\n\n**reproduced**\n"
      )
    ])
    #expect(twice.contains("card claim none\" id=\"A1\"") && twice.contains("card claim open\" id=\"A1-1\""))
    // A claim without a title; a word of an author in a section of its own.
    #expect(twice.contains("card claim none\" id=\"A2\"") && !twice.contains("id=\"A3\""))
    #expect(HTMLStructure(twice).complaints.isEmpty)
  }

  @Test func `a picture with its caption is a figure that can be enlarged, its data beside the caption`() throws {
    let html = try Self.html()
    for part in [
      "<figure id=\"figure-a\">\n<div class=\"frame pixels\" id=\"figure-a-large\" tabindex=\"0\" role=\"group\" "
        + "aria-label=\"Figure\"><img src=\"data:image/png;base64,iVA=\" alt=\"Decay of \\mu_k\">"
        + "<a class=\"close\" href=\"#figure-a\">Close</a></div>\n<figcaption>\nPoints are <math>",
      "</math>. <span class=\"tools\"><a class=\"enlarge\" href=\"#figure-a-large\">enlarge</a> · "
        + "<a href=\"data:application/pdf;base64,JVBERg==\" download=\"a.pdf\">PDF</a> · "
        + "<a href=\"data:text/csv;base64,eAoxCg==\" download=\"a.csv\">data</a></span>\n</figcaption>\n</figure>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
    // What follows a picture and is no caption stays a paragraph.
    let plain = try Self.html([("p", "# P\n\n![a](../figures/a.png)\n\nThe next [data](../figures/a.csv).")])
    #expect(plain.contains("</figure>\n<p>The next <a id=\"file-acsv\" href"))
  }

  @Test func `a drawing of the program stands in the page, with ids that no other has`() throws {
    let svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="360pt" height="120pt" viewBox="0 0 360 120" role="img" \
      aria-labelledby="plumb-title">
      <title id="plumb-title">t</title>
      <text x="1" y="2" fill="#111">k</text>
      </svg>

      """
    let page = "# P\n\n![One](../figures/a.png)\n\n![Two](../figures/b.png)\n"
    let html = try Self.html([("p", page)], ["figures/a.svg": Data(svg.utf8), "figures/b.svg": Data(svg.utf8)])
    #expect(
      html.contains("style=\"--width: 480px\"><svg ") && html.contains("<title id=\"figure-a-title\">One</title>"))
    #expect(html.contains("<title id=\"figure-b-title\">Two</title>") && !html.contains("<img"))
    #expect(HTMLStructure(html).complaints.isEmpty, "\(HTMLStructure(html).complaints)")
    // One that is not the program's own is left out: the pixels are shown.
    let hostile = Data(svg.replacing("<text", with: "<script>x</script><text").utf8)
    let safe = try Self.html([("p", page)], ["figures/a.svg": hostile, "figures/b.svg": Data(svg.utf8)])
    #expect(safe.contains("<img src=\"data:image/png") && safe.components(separatedBy: "<script>").count == 2)
  }

  @Test func `contents list pages, sections and claims with their verdicts, and count them`() throws {
    let html = try Self.html()
    for part in [
      "<li class=\"claim bad\"><a href=\"#A2\">A2. Growth <span class=\"unseen\">not reproduced</span></a></li>",
      "<p><a href=\"#p\">Deep &amp; shallow</a></p>", "<li><a href=\"#report--papers\">Papers</a></li>",
      "<label class=\"all\" for=\"only-all\">2 claims</label>",
      "<label class=\"bad\" for=\"only-bad\">1 not reproduced</label>",
      "<label for=\"find\">Find a claim</label>", "<p class=\"search\" hidden>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
    #expect(!html.contains("only-open\">"))
    let short = try Self.html([("p", "# P\n\nOne line.\n")])
    #expect(short.contains("<body class=\"plain\">") && !short.contains("<nav"))
  }

  @Test func `formulas on lines of their own are blocks, tables scroll, and stages are found by their ids`() throws {
    let html = try Self.html()
    for part in [
      "aria-label=\"Formula\">\n<math display=\"block\"><mrow><msub><mo>∑</mo>", "<a id=\"p--stage-a1-t\"></a>2</td>",
      "aria-label=\"Table\">\n<table>", "<a href=\"#p--stage-a1-t\">t</a>",
    ] { #expect(html.contains(part), "\(part) in\n\(html)") }
  }

  @Test func `the line below the title names who rebuilt what, with what, from what`() {
    let line = Byline(
      program: "Plumb 1", manifest: "pipeline.json", profile: "quick",
      authors: [
        .init(name: "Florence Nightingale", isPerson: true), .init(name: "The Plumb authors", isPerson: false),
      ],
      papers: [
        .init(title: "T", authors: "A. B and C_D", year: 2021, link: "https://example.org"),
        .init(title: "U", authors: "E, F and G", year: nil),
      ], measured: ResultMoment(date: "2026-03-04", commit: "0123456789abcdef", isClean: true))
    #expect(
      line.markdown
        == "Rebuilt by Florence Nightingale, The Plumb authors with Plumb 1 from `pipeline.json`, profile `quick`. "
        + "Times recorded on 4 March 2026, at commit `0123456`. Papers: [A. B and C_D (2021)](https://example.org); E et al."
    )
    let bare = Byline(program: "Plumb 1", manifest: "p.json", profile: "full", authors: [], papers: [])
    #expect(bare.markdown == "Rebuilt with Plumb 1 from `p.json`, profile `full`.")
  }

  @Test func `files that are carried are small, or zip archives, and stop at a limit`() throws {
    let files = [("a.csv", 30), ("b/c.csv", 3_000), ("d.csv", 60)].map { name, lines in
      AttachedFile(path: name, data: Data((0..<lines).map { "\($0),0.25\n" }.joined().utf8), summary: "")
    }
    let carried = try CarriedFiles(files, limit: 30_000)
    #expect(carried["a.csv"]?.hasPrefix("data:text/csv;base64,") ?? false)
    let archive = try #require(carried["b/c.csv"])
    #expect(archive.hasPrefix("data:application/zip;base64,UEsDB") && archive.count < 12_000)
    #expect(Markup.name(of: "b/c.csv", at: archive) == "c.csv.zip" && Markup.name(of: "a.csv", at: "data:x") == "a.csv")
    let fewer = try CarriedFiles(files, limit: 1_500)
    #expect(fewer["a.csv"] != nil && fewer["b/c.csv"] == nil)
  }

  @Test(
    arguments: [
      (Data([0x89, 0x50]), nil),
      (
        Data(
          [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 0x90, 0, 0, 0, 200]
            + [UInt8](repeating: 0, count: 9)), [400, 200]
      ),
      // 7559 pixels per metre are 192 per inch.
      (
        Data(
          [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 0x90, 0, 0, 0, 200]
            + [UInt8](repeating: 0, count: 9) + [0, 0, 0, 9] + Array("pHYs".utf8) + [
              0, 0, 0x1D, 0x87, 0, 0, 0x1D, 0x87, 1, 0, 0, 0, 0,
            ]), [200, 100]
      ),
    ] as [(Data, [Int]?)])
  func `a picture says how large it is meant to be`(_ data: Data, _ size: [Int]?) {
    #expect(PictureSize.of(png: data).map { [$0.width, $0.height] } == size)
  }
}
