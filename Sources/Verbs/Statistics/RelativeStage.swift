import Documents
import Pipeline
import Statistics

/// A column divided by its value in a reference row, for each group of rows.
struct RelativeStage: Stage {
  static let kind = StageKind(
    "relative", revision: 1, summary: "a column divided by its mean over reference rows, for each group of rows")

  let rows: GroupedRows
  let column: String
  let reference: [(column: String, value: String)]
  let table = Output<Table>("table")

  init(_ fields: Fields) {
    rows = GroupedRows(fields, keeps: false)
    column = fields.column("column", "the column of numbers", numbers: true, as: .estimate)
    let values = fields.any("reference", "the column values of the reference rows: {\"n\": 81}")
    reference = (values?.members ?? []).map { member in
      fields.noteColumn(member.key, at: member.place)
      return (member.key, member.value.string ?? member.value.canonical)
    }
    if let values, values.members?.isEmpty ?? true {
      fields.refuse("reference", "`reference` names no column", remedy: "write it as {\"column\": value}")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let own = Column("relative", .number, "\(column) over its mean in the reference rows", roles: [.estimate])
    return inputs[rows.data].map { $0.map(\.plain) + [own] }
  }

  /// All columns and `relative`, which is missing in a group without reference rows.
  ///
  /// - Throws: ``RelativeError`` if there are rows and none is one of reference.
  func run(_ workspace: Workspace) throws {
    let parts = try rows.parts(workspace)
    if !parts.tables.isEmpty, try parts.tables.allSatisfy({ try references(of: $0).rowCount == 0 }) {
      throw RelativeError.noReference(reference.map { "\($0.column) = \($0.value)" })
    }
    let result = try parts.stacked(adding: ["relative"]) { part in
      let rows = try references(of: part)
      let base = try rows.numbers(column).filter { !$0.isNaN }
      let mean = base.isEmpty ? Double.nan : base.reduce(0, +) / Double(base.count)
      var result = part
      let values = try part.numbers(column)
      let relative = values.map { mean == 0 ? .nan : $0 / mean }
      try parts.named([], part) {
        let overflows = zip(values, relative).contains { $0.isFinite && $1.isInfinite }
        if overflows || mean.isInfinite && base.allSatisfy(\.isFinite) {
          throw RegressionError.overflow(what: "`\(column)` over its mean in the reference")
        }
      }
      try result.append("relative", .numbers(relative))
      return result
    }
    try workspace.write(result, to: table)
  }

  private func references(of rows: Table) throws -> Table {
    try reference.reduce(rows) { try $0.filtered($1.column, equals: $1.value) }
  }
}

/// Why nothing can be divided.
enum RelativeError: Error, Equatable, CustomStringConvertible {
  case noReference([String])

  var description: String {
    switch self {
    case .noReference(let conditions):
      "no row has \(conditions.joined(separator: " and ").printable); give a `reference` that the table holds"
    }
  }
}
