import Foundation
import TestTools
import Testing

@testable import Reporting

/// A report as a reader goes through it in a browser; skipped where there is none.
@Suite(.serialized, .enabled(if: BrowserSession.tool.isWanted, "\(BrowserSession.tool.missing)"))
struct HTMLBrowserTests {
  /// A drawing as the program makes them, with letters of 7.5 points.
  static let drawing = """
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="496.8pt" height="200pt" viewBox="0 0 496.8 200" role="img" \
    aria-labelledby="plumb-title">
    <title id="plumb-title">Decay</title>
    <style>.plumb-f1{fill:var(--figure-ink,light-dark(#1a1a1a,#ececec))}\
    .plumb-f2{fill:var(--figure-paper,light-dark(#fff,#14171c))}</style>
    <path class="plumb-f2" fill="#fff" d="M0 0H496.8V200H0z"/>
    <text class="plumb-f1" fill="#1a1a1a" x="9" y="99" font-size="7.5">degree</text>
    </svg>

    """

  /// A red dot of one pixel.
  static let dot = Data(
    base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==")

  /// Twelve claims, each with a figure, a folded method and a folded table of many columns.
  private static func report() throws -> String {
    let verdicts = ["reproduced", "not reproduced", "inconclusive", "reproduced"]
    let cells = (0..<14).map { "column-\($0)" }.joined(separator: " | ")
    let rule = Array(repeating: "---", count: 14).joined(separator: " | ")
    let rows = (0..<60).map { "| \($0) | \(cells.replacing("column", with: "value").dropFirst(10))" }.joined(
      separator: "\n")
    let sections = (1...12).map { number in
      """
      ## A\(number). Claim of the \(number == 7 ? "pendulum" : "number") $k^{-\(number)}$

      <b id="claim-A\(number)">\(verdicts[number % 4])</b> · off theory by at most 0.0\(number) of 0.05

      ![Decay](../figures/a.png)

      *Points are eigenvalues.* [data](../figures/a.csv)

      \(String(repeating: "Words of the claim go on for a while. ", count: 20))\(number == 9 ? "A zeppelin." : "")

      <details><summary>Method</summary>

      The method of A\(number) is long. $$\\frac{1}{n}\\sum_k \\mu_k$$

      </details>
      <details><summary>Numbers</summary>

      | \(cells) |
      | \(rule) |
      \(rows)

      </details>


      """
    }
    let pages = [
      HTMLReport.Page(name: "report", markdown: "# All of it\n\n[A7](p.md#a7-claim-of-the-pendulum-k-7)\n"),
      .init(name: "p", markdown: "# A paper\n\n" + sections.joined() + "![Dot](figures/dot.png)\n"),
    ]
    let files = [
      "figures/a.svg": Data(drawing.utf8), "figures/a.png": dot, "figures/dot.png": dot,
      "figures/a.csv": Data("x\n".utf8),
    ].compactMapValues { $0 }
    return try HTMLReport(
      title: "All of it", pages: pages.map { .init(name: $0.name, markdown: $0.markdown.replacing("../", with: "")) },
      file: { files[$0] }
    ).html()
  }

  /// The page in a browser, `width` wide.
  private static func opened(
    width: Int = 1280, isDark: Bool = false, scripts: Bool = true, at fragment: String = "", isNew: Bool = false,
    _ body: (BrowserSession) throws -> Void
  ) throws {
    let file = try page.get().file
    // One that has shown other pages may not print.
    let browser = try isNew ? BrowserSession() : BrowserSession.kept()
    try browser.show(width: width, isDark: isDark)
    try browser.setScripts(scripts)
    try browser.open(file, fragment: fragment)
    try body(browser)
    #expect(browser.addresses.isEmpty && browser.complaints.isEmpty, "\(browser.addresses) \(browser.complaints)")
  }

  /// The report as a file, which is gone with its folder.
  nonisolated(unsafe) private static let page = Result { () throws -> (folder: TestFolder, file: URL) in
    let folder = TestFolder()
    return (folder: folder, file: URL(filePath: try folder.write(try report(), "page.html")))
  }

  private static let listed =
    "[...document.querySelectorAll('nav .claim')].filter(e => e.checkVisibility()).map(e => e.textContent.trim().split('.')[0])"
  private static func isInView(_ selector: String) -> String {
    "(box => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth)"
      + "(document.querySelector('\(selector)').getBoundingClientRect())"
  }

  @Test func `contents, search, the choice of a verdict and a permalink lead to a claim`() throws {
    try Self.opened { (browser) throws in
      #expect(try browser.evaluate(Self.listed) == (1...12).map { "A\($0)" }.joined(separator: ","))
      try browser.click("nav a[href='#A5']")
      #expect(try browser.becomes("location.hash === '#A5'"))
      #expect(try browser.becomes(Self.isInView("#A5 h3")))
      try browser.click("#find")
      try browser.type("PENDULUM claim")
      #expect(try browser.evaluate(Self.listed) == "A7")
      #expect(try browser.evaluate("document.querySelector('#found').textContent") == "1 of 12")
      try browser.press("Enter", code: 13)
      #expect(try browser.becomes("location.hash === '#A7'"))
      // What no title has is looked for in the texts.
      for (words, found) in [("zeppelin", "A9"), ("nowhere", ""), ("A1", "A1,A10,A11,A12")] {
        try browser.click("#find")
        try browser.press("Escape", code: 27)
        try browser.type(words)
        #expect(try browser.evaluate(Self.listed) == found, "\(words)")
      }
      try browser.press("Escape", code: 27)
      try browser.click("label[for='only-open']")
      #expect(try browser.evaluate(Self.listed) == "A2,A6,A10")
      try browser.click("#A10 .perma")
      #expect(try browser.becomes("location.hash === '#A10'"))
    }
    try Self.opened(at: "A11") { (browser) throws in
      #expect(try browser.becomes(Self.isInView("#A11 h3")))
      #expect(try browser.evaluate(Self.isInView("#A1")) == "false")
      #expect(try browser.becomes("document.querySelector('nav [aria-current]')?.hash === '#A11'"))
    }
  }

  @Test func `a folded method and a folded table open`() throws {
    try Self.opened { (browser) throws in
      for (number, part) in [(1, "math"), (2, "table")] {
        let place = "#A3 details:nth-of-type(\(number))"
        let seen = "document.querySelector('\(place) \(part)').checkVisibility({contentVisibilityAuto: true})"
        #expect(try browser.evaluate(seen) == "false")
        try browser.click("\(place) summary")
        #expect(try browser.becomes(seen))
      }
      #expect(try browser.becomes("document.documentElement.scrollWidth <= innerWidth"))
      #expect(
        try browser.becomes("(e => e.scrollWidth > e.clientWidth)(document.querySelector('#A3 .wide'))"))
    }
  }

  @Test func `a figure is enlarged in a window of its own, larger on request, and goes back`() throws {
    try Self.opened { (browser) throws in
      let width = "document.querySelector('dialog svg').getBoundingClientRect().width"
      try browser.click("#A4 .enlarge")
      #expect(
        try browser.becomes("document.querySelector('dialog').open && !document.querySelector('#A4 svg')"))
      let first = try #require(Double(try browser.evaluate(width)))
      try browser.click("dialog button[value='1']")
      let second = try #require(Double(try browser.evaluate(width)))
      #expect(first > 1_200 && second > 1.3 * first)
      try browser.press("Escape", code: 27)
      #expect(
        try browser.becomes("!document.querySelector('dialog').open && !!document.querySelector('#A4 svg')"))
      #expect(try browser.becomes("document.activeElement.closest('.card')?.id === 'A4'"))
    }
  }

  @Test func `on a phone nothing scrolls sideways but figures, tables and formulas, and figures can be read`() throws {
    try Self.opened(width: 390) { (browser) throws in
      #expect(try browser.evaluate("document.documentElement.scrollWidth") == "390")
      let frame = "document.querySelector('#A1 .frame')"
      #expect(try browser.becomes("\(frame).scrollWidth > \(frame).clientWidth"))
      let letters = "document.querySelector('#A1 svg text').getBoundingClientRect().height"
      #expect(try #require(Double(try browser.evaluate(letters))) > 9)
      try browser.click(".jump")
      #expect(try browser.becomes(Self.isInView("nav #find")))
      try browser.click("#A2 .enlarge")
      #expect(
        try #require(Double(try browser.evaluate("document.querySelector('dialog svg').getBoundingClientRect().width")))
          > 650)
    }
  }

  @Test(arguments: [false, true]) func `the page and its drawings are light or dark, as the reader likes`(
    _ isDark: Bool
  ) throws {
    try Self.opened(isDark: isDark) { (browser) throws in
      let lightness = "(c => c.match(/[0-9.]+/g).slice(0, 3).reduce((a, b) => a + +b, 0) / 765)"
      func light(_ selector: String, _ property: String) throws -> Double {
        let color = "getComputedStyle(document.querySelector('\(selector)')).\(property)"
        return try #require(Double(try browser.evaluate("\(lightness)(\(color))")))
      }
      #expect(try (light("body", "backgroundColor") < 0.2) == isDark && (light("body", "color") > 0.8) == isDark)
      #expect(try (light("#A1 svg text", "fill") > 0.8) == isDark)
      // The drawing has the ground of its card.
      #expect(
        try browser.evaluate("getComputedStyle(document.querySelector('#A1 svg path')).fill") == "rgba(0, 0, 0, 0)")
    }
  }

  @Test func `without scripts there are contents, a choice of verdicts, enlarged figures, and everything unfolds`()
    throws
  {
    try Self.opened(scripts: false) { (browser) throws in
      #expect(try browser.evaluate("document.querySelector('.search').checkVisibility()") == "false")
      try browser.click("label[for='only-bad']")
      #expect(try browser.evaluate(Self.listed) == "A1,A5,A9")
      try browser.click("nav a[href='#A9']")
      #expect(try browser.becomes(Self.isInView("#A9 h3")))
      try browser.click("#A9 .enlarge")
      let box = "(box => [box.x, box.y, box.width >= innerWidth - 20, box.height])"
      #expect(
        try browser.evaluate("\(box)(document.querySelector('#A9 .frame').getBoundingClientRect())") == "0,0,true,900")
      try browser.click("#A9 .close")
      #expect(
        try browser.becomes("document.querySelector('#A9 .frame').getBoundingClientRect().height < 900"))
      #expect(try browser.becomes(Self.isInView("#A9 figure")))
      let folded = "document.querySelector('#A12 table').getBoundingClientRect().height"
      #expect(try browser.evaluate("document.querySelector('#A12 table').checkVisibility()") == "false")
      try browser.click("#unfold")
      #expect(try browser.becomes("document.querySelector('#A12 table').checkVisibility()"))
      #expect(try #require(Double(try browser.evaluate(folded))) > 500)
    }
  }

  @Test func `on paper folded parts stay folded, unless the reader unfolded them`() throws {
    var counts: [Int] = []
    for fragment in ["", "unfold"] {
      try Self.opened(isDark: true, at: fragment, isNew: true) { (browser) throws in
        counts.append(try browser.printedPages())
      }
    }
    #expect((4...12).contains(counts[0]) && counts[1] >= counts[0] + 8, "\(counts)")
  }
}
