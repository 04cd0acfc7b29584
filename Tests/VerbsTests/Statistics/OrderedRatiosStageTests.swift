import Documents
import Testing
import VerbsTestSupport

@testable import Verbs

@Suite struct OrderedRatiosStageTests {
  private let members = """
    "data": "d", "column": "error", "group": ["seed"], "item": "model",
    "order": {"data": "o", "column": "error", "where": {"n": 5}}
    """
  private let order = "model,n,error\nb,5,2\nc,5,1\na,5,3\na,9,0\n"

  @Test func `each group has the ratios of neighbours in the order of the other table`() throws {
    let bench = try StageBench(
      OrderedRatiosStage.self, members,
      csv: ["data": "seed,model,error\n1,a,8\n1,b,4\n1,c,1\n2,c,2\n2,a,1\n2,b,0\n", "order.data": order])
    let table = try bench.table("table")
    #expect(try table.numbers("seed") == [1, 1, 2, 2] && table.numbers("place") == [2, 3, 2, 3])
    #expect(try table.texts("model") == ["b", "a", "b", "a"] && table.texts("before") == ["c", "b", "c", "b"])
    let ratios = try table.numbers("ratio")
    #expect(ratios[..<3] == [4, 2, 0] && ratios[3].isNaN)
  }

  @Test func `an item that is missing or stands twice is said`() throws {
    func complaint(_ data: String) throws -> String {
      try StageBench.complaint(
        OrderedRatiosStage.self, members, csv: ["data": "seed,model,error\n" + data, "order.data": order])
    }
    #expect(
      try complaint("1,a,8\n1,b,4\n")
        == "a group has no number for model = c; give every group and the `order` all items")
    #expect(
      try complaint("1,a,8\n1,b,4\n1,c,4\n1,c,5\n")
        == "several rows have the same `model`; select one row for each with `where`, or add columns to `group`")
  }
}
