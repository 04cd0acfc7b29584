import Documents
import Pipeline
import Statistics

/// A column of one table beside a column of another, rows matched by columns that both have.
struct CompareStage: TableReader {
  static let kind = StageKind(
    "compare", revision: 2, summary: "the difference and the ratio of two columns, rows matched by further columns",
    example: #"""
      {
        "data": "table",
        "column": "error",
        "where": {"n": 1000},
        "match": ["seed"],
        "with": {"data": "table", "column": "error", "where": {"n": 100}}
      }
      """#)

  let data: Inputs<Table>
  let column: String
  let selection: RowSelection
  let matched: [String]
  let otherData: Inputs<Table>
  let otherColumn: String
  let otherSelection: RowSelection
  let table = Output<Table>("table")
  /// The same of the parts of both tables, for claims.
  let parts = Output<PartTable>("parts")
  private let passed: PassedParts

  init(_ fields: Fields) {
    data = fields.inputs("data", Table.self, "the table whose rows are kept")
    fields.tables = [data.path]
    column = fields.column("column", "its column of numbers", numbers: true, as: .estimate)
    selection = RowSelection(fields)
    matched = fields.columns("match", "columns of both tables; rows belong together when all of them agree")
    let other = fields.object("with", "what the column is compared with")
    otherData = other.inputs("data", Table.self, "the other table")
    other.tables = [otherData.path]
    otherColumn = other.column("column", "its column of numbers", numbers: true, as: .estimate)
    otherSelection = RowSelection(other)
    for (index, name) in matched.enumerated() { other.noteColumn(name, at: fields.place(of: "match", element: index)) }
    passed = PassedParts(fields, of: data, otherData)
  }

  var outputs: [OutputDeclaration] { [table.declaration, parts.declaration.aside] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    inputs[data].map { columns in
      columns.map(\.plain) + [
        Column("other", .number, "\(otherColumn) of the other table", roles: [.theory(of: column)]),
        Column("difference", .number, "\(column) minus other"), Column("ratio", .number, "\(column) over other"),
      ]
    }
  }

  /// All columns of the first table, and `other`, `difference` (value minus other) and `ratio` (value over other).
  func run(_ workspace: Workspace) throws {
    let read = [try workspace.readStacked(data), try workspace.readStacked(otherData)]
    let result = try compared(read[0], with: read[1])
    try workspace.write(result, to: table)
    let parts = try passed.table(workspace, read: read, whole: result) { try compared($0[0], with: $0[1]) }
    try workspace.write(parts, to: self.parts)
  }

  private func compared(_ table: Table, with whole: Table) throws -> Table {
    var rows = try selection.apply(table)
    let partners = try Partners(try otherSelection.apply(whole), by: matched, column: otherColumn)
    if let key = try partners.missing(for: rows) { throw try absence(of: key, in: whole) }
    let others = try partners.values(for: rows)
    let values = try rows.numbers(column)
    try rows.append("other", .numbers(others))
    try rows.append("difference", .numbers(zip(values, others).map { $0 - $1 }))
    try rows.append("ratio", .numbers(zip(values, others).map { $1 == 0 ? .nan : $0 / $1 }))
    return rows
  }

  /// Why no selected row of the other table has `key`.
  private func absence(of key: [String], in whole: Table) throws -> CompareError {
    let rows = try zip(matched, key).reduce(whole) { try $0.filtered($1.0, equals: $1.1) }
    guard rows.rowCount > 0, let reason = try otherSelection.absence(in: rows) else { return .missing(matched, key) }
    return .notSelected(matched, key, reason: reason)
  }
}

/// The rows that others are compared with, found by their labels.
private struct Partners {
  private let columns: [String]
  private let values: [[String]: Double]

  init(_ table: Table, by columns: [String], column: String) throws {
    let numbers = try table.numbers(column)
    var values: [[String]: Double] = [:]
    for (key, number) in zip(try Self.keys(table, columns), numbers) {
      if values.updateValue(number, forKey: key) != nil { throw CompareError.repeated(columns, key) }
    }
    (self.columns, self.values) = (columns, values)
  }

  /// The first key of `table` that has no row here.
  func missing(for table: Table) throws -> [String]? { try Self.keys(table, columns).first { values[$0] == nil } }

  /// The partners of the rows of `table`, of which none is ``missing(for:)``.
  func values(for table: Table) throws -> [Double] { try Self.keys(table, columns).compactMap { values[$0] } }

  private static func keys(_ table: Table, _ columns: [String]) throws -> [[String]] {
    let texts = try columns.map(table.texts)
    return (0..<table.rowCount).map { row in texts.map { $0[row] } }
  }
}

/// Why two tables could not be compared.
enum CompareError: Error, Equatable, CustomStringConvertible {
  case missing([String], [String])
  case notSelected([String], [String], reason: String)
  case repeated([String], [String])

  var description: String {
    switch self {
    case .missing(let columns, let key):
      "the table compared with has no row with \(Self.text(columns, key)); add it there or select fewer rows"
    case .notSelected(let columns, let key, let reason):
      "the table compared with has rows with \(Self.text(columns, key)), but none is selected: \(reason); widen the "
        + "`where` or `between` of `with`"
    case .repeated(let columns, let key):
      "the table compared with has several rows with \(Self.text(columns, key)); match by further columns"
    }
  }

  private static func text(_ columns: [String], _ key: [String]) -> String {
    columns.isEmpty ? "any labels" : zip(columns, key).map { "\($0) = \($1)" }.joined(separator: ", ")
  }
}

/// A column divided by its value in a reference row, for each group of rows.
struct RelativeStage: TableReader {
  static let kind = StageKind(
    "relative", revision: 2, summary: "a column divided by its mean over reference rows, for each group of rows",
    example: #"""
      {"data": "table", "column": "error", "group": ["seed"], "reference": {"n": 10}}
      """#)

  let rows: GroupedRows
  let column: String
  let reference: [(column: String, value: String)]
  let table = Output<Table>("table")
  /// The same of the parts of the table, for claims.
  let parts = Output<PartTable>("parts")
  private let passed: PassedParts

  init(_ fields: Fields) {
    rows = GroupedRows(fields, keeps: false)
    column = fields.column("column", "the column of numbers", numbers: true, as: .estimate)
    let values = fields.any("reference", "the column values of the reference rows: {\"n\": 81}", isObject: true)
    reference = (values?.members ?? []).map { member in
      fields.noteColumn(member.key, at: member.place)
      return (member.key, member.value.string ?? member.value.canonical)
    }
    passed = PassedParts(fields, of: rows.data)
    if let values, values.members?.isEmpty ?? true {
      fields.refuse("reference", "`reference` names no column", remedy: "write it as {\"column\": value}")
    }
  }

  var outputs: [OutputDeclaration] { [table.declaration, parts.declaration.aside] }

  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? {
    let own = Column("relative", .number, "\(column) over its mean in the reference rows", roles: [.estimate])
    return inputs[rows.data].map { $0.map(\.plain) + [own] }
  }

  /// All columns and `relative`, which is missing in a group without reference rows.
  ///
  /// - Throws: ``RelativeError`` if there are rows and none is one of reference.
  func run(_ workspace: Workspace) throws {
    let read = try workspace.readStacked(rows.data)
    let result = try divided(read)
    try workspace.write(result, to: table)
    try workspace.write(
      try passed.table(workspace, read: [read], whole: result) { try divided($0[0]) }, to: parts)
  }

  private func divided(_ table: Table) throws -> Table {
    let parts = try rows.parts(of: table)
    try parts.require([column])
    try parts.require(texts: reference.map(\.column))
    if !parts.tables.isEmpty, try parts.tables.allSatisfy({ try references(of: $0).rowCount == 0 }) {
      throw RelativeError(conditions: reference.map { "\($0.column) = \($0.value)" })
    }
    return try parts.stacked(adding: ["relative"]) { part in
      let base = try references(of: part).numbers(column).filter { !$0.isNaN }
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
  }

  private func references(of rows: Table) throws -> Table {
    try reference.reduce(rows) { try $0.filtered($1.column, equals: $1.value) }
  }
}

/// Why nothing can be divided.
struct RelativeError: Error, Equatable, CustomStringConvertible {
  let conditions: [String]

  var description: String {
    "no row has \(conditions.joined(separator: " and ").printable); give a `reference` that the table holds"
  }
}
