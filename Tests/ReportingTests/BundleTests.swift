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
    #expect(values["A1.verdict"] == "reproduced")
    #expect(values["A1.exponent-l-2.L=2"] == "\\ensuremath{-3.010}")
    #expect(values["A1.exponent-l-2.L=2.low"] == "\\ensuremath{-3.020}")
    #expect(values["A1.exponent-l-2.L=2.high"] == "\\ensuremath{-3.000}")
    #expect(values["A1.exponent-l-2.L=2.theory"] == "\\ensuremath{-3}")
    #expect(values["A1.exponent-l-2.L=2.verdict"] == "reproduced")
    #expect(values["A1.exponent-l-2.count"] == "2")
    #expect(values["A1.exponent-l-2.least"] == "\\ensuremath{-3.0100}")
    #expect(values["A1.slope"] == "\\ensuremath{0.50000}")
    #expect(values["A1.slope-2"] == "\\ensuremath{0.50000}")
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
    #expect {
      try ArxivFolder.checked([Self.file(name)])
    } throws: { "\($0)" == "the name \(name) is not allowed on arXiv; use letters, digits and . , _ + - = only" }
  }

  @Test func `too much for arXiv is refused`() {
    let file = AttachedFile(path: "a.csv", data: Data(count: 51_000_000), summary: "")
    #expect {
      try ArxivFolder.checked([file])
    } throws: {
      "\($0)"
        == "the ancillary files take 51 MB, and arXiv takes 50 MB in all; put the RO-Crate into a repository and cite it"
    }
  }

  @Test func `ancillary files go into a folder called anc`() {
    #expect(ArxivFolder.location(URL(filePath: "/x/anc")).path() == "/x/anc")
    #expect(ArxivFolder.location(URL(filePath: "/x/paper")).path() == "/x/paper/anc/")
  }

  @Test func `a folder is written with its folders`() throws {
    try inFolder { folder in
      try BundleFolder.write([Self.file("figures/ü b.csv", "1")], to: folder)
      #expect(try String(contentsOf: folder.appending(path: "figures/ü b.csv"), encoding: .utf8) == "1")
    }
  }

  @Test func `a file in the way of a folder is named`() throws {
    try inFolder { folder in
      try BundleFolder.write([Self.file("a")], to: folder)
      #expect {
        try BundleFolder.write([Self.file("a/b")], to: folder)
      } throws: {
        let text = "\($0)"
        return text.hasPrefix("cannot write ") && text.hasSuffix("; choose another place") && !text.contains("\n")
      }
    }
  }

  @Test func `a zip file depends on its content only`() throws {
    try inFolder { folder in
      let paths = ["one.zip", "two.zip"].map { folder.appending(path: $0).path(percentEncoded: false) }
      for path in paths {
        try ZipArchive.write([Self.file("ä/b.txt", "hello"), Self.file("c.csv", "")], to: path)
        Thread.sleep(forTimeInterval: 0.05)
      }
      let bytes = try paths.map { try Data(contentsOf: URL(filePath: $0)) }
      #expect(bytes[0] == bytes[1])
      #expect(bytes[0].starts(with: Data("PK\u{3}\u{4}".utf8)))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).count == 2)
    }
  }

  @Test func `a zip file that cannot be written says why`() {
    #expect {
      try ZipArchive.write([Self.file("a")], to: "/nowhere/x.zip")
    } throws: { "\($0)".hasPrefix("cannot write /nowhere/x.zip: ") && "\($0)".hasSuffix("; choose another place") }
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
