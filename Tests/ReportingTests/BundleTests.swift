import Documents
import Foundation
import Testing

@testable import Reporting

@Suite struct BundleTests {
  static func file(_ path: String, _ text: String = "x") -> AttachedFile {
    AttachedFile(path: path, data: Data(text.utf8), summary: "a file")
  }

  static func claim() -> ClaimResult {
    let rows = [("2", -3.01), ("3", -2.5e-7)].map { layers, value in
      row(estimate(value, value - 0.01, value + 0.01), [("L", layers), ("parity", "even")], theory: -3)
    }
    return judged([
      within("Exponent, L ≥ 2", rows, id: "exponent"), below(1, "Slope", [row(estimate(0.5))], id: "slope"),
    ])
  }

  private func values(_ claims: [(id: String, result: ClaimResult)]) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try ReportValues(claims).entries.map { ($0.key, $0.value.tex) })
  }

  @Test func `every number has a key that says what it is`() throws {
    let values = try values([("A1", Self.claim())])
    #expect(values["A1.verdict"] == "reproduced")
    #expect(values["A1.exponent.2"] == "\\ensuremath{-3.010}")
    #expect(values["A1.exponent.2.low"] == "\\ensuremath{-3.020}")
    #expect(values["A1.exponent.2.high"] == "\\ensuremath{-3.000}")
    #expect(values["A1.exponent.2.theory"] == "\\ensuremath{-3}")
    #expect(values["A1.exponent.2.verdict"] == "reproduced")
    #expect(values["A1.exponent.count"] == "2")
    #expect(values["A1.exponent.least"] == "\\ensuremath{-3.0100}")
    #expect(values["A1.slope"] == "\\ensuremath{0.50000}")
    // The interval of -3.01 ends 0.02 from -3, that of -2.5e-7 further: 3 and a hundredth.
    #expect(values["A1.exponent.nearest"] == "\\ensuremath{3.0}" && values["A1.exponent.limit"] == "\\ensuremath{0.05}")
    #expect(values["A1.slope.nearest"] == "\\ensuremath{0.50}" && values["A1.slope.limit"] == "\\ensuremath{1}")
  }

  @Test func `the least and the greatest have the digits that the check asks for`() throws {
    var check = within("Exponent", [row(estimate(-3.014, -3.1, -3)), row(estimate(9.996, 9, 11))], id: "exponent")
    check.digits = 3
    let values = try values([("A1", judged([check]))])
    #expect(values["A1.exponent.least"] == "\\ensuremath{-3.01}")
    #expect(values["A1.exponent.greatest"] == "\\ensuremath{10.0}")
  }

  @Test func `keys stay when checks and rows change places and wording`() throws {
    let signs = [("plus", 1.0), ("minus", -1.0)]
    func checks(_ words: String, _ order: [Int], isReversed: Bool = false) -> [CheckResult] {
      let checks = signs.map { id, sign in
        let rows = order.map { row(estimate(sign * (Double($0) + 0.5)), [("n", "\($0)")]) }
        return below(9, "slope \(words) \(id == "plus" ? "+" : "−")", rows, id: id)
      }
      return isReversed ? checks.reversed() : checks
    }
    // Of checks that are equally near the first one is the nearest.
    func own(_ values: [String: String]) -> [String: String] {
      values.filter { !["A1.nearest", "A1.limit"].contains($0.key) }
    }
    let first = try values([("A1", judged(checks("measured", [1, 2, 3, 4])))])
    #expect(first["A1.plus.3"] == "\\ensuremath{3.5000}" && first["A1.minus.3"] == "\\ensuremath{-3.5000}")
    for order in [[1, 2, 3, 4], [4, 3, 2, 1], [2, 4, 1, 3], [3, 1, 4, 2]] {
      for isReversed in [false, true] {
        let moved = try values([("A1", judged(checks("seen in \(order)", order, isReversed: isReversed)))])
        #expect(own(moved) == own(first))
      }
    }
  }

  @Test func `rows that no label tells apart are published together only`() throws {
    let claim = judged([below(2, "n", [row(estimate(1)), row(estimate(1))], id: "n")])
    #expect(
      try ReportValues([("A1", claim)]).entries.map(\.key)
        == [
          "A1.verdict", "A1.nearest", "A1.limit", "A1.n.verdict", "A1.n.nearest", "A1.n.limit", "A1.n.count",
          "A1.n.least",
          "A1.n.greatest",
        ])
  }

  @Test func `keys that are equal or too long are refused`() throws {
    let twice = judged([below(2, "n", [row(estimate(1), [("L", "1")]), row(estimate(1), [("L", "1")])], id: "n")])
    #expect(throws: BundleError.repeatedKey("A1.n.1")) { try ReportValues([("A1", twice)]) }
    let rows = ["another name", "no name"].map { row(estimate(1), [("model", "a long name"), ("kernel", $0)]) }
    let long = judged([below(2, "n", rows, id: "the-longest-id-of-all-ids")])
    #expect {
      try ReportValues([("A1", long)])
    } throws: {
      "\($0)"
        == "the value `A1.the-longest-id-of-all-ids.alongname,anothername.verdict` has a key of 58 letters, and 56 are the "
        + "most; shorten the check's `id`, or name fewer `labels`"
    }
    let (name, number) = ("a model with quite a long name", "19.999999999999996")
    let short = judged([
      below(2, "n", [row(estimate(1), [("model", name)]), row(estimate(1), [("k", number)])], id: "n")
    ])
    #expect(try values([("A1", short)])["A1.n.amodelwithqui"] != nil && values([("A1", short)])["A1.n.20"] != nil)
  }

  @Test func `programs and Typst get the same numbers under the same keys`() throws {
    let values = try ReportValues([("A1", Self.claim())])
    #expect(values.json["A1.exponent.2"] == ["value": -3.01, "text": "−3.010"])
    #expect(values.json["A1.verdict"] == ["text": "reproduced"] && values.json["A1.exponent.count"]?["value"] == 2)
    for line in [#"  "A1.exponent.2": [$-3.010$],"#, #"  "A1.verdict": [reproduced],"#] {
      #expect(values.typst.contains(line + "\n"), "\(values.typst)")
    }
    #expect(Numeral.scientific("-2.5", power: -6).typst == "$-2.5 times 10^(-6)$")
    #expect(values.json.members?.map(\.key) == values.entries.map(\.key))
  }

  @Test func `rows that differ in signs alone have keys that spell these, and no other key changes`() throws {
    func keys(_ labels: [String]) throws -> [String] {
      let rows = labels.map { row(estimate(1), [("side", $0)]) }
      return try ReportValues([("A1", judged([below(2, "n", rows, id: "n")]))]).entries.map(\.key)
        .filter { $0.hasSuffix(".verdict") }.dropFirst(2).map { String($0.dropLast(".verdict".count)) }
    }
    #expect(try keys(["slope +", "slope −"]) == ["A1.n.slopeplus", "A1.n.slopeminus"])
    #expect(try keys(["slope −", "slope +"]) == ["A1.n.slopeminus", "A1.n.slopeplus"])
    #expect(try keys(["x-", "x"]) == ["A1.n.xminus", "A1.n.x"])
    #expect(try keys(["two-layer", "one-layer −"]) == ["A1.n.twolayer", "A1.n.onelayer"])
    #expect(throws: BundleError.repeatedKey("A1.n.ab")) { try keys(["a-b", "ab"]) }
  }

  @Test func `the sample shows every macro, every claim and the first figure`() throws {
    let claims: [(id: String, result: ClaimResult)] = (1...40).map { ("A\($0)", Self.claim()) }
    let sample = LaTeXSample(try ReportValues(claims), figures: ["figures/a.pdf", "figures/b.pdf"]).source
    for macro in ["plumbvalue{A1.exponent.2}", "plumbinterval{A1.exponent.2}", "plumbestimate{A1.exponent.2}"] {
      #expect(sample.contains("& \\\(macro) &"), "\(macro)")
    }
    #expect(sample.contains("\\plumbvalue{A36.verdict}") && !sample.contains("A37") && sample.contains("And 4 more."))
    #expect(sample.contains("{figures/a.pdf}") && !sample.contains("figures/b.pdf"))
  }

  @Test func `a spreadsheet gets key, value and text`() throws {
    let lines = try ReportValues([("A1", Self.claim())]).csv.split(separator: "\n")
    #expect(lines[0] == "key,value,text" && lines.contains("A1.exponent.2,-3.01,−3.010"))
    #expect(lines.contains("A1.verdict,,reproduced") && lines.contains("A1.exponent.count,2,2"))
  }

  /// The claims of the papers as the lock has them.
  private static func recorded() throws -> [(id: String, text: String)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let bytes = try Data(contentsOf: root.appending(path: "plumb.lock.json"))
    let lock = try JSON.parse(SourceText(name: "plumb.lock.json", bytes: [UInt8](bytes)))
    return (lock["profiles"]?["quick"]?.members ?? []).compactMap { member in
      member.value["values"]?["verdict"].map { (member.key, $0.canonical) }
    }
  }

  @Test func `a check that is reworded leaves every key as it was`() throws {
    let claims = try Self.recorded()
    try #require(claims.count > 30)
    func keys(_ change: (String) -> String) throws -> [String] {
      try ReportValues(claims.map { ($0.id, try ClaimResult(encoded: Data(change($0.text).utf8))) }).entries.map(\.key)
    }
    let before = try keys { $0 }
    // Names of checks, of claims and of labels, and whatever else is prose.
    let after = try keys {
      $0.replacing(#/"(name|title|statement|method|theory|discussion|symbol)":"(?:[^"\\]|\\.)*"/#) {
        "\"\($0.1)\":\"other words\""
      }
    }
    #expect(before.count > 1_000 && after == before)
    #expect(before.allSatisfy { $0.count <= ReportValues.longestKey })
  }

  @Test(arguments: ["a b.csv", "é.csv", ".hidden", "-x", "paper.tex", "figures//x", "a:b"])
  func `names that arXiv refuses are refused`(_ name: String) {
    let sentence = "the name \(name) is not allowed on arXiv; use letters, digits and . , _ + - = only"
    #expect(message { _ = try ArxivFolder.checked([Self.file(name)]) } == sentence)
  }

  @Test func `too much for arXiv is refused`() {
    let file = AttachedFile(path: "a.csv", data: Data(count: 51_000_000), summary: "")
    #expect(
      message { _ = try ArxivFolder.checked([file]) }
        == "the ancillary files take 51 MB, and arXiv takes 50 MB in all; put the RO-Crate into a repository and cite it"
    )
  }

  @Test func `ancillary files go into a folder called anc`() {
    #expect(ArxivFolder.location(URL(filePath: "/x/anc")).path() == "/x/anc")
    #expect(ArxivFolder.location(URL(filePath: "/x/paper")).path() == "/x/paper/anc/")
  }

  @Test func `the preview names the papers, the stages and every file, and nothing becomes markup`() throws {
    let crate = ResearchCrate(
      title: "T <b>", summary: "S", manifest: "pipeline.json", license: "LICENSE",
      files: [Self.file("pipeline.json"), Self.file("tables/a b.csv"), Self.file("report.html")], results: [],
      actions: [],
      software: [.init(name: "Plumb", version: "0.1")],
      articles: [.init(title: "One", authors: "A. B", year: 2021, link: "javascript:x")],
      date: Date(timeIntervalSince1970: 200))
    let page = crate.page
    #expect(page.contains("<h1>T &lt;b&gt;</h1>") && page.contains("<li>One. A. B, 2021.</li>"))
    #expect(
      page.contains("<a href=\"tables/a%20b.csv\">tables/a b.csv</a>")
        && page.contains("in 0 stages, finished on 1970-01-01"))
    #expect(page.contains("<a href=\"report.html\">Read the report</a>") && !page.contains("javascript"))
  }
}

@Suite struct AttachedFileTests {
  @Test func `a zip file depends on its content only`() throws {
    let files = [BundleTests.file("ä/b.txt", "hello"), BundleTests.file("c.csv", "")]
    let first = try ZipArchive.data(files)
    Thread.sleep(forTimeInterval: 0.05)
    #expect(try ZipArchive.data(files) == first && first.starts(with: Data("PK\u{3}\u{4}".utf8)))
    #expect(
      "\(BundleError.archive("the disk is full"))"
        == "the archive could not be made in the folder for temporary files: the disk is full; free some space there")
  }

  @Test(.timeLimit(.minutes(10))) func `pipes and devices are refused and not waited for`() {
    let folder = TestFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o644) == 0)
    for place in [pipe, "/dev/null"] {
      #expect(throws: BundleError.cannotRead(place, reason: "it is no plain file")) { try PDFDocument.checked(place) }
    }
  }
}
