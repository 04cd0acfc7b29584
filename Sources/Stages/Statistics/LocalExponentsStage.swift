import Documents
import Pipeline
import Regression

/// The slope of log y against log x from point to point, for each group of rows.
struct LocalExponentsStage: Stage {
  static let kind = StageKind(
    "local-exponents", revision: 1, summary: "the exponent between successive points of a curve, for each group of rows"
  )

  let data: Inputs<Table>
  let x: String
  let y: String
  let groups: [String]
  let selection: RowSelection
  let exponents = Output<Table>("exponents")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table")
    x = fields.string("x", "the column of positive abscissas, ascending")
    y = fields.string("y", "the column of positive values")
    groups = fields.strings("group", "columns whose values form the groups")
    selection = RowSelection(fields)
  }

  var outputs: [OutputDeclaration] { [exponents.declaration] }

  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
    let table = try parts.stacked(from: groups, adding: [x, "exponent"]) { group in
      let points = try parts.named([x, y], group) {
        try LocalExponents.successive(try group.numbers(x), try group.numbers(y))
      }
      var table = Table()
      for name in groups {
        let first = try group.picking(Array(repeating: 0, count: points.count)).column(name)
        try table.append(name, first)
      }
      try table.append(x, .numbers(points.map(\.x)))
      try table.append("exponent", .numbers(points.map(\.exponent)))
      return table
    }
    try workspace.write(table, to: exponents)
  }
}
