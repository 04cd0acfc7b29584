import Documents
import Foundation
import Testing

@testable import Pipeline

/// Columns that a manifest names are found when it is loaded.
@Suite struct ColumnResolutionTests {
  private struct Maker: Stage {
    static let kind = StageKind("maker", revision: 1, summary: "a table")
    private static let row = Row<Point>(
      .integer("n", "points", \.n), .text("name", "a name", \.name),
      .number("error", "the error", roles: [.estimate], \.error),
      .number("error-low", "its interval", roles: [.low(of: "error")], \.error),
      .number("error-high", "its interval", roles: [.high(of: "error")], \.error),
      .number("rate", "theory's error", roles: [.theory(of: "error")], \.error))
    struct Point {
      let n: Int
      let name: String
      let error: Double
    }
    let most: Int
    let table = Output("table", row: Self.row)

    init(_ fields: Fields) { most = fields.integer("most", in: 1...100, "the largest n") }
    var outputs: [OutputDeclaration] { [table.declaration] }
    func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
      output.columns?.map { column in
        var column = column
        if column.name == "n" { column.range = 1...Double(most) }
        return column
      }
    }
    func run(_ workspace: Workspace) throws {}
  }

  private struct Mystery: Stage {
    static let kind = StageKind("mystery", revision: 1, summary: "a table")
    let table = Output<Table>("table")

    init(_ fields: Fields) {}
    var outputs: [OutputDeclaration] { [table.declaration] }
    func run(_ workspace: Workspace) throws {}
  }

  private struct Reader: Stage {
    static let kind = StageKind("reader", revision: 1, summary: "reads columns")
    let data: Inputs<Table>
    let value: String
    let low: String?
    let theory: String?
    let table = Output<Table>("table")

    init(_ fields: Fields) {
      data = fields.inputs("data", Table.self, "the table")
      fields.tables = [data.path]
      _ = RowSelection(fields)
      value = fields.column("value", "the value", numbers: true, as: .estimate)
      low = fields.optionalColumn("low", "its interval", numbers: true, as: .low(of: value))
      theory = fields.optionalColumn("theory", "theory", as: .theory(of: value), isNeeded: fields.has("needs"))
      _ = fields.optionalString("needs", "whether theory is needed")
      // As panels do that share what they leave out.
      if fields.optionalString("shared", "a value that the same `low` belongs to") != nil {
        _ = fields.optionalColumn("low", "its interval", numbers: true, as: .low(of: "rate"))
      }
    }
    var outputs: [OutputDeclaration] { [table.declaration] }
    func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? { inputs[data] }
    func run(_ workspace: Workspace) throws {}
  }

  private static let catalogue = Catalogue([Maker.self, Mystery.self, Reader.self])

  private func load(_ stages: String) throws -> Manifest {
    let text = #"{"stages": {"made": {"kind": "maker", "most": 40}, "unknown": {"kind": "mystery"}, "# + stages + "}}"
    return try Manifest.load(
      main: SourceText(name: "p.json", bytes: Array(text.utf8)), root: URL(filePath: "/nowhere"),
      catalogue: Self.catalogue)
  }

  private func complaints(_ stages: String) -> [String] {
    do {
      _ = try load(stages)
      return []
    } catch let problems as Problems {
      return problems.all.map(\.fault.description)
    } catch { return ["\(error)"] }
  }

  /// The reader of these members, once its columns were found.
  private func reader(_ members: String) throws -> Node {
    try #require(try load(#""r": {"kind": "reader", \#(members)}"#).graph.nodes.first { $0.id == "r" })
  }

  private static let columns = "its columns: n, name, error, error-low, error-high, rate"

  @Test(arguments: [
    #""data": "made", "value": "eror""#: [
      "stage `r` names the column `eror`, which its table does not have; did you mean `error`? \(columns)"
    ],
    #""data": "made", "value": "name""#: [
      "stage `r` needs numbers, and the column `name` holds texts; name a column of numbers"
    ],
    // Conditions on rows are checked, and ranges against what is known of the column.
    #""data": "made", "where": {"nam": "x"}, "between": {"n": [10, 50]}"#: [
      "stage `r` names the column `nam`, which its table does not have; did you mean `name`? \(columns)",
      "`between` asks for n 50, the largest is 40; ask for less, make more, or leave the end open with null",
    ], #""data": "made", "between": {"n": [10, null]}"#: [],
    // What is left out for several columns at once must be the same for all.
    #""data": "made", "shared": "rate""#: [
      "stage `r` leaves out `low` where it would stand for different columns: `error-low`, `none`; give `low`, each "
        + "time on its own"
    ], #""data": "made", "shared": "rate", "low": "error""#: [],
    // A table that only a run knows is passed over, unless a name is missing.
    #""data": "unknown", "value": "anything""#: [],
    #""data": ["made", "unknown"]"#: [
      "stage `r` lacks `value`, and its table does not say which column is meant; add `value`, or the columns of a "
        + "program's table under `tables`"
    ],
    // Theory is asked for where it is needed and not declared.
    #""data": "made", "value": "rate", "needs": "yes""#: [
      "stage `r` lacks `theory`, and its table does not say which column is meant; add `theory`; \(columns)"
    ],
  ]) func `what a table does not have or declare is refused in one sentence`(members: String, sentences: [String]) {
    #expect(complaints(#""r": {"kind": "reader", \#(members)}"#) == sentences)
  }

  @Test func `what is left out is what the table declares, and stands in the definition`() throws {
    let found = try reader(#""data": "made""#).definition
    #expect(found["value"] == "error" && found["low"] == "error-low" && found["theory"] == "rate")
    let other = try reader(#""data": "made", "value": "rate""#).definition
    #expect(other["low"] == nil && other["theory"] == nil)
  }

  @Test func `the key is the same whether a declared column is named or left out`() throws {
    let named = try reader(#""data": "made", "theory": "rate", "low": "error-low", "value": "error""#)
    #expect(try reader(#""data": "made""#).parameters.canonical == named.parameters.canonical)
  }

  @Test(arguments: [
    // A name that is wrong, an input that leads nowhere, a stage that could not be read.
    #""r": {"kind": "reader", "data": "made", "value": "eror"}"#, #""r": {"kind": "reader", "data": "mad"}"#,
    #""r": {"kind": "reader", "data": "made", "valu": "x"}"#, #""r": {"kind": "reader", "data": "made.tabel"}"#,
    #""r": {"kind": "reader", "data": ["made", "mad"]}"#, #""r": {"kind": "reader", "data": "made", "where": 3}"#,
  ]) func `what reads a stage with a mistake is not judged by its columns`(stage: String) {
    let readers = #""s": {"kind": "reader", "data": "r"}, "t": {"kind": "reader", "data": ["s", "made"], "value": "x"}"#
    #expect(complaints(stage + ", " + readers).count == 1, "\(complaints(stage + ", " + readers))")
    #expect(complaints(readers + ", " + stage).count == 1)
  }

  @Test func `columns are followed through stages that keep them`() {
    let stages = #""r": {"kind": "reader", "data": "made"}, "s": {"kind": "reader", "data": "r", "value": "x"}"#
    #expect(complaints(stages).count == 1)
  }
}
