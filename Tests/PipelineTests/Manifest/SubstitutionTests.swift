import Documents
import Testing

@testable import Pipeline

@Suite struct SubstitutionTests {
  private static let text = """
    {"profiles": ["quick", "full"],
     "values": {"size": {"quick": 40, "full": 60}, "again": "{values.size}", "depths": [2, 3], "tiny": 1e-3,
       "kernel": {"name": "ntk", "layers": "{values.depths.1}"}, "word": "arc"},
     "stages": {
      "gram": {"kind": "make", "n": "{values.again}", "kernel": "{values.kernel}", "title": "n = {gram.n}, \\\\frac{-1.5}{2}"},
      "many": {"kind": "make", "n": "{gram.n}", "title": "$k^{0.5}$ {column} {values.tiny}: {many.seed}; {many.scale}",
        "sweep": {"seed": "{values.depths}", "both": [{"scale": 1, "kernel.name": "a"}, {"scale": 2, "kernel.name": "b"}]}},
      "all": {"kind": "join", "panels": [{"data": "gram", "title": "{values.word}"},
        {"data": "gram", "title": "{gram.kernel.name} of depth {gram.kernel.layers}, {many.kernel.name}, {all.panels.0.title}"}]}}}
    """

  private func node(_ id: String, profile: String? = nil, _ settings: String...) throws -> Node {
    let graph = try manifest(Self.text, profile: profile, settings: settings).graph
    return try #require(graph.nodes.first { $0.entry == id })
  }

  @Test func `a text that is one reference becomes the value with its type`() throws {
    let gram = try node("gram")
    #expect(gram.definition["n"] == 40 && gram.definition["kernel"] == ["name": "ntk", "layers": 3])
    #expect(gram.parameters["n"] == 40)
    #expect(try node("gram", profile: "full").parameters["n"] == 60)
    #expect(
      try manifest(Self.text).graph.nodes.filter { $0.entry == "many" }.map(\.id).last
        == "many[seed=3,scale=2,kernel.name=b]")
  }

  @Test func `a reference within a text becomes the text of the value, and other braces stay`() throws {
    #expect(try node("gram").definition["title"] == #"n = 40, \frac{-1.5}{2}"#)
    #expect(try node("many").definition["title"] == "$k^{0.5}$ {column} 0.001: 2, 3; 1, 2")
    #expect(try node("all").definition["panels"]?.elements?[1]["title"] == "ntk of depth 3, a, b, arc")
  }

  @Test(arguments: [
    ("40", "n = 40", "$n = 40$"), ("50000", "n = 50,000", #"$n = 50\,000$"#), ("0.25", "n = 0.25", "$n = 0.25$"),
    ("1e-12", "n = $10^{-12}$", "$n = 10^{-12}$"),
    ("5.24e-6", #"n = $5.24 \times 10^{-6}$"#, #"$n = 5.24 \times 10^{-6}$"#),
    ("[1, 20000]", "n = 1, 20,000", #"$n = 1, 20\,000$"#),
  ]) func `numbers of prose are written as people write them, within mathematics and without`(
    value: String, plain: String, math: String
  ) throws {
    for (title, expected) in [("n = {values.v}", plain), ("$n = {values.v}$", math)] {
      let text = #"{"values": {"v": \#(value)}, "stages": {"s": {"kind": "make", "n": 1, "title": "\#(title)"}}}"#
      #expect(try manifest(text).graph.nodes[0].definition["title"] == JSON(.string(expected)))
    }
  }

  @Test func `a setting of a value changes everything that rests on it`() throws {
    #expect(try node("many", "values.size=7").parameters["n"] == 7)
    #expect(try node("gram", "values.kernel.layers=9").parameters["kernel"]?["layers"] == 9)
    #expect(try node("gram", "many.n=2").parameters["n"] == 40)
    #expect(try node("many", "gram.n=5").parameters["n"] == 5)
  }

  @Test(arguments: [
    "values.siez=7": "--set values.siez=7: there is no value `siez`; did you mean `size`?",
    "values.size=0": "pipeline.json:5:33: `n` in stage `gram` is 0, outside 1 to 1000000; choose a value inside",
  ]) func `a setting of no value is named, and a fault of one is where the reference stands`(
    setting: String, message: String
  ) { #expect(refusals(Self.text, settings: [setting]).first == message) }

  private func problems(_ values: String, _ title: String = "x", more: String = "") -> [String] {
    refusals(
      """
      {"values": {\(values)},
       "stages": {"gram": {"kind": "make", "n": 3, "range": [0, 1], "title": "\(title)"}\(more)}}
      """)
  }

  @Test(arguments: [
    ("", "{garm.n}", "2:72: `{garm.n}` in stage `gram` names `garm`, which does not exist; did you mean `gram`?"),
    (
      "", "see {e.g}",
      "2:72: `{e.g}` in stage `gram` names `e`, which does not exist; name an entry or a value, or put a space behind "
        + "the brace of a text"
    ),
    (
      "\"degrees\": 3", "up to {values.degres}",
      "2:72: `{values.degres}` in stage `gram` leads to no value: there is no `degres`; did you mean `degrees`?"
    ),
    (
      "", "{gram.range.2}",
      "2:72: `{gram.range.2}` in stage `gram` leads to no value: there is no `2`; did you mean `0`?"
    ),
    (
      "\"k\": {\"name\": 1}", "a {values.k}",
      "2:72: `{values.k}` in a text of stage `gram` is an object; name one of its members"
    ),
    (
      "\"a\": \"{values.b}\"", "x",
      "1:18: `{values.b}` in the value `a` leads to no value: there is no `b`; did you mean `a`?"
    ),
    (
      "\"a\": \"{values.b}\", \"b\": \"x {gram.title}\"", "{values.a}",
      "1:18: values refer to each other: values.b -> gram.title -> values.a -> values.b; write one of them out"
    ),
  ]) func `what a reference cannot find is named once, with its place and a remedy`(
    values: String, title: String, message: String
  ) { #expect(problems(values, title) == ["pipeline.json:" + message]) }

  @Test func `values that refer to themselves are refused once`() {
    #expect(problems("\"a\": \"{values.a}\"").count == 1)
    #expect(problems("\"a\": {\"b\": \"{values.a}\"}").count == 1)
  }

  @Test func `chains and products that grow without bound are refused`() {
    let chain = (0..<200).map { "\"v\($0)\": \"{values.v\($0 + 1)}\"" } + ["\"v200\": 1"]
    #expect(problems(chain.joined(separator: ", ")).contains { $0.contains("lead on to others more than 32 times") })
    let product =
      ["\"v0\": \"0123456789\""]
      + (1..<30).map { number in
        "\"v\(number)\": [" + Array(repeating: "\"{values.v\(number - 1)}\"", count: 10).joined(separator: ", ") + "]"
      }
    #expect(problems(product.joined(separator: ", "), "{values.v29}").contains { $0.contains("more than 10000000") })
  }

  @Test func `names of values are unique over all files`() {
    let found = refusals(
      #"{"include": ["b.json"], "values": {"a": 1}}"#,
      included: ["b.json": #"{"values": {"a": 2, "b c": 1}, "format": 1}"#])
    #expect(
      found == [
        "b.json:1:13: the value `a` exists already at pipeline.json:1:36; rename one of the two",
        "b.json:1:21: `b c` is no name for a value; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
        "b.json:1:32: `format` stands in an included file; move it to `pipeline.json`",
      ])
  }
}
