import Documents
import Foundation
import Pipeline
import Regression

/// Straight lines, or power laws, with Student's intervals, one for each group of rows.
struct LineFitStage: Stage {
  static let kind = StageKind(
    "fit", revision: 1,
    summary: "a line or a power law by least squares with Student's intervals, for each group of rows")

  enum Model: String, CaseIterable {
    case line
    case power
  }

  let data: Inputs<Table>
  let x: String
  let y: String
  let model: Model
  let groups: [String]
  let kept: [String]
  let selection: RowSelection
  let level: Double
  let fits = Output<Table>("fits")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table")
    x = fields.string("x", "the column of abscissas")
    y = fields.string("y", "the column of values")
    model = fields.choice("model", Model.line, "line: y = intercept + slope x; power: log y = intercept + slope log x")
    groups = fields.strings(
      "group", "columns whose values form the groups; without them all rows are one", required: false)
    kept = fields.strings("keep", "columns of which the first value of a group is kept", required: false)
    selection = RowSelection(fields)
    level = fields.number("level", in: 0.5...0.9999, "the level of the intervals")
  }

  var outputs: [OutputDeclaration] { [fits.declaration] }

  func run(_ workspace: Workspace) throws {
    let parts = try RowGroups(try selection.apply(try workspace.readStacked(data)), by: groups)
    let fitted = try parts.map([x, y]) { group in
      let line = try line(group)
      return (line, slope: try line.slopeInterval(level: level), intercept: try line.interceptInterval(level: level))
    }
    let (lines, slopes, intercepts) = (fitted.map(\.0), fitted.map(\.slope), fitted.map(\.intercept))
    var table = try parts.labels(keeping: kept)
    try table.append("slope", .numbers(lines.map(\.slope)))
    try table.append("slope-low", .numbers(slopes.map(\.lower)))
    try table.append("slope-high", .numbers(slopes.map(\.upper)))
    try table.append("intercept", .numbers(lines.map(\.intercept)))
    try table.append("intercept-low", .numbers(intercepts.map(\.lower)))
    try table.append("intercept-high", .numbers(intercepts.map(\.upper)))
    try workspace.write(table, to: fits)
  }

  private func line(_ group: Table) throws -> LineFit {
    switch model {
    case .line: try LineFit(try group.numbers(x), try group.numbers(y))
    case .power: try PowerLawFit(try group.numbers(x), try group.numbers(y)).line
    }
  }
}
