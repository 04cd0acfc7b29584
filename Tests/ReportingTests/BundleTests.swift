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
    let one = below(1, "Slope", [row(estimate(0.5))])
    return judged([within("Exponent, L ≥ 2", rows), one, one])
  }

  @Test func `every number has a key that says what it is`() {
    let values = Dictionary(uniqueKeysWithValues: LaTeXValues([("A1", Self.claim())]).entries)
    for (key, text) in [
      "verdict": "reproduced", "exponent-l-2.L=2.verdict": "reproduced", "exponent-l-2.count": "2",
      "exponent-l-2.L=2": "\\ensuremath{-3.010}", "exponent-l-2.L=2.low": "\\ensuremath{-3.020}",
      "exponent-l-2.L=2.high": "\\ensuremath{-3.000}", "exponent-l-2.L=2.theory": "\\ensuremath{-3}",
      "exponent-l-2.least": "\\ensuremath{-3.0100}", "slope": "\\ensuremath{0.50000}",
      "slope-2": "\\ensuremath{0.50000}",
    ] { #expect(values["A1.\(key)"] == text, "\(key)") }
  }

  @Test func `rows without labels are numbered, names that say nothing are called check`() {
    let claim = judged(["n", "日本"].map { below(2, $0, [row(estimate(1)), row(estimate(1))]) })
    #expect(
      LaTeXValues([("A1", claim)]).entries.map(\.key) == ["A1.verdict"]
        + ["A1.n", "A1.check"].flatMap { name in
          ["verdict", "count", "least", "greatest", "row=1", "row=1.verdict", "row=2", "row=2.verdict"].map {
            "\(name).\($0)"
          }
        })
  }

  @Test func `the sample prints every key and shows every figure`() {
    let values = LaTeXValues([("A1", Self.claim())])
    let sample = values.sample(figures: ["figures/a.pdf"])
    for entry in values.entries { #expect(sample.contains("\\plumbvalue{\(entry.key)}")) }
    #expect(sample.contains("\\includegraphics[width=\\linewidth]{figures/a.pdf}"))
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

  private let folder = TestFolder()

  @Test func `a folder is written with its folders, and a file in the way of one is named`() throws {
    try BundleFolder.write([Self.file("figures/ü b.csv", "1")], to: folder.url)
    #expect(try folder.bytes("figures/ü b.csv") == Data("1".utf8))
    try BundleFolder.write([Self.file("a")], to: folder.url)
    let text = message { try BundleFolder.write([Self.file("a/b")], to: folder.url) }
    #expect(text.hasPrefix("cannot write ") && text.hasSuffix("; choose another place") && !text.contains("\n"))
  }

  @Test func `a zip file depends on its content only, and one that cannot be written says why`() throws {
    for name in ["one.zip", "two.zip"] {
      try ZipArchive.write([Self.file("ä/b.txt", "hello"), Self.file("c.csv", "")], to: folder.path(name))
      Thread.sleep(forTimeInterval: 0.05)
    }
    let bytes = try folder.bytes("one.zip")
    #expect(try bytes == folder.bytes("two.zip") && bytes.starts(with: Data("PK\u{3}\u{4}".utf8)))
    #expect(try folder.names().count == 2)
    let text = message { try ZipArchive.write([Self.file("a")], to: "/nowhere/x.zip") }
    #expect(text.hasPrefix("cannot write /nowhere/x.zip: ") && text.hasSuffix("; choose another place"))
  }

  @Test func `a crate describes every file and every stage, and refers to nothing that it lacks`() throws {
    let action = CrateAction(
      id: "fits[d=3]", kind: "decay-fit", revision: 2, summary: "fits", key: "k1",
      inputs: [.init(name: "data", digest: "aa", path: nil)],
      outputs: [.init(name: "fits, table", digest: "bb", path: "tables/b.csv")], end: Date(timeIntervalSince1970: 100),
      seconds: 10)
    let crate = ResearchCrate(
      title: "T", summary: "S", manifest: "pipeline.json", license: "LICENSE",
      files: [Self.file("pipeline.json"), Self.file("LICENSE"), Self.file("tables/b.csv"), Self.file("reports/r.md")],
      results: ["reports/r.md"], actions: [action],
      software: [
        .init(name: "Plumb", version: "0.1"), .init(name: "MPFR", version: "4.2.0", home: "https://www.mpfr.org"),
      ], date: Date(timeIntervalSince1970: 200))
    let graph = crate.metadata["@graph"]?.elements ?? []
    let ids = Set(graph.compactMap { $0["@id"]?.string })
    #expect(ids.count == graph.count)
    let outside = Set(graph.flatMap(Self.references)).subtracting(ids)
    #expect(
      outside == ["https://w3id.org/ro/crate/1.3", "http://schema.org/CompletedActionStatus", "https://www.mpfr.org"])
    // What RO-Crate 1.2 and later ask of software and profiles.
    func types(_ entity: JSON) -> [String] {
      entity["@type"]?.elements?.compactMap(\.string) ?? [entity["@type"]?.string ?? ""]
    }
    for program in graph where types(program).contains("SoftwareApplication") {
      #expect(program["name"] != nil && program["version"] != nil && program["url"]?["@id"] != nil)
    }
    for profile in graph where profile["@id"]?.string?.hasPrefix("https://w3id.org/ro/wfrun/") == true {
      #expect(types(profile) == ["CreativeWork", "Profile"])
    }
    let stage = graph.first { $0["@id"]?.string == "#stage-k1" }
    #expect(stage?["startTime"]?.string == "1970-01-01T00:01:30Z")
    #expect(stage?["endTime"]?.string == "1970-01-01T00:01:40Z")
    #expect(stage?["result"]?["@id"]?.string == "tables/b.csv")
    #expect(stage?["object"]?["@id"]?.string == "#sha256-aa")
  }

  private static func references(_ value: JSON) -> [String] {
    if let members = value.members {
      return members.flatMap { member in
        guard member.key != "@id" else { return [String]() }
        let isLink = member.value.members?.map(\.key) == ["@id"]
        return isLink ? [member.value["@id"]?.string ?? ""] : references(member.value)
      }
    }
    return (value.elements ?? []).flatMap { item in
      item.members?.map(\.key) == ["@id"] ? [item["@id"]?.string ?? ""] : references(item)
    }
  }
}

@Suite struct EarlierOutputTests {
  private let folder = TestFolder()

  @Test func `pages, crates, values and papers that were made here may be replaced`() throws {
    let page = try HTMLReport(title: "T", pages: [.init(name: "p", markdown: "# P")], file: { _ in nil }).html()
    try folder.write(page, "r.html")
    try folder.write(LaTeXValues([]).file, "v.tex")
    try ZipArchive.write([BundleTests.file("ro-crate-metadata.json")], to: folder.path("r.zip"))
    let paper = try folder.write(PDFAttachmentsTests.paper(), "paper.pdf")
    try PDFAttachments([BundleTests.file("report.html")], date: Date(timeIntervalSince1970: 0)).attach(
      to: paper, output: folder.path("o.pdf"))
    for name in ["r.html", "v.tex", "r.zip", "o.pdf", "nothing"] { try EarlierOutput.check(folder.path(name)) }
  }

  @Test func `everything else stays, in one sentence`() throws {
    try folder.write("<html>", "r.html")
    try ZipArchive.write([BundleTests.file("a")], to: folder.path("r.zip"))
    try folder.write(PDFAttachmentsTests.paper(), "paper.pdf")
    try folder.write("%PDF-1.7 damaged", "damaged.pdf")
    for place in ["r.html", "r.zip", "paper.pdf", "damaged.pdf"].map(folder.path) {
      #expect(throws: BundleError.notOurs(place)) { try EarlierOutput.check(place) }
    }
    #expect(
      "\(BundleError.notOurs("a.pdf"))"
        == "a.pdf exists and was not written by plumb; move it away, or name another place")
    let place = folder.path("")
    #expect(throws: BundleError.cannotWrite(place, reason: "it is a folder")) { try EarlierOutput.check(place) }
  }

  @Test func `a folder belongs to who wrote its first file`() throws {
    let files = [
      BundleTests.file("plumb-values.tex", LaTeXValues([]).file), BundleTests.file("figures/a.pdf"),
    ]
    func check() throws { try EarlierOutput.check(files, in: folder.url) }
    try check()
    try BundleFolder.write([files[1]], to: folder.url)
    #expect(throws: BundleError.notOurs(folder.path("figures/a.pdf"))) { try check() }
    try BundleFolder.write(files, to: folder.url)
    try check()
    let values = try folder.write("mine", "plumb-values.tex")
    #expect(throws: BundleError.notOurs(values)) { try check() }
  }

  @Test(.timeLimit(.minutes(1))) func `pipes and devices are refused and not waited for`() {
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o644) == 0)
    for place in [pipe, "/dev/null"] {
      #expect(throws: BundleError.cannotWrite(place, reason: "it is no plain file")) { try EarlierOutput.check(place) }
      #expect(throws: BundleError.cannotRead(place, reason: "it is no plain file")) { try PDFDocument.check(place) }
    }
  }
}
