import Documents
import Pipeline

/// A column divided by its value in a reference row, for each group of rows.
struct RelativeStage: Stage {
  static let kind = StageKind(
    "relative", revision: 1, summary: "a column divided by its mean over reference rows, for each group of rows")

  let data: Inputs<Table>
  let column: String
  let groups: [String]
  let reference: [(column: String, value: String)]
  let selection: RowSelection
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table")
    column = fields.string("column", "the column of numbers")
    groups = fields.strings("group", "columns whose values form the groups; all rows if left out", required: false)
    reference = (fields.any("reference", "the column values of the reference rows: {\"n\": 81}")?.members ?? []).map {
      ($0.key, $0.value.string ?? $0.value.canonical)
    }
    selection = RowSelection(fields)
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// All columns and `relative`, which is missing in a group without reference rows.
  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
    let result = try parts.stacked(adding: ["relative"]) { part in
      let rows = try reference.reduce(part) { try $0.filtered($1.column, equals: $1.value) }
      let base = try rows.numbers(column).filter { !$0.isNaN }
      let mean = base.isEmpty ? Double.nan : base.reduce(0, +) / Double(base.count)
      var result = part
      try result.append("relative", .numbers(try part.numbers(column).map { mean == 0 ? .nan : $0 / mean }))
      return result
    }
    try workspace.write(result, to: table)
  }
}
