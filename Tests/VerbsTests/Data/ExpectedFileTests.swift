import Foundation
import Papers
import Pipeline
import Testing
import VerbsTestSupport

@testable import Verbs

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

  @Test func `targets leave the files that they rest on`() throws {
    let graph = try graph()
    #expect(ExpectedFile.all(in: graph, for: try graph.select(["C1"])).map(\.path) == ["data/a", "data/l"])
    #expect(
      ExpectedFile.all(in: graph, for: try graph.select(["b", "c"])).map(\.path) == [
        "data/b1", "data/b2", "data/c", "data/l",
      ])
  }
}
