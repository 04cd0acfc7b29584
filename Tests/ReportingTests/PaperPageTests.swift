import Documents
import Testing

@testable import Reporting

@Suite struct PaperPageTests {
  @Test func `a claim that could not be judged stays on its page and in the summary, with the reason`() throws {
    let claim = ReportedClaim(
      id: "A2", result: ClaimResult(title: "Lost", notRun: "stage A2 failed"), figures: [], sources: [:],
      stages: [ReportedStage(id: "A2", kind: "claim", made: 0, count: 1, key: nil)])
    let page = try self.page(claim)
    #expect(page.contains("| [A2. Lost](#a2-lost) | <b>not run</b> | stage A2 failed |"))
    #expect(page.contains("## A2. Lost\n\n<b id=\"claim-A2\">not run</b> · stage A2 failed.\n\n<details>"))
    let summary = SummaryPage(
      title: "R", introduction: "I", papers: [.init(link: "A.md", summary: PaperSummary(try paper(), claims: [claim]))],
      missing: [("Other", "stage B failed")], profile: full
    ).markdown
    #expect(summary.contains("1 claim, profile `full`: 0 reproduced, 0 not reproduced, 0 inconclusive, 1 not run."))
    #expect(summary.contains("## Other\n\nThe page was not made: stage B failed.\n"))
  }

  @Test func `what is said of the numbers stands only beside them`() throws {
    let named = ReportedClaim(
      id: "A1", result: judged([], discussion: "Seen: 7.", reason: "needs data"), figures: [], sources: [:], stages: [])
    #expect(try !page(named).contains("Seen: 7."))
    #expect(try page(claim(rows: 1)).contains("Fine.\n\n"))
  }

  @Test(arguments: [
    ("1.9364916731037085", "1.936"), ("8.19e-05", "8.19×10⁻⁵"), ("0.0001", "0.0001"), ("1000000", "1000000"),
    ("1000000000000", "10¹²"), ("10000000", "10⁷"),
    ("1e-07", "10⁻⁷"), ("2.5e3", "2500"), ("inf", "inf"), ("e7", "e7"),
    ("mirrored.e", "mirrored.e"),
  ])
  func `numbers that label rows are rounded`(_ label: String, _ shown: String) {
    #expect(CheckSection(below(2, "c", [row(estimate(1), [("x", label)])])).markdown.contains("| \(shown) |"))
  }

  @Test(arguments: [
    ("a < b & c", "a < b & c"), ("<script>x</script>", "&lt;script>x&lt;/script>"),
    ("$\\lambda<1$ <i>", "$\\lambda<1$ &lt;i>"), ("`<i>` <i>", "`<i>` &lt;i>"), ("\\`<i>`", "\\`&lt;i>`"),
    ("\\<i>", "&lt;i>"), ("&lt; &amp;x", "&amp;lt; &amp;amp;x"), ("R&D <!-- -->", "R&D &lt;!-- -->"),
    ("$$a<b$$", "$$a<b$$"), ("*e* [l](https://x)", "*e* [l](https://x)"), ("\u{E000}0\u{E001}$x$", "0$x$"),
    ("```\n<i>\n```\n<i>", "```\n<i>\n```\n&lt;i>"),
  ])
  func `texts of the manifest are Markdown without HTML`(_ text: String, _ shown: String) {
    #expect(Markdown.text(text) == shown)
  }

  @Test func `every line of a statement stays in its block quote, a title on one line`() throws {
    let result = ClaimResult(
      title: "a\n# b <i>", statement: "s\n\n## X\r\nt", source: "u\nv", theory: "t", method: "m", discussion: nil,
      checks: [], captions: [], verdict: .notRun, reason: "r")
    let page = try self.page(ReportedClaim(id: "A1", result: result, figures: [], sources: [:], stages: []))
    #expect(page.contains("\n\n> s\n>\n> ## X\n> t\n>\n> — u\n> v\n\n*Theory.*"), "\(page)")
    #expect(page.contains("| [A1. a # b &lt;i>](#a1-a--b-i) |"), "\(page)")
  }

  @Test func `a check says why nothing was judged and what its intervals may be`() {
    let check = CheckResult(
      id: "n", name: "n", relation: .covers, tolerance: nil, bound: nil, resolution: 0.05, hasInterval: false, rows: [],
      data: "d", reason: "no row has x = 99")
    #expect(
      CheckSection(check).markdown
        == "*Evidence:* **n**: interval covers theory, half-width at most 0.05. <b>not run</b>: no row has x = 99.\n\n")
  }

  @Test func `a cell cannot break its table, and an anchor is the one that GitHub makes`() {
    #expect(Markdown.table(["a"], [["x|y\nz"]]) == "| a |\n| --- |\n| x\\|y z |\n")
    #expect(Markdown.anchor("A1. NTK decay, and depth") == "a1-ntk-decay-and-depth")
  }

  private func claim(rows: Int) throws -> ReportedClaim {
    let number = row(estimate(-3.01, -3.02, -3), [("L", "2")], theory: -3)
    let check = within("exponent", Array(repeating: number, count: rows), data: "checks[0].data")
    return ReportedClaim(
      id: "A1", result: judged([check], discussion: "Fine.", captions: ["The decay."]), figures: [figure],
      sources: ["checks[0].data": ["fits"]],
      stages: [ReportedStage(id: "fits", kind: "fit", made: 12, count: 12, key: String(repeating: "ab", count: 32))])
  }

  private func paper(_ more: String = "") throws -> Paper {
    Paper(
      Fields(
        try ClaimTests.json(
          #"{"title": "T", "authors": "A and B", "year": 2021, "venue": "V", "link": "https://arxiv.org/abs/1", "#
            + #""introduction": "I"\#(more)}"#
        ), context: "paper `A`"))
  }

  @Test func `a page lists what differs from the paper, with the reasons`() throws {
    let entry = #"{"claim": "A1", "what": "forty layers", "here": "four | five", "why": "time"}"#
    let paper = try paper(#", "differences": [\#(entry)]"#)
    let page = PaperPage(paper: paper, claims: [try claim(rows: 1)], profile: quick).markdown
    #expect(
      page.contains(
        "## What differs from the paper\n\n- [A1](#a1-decay). *The paper, or before:* forty layers. *Here:* four | five. "
          + "*Why:* time.\n"), "\(page)")
    #expect(page.contains("\n\n[What differs from the paper](#what-differs-from-the-paper)\n\n## A1."))
    #expect(try !self.page(claim(rows: 1)).contains("What differs"))
  }

  private func page(_ claim: ReportedClaim) throws -> String {
    PaperPage(paper: try paper(), claims: [claim], profile: quick).markdown
  }

  private let quick = ReportedProfile(name: "quick", isDefault: true, provenance: "reports/provenance.md")
  private let full = ReportedProfile(name: "full", isDefault: false, provenance: "reports/provenance.md")
  private let figure = ReportedFigure(
    picture: "../figures/A1.png", drawing: "../figures/A1.pdf", data: "../figures/A1.csv")

  @Test func `a page names its profile, in the commands as well unless it is the default`() throws {
    let page = try self.page(claim(rows: 1))
    #expect(page.contains("Numbers of the profile `quick`.") && page.contains("`reports/provenance.md`"))
    let other = PaperPage(paper: try paper(), claims: [try claim(rows: 1)], profile: full).markdown
    #expect(other.contains("<code>plumb run --profile full A1</code>"))
    #expect(other.contains("`full/reports/provenance.md`"))
  }

  @Test func `a card shows the verdict first, then the figure, then the rest, folded`() throws {
    let page = try self.page(claim(rows: 1))
    let card = try #require(page.range(of: "## A1. Decay\n")).upperBound
    var rest = page[card...]
    for part in [
      "\n<b id=\"claim-A1\">reproduced</b> · Deviation 0.020 (limit 0.05).\n",
      "![A1. Decay](../figures/A1.png)\n\n*The decay.* ",
      "[PDF](../figures/A1.pdf), [data](../figures/A1.csv)\n", "\nFine.\n",
      "<details><summary>Statement, theory and method</summary>\n\n> It decays.", "*Theory.* -3", "*Here.* fit",
      "</details>",
      "<details><summary>Numbers: 1 check as evidence</summary>\n\n*Evidence:* **exponent**: within 0.05 of theory. "
        + "<b>reproduced</b>: deviation 0.020 (limit 0.05), theory −3. Numbers from [`fits`](#stage-a1-fits).",
      "| 2 | −3.010 [−3.020, −3.000] |\n\n</details>", "<code>plumb run A1</code>",
      "| <a id=\"stage-a1-fits\"></a>`fits` | fit | 12 | `abababababab` |",
    ] {
      let place = try #require(rest.range(of: part), "\(part) in\n\(rest)")
      rest = rest[place.upperBound...]
    }
    #expect(page.contains("| [A1. Decay](#a1-decay) | <b>reproduced</b> | Deviation 0.020 (limit 0.05) |"))
  }

  @Test func `an answer comes before all else, and the introduction is then folded`() throws {
    let answered = try paper(#", "answer": "It decays, within 0.02.", "conclusion": "Ours.""#)
    let page = PaperPage(paper: answered, claims: [try claim(rows: 1)], profile: quick).markdown
    #expect(page.contains("\n\nIt decays, within 0.02.\n\n1 claim, profile `quick`: 1 reproduced"), "\(page)")
    #expect(
      page.contains("<details><summary>What the paper asks and what is rebuilt here</summary>\n\nI\n\n</details>"))
    #expect(page.contains("\n\n[Settings and limits](#settings-and-limits)\n\n## A1."))
    let summary = PaperSummary(answered, claims: [try claim(rows: 1)])
    let report = SummaryPage(
      title: "R", introduction: "I", papers: [.init(link: nil, summary: summary)], profile: quick
    ).markdown
    #expect(report.contains("\n\nIt decays, within 0.02.\n\n| claim | verdict | nearest to failing |"), "\(report)")
    #expect(try self.page(claim(rows: 1)).contains("\n\nI\n\n1 claim, profile `quick`"))
  }

  @Test func `a page links to the reports that list it, by their names`() throws {
    func byline(_ reports: [(String, String)]) throws -> String {
      let page = PaperPage(
        paper: try paper(), claims: [], profile: quick, reports: reports.map { .init(title: $0.0, link: $0.1) }
      ).markdown
      return String(page.split(separator: "\n")[1])
    }
    let link = "A and B, V, 2021. [https://arxiv.org/abs/1](https://arxiv.org/abs/1)"
    #expect(try byline([]) == link)
    #expect(try byline([("All", "overview.md")]) == link + " · [All papers](overview.md)")
    #expect(
      try byline([("All", "overview.md"), ("Some", "some.md")]) == link + " · [All](overview.md) · [Some](some.md)")
  }

  @Test func `the summary counts verdicts and links to the pages`() throws {
    let summary = PaperSummary(try paper(), claims: [try claim(rows: 1)])
    func page(_ links: String?...) -> String {
      SummaryPage(
        title: "R", introduction: "I", papers: links.map { .init(link: $0, summary: summary) }, profile: quick
      ).markdown
    }
    let two = page("A.md", "B.md")
    #expect(two.contains("2 claims, profile `quick`: 2 reproduced, 0 not reproduced, 0 inconclusive, 0 not run."))
    #expect(two.contains("[A1. Decay](A.md#a1-decay)"))
    // The page of a single paper says its title and its claims itself.
    let one = page("A.md")
    #expect(one.contains("1 claim, profile `quick`: 1 reproduced") && one.contains("](A.md)"), "\(one)")
    #expect(!one.contains("A1. Decay") && page(nil).contains("A1. Decay"))
  }
}

@Suite struct ProvenancePageTests {
  @Test func `the page shows machine, libraries and cost`() throws {
    let record = try ClaimTests.json(
      #"""
      {"profile": "quick", "machine": {"processor": "P", "memory": 8000000000, "clean": true},
       "libraries": {"FLINT": "3.1.3", "fonts": {"bold": {"file": "/f.ttf", "sha256": "0123456789abcdef0123"}}},
       "stages": [
         {"id": "a[x=1]", "kind": "fit", "key": "abcdef0123456789", "seconds": 0.25, "memory": 5000000, "cores": 1,
          "time": "2026-01-02T03:04:05Z", "host": "here", "program": "plumb 1"},
         {"id": "b", "kind": "spectrum", "key": "bbbbbbbbbbbbbbbb", "seconds": 12, "memory": 2500000000, "cores": 2,
          "time": "2026-01-02T03:04:01Z", "host": "there", "program": "plumb 1"}]}
      """#)
    let page = ProvenancePage(record).markdown
    for part in [
      "Profile `quick`: 2 results, 12.2 s of computing in all; made between 2026-01-02T03:04:01Z and "
        + "2026-01-02T03:04:05Z on here, there by plumb 1.",
      "| processor | P |", "| memory | 8.0 GB |", "| clean | yes |", "| FLINT | 3.1.3 |",
      "| fonts, bold | /f.ttf, sha256 `0123456789abcdef` |",
      "| spectrum | 1 | 12 s | 2.5 GB |\n| fit | 1 | 250 ms | 5 MB |",
      "| `a[x=1]` | fit | 250 ms | 5 MB | 1 | `abcdef012345` |",
    ] { #expect(page.contains(part), "\(part) in\n\(page)") }
  }

  @Test func `what a record from elsewhere says stays on its line, and no tag begins in it`() throws {
    let record = try ClaimTests.json(
      #"""
      {"stages": [{"id": "a", "kind": "fit", "seconds": 1, "time": "now\n# later", "host": "<script>\n\n# mine", "program": "<b>"}]}
      """#)
    let page = ProvenancePage(record).markdown
    #expect(!page.contains("\n# later") && !page.contains("\n# mine"))
    #expect(!page.contains("<script") && !page.contains("<b>"))
  }

  @Test func `an empty record makes a page`() throws {
    #expect(ProvenancePage(try ClaimTests.json("{}")).markdown.contains("Profile `unknown`: 0 results"))
  }
}
