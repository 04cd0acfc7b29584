import Documents
import Foundation
import Pipeline
import Statistics

/// Straight lines, or power laws, with Student's intervals, one for each group of rows.
struct LineFitStage: Stage {
  static let kind = StageKind(
    "fit", revision: 1,
    summary: "a line or a power law by least squares with Student's intervals, for each group of rows")

  enum Model: String, CaseIterable {
    case line
    case power
  }

  let rows: GroupedRows
  let x: String
  let y: String
  let model: Model
  let level: Double
  let fits = Output<Table>("fits")

  init(_ fields: Fields) {
    rows = GroupedRows(fields)
    x = fields.column("x", "the column of abscissas", numbers: true)
    y = fields.column("y", "the column of values", numbers: true, as: .estimate)
    model = fields.choice("model", Model.line, "line: y = intercept + slope x; power: log y = intercept + slope log x")
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals")
  }

  var outputs: [OutputDeclaration] { [fits.declaration] }

  /// One row a group.
  private static let row = Row<Fit>(
    .number("slope", "slope of the line; the exponent of a power law", roles: [.estimate], \.line.slope),
    .number("slope-low", "lower end of its interval", roles: [.low(of: "slope")], \.slope.lower),
    .number("slope-high", "upper end of its interval", roles: [.high(of: "slope")], \.slope.upper),
    .number("intercept", "value of the line at 0; of its logarithm at 1 for a power law", \.line.intercept),
    .number("intercept-low", "lower end of its interval", roles: [.low(of: "intercept")], \.intercept.lower),
    .number("intercept-high", "upper end of its interval", roles: [.high(of: "intercept")], \.intercept.upper))

  private struct Fit {
    let line: LineFit
    let slope: Interval
    let intercept: Interval
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    let found = try parts.map([x, y]) { group in
      let line = try line(group)
      return Fit(
        line: line, slope: try line.slopeInterval(level: level), intercept: try line.interceptInterval(level: level))
    }
    try workspace.write(try parts.labels(keeping: rows.kept).joined(try Self.row.table(found)), to: fits)
  }

  private func line(_ group: Table) throws -> LineFit {
    switch model {
    case .line: try LineFit(try group.numbers(x), try group.numbers(y))
    case .power: try PowerLawFit(try group.numbers(x), try group.numbers(y)).line
    }
  }
}
