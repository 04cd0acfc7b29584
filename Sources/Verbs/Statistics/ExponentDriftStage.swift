import Documents
import Pipeline
import Statistics

/// Whether curves are power laws, for each group of rows.
struct ExponentDriftStage: Stage {
  static let kind = StageKind(
    "exponent-drift", revision: 1,
    summary: "the exponent of a curve and how it changes along the curve, for each group of rows")

  let rows: GroupedRows
  let x: String
  let y: String
  let table = Output<Table>("drifts")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, mustGroup: true, keeps: false)
    x = fields.column("x", "the column of positive abscissas, at least three different ones in a group", numbers: true)
    y = fields.column("y", "the column of positive values", numbers: true, as: .estimate)
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  private static let row = Row<PowerLawDrift>(
    .number("exponent", "exponent at the middle of the curve", \.exponent),
    .number("drift", "its derivative in log x", \.drift),
    .number("relative", "drift over exponent", \.relative))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let drifts = try parts.map([x, y]) { try PowerLawDrift($0.numbers(x), $0.numbers(y)) }
    try workspace.write(try parts.labels().joined(try Self.row.table(drifts)), to: table)
  }
}
