import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct WiringTests {
  private static let grams = #""gram": {"kind": "make", "n": 1, "sweep": {"scale": [1, 2], "seed": [3, 4]}}"#

  private func wired(_ reader: String, _ id: String, _ path: String) throws -> [String] {
    sources(try manifest("{\"stages\": {\(Self.grams), \"fit\": \(reader)}}"), id, path)
  }

  private func problems(_ reader: String) -> [String] { sentences("{\"stages\": {\(Self.grams), \"fit\": \(reader)}}") }

  private static let seeds = #"{"kind": "join", "tables": ["gram"], "sweep": {"seed": [4, 3]}}"#
  private static let panels =
    #"{"kind": "join", "panels": [{"data": "gram[scale=1,seed=3]"}, {"data": "gram[scale=2,seed=3].table"}]}"#

  @Test(arguments: [
    // An input of several takes all instances, labelled by their axes.
    (
      #"{"kind": "join", "tables": "gram"}"#, "fit", "tables",
      [
        "gram[scale=1,seed=3].table{scale=1,seed=3}", "gram[scale=1,seed=4].table{scale=1,seed=4}",
        "gram[scale=2,seed=3].table{scale=2,seed=3}", "gram[scale=2,seed=4].table{scale=2,seed=4}",
      ]
    ),
    // A swept reader takes the instances that agree with it, labelled by the other axes.
    (seeds, "fit[seed=4]", "tables", ["gram[scale=1,seed=4].table{scale=1}", "gram[scale=2,seed=4].table{scale=2}"]),
    (seeds, "fit[seed=3]", "tables", ["gram[scale=1,seed=3].table{scale=1}", "gram[scale=2,seed=3].table{scale=2}"]),
    // A selector fixes axes, which then are no labels, and prevails over the reader's own.
    (
      #"{"kind": "join", "tables": "gram[scale=2]"}"#, "fit", "tables",
      ["gram[scale=2,seed=3].table{seed=3}", "gram[scale=2,seed=4].table{seed=4}"]
    ),
    (
      #"{"kind": "join", "base": "gram[seed=4,scale=2.0].record"}"#, "fit", "base", ["gram[scale=2,seed=4].record"]
    ),
    (
      #"{"kind": "join", "tables": "gram[seed=3]", "sweep": {"seed": [4]}}"#, "fit[seed=4]", "tables",
      ["gram[scale=1,seed=3].table{scale=1}", "gram[scale=2,seed=3].table{scale=2}"]
    ),
    // Nested inputs are named by their path.
    (panels, "fit", "panels[0].data", ["gram[scale=1,seed=3].table"]),
    (panels, "fit", "panels[1].data", ["gram[scale=2,seed=3].table"]),
  ]) func `an input takes the instances that it means, labelled by the axes that are open`(
    reader: String, id: String, path: String, found: [String]
  ) throws { #expect(try wired(reader, id, path) == found) }

  @Test func `instances without an axis agree with every value of it`() throws {
    let text = """
      {"stages": {
        "gram": {"kind": "make", "n": 1, "sweep": {"model": [{"title": "ntk", "seed": 2}, {"title": "ntk", "seed": 3},
          {"title": "laplace", "scale": 1}]}},
        "fit": {"kind": "join", "tables": "gram", "sweep": {"seed": [2]}},
        "one": {"kind": "join", "base": "gram[scale=1]"}}}
      """
    #expect(
      sources(try manifest(text), "fit[seed=2]", "tables") == [
        "gram[title=ntk,seed=2].table{title=ntk}", "gram[title=laplace,scale=1].table{title=laplace,scale=1}",
      ])
    #expect(sources(try manifest(text), "one", "base") == ["gram[title=laplace,scale=1].record"])
  }

  @Test func `values with special letters are selected as they are printed`() throws {
    let text = #"""
      {"stages": {
        "gram": {"kind": "make", "n": 1, "sweep": {"title": ["a,b", "c]"], "range": [[0, 1]]}},
        "fit": {"kind": "join", "base": "gram[title=\"c]\",range=[0,1]].record"}}}
      """#
    #expect(sources(try manifest(text), "fit", "base") == [#"gram[title="c]",range=[0,1]].record"#])
  }

  @Test(arguments: [
    #"{"kind": "join", "base": "gram"}"#: [
      "stage `fit` needs one value, and `gram` stands for 4: `gram[scale=1,seed=3]`, `gram[scale=1,seed=4]`, "
        + "`gram[scale=2,seed=3]`, ...; fix scale and seed: gram[scale=...,seed=...]"
    ],
    #"{"kind": "join", "base": "gram", "sweep": {"seed": [3, 4]}}"#: [
      "stage `fit` needs one value, and `gram` stands for 2: `gram[scale=1,seed=3]`, `gram[scale=2,seed=3]`; "
        + "fix scale: gram[scale=...]"
    ],
    #"{"kind": "join", "tables": ["gram[sed=3]", "gram[seed=5]"]}"#: [
      "stage `fit` picks `gram` by the axis `sed`, which it does not have; did you mean `seed`?",
      "no instance of `gram[seed=5]` has seed=5, which stage `fit` needs; its first instance is `gram[scale=1,seed=3]`",
    ],
    #"{"kind": "join", "tables": "gram", "sweep": {"seed": [5]}}"#: [
      "no instance of `gram` has seed=5, which stage `fit` needs; its first instance is `gram[scale=1,seed=3]`"
    ],
  ]) func `a single input must mean one instance, and an axis or a value that the other side lacks is named`(
    reader: String, sentences: [String]
  ) { #expect(problems(reader) == sentences) }

  @Test func `outputs must exist, fit, and be named where several fit`() {
    let text = """
      {"stages": {
        "a": {"kind": "make", "n": 1},
        "s": {"kind": "split", "file": "x"},
        "r": {"kind": "join", "base": "a.tabel"},
        "t": {"kind": "join", "base": "a.table"},
        "u": {"kind": "join", "base": "s"},
        "v": {"kind": "join", "tables": "s"},
        "w": {"kind": "join", "tables": ["r", "a[", "nope", "a."]}}}
      """
    #expect(
      sentences(text) == [
        "stage `r` refers to the output `tabel`, which `a` does not have; did you mean `table`?",
        "stage `t` needs a record, and `a.table` is a table; refer to an output of the right type",
        "stage `u` needs a record, which `s` does not make; it makes `left (table)`, `right (table)`",
        "stage `v` needs a table, of which `s` makes several; name one: `s.left`, `s.right`",
        "stage `w` needs a table, which `r` does not make; it makes `result (record)`",
        "`a[` in stage `w` is no reference; write stage, stage.output or stage[axis=value].output",
        "stage `w` refers to `nope`, which does not exist; name an entry of the manifest",
        "`a.` in stage `w` is no reference; write stage, stage.output or stage[axis=value].output",
      ])
  }

  @Test func `an axis of an entry that is not swept is named where it stands`() {
    let found = refusals(#"{"stages": {"a": {"kind": "make", "n": 1}, "b": {"kind": "join", "base": "a[n=1]"}}}"#)
    let sentence = "stage `b` picks `a` by the axis `n`, which it does not have; `a` is not swept"
    #expect(found == ["pipeline.json:1:74: \(sentence)"])
  }

  @Test func `the product of two large unrelated sweeps is refused`() {
    let values = (1...1001).map(String.init).joined(separator: ",")
    #expect(
      refusals(
        """
        {"stages": {"a": {"kind": "make", "sweep": {"n": [\(values)]}},
        "b": {"kind": "join", "tables": "a", "sweep": {"seed": [\(values)]}}}}
        """) == [
          "pipeline.json:2:33: references stand for more than 1000000 values in all; fix more axes, or give both sides "
            + "the same axes"
        ])
  }

  @Test func `two large sweeps over the same axis are wired without their product`() throws {
    let values = (1...20_000).map(String.init).joined(separator: ",")
    let graph = try manifest(
      """
      {"stages": {"a": {"kind": "make", "n": 1, "sweep": {"seed": [\(values)]}},
      "b": {"kind": "join", "base": "a", "sweep": {"seed": [\(values)]}}}}
      """
    ).graph
    #expect(graph.upstream(of: 39_999) == [19_999])
  }

  private func parts(_ text: String) -> String? {
    Selector(text).map { selector in
      let fixed = selector.fixed.map { "\($0.axis)→\($0.text)" }.joined(separator: " ")
      return "\(selector.entry)|\(fixed)|\(selector.output ?? "-")"
    }
  }

  @Test(arguments: [
    ("gram", "gram||-"), ("gram.table", "gram||table"), ("gram[n=1]", "gram|n→1|-"),
    ("gram[n=1,kernel.layers=3].table", "gram|n→1 kernel.layers→3|table"), ("gram[n=1e3]", "gram|n→1000|-"),
    ("gram[t=a.b].x", "gram|t→a.b|x"), ("gram[t=\"a,]b\",n=2]", "gram|t→\"a,]b\" n→2|-"),
    ("gram[r=[1,2.0],n=2].x", "gram|r→[1,2] n→2|x"), ("gram[t=\"plain\"]", "gram|t→plain|-"), ("", "||-"),
    ("gram[t=\"a\\\"]\"]", "gram|t→\"a\\\"]\"|-"),
  ]) func `a reference is an entry, axis values and an output`(text: String, expected: String) {
    #expect(parts(text) == expected)
  }

  @Test(arguments: [
    "gram[", "gram[]", "gram[n]", "gram[=1]", "gram[n=1", "gram[n=1]x", "gram.", "gram[n=1].", "a[n=\"]",
  ]) func `other forms are no references`(text: String) { #expect(parts(text) == nil) }

  @Test func `an output of a program is found by the name of its file, however many there are`() throws {
    func reads(_ outputs: String, _ name: String) throws -> String? {
      let text =
        #"{"stages": {"p": {"kind": "command", "arguments": ["x"], "outputs": [\#(outputs)]}, "#
        + #""q": {"kind": "command", "arguments": ["x"], "outputs": ["o.csv"], "inputs": [{"name": "i", "from": "\#(name)"}]}}}"#
      let found = try Manifest.load(
        main: SourceText(name: "pipeline.json", bytes: Array(text.utf8)), root: emptyProject,
        catalogue: Catalogue([CommandStage.self]))
      guard case .node(_, let output)? = found.graph.nodes.last?.inputs.first?.items.first?.content else { return nil }
      return output
    }
    #expect(try reads(#""p.png""#, "p.p.png") == "p" && reads(#""p.png""#, "p.p") == "p")
    #expect(try reads(#""p.png", "p.pdf""#, "p.p.png") == "p.png")
  }
}
