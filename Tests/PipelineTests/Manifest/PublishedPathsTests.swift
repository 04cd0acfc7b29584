import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct PublishedPathsTests {
  private let maker = #""z": {"kind": "make", "n": 1, "export": {"table": "results/t.csv"}}"#

  /// The problems of a manifest with the given stages, in profile `profile` of a project at `root`.
  private func problems(_ stages: String, root: URL = emptyProject, profile: String? = nil) -> [String] {
    refusals(#"{"profiles": ["quick", "full"], "stages": {"# + stages + "}}", profile: profile, root: root).map {
      String($0.drop { $0 != " " }.dropFirst())
    }
  }

  @Test(arguments: ["quick", "full"]) func `a file that a stage publishes is no source of another`(profile: String) {
    for path in ["results/t.csv", "full/results/t.csv"] {
      for stages in ["\(maker), \(reader(path))", "\(reader(path)), \(maker)"] {
        #expect(
          problems(stages, profile: profile) == [
            "stage `a` reads the file `\(path)`, which `z` publishes; read `z.table` as an input"
          ])
      }
    }
    #expect(problems("\(maker), \(reader("results/u.csv"))", profile: profile) == [])
  }

  private func reader(_ path: String) -> String { #""a": {"kind": "split", "file": "\#(path)"}"# }

  @Test func `also through a link, from a sweep and from the stage itself`() throws {
    let sandbox = Sandbox()
    try sandbox.write("x\n", "results/t.csv")
    try sandbox.link("in.csv", to: "results/t.csv")
    #expect(
      problems("\(maker), \(reader("in.csv"))", root: URL(filePath: sandbox.root)) == [
        "stage `a` reads the file `in.csv`, which `z` publishes; read `z.table` as an input"
      ])
    #expect(
      problems(#"\#(maker), "a": {"kind": "split", "sweep": {"file": ["results/s.csv", "results/t.csv"]}}"#) == [
        "stage `a` reads the file `results/t.csv`, which `z` publishes; read `z.table` as an input"
      ])
    #expect(
      problems(#""a": {"kind": "split", "file": "results/t.csv", "export": {"left": "results/t.csv"}}"#) == [
        "stage `a` reads the file `results/t.csv`, which it publishes itself; export to another path"
      ])
  }

  @Test func `what a figure writes is no source either`() {
    let text = #"{"stages": {\#(maker), \#(reader("figures/f.png"))}, "figures": {"f": {"data": "z.record"}}}"#
    #expect(
      sentences(text) == [
        "stage `a` reads the file `figures/f.png`, which `f` publishes; read `f.png` as an input"
      ])
  }

  @Test func `what a run records of itself is no source`() {
    #expect(
      problems(reader("full/reports/provenance.json")) == [
        "stage `a` reads the file `full/reports/provenance.json`, where a run records itself; read another file"
      ])
  }

  @Test func `nothing is published into a folder that a stage reads as a whole`() throws {
    let sandbox = Sandbox()
    try sandbox.write("x\n", "src/a.py")
    for path in ["src/t.csv", "src/out/t.csv"] {
      let stages = #""z": {"kind": "make", "n": 1, "export": {"table": "\#(path)"}}, \#(reader("src"))"#
      #expect(
        problems(stages, root: URL(filePath: sandbox.root)) == [
          "`\(path)` would lie within the folder `src`, which `a` reads as a whole; choose another path"
        ])
    }
  }

  @Test(arguments: [
    (#""r/t.csv""#, #""r/t.csv/u.csv""#, "`r/t.csv/u.csv` would lie within `r/t.csv`, a file that `z` publishes"),
    (#""r/t.csv/u.csv""#, #""r/t.csv""#, "`r/t.csv/u.csv` would lie within `r/t.csv`, a file that `y` publishes"),
    (#""r/t.csv/a/u.csv""#, #""r/t.csv""#, "`r/t.csv/a/u.csv` would lie within `r/t.csv`, a file that `y` publishes"),
    (#""s/in.csv/u.csv""#, #""r/t.csv""#, "`s/in.csv/u.csv` would lie within `s/in.csv`, which is a file"),
    (
      #""reports/provenance.json/u.csv""#, #""r/t.csv""#,
      "`reports/provenance.json/u.csv` would lie within `reports/provenance.json`, which is a file"
    ),
  ]) func `no published file lies within another file`(first: String, second: String, fault: String) {
    let stages = """
      "z": {"kind": "make", "n": 1, "export": {"table": \(first)}},
      "y": {"kind": "make", "n": 2, "export": {"table": \(second)}}, \(reader("s/in.csv"))
      """
    #expect(problems(stages) == [fault + "; choose another path"])
  }
}
