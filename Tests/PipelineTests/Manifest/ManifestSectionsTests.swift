import Testing

@testable import Pipeline

@Suite struct ManifestSectionsTests {
  @Test func `an entry is an object with a good name and a known kind`() {
    #expect(
      sentences(
        """
        {"stages": {"a": 3, "b c": {}, "-d": {}, "e": {}, "f": {"kind": "maek"}, "g": {"kind": 3},
        "figures": {"kind": "make", "n": 1}, "h": {"kind": "draw", "data": "g"}}, "figures": {"i": {"kind": "draw"}}}
        """) == [
          "stage `a` must be an object, not the number 3; write { ... }",
          "`b c` is no name for an entry; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
          "`-d` is no name for an entry; use up to 100 letters, digits, `-` and `_`, a letter or digit first",
          "stage `e` lacks `kind`; add the kind of the stage", "unknown kind `maek` of stage `f`; did you mean `make`?",
          "`kind` in stage `g` must be a string, not the number 3",
          "the entry `figures` has the name of a section; rename it",
          "`i` gives a `kind`, but every entry of `figures` is a draw; drop the key",
        ])
  }

  @Test func `the keys that every entry has are checked like any other`() {
    #expect(
      sentences(
        #"{"stages": {"a": {"kind": "make", "n": 1, "transient": 1, "timeout": 0, "about": [], "export": 3}}}"#) == [
          "`transient` in stage `a` must be true or false, not the number 1",
          "`timeout` in stage `a` is 0, outside 0.001 to 31536000; choose a value inside",
          "`about` in stage `a` must be a string, not a list",
          "`export` in stage `a` must be an object, not the number 3",
        ])
    let text =
      #"{"stages": {"a": {"kind": "make", "n": 1}}, "figures": {"f": {"data": "a", "export": {"pdf": "a/b.pdf"}}}}"#
    #expect(sentences(text) == ["unknown key `export` in figure `f`; known: `data`, `seed`, `title`"])
  }

  @Test func `names are letters, digits, dashes and underscores`() {
    for name in ["a", "0", "a-b_C9"] { #expect(ManifestEntry.isName(name)) }
    for name in ["", "-a", "_a", "a.b", "a[", "é", "a b", String(repeating: "a", count: 101)] {
      #expect(!ManifestEntry.isName(name))
    }
  }

  @Test(arguments: [
    #""n": 1, "export": {"table": "results/a.b.csv", "record": "results/x/a.json"}"#: [],
    #""n": 1, "export": {"table": "results/a.txt", "record": "results/.json"}"#: [
      "the export `results/a.txt` does not have the ending of `table`; end it with .csv",
      "the export `results/.json` names a hidden file or folder; choose names that do not begin with a dot",
    ],
    #""n": 1, "export": {"table": "a.csv", "record": ".git/hooks/a.json"}"#: [
      "the export `a.csv` would stand beside the project's own files; choose a folder such as results/",
      "the export `.git/hooks/a.json` names a hidden file or folder; choose names that do not begin with a dot",
    ],
    #""n": 1, "export": {"table": "../a.csv", "record": "/tmp/a.json"}"#: [
      "the path `../a.csv` leaves the project; drop the `..`",
      "the path `/tmp/a.json` is absolute; give it relative to the project",
    ],
    #""n": 1, "export": {"record": "reports/Provenance.json"}"#: [
      "the export `reports/Provenance.json` is where a run records itself; choose another name"
    ],
    #""n": 1, "export": {"tabel": "r/a.csv"}"#: [
      "`a` exports `tabel`, which it does not make; did you mean `table`?"
    ],
    #""sweep": {"n": [1, 2]}, "export": {"table": "r/a.csv"}"#: [
      "`a` is swept, and its instances cannot all be published at one path; export from an entry that gathers them"
    ],
  ]) func `an output of a stage without a sweep is published in a folder of the project, under its own ending`(
    members: String, problems: [String]
  ) { #expect(sentences(#"{"stages": {"a": {"kind": "make", \#(members)}}}"#) == problems) }

  @Test func `no two outputs share a path, and none replaces the manifest`() {
    #expect(
      refusals(
        """
        {"stages": {"a": {"kind": "make", "n": 1, "export": {"table": "r/a.csv"}},
        "b": {"kind": "make", "n": 1, "export": {"table": "r/a.csv", "record": "papers/x.json"}}},
        "include": ["papers/x.json"]}
        """, included: ["papers/x.json": "{}"]) == [
          "pipeline.json:2:51: `r/a.csv` is published by `a` already; choose another path",
          "pipeline.json:2:72: the export `papers/x.json` would replace the manifest; choose another path",
        ])
  }

  @Test func `the instances of a swept figure are published under names that every file system takes`() throws {
    let graph = try manifest(
      #"""
      {"stages": {"a": {"kind": "make", "n": 1}},
       "figures": {"f": {"data": "a", "sweep": {"title": ["x/../y", "z"], "seed": [1]}}}}
      """#
    ).graph
    #expect(
      graph.nodes[1].exports.map(\.path) == ["figures/f-title=x_.._y-seed=1.pdf", "figures/f-title=x_.._y-seed=1.png"])
    #expect(graph.nodes[2].exports.map(\.path).first == "figures/f-title=z-seed=1.pdf")
    #expect(graph.nodes[1].exports.allSatisfy { $0.isFixed })
  }
}
