import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct RelativeStageTests {
  @Test func `values are divided by the mean of the reference rows of their group`() throws {
    let bench = try StageBench(
      RelativeStage.self, #""data": "d", "column": "v", "group": ["g"], "reference": {"n": 1}"#,
      csv: ["data": "g,n,v\na,1,2\na,1,4\na,2,12\nb,2,5\n"])
    let relative = try bench.table("table").numbers("relative")
    #expect(relative[..<3] == [2.0 / 3, 4.0 / 3, 4] && relative[3].isNaN)
  }

  @Test func `a reference that is no object or names no row is refused`() throws {
    for reference in ["5", "{}", "[1]"] {
      #expect(
        try StageBench.problems(RelativeStage.self, #""data": "d", "column": "v", "reference": \#(reference)"#) == [
          "`reference` names no column in stage `s`; write it as {\"column\": value}"
        ])
    }
    #expect(
      try StageBench.complaint(
        RelativeStage.self, #""data": "d", "column": "v", "reference": {"g": "a", "n": 7}"#,
        csv: ["data": "g,n,v\na,1,2\n"])
        == "no row has g = a and n = 7; give a `reference` that the table holds")
  }

  @Test func `a quotient that overflows is refused`() throws {
    for values in ["1.7e308\na,1,1.7e308", "1e-300\na,2,1e300"] {
      let bench = try StageBench()
      try bench.give("data", csv: "g,n,v\na,1,\(values)\n")
      #expect(
        bench.complaint(RelativeStage.self, #""data": "d", "column": "v", "group": ["g"], "reference": {"n": 1}"#)
          == "the group g = a: `v` over its mean in the reference is beyond the range of numbers; scale the data")
    }
  }

  @Test func `a selection of no rows leaves a table with all columns`() throws {
    let bench = try StageBench(
      RelativeStage.self, #""data": "d", "column": "v", "reference": {"n": 1}, "where": {"g": "z"}"#,
      csv: ["data": "g,n,v\na,1,2\n"])
    #expect(try bench.table("table").columns.map(\.name) == ["g", "n", "v", "relative"])
  }
}
