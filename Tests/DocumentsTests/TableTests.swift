import Foundation
import Testing

@testable import Documents

@Suite struct TableTests {
  private let table = try? Table([("n", .numbers([1, 2.5, .nan])), ("name", .texts(["a", "b", "a"]))])

  @Test func `columns are found by name`() throws {
    let table = try #require(table)
    #expect(table.rowCount == 3)
    #expect(try table.numbers("n").prefix(2) == [1, 2.5] && table.texts("n") == ["1", "2.5", ""])
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

  private func read(_ text: String) throws -> Table { try Table(csv: Data(text.utf8), name: "t.csv") }

  private func refusal(_ data: Data) -> String? { message { _ = try Table(csv: data, name: "t.csv") } }

  @Test func `columns of numbers are told from columns of texts`() throws {
    let table = try read("n,t,m,e,x\r\n1,a,,-1e3,0x10\n2.5,1,3,inf,nan\n")
    #expect(try table.numbers("n") == [1, 2.5] && table.column("t") == .texts(["a", "1"]))
    #expect(try table.numbers("m")[0].isNaN && table.numbers("e") == [-1000, .infinity])
    #expect(try table.column("x") == .texts(["0x10", "nan"]))
  }

  @Test func `quoted cells hold commas, quotes and line ends`() throws {
    let table = try read("\"a,\"\"b\"\"\",c\n\"x\ny\r\n\",\"\"\n")
    #expect(table.columns.map(\.name) == ["a,\"b\"", "c"])
    #expect(try table.texts("a,\"b\"") == ["x\ny\r\n"])
  }

  @Test func `a table survives writing and reading`() throws {
    let table = try Table([
      ("number", .numbers([0.1, -1e-300, .infinity, -.infinity])),
      ("te,xt", .texts(["a\"b", ",\u{301}", "\"\u{301}x", "\r"])), ("é", .texts(["", "\r\n", "\n", "é"])),
    ])
    #expect(try read(table.csv) == table && read(Table().csv) == Table())
    let empty = try Table([("a", .numbers([])), ("b", .numbers([]))])
    #expect(try read(empty.csv) == empty)
    let missing = try Table([("a", .numbers([1, .nan, 2, .nan]))])
    #expect(try read(missing.csv).numbers("a").map(\.isNaN) == [false, true, false, true])
  }

  @Test func `the last line may lack its end, and a byte order mark is passed`() throws {
    #expect(try read("a,b\n1,2").numbers("b") == [2])
    #expect(try read("\u{FEFF}a\n1\n").columns.map(\.name) == ["a"])
    #expect(try read("a,b\n1,").texts("b") == [""])
  }

  @Test func `broken files are refused with the record named`() {
    #expect(refusal(Data()) == "t.csv: the file is empty; begin it with a line of column names")
    #expect(refusal(Data([0x61, 0xFF])) == "t.csv: the file is not valid UTF-8; save it as UTF-8")
    #expect(
      refusal(Data("a,b\n1,2\n3\n".utf8))
        == "t.csv: record 3 has 1 cells, the header 2; give every record the same number")
    #expect(
      refusal(Data("a\n\"x\n".utf8))
        == "t.csv: record 2 has a quoted cell that is not closed; add the closing double quote")
    for text in ["a\nx\"y\n", "a\n\"x\"y\n"] {
      #expect(
        refusal(Data(text.utf8))
          == "t.csv: record 2 has a double quote inside a cell; quote the whole cell and double the quotes in it")
    }
    #expect(refusal(Data("a,a\n".utf8)) == "table: two columns are called `a`; rename one")
  }

  @Test func `no truncation of a file traps`() {
    let bytes = Data("\"a,\"\"b\"\"\",c\r\n\"x\ny\r\n\",\"\"\n1,é\n".utf8)
    for length in 0...bytes.count { _ = refusal(bytes.prefix(length)) }
  }
}
