import Documents
import Foundation
import Pipeline
import Reporting
import Testing
import VerbsTestSupport

@testable import Verbs

/// Claims, the page of their paper and the page of all papers.
@Suite struct ReportStagesTests {
  static let claim = """
    "title": "It decays", "statement": "s", "source": "Theorem 1", "theory": "-3", "method": "m",
    "checks": [{"id": "exponent", "name": "exponent", "data": "d", "value": "v", "low": "l", "high": "h", "relation": "within",
      "theory-value": -3, "tolerance": 0.05}]
    """

  private func judge(_ csv: String) throws -> ClaimResult {
    let bench = try StageBench(ClaimStage.self, Self.claim, csv: ["checks[0].data": csv])
    return try ClaimResult(readingFrom: bench.folder.appending(path: "verdict.json"))
  }

  @Test(arguments: [
    ("v,l,h\n-3.01,-3.02,-3\n", Verdict.reproduced), ("v,l,h\n-3.01,-3.2,-2.9\n", .inconclusive),
    ("v,l,h\n-3.2,-3.3,-3.1\n", .notReproduced), ("v,l,h\n-3,-3,-3\n-4,-4,-4\n", .notReproduced),
    ("v,l,h\n", .notRun), ("v,l,h\n-3,-3,-3\n,-3,-3\n", .inconclusive),
  ])
  func `the numbers decide the verdict`(csv: String, verdict: Verdict) throws {
    #expect(try judge(csv).verdict == verdict)
  }

  @Test func `an interval that begins above its end fails the stage in one sentence`() throws {
    #expect(
      try StageBench.complaint(ClaimStage.self, Self.claim, csv: ["checks[0].data": "v,l,h\n-3,-2,-4\n"])
        == "checks[0].data: the interval of row 1 begins above its end, `l` = -2, `h` = -4; "
        + "exchange `low` and `high`, or correct what made them")
  }

  @Test func `claims and papers stand once in a list`() throws {
    let twice = Self.paper.replacing(#""claims": "c""#, with: #""claims": ["c", "d", "c"]"#)
    #expect(
      try StageBench.problems(PaperStage.self, twice) == [
        "`c` stands twice among the `claims` in stage `s`; name it once"
      ])
    #expect(
      try StageBench.problems(ReportStage.self, #""title": "t", "introduction": "i", "papers": ["p", "p"]"#).count == 1)
  }

  @Test func `a claim whose numbers were not made is not run, and its page says why`() throws {
    let bench = try StageBench()
    bench.lack("checks[0].data")
    try bench.run(ClaimStage.self, Self.claim)
    let result = try ClaimResult(readingFrom: bench.folder.appending(path: "verdict.json"))
    #expect(result.verdict == .notRun && result.missing == "checks[0].data")
    let page = try StageBench()
    try page.give("claims", result)
    page.lineage = Lineage(entries: [
      Lineage.Entry(
        id: "A1", kind: "claim", key: "0123456789abcdef", input: "claims",
        inputs: [.init(path: "figures[0].figure", id: "plot"), .init(path: "checks[0].data", id: "fit")], missing: nil),
      entry("plot", [], missing: "stage points failed"),
      entry("fit", [], missing: "stage gram failed"),
    ])
    try page.run(PaperStage.self, Self.paper)
    #expect(try page.text("page.md").contains("\n\n<b id=\"claim-A1\">not run</b> · stage gram failed.\n"))
  }

  @Test func `a column that is not there is named`() throws {
    #expect(
      try StageBench.complaint(ClaimStage.self, Self.claim, csv: ["checks[0].data": "value,l,h\n1,1,1\n"])
        == "checks[0].data0.csv: no column `v`; did you mean `h`?")
  }

  @Test func `a verdict file that is damaged fails the stage`() throws {
    let bench = try StageBench()
    try bench.give("claims", bytes: Array("{\"title\": ".utf8), ending: "json")
    bench.lineage = Lineage(entries: [entry("A1", [], input: "claims")])
    #expect(!bench.complaint(PaperStage.self, Self.paper).isEmpty)
  }

  static let paper = """
    "title": "T", "authors": "A. Author", "year": 2021, "venue": "ICLR", "link": "https://example.org",
    "introduction": "i", "claims": "c"
    """

  private func pages() throws -> (paper: String, report: String) {
    let bench = try StageBench()
    try bench.give("claims", try judge("v,l,h\n-3.01,-3.02,-3\n"))
    try bench.give("claims", try judge("v,l,h\n-4,-4,-4\n"))
    bench.lineage = Lineage(entries: [
      entry("A1", ["fit"], input: "claims"),
      entry("A2", ["fit"], input: "claims"), entry("fit", []),
    ])
    try bench.run(PaperStage.self, Self.paper)
    let summary = try PaperSummary(readingFrom: bench.folder.appending(path: "summary.json"))
    #expect(summary.claims.map(\.verdict) == [.reproduced, .notReproduced])
    let all = try StageBench()
    try all.give("papers", summary)
    let deep = entry("deep", [], kind: "paper", input: "papers", published: ["page": "reports/deep.md"])
    all.lineage = Lineage(
      entries: [deep],
      published: ["page": "reports/overview.md", "png": "figures/all.png", "pdf": "figures/all.pdf"])
    try all.run(ReportStage.self, #""title": "R", "introduction": "i", "papers": "p""#)
    return (try bench.text("page.md"), try all.text("page.md"))
  }

  @Test func `the page shows every claim with verdict, command and the stages behind it`() throws {
    let page = try pages().paper
    for text in [
      "# T\n", "## A1. It decays\n", "## A2. It decays\n",
      "\n\n<b id=\"claim-A1\">reproduced</b> · Deviation 0.020 (limit 0.05).",
      "\n\n<b id=\"claim-A2\">not reproduced</b> · Deviation 1 (limit 0.05).",
      "<code>plumb run A2</code>", "`fit`", "`0123456789ab`",
    ] { #expect(page.contains(text), "\(text)") }
  }

  @Test func `a claim whose stage failed keeps its place among the others`() throws {
    let bench = try StageBench()
    bench.lack("claims")
    try bench.give("claims", try judge("v,l,h\n-3.01,-3.02,-3\n"))
    bench.lineage = Lineage(entries: [
      Lineage.Entry(
        id: "A1", kind: "claim", key: nil, input: "claims", inputs: [], missing: "stage A1 failed", title: "Lost"),
      entry("A2", [], input: "claims"),
    ])
    try bench.run(PaperStage.self, Self.paper)
    let summary = try PaperSummary(readingFrom: bench.folder.appending(path: "summary.json"))
    #expect(summary.claims.map(\.heading) == ["A1. Lost", "A2. It decays"])
    #expect(summary.claims.map(\.verdict) == [.notRun, .reproduced] && summary.claims[0].nearest == "stage A1 failed")
  }

  @Test func `the summary counts verdicts and links to the pages`() throws {
    let report = try pages().report
    #expect(report.contains("2 claims, profile `default`: 1 reproduced, 1 not reproduced, 0 inconclusive, 0 not run."))
    #expect(
      report.contains("](deep.md)\n")
        && report.contains("![The margin of every claim, and where its verdict turns](../figures/all.png)"))
  }

  @Test func `a page links to the report that lists it and to its figures, wherever these are published`() throws {
    let bench = try StageBench()
    try bench.give("claims", try judge("v,l,h\n-3.01,-3.02,-3\n"))
    let figure = ["png": "pictures/all/curve.png", "data": "reports/curve.csv"]
    bench.lineage = Lineage(
      entries: [entry("A1", ["curve"], input: "claims"), entry("curve", [], kind: "figure", published: figure)],
      published: ["page": "reports/deep.md"],
      readers: [
        .init(title: "Everything", published: ["page": "reports/overview.md"]),
        .init(title: "A picture", published: ["png": "pictures/b.png"]),
      ])
    try bench.run(PaperStage.self, Self.paper)
    let page = try bench.text("page.md")
    #expect(page.contains("](../pictures/all/curve.png)") && page.contains(" [data](curve.csv)\n"))
    #expect(page.contains(" · [All papers](overview.md)\n") && !page.contains("PDF"))
  }

  @Test func `a page shows where its verdicts turn below the table of claims, if one does`() throws {
    func page(_ csv: String) throws -> (text: String, data: Table, summary: PaperSummary) {
      let bench = try StageBench()
      try bench.give("claims", try judge(csv))
      bench.lineage = Lineage(
        entries: [entry("A1", [], input: "claims")],
        published: ["page": "reports/deep.md", "png": "figures/deep-turns.png", "data": "figures/deep-turns.csv"])
      try bench.run(PaperStage.self, Self.paper)
      #expect(try bench.bytes("png.png").count > 1000 && bench.text("svg.svg").contains("light-dark"))
      return (
        try bench.text("page.md"), try bench.table("data"),
        try PaperSummary(readingFrom: bench.folder.appending(path: "summary.json"))
      )
    }
    // The ends lie 0.02 and 0 from theory, the tolerance is 0.05.
    let (text, data, summary) = try page("v,l,h\n-3.01,-3.02,-3\n")
    let picture = try #require(
      text.range(of: "\n\n![Where the verdicts turn](../figures/deep-turns.png)\n\n*Where the"))
    #expect(text[..<picture.lowerBound].hasSuffix("(limit 0.05) |"), "\(text)")
    #expect(text.contains(" [data](deep-turns.csv)") == false && text.contains(" [data](../figures/deep-turns.csv)\n"))
    #expect(try data.texts("claim") == ["A1"] && close(data.numbers("factor"), [0.02 / 0.05], 1e-9))
    #expect(summary.claims[0].turn?.verdict == .inconclusive && summary.claims[0].turn?.check == "exponent")
    let none = try page("v,l,h\n")
    #expect(!none.text.contains("deep-turns") && none.data.rowCount == 0 && none.summary.claims[0].turn == nil)
  }

  @Test func `a page links to the manifest's lines and to what other profiles published, from any folder`() throws {
    func page(_ profile: (String, Bool), settings: [String] = []) throws -> String {
      let bench = try StageBench()
      try bench.give("claims", try judge("v,l,h\n-3.01,-3.02,-3\n"))
      bench.lineage = Lineage(
        entries: [entry("A1", [], input: "claims")], profile: profile.0, isDefaultProfile: profile.1,
        settings: settings,
        published: ["page": "reports/deep.md"],
        origins: [
          .init(id: "deep", file: "papers/deep.json", line: 3), .init(id: "A1", file: "papers/deep.json", line: 70),
        ],
        editions: [.init(id: "deep", profile: "other", published: ["page": "other/reports/deep.md"])])
      try bench.run(PaperStage.self, Self.paper)
      return try bench.text("page.md")
    }
    let own = try page(("quick", true))
    #expect(
      own.contains(
        " · [papers/deep.json, line 3](../papers/deep.json#L3) · [Profile other](../other/reports/deep.md)\n"))
    #expect(own.contains("Defined in [papers/deep.json, line 70](../papers/deep.json#L70). "))
    #expect(
      try page(("full", false)).contains("](../../papers/deep.json#L3) · [Profile other](../../other/reports/deep.md)"))
    #expect(try page(("quick", true), settings: ["a.b=1"]).contains("](../../../papers/deep.json#L3)"))
  }

  @Test func `pages are the same bytes from run to run`() throws {
    let (first, second) = (try pages(), try pages())
    #expect(first.paper == second.paper && first.report == second.report)
  }
}

@Suite struct LineageReaderTests {
  /// a -> b -> c -> reader, a -> d -> reader, e was not made.
  static let lineage = Lineage(entries: [
    entry("c", ["b"], input: "data"), entry("d", ["a"], input: "data"),
    entry("e", [], input: "data", missing: "failed"), entry("b", ["a"]), entry("a", []), entry("f", [], input: "other"),
  ])

  @Test func `what stands behind an input comes in order, made or not`() {
    #expect(LineageReader(Self.lineage).behind("data").map(\.id) == ["c", "d", "e"])
    #expect(LineageReader(Self.lineage).behind("none").isEmpty && LineageReader(nil).behind("data").isEmpty)
  }

  @Test func `everything above is listed once, itself included`() {
    let reader = LineageReader(Self.lineage)
    let (c, d) = (reader.behind("data")[0], reader.behind("data")[1])
    #expect(reader.everything(above: c).map(\.id) == ["c", "b", "a"])
    #expect(reader.everything(above: d).map(\.id) == ["d", "a"])
    #expect(reader.above(c).map(\.id) == ["b"])
    #expect(reader.sources(of: c) == ["in": ["b"]])
  }

  @Test func `a name outside the lineage is passed over`() {
    let reader = LineageReader(Lineage(entries: [entry("c", ["gone"], input: "data")]))
    #expect(reader.everything(above: reader.behind("data")[0]).map(\.id) == ["c"])
  }
}

/// A stage of a lineage, with a key where it was made.
private func entry(
  _ id: String, _ inputs: [String], kind: String = "k", input: String? = nil, missing: String? = nil,
  published: [String: String] = [:]
) -> Lineage.Entry {
  Lineage.Entry(
    id: id, kind: kind, key: missing == nil ? "0123456789abcdef" : nil, input: input,
    inputs: inputs.map { .init(path: "in", id: $0) }, missing: missing,
    published: published)
}
