import Testing

@testable import Stages

@Suite struct StatisticsStageTests {
  @Test func `a spread that overflows is refused, infinite data are not`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "g,v\na,-1.7e308\na,1.7e308\n")
    #expect(
      bench.complaint(StatisticsStage.self, #""data": "d", "column": "v", "group": ["g"]"#)
        == "the group g = a: the spread of `v` is beyond the range of numbers; scale the data")
  }

  @Test func `missing numbers do not count, and signs go on request`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "g,v\na,-3\na,\na,1\nb,2\nb,inf\nc,\n")
    try bench.run(StatisticsStage.self, #""data": "d", "column": "v", "group": ["g"]"#)
    var table = try bench.table("table")
    #expect(try table.numbers("least")[..<2] == [-3, 2] && table.numbers("greatest")[..<2] == [1, .infinity])
    #expect(try table.numbers("spread")[0] == 4 && table.numbers("count") == [2, 2, 0])
    #expect(try table.numbers("least")[2].isNaN && table.numbers("spread")[2].isNaN)
    try bench.run(StatisticsStage.self, #""data": "d", "column": "v", "group": ["g"], "absolute": true"#)
    table = try bench.table("table")
    #expect(try table.numbers("least")[..<2] == [1, 2] && table.numbers("greatest")[0] == 3)
  }

  @Test func `without groups all rows are one, and no rows are none`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "v\n3\n5\n")
    try bench.run(StatisticsStage.self, #""data": "d", "column": "v""#)
    #expect(try bench.table("table").numbers("spread") == [2])
    try bench.run(StatisticsStage.self, #""data": "d", "column": "v", "between": {"v": [4, 6]}"#)
    #expect(try bench.table("table").numbers("spread")[0].isNaN)
    try bench.run(StatisticsStage.self, #""data": "d", "column": "v", "between": {"v": [10, 20]}"#)
    #expect(try bench.table("table").rowCount == 0)
  }

  @Test func `a column of texts is refused`() throws {
    let bench = try StageBench()
    try bench.give("data", csv: "v\nx\n")
    #expect(
      bench.complaint(StatisticsStage.self, #""data": "d", "column": "v""#)
        == "table: column `v` holds texts; name a column of numbers")
  }
}
