import Documents
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct SummariseStageTests {
  private let members = #"""
    "data": "d", "of": ["v"], "by": ["mean", "bootstrap", "count"], "group": ["g"], "level": 0.95, "replicates": 2000,
    "seed": 1
    """#
  private let extremes = #""data": "d", "of": ["v"], "by": ["least", "greatest", "spread", "count"]"#

  @Test func `means have Student's interval with n - 1 degrees of freedom`() throws {
    let bench = try StageBench(SummariseStage.self, members, csv: ["data": "g,v\na,1\nb,10\na,2\nb,10\na,3\nb,13\n"])
    let table = try bench.table("summary")
    // t.ppf(0.975, 2) = 4.302652729749462 by SciPy; standard errors 1/sqrt 3 and 1.
    let half = [4.302652729749462 / 3.0.squareRoot(), 4.302652729749462]
    #expect(close(try table.numbers("mean"), [2, 11], 1e-15))
    #expect(close(try table.numbers("low"), [2 - half[0], 11 - half[1]], 1e-10))
    #expect(close(try table.numbers("high"), [2 + half[0], 11 + half[1]], 1e-10))
    #expect(try table.numbers("count") == [3, 3])
    let (low, high) = (try table.numbers("bootstrap-low"), try table.numbers("bootstrap-high"))
    #expect(1 <= low[0] && low[0] < 2 && 2 < high[0] && high[0] <= 3)
  }

  @Test func `simultaneous intervals of two groups have half the error each`() throws {
    let bench = try StageBench(
      SummariseStage.self, members + #", "simultaneous": true"#, csv: ["data": "g,v\na,1\na,2\na,3\nb,1\nb,2\nb,3\n"])
    // t.ppf(0.9875, 2) by SciPy.
    #expect(
      close(
        try bench.table("summary").numbers("high"), [1, 1].map { 2 + $0 * 6.205346816570706 / 3.0.squareRoot() }, 1e-9))
  }

  @Test func `the seed alone decides the bootstrap`() throws {
    let bench = try StageBench(
      SummariseStage.self, members, csv: ["data": "g,v\n" + (1...9).map { "a,\($0 * $0)\n" }.joined()])
    let first = try bench.bytes("summary.csv")
    try bench.run(SummariseStage.self, members)
    #expect(try bench.bytes("summary.csv") == first)
    try bench.run(SummariseStage.self, members.replacing(#""seed": 1"#, with: #""seed": 2"#))
    #expect(try bench.bytes("summary.csv") != first)
  }

  @Test(arguments: [
    (
      "g,v\na,1\n",
      "`v` of the group g = a: the mean of one value has no t interval; give at least two, such as a second seed of a sweep, "
        + "or leave the interval out"
    ),
    (
      "g,v\na,1\na,\n",
      "`v` of the group g = a: number 2 of 2 (data0.csv, record 3) is missing; leave it out with `where` or `between`, or mend what made it"
    ),
    (
      "g,v\na,1\na,inf\n",
      "`v` of the group g = a: number 2 of 2 (data0.csv, record 3) is infinite; leave it out with `where` or `between`, or mend what made it"
    ),
    (
      "g,v\na,1.7e308\na,1.7e308\n",
      "`v` of the group g = a: the mean or the spread is beyond the range of numbers; scale the data"
    ),
  ])
  func `repetitions without a mean are refused`(csv: String, sentence: String) throws {
    #expect(try StageBench.complaint(SummariseStage.self, members, csv: ["data": csv]) == sentence)
  }

  @Test func `a spread that overflows is refused, infinite data are not`() throws {
    #expect(
      try StageBench.complaint(
        SummariseStage.self, extremes + #", "group": ["g"]"#, csv: ["data": "g,v\na,-1.7e308\na,1.7e308\n"])
        == "the group g = a: the spread of `v` is beyond the range of numbers; scale the data")
  }

  @Test func `missing numbers do not count, and signs go on request`() throws {
    let bench = try StageBench(
      SummariseStage.self, extremes + #", "group": ["g"]"#, csv: ["data": "g,v\na,-3\na,\na,1\nb,2\nb,inf\nc,\n"])
    var table = try bench.table("summary")
    #expect(try table.numbers("least")[..<2] == [-3, 2] && table.numbers("greatest")[..<2] == [1, .infinity])
    #expect(try table.numbers("spread")[0] == 4 && table.numbers("count") == [2, 2, 0])
    #expect(try table.numbers("least")[2].isNaN && table.numbers("spread")[2].isNaN)
    try bench.run(SummariseStage.self, extremes + #", "group": ["g"], "absolute": true"#)
    table = try bench.table("summary")
    #expect(try table.numbers("least")[..<2] == [1, 2] && table.numbers("greatest")[0] == 3)
  }

  @Test func `without groups all rows are one, and no rows are none`() throws {
    let bench = try StageBench(SummariseStage.self, extremes, csv: ["data": "v\n3\n5\n"])
    #expect(try bench.table("summary").numbers("spread") == [2])
    try bench.run(SummariseStage.self, extremes + #", "between": {"v": [4, null]}"#)
    #expect(try bench.table("summary").numbers("spread")[0].isNaN)
    try bench.run(SummariseStage.self, extremes + #", "where": {"v": 10}"#)
    #expect(try bench.table("summary").rowCount == 0)
  }

  @Test func `several columns at once give what each gives alone, behind its name`() throws {
    let bench = try StageBench(
      SummariseStage.self, members.replacing(#"["v"]"#, with: #"["u", "v"]"#),
      csv: ["data": "g,u,v\na,1,4\na,2,9\na,5,16\n"])
    let both = try bench.table("summary")
    for measure in ["u", "v"] {
      try bench.run(SummariseStage.self, members.replacing(#"["v"]"#, with: "[\"\(measure)\"]"))
      let alone = try bench.table("summary")
      for name in ["mean", "low", "high", "bootstrap-low", "bootstrap-high", "count"] {
        #expect(try both.numbers("\(measure)-\(name)") == alone.numbers(name))
      }
    }
  }

  @Test func `an interval needs its level, a bootstrap its seed`() throws {
    #expect(
      try StageBench.problems(SummariseStage.self, #""data": "d", "of": ["v"], "by": ["mean"]"#)
        == ["an interval needs `level` in stage `s`; add `level`, to the stage or to the defaults"])
  }

  @Test func `a column of texts is refused`() throws {
    #expect(
      try StageBench.complaint(SummariseStage.self, extremes, csv: ["data": "v\nx\n"])
        == "data0.csv: record 2 has `x` in column `v`, which is no number; name a column of numbers, or leave a cell "
        + "empty where its number is missing")
  }
}

@Suite struct RowGroupsTests {
  private func table() throws -> Table {
    try Table([("a", .texts(["x", "y", "x"])), ("b", .numbers([1, 1, 2])), ("c", .numbers([7, 8, 9]))])
  }

  @Test func `groups keep the order of first appearance and their rows`() throws {
    let groups = try RowGroups(table(), by: ["a"])
    #expect(try groups.tables.map { try $0.numbers("c") } == [[7, 9], [8]])
    let labels = try groups.labels(keeping: ["c"])
    #expect(try labels.texts("a") == ["x", "y"] && labels.numbers("c") == [7, 8])
  }

  @Test func `several columns make finer groups, and none makes one`() throws {
    #expect(try RowGroups(table(), by: ["a", "b"]).tables.count == 3)
    #expect(try RowGroups(table(), by: []).tables.count == 1)
  }

  @Test func `a table without rows has no groups but keeps its columns`() throws {
    let groups = try RowGroups(table().picking([]), by: ["a"])
    #expect(groups.tables.isEmpty)
    #expect(try groups.labels(keeping: ["b"]).columns.map(\.name) == ["a", "b"])
    #expect(try groups.stacked(adding: ["d"]) { $0 }.columns.map(\.name) == ["a", "b", "c", "d"])
    #expect(try groups.stacked(from: ["b"], adding: ["d"]) { $0 }.columns.map(\.name) == ["b", "d"])
  }
}
