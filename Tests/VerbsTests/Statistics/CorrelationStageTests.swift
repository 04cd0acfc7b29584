import Documents
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct CorrelationStageTests {
  private let members = #""data": "d", "x": "x", "y": "y", "level": 0.95"#
  private let rows = "1,2.1\n2,3.9\n3,6.2\n4,7.0\n5,11.1\n6.5,10.2\n"

  @Test func `correlation and interval of values and of logarithms agree with SciPy`() throws {
    // scipy.stats.pearsonr with confidence_interval(0.95), of the values and of their logarithms.
    for (of, expected) in [
      ("values", [0.9453927671587194, 0.5749866051242783, 0.9941773087401776]),
      ("logarithms", [0.983563776270737, 0.8524355124638607, 0.9982776206104111]),
    ] {
      let bench = try StageBench(CorrelationStage.self, members + #", "of": "\#(of)""#, csv: ["data": "x,y\n" + rows])
      let table = try bench.table("correlations")
      let found = try ["", "-low", "-high"].flatMap { try table.numbers("correlation" + $0) }
      #expect(close(found, expected, 1e-12))
      #expect(try table.numbers("pairs") == [6])
    }
  }

  @Test func `every group has its own`() throws {
    let data = "g,x,y\n" + (1...5).map { "a,\($0),\($0)\n" }.joined() + (1...5).map { "b,\($0),\(-$0)\n" }.joined()
    let bench = try StageBench(
      CorrelationStage.self, members + #", "of": "values", "group": ["g"]"#, csv: ["data": data])
    #expect(close(try bench.table("correlations").numbers("correlation"), [1, -1], 1e-15))
  }

  @Test func `too few pairs are refused by name`() throws {
    #expect(
      try StageBench.complaint(
        CorrelationStage.self, members + #", "of": "values""#, csv: ["data": "x,y\n1,1\n2,3\n"])
        == "`x`, `y`: 2 points are too few, at least 4 are needed; widen the range or drop a term")
  }
}
