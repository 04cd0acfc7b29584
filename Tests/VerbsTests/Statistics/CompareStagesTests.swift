import Documents
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct CompareStageTests {
  private let text = """
    "data": "a", "column": "x", "match": ["n", "start"], "with": {"data": "b", "column": "y", "where": {"kept": 1}}
    """
  private let left = [
    ("n", Table.Values.numbers([10, 20])), ("start", .texts(["random", "random"])), ("x", .numbers([3, 8])),
  ]

  @Test func `rows find their partner by their labels, in any order`() throws {
    let other = try Table([
      ("n", .numbers([20, 10, 10])), ("start", .texts(["random", "random", "random"])), ("kept", .numbers([1, 1, 0])),
      ("y", .numbers([4, 2, 7])),
    ])
    let table = try StageBench(CompareStage.self, text, tables: ["data": Table(left), "with.data": other]).table(
      "table")
    #expect(try table.numbers("other") == [2, 4])
    #expect(try table.numbers("difference") == [1, 4])
    #expect(try table.numbers("ratio") == [1.5, 2])
  }

  @Test func `a row without a partner or with several is named`() throws {
    let absent = try Table([
      ("n", .numbers([10])), ("start", .texts(["random"])), ("kept", .numbers([1])), ("y", .numbers([2])),
    ])
    func complaint(_ other: Table) throws -> String {
      try StageBench.complaint(CompareStage.self, text, tables: ["data": Table(left), "with.data": other])
    }
    #expect(
      try complaint(absent)
        == "the table compared with has no row with n = 20, start = random; add it there or select fewer rows")
    #expect(
      try complaint(absent.picking([0, 0]))
        == "the table compared with has several rows with n = 10, start = random; match by further columns")
  }

  @Test func `a partner that the selection removed is told from one that is not there`() throws {
    let bench = try StageBench(csv: ["data": "n,x\n10,1\n", "with.data": "n,time,x\n10,5,1\n20,9,1\n"])
    func complaint(_ time: String) -> String {
      bench.complaint(
        CompareStage.self,
        #""data": "a", "column": "x", "match": ["n"], "with": {"data": "b", "column": "x", "between": {"time": \#(time)}}"#
      )
    }
    #expect(complaint("[null, 6]").isEmpty)
    #expect(
      complaint("[6, null]")
        == "the table compared with has rows with n = 10, but none is selected: no row has time from 6; "
        + "widen the `where` or `between` of `with`")
  }

  @Test func `a comparison with nothing is refused in the manifest`() throws {
    let problems = try StageBench.problems(CompareStage.self, #""data": "a", "column": "x", "match": ["n"]"#)
    #expect(problems.contains { $0.contains("with") })
  }
}

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
        csv: ["data": "g,n,v\na,1,2\n"]) == "no row has g = a and n = 7; give a `reference` that the table holds")
  }

  @Test func `a quotient that overflows is refused`() throws {
    for values in ["1.7e308\na,1,1.7e308", "1e-300\na,2,1e300"] {
      let text = #""data": "d", "column": "v", "group": ["g"], "reference": {"n": 1}"#
      #expect(
        try StageBench.complaint(RelativeStage.self, text, csv: ["data": "g,n,v\na,1,\(values)\n"])
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
