import Documents
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct ExpansionTests {
  @Test func `the order of the manifest is kept where it can be`() {
    #expect(EntryOrder(upstream: [[], [0], [1], []]).order == [0, 1, 2, 3])
    #expect(EntryOrder(upstream: [[3], [], [], [1]]).order == [1, 2, 3, 0])
    #expect(EntryOrder(upstream: []).order.isEmpty)
  }

  @Test func `all cycles are named, each from its first entry round, without what hangs on them`() {
    #expect(EntryOrder(upstream: [[1], [2], [0], []]).cycles == [[0, 1, 2]])
    #expect(EntryOrder(upstream: [[2], [0], [1]]).cycles == [[0, 2, 1]])
    #expect(EntryOrder(upstream: [[1], [2], [1], [4], [3]]).cycles == [[1, 2], [3, 4]])
    #expect(EntryOrder(upstream: [[0], [0]]).cycles == [[0]])
  }

  @Test func `a chain of a hundred thousand entries does not exhaust the stack`() {
    let count = 100_000
    let backwards = (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }
    #expect(EntryOrder(upstream: backwards).order == (0..<count).reversed())
    let ring = (0..<count).map { [($0 + 1) % count] }
    #expect(EntryOrder(upstream: ring).cycles.map(\.count) == [count])
  }

  @Test func `entries that wait for each other are refused with the whole cycle`() {
    #expect(
      refusals(
        """
        {"stages": {"a": {"kind": "join", "base": "c"},
        "b": {"kind": "join", "base": "a"}, "c": {"kind": "join", "base": "b"},
        "d": {"kind": "join", "base": "d"}, "e": {"kind": "join", "base": "a"}}}
        """) == [
          "pipeline.json:1:43: entries wait for each other: a -> c -> b -> a; drop one of these references",
          "pipeline.json:3:31: stage `d` refers to itself; refer to another entry",
        ])
  }

  private static let gram = #""gram": {"kind": "make", "n": 1, "sweep": {"seed": [1, 2], "scale": [0, 1]}}"#

  private func ids(_ entries: String) throws -> [String] {
    try manifest("{\"stages\": {\(Self.gram), \(entries)}}").graph.nodes.map(\.id).filter { !$0.hasPrefix("gram") }
  }

  private func problems(_ entries: String) -> [String] { sentences("{\"stages\": {\(Self.gram), \(entries)}}") }

  @Test func `an entry that follows another has its instances and reads those of the same axes`() throws {
    let text = "{\"stages\": {\(Self.gram), \"next\": {\"kind\": \"join\", \"base\": \"gram\", \"each\": \"gram\"}}}"
    let manifest = try manifest(text)
    #expect(try ids(#""next": {"kind": "join", "base": "gram", "each": "gram"}"#).count == 4)
    #expect(sources(manifest, "next[seed=2,scale=0]", "base") == ["gram[seed=2,scale=0].record"])
    // The axes are no parameters: a key does not know them.
    #expect(manifest.graph.nodes.last?.parameters.canonical == "{}")
  }

  @Test(arguments: [
    // A selector follows some instances, and followers may be followed.
    #""next": {"kind": "join", "base": "gram", "each": "gram[seed=2]"}, "#
      + #""last": {"kind": "draw", "data": "next", "each": "next"}"#: [
        "next[seed=2,scale=0]", "next[seed=2,scale=1]", "last[seed=2,scale=0]", "last[seed=2,scale=1]",
      ],
    // A sweep of its own multiplies what it follows, which may stand further down.
    #""next": {"kind": "make", "each": "base", "sweep": {"n": [7, 8]}}, "#
      + #""base": {"kind": "make", "n": 1, "sweep": {"seed": [5]}}"#: [
        "next[seed=5,n=7]", "next[seed=5,n=8]", "base[seed=5]",
      ],
    // Following an entry without a sweep changes nothing.
    #""one": {"kind": "make", "n": 1}, "next": {"kind": "make", "n": 2, "each": "one"}"#: ["one", "next"],
  ]) func `followers have the instances of what they follow`(entries: String, instances: [String]) throws {
    #expect(try ids(entries) == instances)
  }

  @Test(arguments: [
    #""a": {"kind": "make", "n": 1, "each": "b"}, "b": {"kind": "make", "n": 1, "each": "a"}"#:
      "`each` of `b` leads back to itself; follow an entry that does not follow this one",
    #""a": {"kind": "make", "n": 1, "each": "a"}"#:
      "`each` of `a` leads back to itself; follow an entry that does not follow this one",
    #""a": {"kind": "make", "n": 1, "each": "gran"}"#:
      "stage `a` refers to `gran`, which does not exist; did you mean `gram`?",
    #""a": {"kind": "make", "n": 1, "each": "gram[seed=9]"}"#:
      "no instance of `gram[seed=9]` has seed=9, which stage `a` needs; its first instance is `gram[seed=1,scale=0]`",
    #""a": {"kind": "make", "n": 1, "each": "gram.table"}"#:
      "`gram.table` in stage `a` is no reference; write stage, stage.output or stage[axis=value].output",
    #""a": {"kind": "make", "n": 1, "each": "gram", "sweep": {"seed": [3]}}"#:
      "stage `a` has the axis `seed` from `each` already, which follows `gram`; remove it from `sweep`",
    #""a": {"kind": "make", "n": 1, "each": 3}"#: "`each` in stage `a` must be a string, not the number 3",
    #""a": {"kind": "make", "n": 1, "each": "gram", "export": {"table": "r/a.csv"}}"#:
      "`a` is swept, and its instances cannot all be published at one path; export from an entry that gathers them",
  ]) func `what cannot be followed is refused in one sentence`(entries: String, sentence: String) {
    #expect(problems(entries) == [sentence])
  }

  @Test func `a chain of more than a hundred followers is refused`() {
    let entries =
      (0..<150).map { #""s\#($0)": {"kind": "make", "n": 1, "each": "s\#($0 + 1)"}"# }
      + [#""s150": {"kind": "make", "n": 1}"#]
    let found = problems(entries.joined(separator: ", "))
    #expect(
      found.first == "`each` follows more than 100 entries, one after the other; follow an entry nearer to the start")
  }

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `the schema knows the key and refuses its misspelling`() throws {
    for (key, isValid) in [("each", true), ("eahc", false)] {
      let text = "{\"stages\": {\(Self.gram), \"a\": {\"kind\": \"make\", \"n\": 1, \"\(key)\": \"gram\"}}}"
      let json = try JSON.parse(SourceText(name: "m", bytes: Array(text.utf8)))
      #expect(try PythonSchema.accepts(SchemaTests.schema, json) == isValid)
      #expect(refusals(text).isEmpty == isValid)
    }
  }
}
