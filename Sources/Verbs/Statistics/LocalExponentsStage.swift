import Documents
import Pipeline
import Statistics

/// The slope of log y against log x from point to point, for each group of rows.
struct LocalExponentsStage: Stage {
  static let kind = StageKind(
    "local-exponents", revision: 1, summary: "the exponent between successive points of a curve, for each group of rows"
  )

  let rows: GroupedRows
  let x: String
  let y: String
  let exponents = Output<Table>("exponents")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, mustGroup: true, keeps: false)
    x = fields.column("x", "the column of positive abscissas, ascending", numbers: true)
    y = fields.column("y", "the column of positive values", numbers: true, as: .estimate)
  }

  var outputs: [OutputDeclaration] { [exponents.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(
      inputs,
      adding: (inputs[rows.data]?.named([x]) ?? []) + [
        Column("exponent", .number, "slope of log y against log x between successive points", roles: [.estimate])
      ])
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let table = try parts.stacked(from: rows.groups, adding: [x, "exponent"]) { group in
      let points = try parts.named([x, y], group) {
        try LocalExponents.successive(try group.numbers(x), try group.numbers(y))
      }
      var table = Table()
      for name in rows.groups {
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
