import Testing

@testable import Documents

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

  @Test func `the columns whose values are asked for are known`() throws {
    let text = #"{"where": {"name": "a", "k": [1, 2]}, "between": {"x": [0, 1]}}"#
    let fields = try fields(text)
    #expect(try RowSelection(fields).columns(of: table()) == ["name", "k"])
  }

  @Test func `a selection within another asks for its columns where a table has them and it has no wish itself`() throws
  {
    func selection(_ text: String) throws -> (RowSelection, Fields) {
      let reader = try fields(text)
      return (RowSelection(reader), reader)
    }
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

  @Test(arguments: [
    (#""where": 3"#, "`where` is not an object in stage `a`; write it as {\"column\": value}"),
    (#""where": ["a"]"#, "`where` is not an object in stage `a`; write it as {\"column\": value}"),
    (#""between": {"k": 3}"#, "`k` is not a range in stage `a`; write it as [low, high]"),
    (#""between": {"k": [3, 2]}"#, "`k` is not a range in stage `a`; write it as [low, high]"),
    (#""between": {"k": [1, 2, 3]}"#, "`k` is not a range in stage `a`; write it as [low, high]"),
    (#""between": {"k": ["a", "b"]}"#, "`k` is not a range in stage `a`; write it as [low, high]"),
  ]) func `a condition that is none is refused`(members: String, sentence: String) throws {
    #expect(try select(members).problems == [sentence])
  }

  @Test(arguments: [
    (#""where": {"nmae": "a"}"#, "table: no column `nmae`; did you mean `name`?"),
    (#""between": {"name": [1, 2]}"#, "table: column `name` holds texts; name a column of numbers"),
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
}
