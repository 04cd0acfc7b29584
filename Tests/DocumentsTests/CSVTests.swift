import Foundation
import Testing

@testable import Documents

@Suite struct CSVTests {
  private func read(_ text: String) throws -> Table { try Table(csv: Data(text.utf8), name: "t.csv") }

  private func refusal(_ data: Data) -> String? {
    do {
      _ = try Table(csv: data, name: "t.csv")
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `columns of numbers are told from columns of texts`() throws {
    let table = try read("n,t,m,e,x\r\n1,a,,-1e3,0x10\n2.5,1,3,inf,nan\n")
    #expect(try table.numbers("n") == [1, 2.5])
    #expect(try table.column("t") == .texts(["a", "1"]))
    #expect(try table.numbers("m")[0].isNaN)
    #expect(try table.numbers("e") == [-1000, .infinity])
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
      ("te,xt", .texts(["a\"b", ",\u{301}", "\"\u{301}x", "\r"])),
      ("é", .texts(["", "\r\n", "\n", "é"])),
    ])
    #expect(try read(table.csv) == table)
    #expect(try read(Table().csv) == Table())
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
