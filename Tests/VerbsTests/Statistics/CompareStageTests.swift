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
    let error = #expect(throws: CompareError.self) {
      try StageBench(CompareStage.self, text, tables: ["data": Table(left), "with.data": absent])
    }
    #expect(
      error?.description
        == "the table compared with has no row with n = 20, start = random; add it there or select fewer rows")
    let twice = absent.picking([0, 0])
    let second = #expect(throws: CompareError.self) {
      try StageBench(CompareStage.self, text, tables: ["data": Table(left), "with.data": twice])
    }
    #expect(
      second?.description
        == "the table compared with has several rows with n = 10, start = random; match by further columns")
  }

  @Test func `a partner that the selection removed is told from one that is not there`() throws {
    let bench = try StageBench(csv: ["data": "n,x\n10,1\n"])
    try bench.give("with.data", csv: "n,time,x\n10,5,1\n20,9,1\n")
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
