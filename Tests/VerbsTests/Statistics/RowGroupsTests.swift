import Documents
import Testing
import VerbsTestSupport

@testable import Verbs

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
