import Documents
import Pipeline
import Regression

/// Whether curves are power laws, for each group of rows.
struct ExponentDriftStage: Stage {
  static let kind = StageKind(
    "exponent-drift", revision: 1,
    summary: "the exponent of a curve and how it changes along the curve, for each group of rows")

  let data: Inputs<Table>
  let x: String
  let y: String
  let groups: [String]
  let selection: RowSelection
  let table = Output<Table>("drifts")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table")
    x = fields.string("x", "the column of positive abscissas, at least three different ones in a group")
    y = fields.string("y", "the column of positive values")
    groups = fields.strings("group", "columns whose values form the groups")
    selection = RowSelection(fields)
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  /// The labels of every group, `exponent` at the middle, `drift`, its derivative in log x, and `relative`, their ratio.
  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
    let fits = try parts.map([x, y]) { try PowerLawDrift($0.numbers(x), $0.numbers(y)) }
    var result = try parts.labels()
    try result.append("exponent", .numbers(fits.map(\.exponent)))
    try result.append("drift", .numbers(fits.map(\.drift)))
    try result.append("relative", .numbers(fits.map(\.relative)))
    try workspace.write(result, to: table)
  }
}
