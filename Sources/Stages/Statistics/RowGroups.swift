import Documents

/// Rows of a table that satisfy simple conditions.
struct RowSelection: Sendable {
  private let equal: [(column: String, value: String)]
  private let ranges: [(column: String, low: Double, high: Double)]

  /// Reads `where` (equal values) and `between` (closed ranges).
  init(_ fields: Fields) {
    equal = (fields.any("where", "column values that select rows", required: false)?.members ?? []).map {
      ($0.key, $0.value.string ?? $0.value.canonical)
    }
    let limits = fields.any(
      "between", "columns and the closed ranges that select rows: {\"k\": [50, 200]}", required: false)
    var ranges: [(String, Double, Double)] = []
    for member in limits?.members ?? [] {
      let ends = member.value.elements?.compactMap(\.double) ?? []
      if ends.count == 2 {
        ranges.append((member.key, ends[0], ends[1]))
      } else {
        fields.refuse("between", "`\(member.key)` is not a pair of numbers", remedy: "write it as [low, high]")
      }
    }
    self.ranges = ranges
  }

  /// The selected rows, in order.
  func apply(_ table: Table) throws -> Table {
    var table = table
    for condition in equal { table = try table.filtered(condition.column, equals: condition.value) }
    for range in ranges {
      let values = try table.numbers(range.column)
      table = table.picking(values.indices.filter { range.low <= values[$0] && values[$0] <= range.high })
    }
    return table
  }
}

/// A table cut into groups of equal labels, in the order of first appearance.
struct RowGroups {
  let tables: [Table]
  private let columns: [String]

  init(_ table: Table, by columns: [String]) throws {
    let texts = try columns.map(table.texts)
    var order: [[String]] = []
    var rows: [[String]: [Int]] = [:]
    for row in 0..<table.rowCount {
      let key = texts.map { $0[row] }
      if rows[key] == nil { order.append(key) }
      rows[key, default: []].append(row)
    }
    self.columns = columns
    tables = order.map { table.picking(rows[$0] ?? []) }
  }

  /// One row for each group: its labels, and the first value of each further column.
  func labels(keeping kept: [String] = []) throws -> Table {
    try Table.stacking(
      try tables.map { table in
        try Table((columns + kept).map { name in (name, try table.picking([0]).column(name)) })
      })
  }
}
