import Documents
import Foundation
import Pipeline
import Statistics

/// Straight lines, or power laws, with Student's intervals, one for each group of rows.
struct LineFitStage: TableReader {
  static let kind = StageKind(
    "fit", revision: 2,
    summary: "a line or a power law by least squares with Student's intervals, for each group of rows",
    example: #"""
      {"data": "table", "x": "n", "y": "error", "model": "power", "group": ["seed"], "level": 0.95}
      """#)

  enum Model: String, CaseIterable {
    case line, power
  }

  let rows: GroupedRows
  let x, y: String
  let model: Model
  let level: Double
  let fits = Output<Table>("fits")
  /// The same without an end of the data, without one seed and for each seed, for claims.
  let parts = Output<PartTable>("parts")

  init(_ fields: Fields) {
    rows = GroupedRows(fields)
    x = fields.column("x", "the column of abscissas", numbers: true)
    y = fields.column("y", "the column of values", numbers: true, as: .estimate)
    model = fields.choice("model", Model.line, "line: y = intercept + slope x; power: log y = intercept + slope log x")
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals")
  }

  var outputs: [OutputDeclaration] { [fits.declaration, parts.declaration.aside] }

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
    let slope, intercept: Interval
  }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let groups = try rows.parts(workspace)
    let result = try table(of: groups)
    try workspace.write(result, to: fits)
    var parts = try PartRows(groups, labels: rows.groups + rows.kept, whole: result, level: nil) { part, _ in
      try table(of: part)
    }
    try parts.addRanges(of: x)
    try workspace.write(try parts.table(), to: self.parts)
  }

  private func table(of groups: RowGroups) throws -> Table {
    let found = try groups.map([x, y]) { group in
      let line = try line(group)
      return Fit(
        line: line, slope: try line.slopeInterval(level: level), intercept: try line.interceptInterval(level: level))
    }
    return try groups.labels(keeping: rows.kept).joined(try Self.row.table(found))
  }

  private func line(_ group: Table) throws -> LineFit {
    switch model {
    case .line: try LineFit(try group.numbers(x), try group.numbers(y))
    case .power: try PowerLawFit(try group.numbers(x), try group.numbers(y)).line
    }
  }
}

/// Curves of positive numbers, one for each group of rows.
private struct Curves {
  let rows: GroupedRows
  let x, y: String

  /// - Parameter abscissas: what column `x` holds.
  init(_ fields: Fields, _ abscissas: String) {
    rows = GroupedRows(fields, mustGroup: true, keeps: false)
    x = fields.column("x", abscissas, numbers: true)
    y = fields.column("y", "the column of positive values", numbers: true, as: .estimate)
  }
}

/// The slope of log y against log x from point to point, for each group of rows.
struct LocalExponentsStage: TableReader {
  static let kind = StageKind(
    "local-exponents", revision: 1,
    summary: "the exponent between successive points of a curve, for each group of rows",
    example: #"""
      {"data": "table", "x": "n", "y": "error", "group": ["seed"]}
      """#)

  private let curves: Curves
  let exponents = Output<Table>("exponents")

  init(_ fields: Fields) {
    curves = Curves(fields, "the column of positive abscissas, ascending")
  }

  var outputs: [OutputDeclaration] { [exponents.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    curves.rows.columns(
      inputs,
      adding: (inputs[curves.rows.data]?.named([curves.x]) ?? []) + [
        Column("exponent", .number, "slope of log y against log x between successive points", roles: [.estimate])
      ])
  }

  func run(_ workspace: Workspace) throws {
    let (rows, x, y) = (curves.rows, curves.x, curves.y)
    let parts = try rows.parts(workspace)
    try parts.require([x, y])
    let table = try parts.stacked(from: rows.groups, adding: [x, "exponent"]) { group in
      let points = try parts.named([x, y], group) {
        try LocalExponents.successive(try group.numbers(x), try group.numbers(y))
      }
      var table = Table()
      for name in rows.groups {
        try table.append(name, group.picking(Array(repeating: 0, count: points.count)).column(name))
      }
      try table.append(x, .numbers(points.map(\.x)))
      try table.append("exponent", .numbers(points.map(\.exponent)))
      return table
    }
    try workspace.write(table, to: exponents)
  }
}

/// Whether curves are power laws, for each group of rows.
struct ExponentDriftStage: TableReader {
  static let kind = StageKind(
    "exponent-drift", revision: 1,
    summary: "the exponent of a curve and how it changes along the curve, for each group of rows",
    example: #"""
      {"data": "table", "x": "n", "y": "error", "group": ["seed"]}
      """#)

  private let curves: Curves
  let table = Output<Table>("drifts")

  init(_ fields: Fields) {
    curves = Curves(fields, "the column of positive abscissas, at least three different ones in a group")
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  private static let row = Row<PowerLawDrift>(
    .number("exponent", "exponent at the middle of the curve", \.exponent),
    .number("drift", "its derivative in log x", \.drift),
    .number("relative", "drift over exponent", \.relative))

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    curves.rows.columns(inputs, adding: Self.row.columns)
  }

  func run(_ workspace: Workspace) throws {
    let (x, y) = (curves.x, curves.y)
    let parts = try curves.rows.parts(workspace)
    let drifts = try parts.map([x, y]) { try PowerLawDrift($0.numbers(x), $0.numbers(y)) }
    try workspace.write(try parts.labels().joined(try Self.row.table(drifts)), to: table)
  }
}
