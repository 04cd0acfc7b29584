import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct ManifestTests {
  @Test func `entries become nodes in the order of the file where references allow it`() throws {
    let graph = try manifest(
      """
      {"stages": {
        "last": {"kind": "join", "base": "first"},
        "first": {"kind": "make", "n": 3, "about": "a remark", "timeout": 60, "transient": true},
        "other": {"kind": "make", "n": 4}}}
      """
    ).graph
    #expect(graph.nodes.map(\.id) == ["first", "last", "other"])
    #expect(graph.nodes[0].isTransient)
    #expect(graph.nodes[0].timeout == 60)
    #expect(graph.nodes[0].definition.canonical == #"{"n":3}"#)
    #expect(graph.nodes[1].parameters.canonical == "{}")
    #expect(graph.nodes[1].definition.canonical == #"{"base":"first"}"#)
    #expect(graph.upstream(of: 1) == [0])
    #expect(graph.profile == "default")
  }

  @Test func `a section implies its kind and where results are published`() throws {
    let graph = try manifest(
      """
      {"figures": {"rates": {"data": "gram.record"}},
       "stages": {"gram": {"kind": "make", "n": 3, "export": {"table": "results/gram.csv"}}}}
      """
    ).graph
    #expect(graph.nodes.map(\.id) == ["gram", "rates"])
    #expect(graph.nodes[1].section == "figures")
    #expect(graph.nodes[1].kind.name == "draw")
    #expect(graph.nodes[1].exports.map(\.path) == ["figures/rates.pdf", "figures/rates.png"])
    #expect(graph.nodes[0].exports == [Node.Export(output: "table", path: "results/gram.csv")])
    #expect(
      sources(try manifest(#"{"stages": {"a": {"kind": "split", "file": "data/x.bin"}}}"#), "a", "file") == [
        "file data/x.bin"
      ])
  }

  @Test func `a wrong entry does not make those that rest on it complain`() {
    #expect(
      refusals(
        """
        {"stages": {
          "gram": {"kind": "make", "n": 0, "lamda": 1},
          "eig": {"kind": "join", "base": "gram"},
          "fit": {"kind": "join", "base": "eig", "tables": ["gram", "garm"]}}}
        """) == [
          "pipeline.json:2:33: `n` in stage `gram` is 0, outside 1 to 1000000; choose a value inside",
          "pipeline.json:2:36: unknown key `lamda` in stage `gram`; known: `kernel`, `n`, `range`, `scale`, `seed`, `title`",
          "pipeline.json:4:61: stage `fit` refers to `garm`, which does not exist; did you mean `gram`?",
        ])
  }
}
