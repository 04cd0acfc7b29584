import Documents
import Pipeline
import Regression

/// Order statistics of a column, for each group of rows.
struct StatisticsStage: Stage {
  static let kind = StageKind(
    "statistics", revision: 2, summary: "least, greatest, spread and count of a column for each group of rows")

  let data: Inputs<Table>
  let column: String
  let groups: [String]
  let selection: RowSelection
  let absolute: Bool
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table")
    column = fields.string("column", "the column of numbers")
    groups = fields.strings(
      "group", "columns whose values form the groups; without them all rows are one", required: false)
    selection = RowSelection(fields)
    absolute = fields.boolean("absolute", "take absolute values first", required: false)
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func run(_ workspace: Workspace) throws {
    let rows = try selection.apply(try workspace.readStacked(data))
    try workspace.write(try summary(of: rows), to: table)
  }

  private func summary(of rows: Table) throws -> Table {
    let parts = try RowGroups(rows, by: groups)
    let values = try parts.tables.map { part in
      try part.numbers(column).filter { !$0.isNaN }.map { absolute ? abs($0) : $0 }
    }
    var result = try parts.labels()
    let least = values.map { $0.min() ?? .nan }
    let greatest = values.map { $0.max() ?? .nan }
    try result.append("least", .numbers(least))
    try result.append("greatest", .numbers(greatest))
    // One number has no spread.
    let spreads = try values.indices.map { index in
      let spread = values[index].count < 2 ? .nan : greatest[index] - least[index]
      return try parts.named([], parts.tables[index]) {
        guard spread.isNaN || spread.isFinite || !greatest[index].isFinite || !least[index].isFinite else {
          throw RegressionError.overflow(what: "the spread of `\(column)`")
        }
        return spread
      }
    }
    try result.append("spread", .numbers(spreads))
    try result.append("count", .numbers(values.map { Double($0.count) }))
    return result
  }
}
