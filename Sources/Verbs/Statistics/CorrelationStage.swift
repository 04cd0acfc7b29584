import Documents
import Pipeline
import Statistics

/// Pearson's correlation of two columns with Fisher's interval, one for each group of rows.
struct CorrelationStage: TableReader {
  static let kind = StageKind(
    "correlation", revision: 1,
    summary: "Pearson's correlation of two columns with Fisher's interval, for each group of rows",
    example: #"""
      {"data": "table", "x": "n", "y": "error", "of": "logarithms", "level": 0.95}
      """#)

  enum Of: String, CaseIterable {
    case values, logarithms
  }

  let rows: GroupedRows
  let x, y: String
  let of: Of
  let level: Double
  let correlations = Output<Table>("correlations")

  init(_ fields: Fields) {
    rows = GroupedRows(fields)
    x = fields.column("x", "one column", numbers: true)
    y = fields.column("y", "the other", numbers: true, as: .estimate)
    of = fields.choice("of", default: Of.values, "what is correlated: the values, or their logarithms")
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals")
  }

  var outputs: [OutputDeclaration] { [correlations.declaration] }

  private struct Found {
    let correlation: Correlation
    let interval: Interval
  }

  private static let row = Row<Found>(
    .number("correlation", "Pearson's correlation", roles: [.estimate], \.correlation.coefficient),
    .number("correlation-low", "lower end of its interval", roles: [.low(of: "correlation")], \.interval.lower),
    .number("correlation-high", "upper end of its interval", roles: [.high(of: "correlation")], \.interval.upper),
    .integer("pairs", "pairs of values", \.correlation.count))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let found = try parts.map([x, y]) { group in
      let (first, second) = (try group.numbers(x), try group.numbers(y))
      let correlation = try of == .values ? Correlation(first, second) : Correlation(logarithmsOf: first, second)
      return Found(correlation: correlation, interval: try correlation.interval(level: level))
    }
    try workspace.write(try parts.labels(keeping: rows.kept).joined(try Self.row.table(found)), to: correlations)
  }
}
