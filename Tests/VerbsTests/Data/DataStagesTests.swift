import Documents
import Foundation
import LinearAlgebra
import Papers
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct DatasetStageTests {
  private let images = Data([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 255, 51, 102])
  private let labels = Data([0, 0, 8, 1, 0, 0, 0, 2, 3, 9])

  @Test func `images and labels become matrices`() throws {
    let bench = try run(Digest(of: Array(images)).hex, Digest(of: Array(labels)).hex)
    #expect(try bench.matrix("images").elements == [0, 1, 0.2, 0.4])
    #expect(try bench.matrix("labels").elements == [3, 9])
  }

  @Test func `a wrong checksum is refused in one line`() {
    let (found, expected) = (Digest(of: Array(labels)).hex, Digest(of: Array(images)).hex)
    let error = #expect(throws: DataFileError.self) { try run(expected, expected) }
    #expect(
      error?.description
        == "labels0.idx: its SHA-256 is \(found), not \(expected); fetch the file again or correct the manifest")
  }

  @Test func `a checksum that is none is refused in the manifest`() throws {
    let text = #""images": "a", "labels": "b", "images-sha256": "12", "labels-sha256": "zz""#
    #expect(try StageBench.problems(DatasetStage.self, text).count == 2)
  }

  @Test func `batches become one set, in order`() throws {
    let batches = [batch([(3, 255), (9, 0)]), batch([(0, 51), (1, 102)])]
    let bench = try bench(batches: batches)
    try bench.run(DatasetStage.self, members(batches))
    let pixels = try bench.matrix("images")
    #expect(pixels.rows == 4 && pixels.columns == 3_072)
    #expect(
      (0..<4).map { pixels[$0, 0] } == [1, 0, 0.2, 0.4] && (0..<4).map { pixels[$0, 3_071] } == [1, 0, 0.2, 0.4])
    #expect(try bench.matrix("labels").elements == [3, 9, 0, 1])
  }

  @Test func `a batch that is cut, goes on, has other content or a wrong label is refused in one line`() throws {
    let (whole, next) = (batch([(3, 1), (9, 2)]), batch([(0, 3), (1, 4)]))
    func message(_ second: Data, expected: Data? = nil) throws -> String {
      try bench(batches: [whole, second]).complaint(DatasetStage.self, members([whole, expected ?? second]))
    }
    #expect(try message(next).isEmpty)
    let name = "batches[1].file0.bin"
    #expect(try message(next.dropLast()) == "\(name): it must hold 6146 bytes and 6145 are there; copy the whole file")
    #expect(
      try message(next + [1]) == "\(name): it goes on after the 6146 bytes that were expected; check which file this is"
    )
    #expect(
      try message(batch([(0, 3), (10, 4)])) == "\(name): label 1 (counted from 0) is 10; labels must be below 10")
    let (found, wanted) = (Digest(of: Array(next)).hex, Digest(of: Array(whole)).hex)
    #expect(
      try message(next, expected: whole)
        == "\(name): its SHA-256 is \(found), not \(wanted); fetch the file again or correct the manifest")
  }

  @Test func `a set is one pair of files or batches, not both`() throws {
    let digest = String(repeating: "0", count: 64)
    let pair = #""images": "a", "images-sha256": "\#(digest)", "labels": "b", "labels-sha256": "\#(digest)""#
    #expect(try StageBench.problems(DatasetStage.self, pair).isEmpty)
    #expect(
      try StageBench.problems(DatasetStage.self, pair + #", "records": 5"#) == [
        "`records` makes no sense without `batches` in stage `s`; remove one of the two"
      ])
    #expect(
      try StageBench.problems(DatasetStage.self, #""images": "a", "batches": [{"file": "c", "sha256": "\#(digest)"}]"#)
        == ["`images` makes no sense beside `batches` in stage `s`; remove one of the two"])
    #expect(try StageBench.problems(DatasetStage.self, "").count == 4)
    #expect(
      try StageBench.problems(DatasetStage.self, #""batches": [{"file": "c"}]"#) == [
        "`batches[0]` of stage `s` lacks `sha256`; add it: the file's SHA-256, 64 hexadecimal digits"
      ])
  }

  @Test func `where a set is to be had is no part of its key`() throws {
    let text = #"""
      {"batches": [{"file": "c", "sha256": "\#(String(repeating: "0", count: 64))", "bytes": 7}], "origin": "there",
        "mirrors": ["https://example.org"]}
      """#
    let fields = Fields(try JSON.parse(SourceText(name: "t", bytes: Array(text.utf8))), context: "stage `s`")
    let stage = DatasetStage(fields)
    #expect(stage.origin == "there" && stage.mirrors == ["https://example.org"] && stage.dataFiles.map(\.size) == [7])
    #expect(fields.problems.isEmpty && fields.canonical["origin"] == nil && fields.canonical["mirrors"] == nil)
    #expect(fields.canonical["batches"]?.elements?.first?.members?.map(\.key) == ["sha256"])
  }

  /// Records of one value: its label, then every pixel alike.
  private func batch(_ records: [(label: UInt8, pixel: UInt8)]) -> Data {
    Data(records.flatMap { [$0.label] + Array(repeating: $0.pixel, count: 3_072) })
  }

  private func bench(batches: [Data]) throws -> StageBench {
    let bench = try StageBench()
    for (index, bytes) in batches.enumerated() { try bench.give("batches[\(index)].file", bytes: bytes, ending: "bin") }
    return bench
  }

  private func members(_ batches: [Data]) -> String {
    let list = batches.map { #"{"file": "f", "sha256": "\#(Digest(of: Array($0)).hex)"}"# }
    return #""batches": [\#(list.joined(separator: ", "))], "records": 2"#
  }

  private func run(_ imageDigest: String, _ labelDigest: String) throws -> StageBench {
    let bench = try StageBench()
    try bench.give("images", bytes: images, ending: "idx")
    try bench.give("labels", bytes: labels, ending: "idx")
    try bench.run(
      DatasetStage.self,
      #""images": "a", "labels": "b", "images-sha256": "\#(imageDigest)", "labels-sha256": "\#(labelDigest)""#)
    return bench
  }
}

@Suite struct ExpectedFileTests {
  private static let (one, two) = (String(repeating: "1", count: 64), String(repeating: "2", count: 64))

  /// Two sets that share their labels, smoothness from the first, a claim on it.
  private static let manifest = """
    {
      "format": 2,
      "stages": {
        "a": {"kind": "dataset", "images": "data/a", "images-sha256": "\(one)", "labels": "data/l",
          "labels-sha256": "\(two)", "origin": "https://example.org"},
        "b": {"kind": "dataset", "batches": [{"file": "data/b1", "sha256": "\(one)"},
          {"file": "data/b2", "sha256": "\(two)"}]},
        "c": {"kind": "dataset", "images": "data/c", "images-sha256": "\(one)", "labels": "data/l",
          "labels-sha256": "\(two)"},
        "smooth": {"kind": "label-smoothness", "kernel": "ntk", "layers": 2, "images": "a.images", "labels": "a.labels",
          "name": "A", "n": 20, "seed": 1, "first": [1], "last": [20]},
        "list": {"kind": "command", "arguments": ["sort"], "outputs": ["x.csv"],
          "sources": [{"name": "x", "file": "data/x"}]}
      },
      "claims": {
        "C1": {"title": "t", "statement": "s", "source": "s", "theory": "t", "method": "m",
          "checks": [{"id": "n", "name": "n", "data": "smooth.ranges", "value": "smoothness", "relation": "above", "bound": 0}]}
      }
    }
    """

  private func graph() throws -> Graph { try StageBench().graph(Self.manifest, PlumbCatalogue.standard) }

  @Test func `every file has its digest, its origin, its stages and the claims that rest on it`() throws {
    let files = ExpectedFile.all(in: try graph())
    #expect(files.map(\.path) == ["data/a", "data/b1", "data/b2", "data/c", "data/l", "data/x"])
    #expect(files.map(\.digest) == [Self.one, Self.one, Self.two, Self.one, Self.two, nil])
    #expect(files.map(\.origin) == ["https://example.org", nil, nil, nil, "https://example.org", nil])
    #expect(files.map(\.stages) == [["a"], ["b"], ["b"], ["c"], ["a", "c"], ["list"]])
    #expect(files.map(\.claims) == [["C1"], [], [], [], ["C1"], []])
  }

  @Test func `a file of data is fetched from each mirror by its name, another one from nowhere`() throws {
    let manifest = """
      {"format": 2, "stages": {
        "a": {"kind": "dataset", "images": "data/set/a b", "images-sha256": "\(Self.one)", "images-bytes": 1,
          "labels": "images/l", "labels-sha256": "\(Self.two)", "labels-bytes": 2,
          "mirrors": ["https://example.org/x", "file:///y/"]}}}
      """
    let files = ExpectedFile.all(in: try StageBench().graph(manifest, PlumbCatalogue.standard))
    #expect(files.map(\.size) == [1, 2])
    #expect(files.map(\.addresses) == [["https://example.org/x/a%20b", "file:///y/a%20b"], []])
  }

  @Test func `targets leave the files that they rest on`() throws {
    let graph = try graph()
    #expect(ExpectedFile.all(in: graph, for: try graph.select(["C1"])).map(\.path) == ["data/a", "data/l"])
    #expect(
      ExpectedFile.all(in: graph, for: try graph.select(["b", "c"])).map(\.path) == [
        "data/b1", "data/b2", "data/c", "data/l",
      ])
  }
}
