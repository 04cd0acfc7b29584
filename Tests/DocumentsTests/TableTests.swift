import Foundation
import Testing

@testable import Documents

@Suite struct TableTests {
  private let table = try? Table([
    ("n", .numbers([1, 2.5, .nan])), ("name", .texts(["a", "b", "a"])),
  ])

  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `columns are found by name`() throws {
    let table = try #require(table)
    #expect(table.rowCount == 3)
    #expect(try table.numbers("n").prefix(2) == [1, 2.5])
    #expect(try table.texts("n") == ["1", "2.5", ""])
    #expect(try table.texts("name") == ["a", "b", "a"])
    #expect(message { _ = try table.column("nam") } == "table: no column `nam`; did you mean `name`?")
    #expect(message { _ = try table.numbers("name") } == "table: column `name` holds texts; name a column of numbers")
  }

  @Test func `a column of missing values counts as numbers`() throws {
    #expect(try Table([("x", .texts(["", ""]))]).numbers("x").allSatisfy(\.isNaN))
  }

  @Test func `columns differ in name and agree in length`() {
    #expect(
      message { _ = try Table([("a", .numbers([1])), ("a", .numbers([2]))]) }
        == "table: two columns are called `a`; rename one")
    #expect(
      message { _ = try Table([("a", .numbers([1])), ("b", .texts([]))]) }
        == "table: column `b` has 0 rows, the others 1; give them equal lengths")
  }

  @Test func `rows are picked and filtered with all their columns`() throws {
    let table = try #require(table)
    #expect(try table.filtered("name", equals: "a").texts("n") == ["1", ""])
    #expect(try table.filtered("n", equals: "2.5").texts("name") == ["b"])
    #expect(try table.picking([1, 1, 0]).texts("n") == ["2.5", "2.5", "1"])
    #expect(table.picking([]).rowCount == 0)
  }

  @Test func `stacked tables keep every column, gaps missing, a mixed one as text`() throws {
    let stacked = try Table.stacking([
      Table([("a", .numbers([1])), ("b", .numbers([2]))]), Table(),
      Table([("b", .texts(["x"])), ("c", .numbers([3]))]),
    ])
    #expect(stacked.csv == "a,b,c\n1,2,\n,x,3\n")
    #expect(try Table.stacking([]).columns.isEmpty)
  }

  @Test func `whole numbers are read exactly and everything else is refused with its row`() throws {
    let whole = try Table([("k", .numbers([3, -2, 0]))])
    #expect(try whole.integers("k") == [3, -2, 0])
    for (value, text) in [(Double.nan, "nothing"), (1.5, "1.5"), (.infinity, "inf"), (1e300, "1e+300")] {
      #expect(
        message { _ = try Table([("k", .numbers([1, value]))]).integers("k") }
          == "table: column `k` holds \(text) in row 2 instead of a whole number; correct what made it")
    }
    #expect(
      message { _ = try Table([("k", .texts(["x"]))]).integers("k") }
        == "table: column `k` holds texts; name a column of numbers")
  }
}
