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
    let sentence =
      "table: row 1 has `a` in column `name`, which is no number; name a column of numbers, or leave a cell empty where "
      + "its number is missing"
    #expect(message { _ = try table.numbers("name") } == sentence)
  }

  @Test func `columns differ in name and agree in length, and one of missing values counts as numbers`() throws {
    #expect(try Table([("x", .texts(["", ""]))]).numbers("x").allSatisfy(\.isNaN))
    let twice = message { _ = try Table([("a", .numbers([1])), ("a", .numbers([2]))]) }
    #expect(twice == "table: two columns are called `a`; rename one")
    let short = message { _ = try Table([("a", .numbers([1])), ("b", .texts([]))]) }
    #expect(short == "table: column `b` has 0 rows, the others 1; give them equal lengths")
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
      let table = try Table([("k", .numbers([1, value])), ("t", .texts(["x", "y"]))])
      let sentence = "table: column `k` holds \(text) in row 2 instead of a whole number; correct what made it"
      #expect(message { _ = try table.integers("k") } == sentence)
      #expect(
        message { _ = try table.integers("t") }?.hasPrefix("table: row 1 has `x` in column `t`, which is no number")
          == true)
    }
  }

  private func read(_ text: String) throws -> Table { try Table(csv: Data(text.utf8), name: "t.csv") }

  private func refusal(_ data: Data) -> String? { message { _ = try Table(csv: data, name: "t.csv") } }

  @Test func `columns of numbers are told from columns of texts`() throws {
    let table = try read("n,t,m,e,x\r\n1,a,,-1e3,0x10\n2.5,1,3,inf,name\n")
    #expect(try table.numbers("n") == [1, 2.5] && table.column("t") == .texts(["a", "1"]))
    #expect(try table.numbers("m")[0].isNaN && table.numbers("e") == [-1000, .infinity])
    #expect(try table.column("x") == .texts(["0x10", "name"]))
  }

  @Test(arguments: ["", "nan", "NaN", "NAN", "-nan", "NA", "N/A", "  ", " NaN\t"])
  func `a cell that says that its number is missing leaves the others numbers`(_ cell: String) throws {
    let table = try read("n,m\n1,x\n\(cell),y\n-2.5e3 ,z\n")
    #expect(
      try table.numbers("n").map { $0.isNaN ? 0 : $0 } == [1, 0, -2500] && table.texts("n") == ["1", "", "-2500"])
    let alone = try read("n,m\n\(cell),x\n")
    #expect(try alone.numbers("n").allSatisfy(\.isNaN) && alone.texts("n") == [cell])
  }

  @Test(arguments: ["inf", "Inf", "+inf", "INFINITY", "-inf", "-Infinity"])
  func `infinity is a number, however it is written`(_ cell: String) throws {
    #expect(try read("n\n1\n\(cell)\n").numbers("n") == [1, cell.hasPrefix("-") ? -.infinity : .infinity])
  }

  @Test(arguments: ["1,000", "0x10", "n.a.", "na", "none", "1 2", "1e", "--1"])
  func `any other cell is no number and is named with its file, record and column`(_ cell: String) throws {
    let table = try read("n,m\n1,x\n\"\(cell)\",y\n")
    let sentence =
      "t.csv: record 3 has `\(cell)` in column `n`, which is no number; name a column of numbers, or leave a cell empty "
      + "where its number is missing"
    #expect(message { _ = try table.numbers("n") } == sentence)
    #expect(message { _ = try table.filtered("m", equals: "y").numbers("n") } == sentence)
    let stacked = try Table.stacking([try read("n,m\n3,z\n"), table])
    #expect(message { _ = try stacked.numbers("n") } == sentence)
    #expect(message { _ = try stacked.integers("n") } == sentence)
    #expect(message { _ = try table.column("k") }?.hasPrefix("t.csv: no column `k`") == true)
  }

  @Test func `a table whose numbers are all missing leaves the column of a stack one of numbers`() throws {
    let stacked = try Table.stacking([try read("n,t\n,\n"), try read("n,t\n2,a\n")])
    #expect(try stacked.numbers("n").map(\.isNaN) == [true, false] && stacked.texts("t") == ["", "a"])
    let (empty, absent) = (try read("n\n\"\"\n"), try read("m\n1\n"))
    #expect(try Table.stacking([empty, absent]).numbers("n").allSatisfy(\.isNaN))
  }

  @Test(arguments: ["\n", "\r\n", "\n\n\n", ""])
  func `blank lines at the end are passed, one between records is refused or missing`(_ end: String) throws {
    #expect(try read("x,y\n1,2\n2,4\n\(end)").numbers("y") == [2, 4])
    #expect(try read("x\n1\n2\n\(end)").numbers("x") == [1, 2])
    #expect(try read("x\n1\n\n2\n\(end)").numbers("x").map(\.isNaN) == [false, true, false])
    let sentence = "t.csv: record 3 has 1 cell, the header 2; give every record the same number"
    #expect(refusal(Data("x,y\n1,2\n\n2,4\n\(end)".utf8)) == sentence)
  }

  @Test func `a missing cell at the end of a single column survives writing and reading`() throws {
    for values in [Table.Values.numbers([1, .nan]), .numbers([.nan, 2, .nan]), .texts(["a", ""]), .texts(["", ""])] {
      let table = try Table([("a", values)])
      let back = try read(table.csv)
      #expect(try back.texts("a") == table.texts("a") && !table.csv.contains("\n\n"))
    }
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
    // One within a name is kept when it is written.
    let marked = try Table([("\u{FEFF}a", .numbers([1]))])
    #expect(try read(marked.csv).columns.map(\.name) == ["\u{FEFF}a"])
    #expect(try read("\u{FEFF}a\n1\n").columns.map(\.name) == ["a"])
    #expect(try read("a,b\n1,").texts("b") == [""])
  }

  @Test(arguments: [
    "": "t.csv: the file is empty; begin it with a line of column names",
    "a,b\n1,2\n3\n": "t.csv: record 3 has 1 cell, the header 2; give every record the same number",
    "a\n\"x\n": "t.csv: record 2 has a quoted cell that is not closed; add the closing double quote",
    "a\nx\"y\n": "t.csv: record 2 has a double quote inside a cell; quote the whole cell and double the quotes in it",
    "a\n\"x\"y\n": "t.csv: record 2 has a double quote inside a cell; quote the whole cell and double the quotes in it",
    "a,a\n": "t.csv: two columns are called `a`; rename one",
  ]) func `broken files are refused with the record named`(text: String, sentence: String) {
    #expect(refusal(Data(text.utf8)) == sentence)
    #expect(refusal(Data([0x61, 0xFF])) == "t.csv: the file is not valid UTF-8; save it as UTF-8")
  }

  @Test func `no truncation of a file traps`() {
    let bytes = Data("\"a,\"\"b\"\"\",c\r\n\"x\ny\r\n\",\"\"\n1,é\n".utf8)
    for length in 0...bytes.count { _ = refusal(bytes.prefix(length)) }
  }
}

@Suite struct RowSelectionTests {
  private func table() throws -> Table {
    try Table([
      ("name", .texts(["a", "b", "a", "c"])), ("k", .numbers([1, 2, 3, .nan])), ("x", .numbers([0.5, 1e-7, -2, 0])),
    ])
  }

  private func select(_ members: String) throws -> (kept: [Int], problems: [String]) {
    let fields = try fields("{\(members)}")
    let selection = RowSelection(fields)
    fields.finish()
    var numbered = try table()
    try numbered.append("row", .numbers([0, 1, 2, 3]))
    return (try selection.apply(numbered).numbers("row").map { Int($0) }, fields.problems.map(\.fault.description))
  }

  @Test(arguments: [
    ("", [0, 1, 2, 3]), (#""where": {"name": "a"}"#, [0, 2]), (#""where": {"name": ["c", "b"]}"#, [1, 3]),
    (#""where": {"k": 2}"#, [1]), (#""where": {"k": [1, 3], "name": "a"}"#, [0, 2]),
    (#""where": {"x": 1e-7}"#, [1]), (#""where": {"x": [0.50, -2]}"#, [0, 2]), (#""between": {"k": [2, 3]}"#, [1, 2]),
    (#""between": {"k": [1, 3], "x": [0, 0.5]}"#, [0, 1]), (#""where": {"name": "z"}"#, []),
    (#""between": {"k": [2, 2]}, "where": {"name": "b"}"#, [1]),
  ]) func `conditions hold together, ends included, missing numbers in no range`(members: String, rows: [Int]) throws {
    let found = try select(members)
    #expect(found.kept == rows && found.problems.isEmpty)
  }

  @Test func `a selection within another asks for its columns where a table has them and it has no wish itself`() throws
  {
    func selection(_ text: String) throws -> (RowSelection, Fields) {
      let reader = try fields(text)
      return (RowSelection(reader), reader)
    }
    let alone = try selection(#"{"where": {"name": "a", "k": [1, 2]}, "between": {"x": [0, 1]}}"#).0
    #expect(try alone.columns(of: table()) == ["name", "k"])
    let outer = try selection(#"{"where": {"name": "a", "other": 1}, "between": {"k": [1, 2]}}"#).0
    let (own, reader) = try selection(#"{"where": {"k": 3}}"#)
    let both = own.within(outer)
    #expect(try both.apply(table()).numbers("k") == [3])
    #expect(try RowSelection().within(outer).apply(table()).numbers("k") == [1])
    #expect(try both.columns(of: table()) == ["k", "name"])
    #expect(throws: Problem.self) { try outer.apply(table()) }
    reader.tables = ["t"]
    both.noteColumns(in: reader)
    #expect(reader.columnReferences.map(\.name) == ["k"])
  }

  @Test(arguments: ["3", #"["a"]"#], ["3", "[3, 2]", "[1, 2, 3]", #"["a", "b"]"#])
  func `a condition that is none is refused`(condition: String, range: String) throws {
    #expect(
      try select(#""where": \#(condition), "between": {"k": \#(range)}"#).problems == [
        "`where` is not an object in stage `a`; write it as {\"column\": value}",
        "`k` is not a range in stage `a`; write it as [low, high]",
      ])
  }

  @Test(arguments: [
    (#""where": {"nmae": "a"}"#, "table: no column `nmae`; did you mean `name`?"),
    (
      #""between": {"name": [1, 2]}"#,
      "table: row 1 has `a` in column `name`, which is no number; name a column of numbers, or leave a cell empty where "
        + "its number is missing"
    ),
  ]) func `a column that is not there is named`(members: String, sentence: String) {
    let problem = #expect(throws: Problem.self) { try select(members) }
    #expect(problem?.description == sentence)
  }

  @Test(arguments: [
    (#""where": {"x": 99}"#, "no row has x = 99"), (#""where": {"name": ["p", "q"]}"#, "no row has name = p or q"),
    (#""between": {"k": [1.2, 1.8]}"#, "no row has k from 1.2 to 1.8"),
    (#""where": {"k": 2, "x": 99}"#, "no row has x = 99"),
    (#""where": {"name": "a"}, "between": {"k": [2, 2]}"#, "no row has name = a and k from 2 to 2"),
    (#""where": {"name": "a"}"#, nil), ("", nil),
  ]) func `a selection says why it is empty`(members: String, reason: String?) throws {
    let fields = try fields("{\(members)}")
    let selection = RowSelection(fields)
    #expect(try selection.absence(in: table()) == reason)
    if members.isEmpty { #expect(try selection.absence(in: table().picking([])) == "the table has no rows") }
  }

  @Test func `the schema describes both keys as objects that may be left out`() {
    let fields = Fields.describing("s")
    _ = RowSelection(fields)
    #expect(fields.schema.map(\.key) == ["where", "between"] && fields.schema.allSatisfy { !$0.isRequired })
  }

  @Test(arguments: [
    ("n;e\n1;2\n", "semicolons", "n;e"), ("n;e\n1;2,5\n", "semicolons", "n;e"),
    ("n\te\n1\t2\n3\t4\n", "tabs", "n\u{FFFD}e"),
    ("\u{FEFF}n;e\n1;2\n", "semicolons", "n;e"), ("n;e\n", "semicolons", "n;e"),
  ])
  func `a table whose cells other signs separate is refused by name`(csv: String, words: String, title: String) {
    let wanted =
      "t.csv: its cells are separated by \(words), so that it is one column called `\(title)`; separate them by commas, with "
      + "points in decimal numbers"
    #expect { try Table(csv: Data(csv.utf8), name: "t.csv") } throws: { "\($0)" == wanted }
  }

  @Test(arguments: ["\"a;b\"\n1\n", "a;b\n1\n2;3\n", "note\nx;y\n", ";\n;\n", "a b\n1 2\n"])
  func `a single column may hold any sign`(csv: String) throws {
    let table = try Table(csv: Data(csv.utf8), name: "t.csv")
    #expect(table.columns.count == 1)
    #expect(try Table(csv: Data(table.csv.utf8), name: "t.csv").columns.map(\.name) == table.columns.map(\.name))
  }
}
