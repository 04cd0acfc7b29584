import Documents
import Testing

@testable import Pipeline

@Suite struct ExportsTests {
  private func problems(_ exports: String, sweep: String = "") -> [String] {
    refusals(
      #"{"stages": {"a": {"kind": "make", \#(sweep.isEmpty ? #""n": 1"# : sweep), "export": {\#(exports)}}}}"#
    ).map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  @Test func `an output is published in a folder of the project, under its own ending`() {
    #expect(problems(#""table": "results/a.b.csv", "record": "results/x/a.json""#).isEmpty)
    #expect(
      problems(#""table": "results/a.txt", "record": "results/.json""#) == [
        "the export `results/a.txt` does not have the ending of `table`; end it with .csv",
        "the export `results/.json` names a hidden file or folder; choose names that do not begin with a dot",
      ])
    #expect(
      problems(#""table": "a.csv", "record": ".git/hooks/a.json""#) == [
        "the export `a.csv` would stand beside the project's own files; choose a folder such as results/",
        "the export `.git/hooks/a.json` names a hidden file or folder; choose names that do not begin with a dot",
      ])
    #expect(
      problems(#""table": "../a.csv", "record": "/tmp/a.json""#) == [
        "the path `../a.csv` leaves the project; drop the `..`",
        "the path `/tmp/a.json` is absolute; give it relative to the project",
      ])
    #expect(
      problems(#""record": "reports/Provenance.json""#) == [
        "the export `reports/Provenance.json` is where a run records itself; choose another name"
      ])
    #expect(problems(#""tabel": "r/a.csv""#) == ["`a` exports `tabel`, which it does not make; did you mean `table`?"])
  }

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

  @Test func `a swept stage has no single path`() {
    #expect(
      problems(#""table": "r/a.csv""#, sweep: #""sweep": {"n": [1, 2]}"#) == [
        "`a` is swept, and its instances cannot all be published at one path; export from an entry that gathers them"
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
