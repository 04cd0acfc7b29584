import Documents

/// A table cut into groups of equal labels, in the order of first appearance.
struct RowGroups {
  let tables: [Table]
  private let columns: [String]
  private let empty: Table

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
    empty = table.picking([])
    tables = order.map { table.picking(rows[$0] ?? []) }
  }

  /// One row for each group: its labels, and the first value of each further column. Without groups the columns remain.
  func labels(keeping kept: [String] = []) throws -> Table {
    try Table.stacking(
      try ([empty] + tables.map { $0.picking([0]) }).map { row in
        try Table((columns + kept).map { name in (name, try row.column(name)) })
      })
  }

  /// What `body` makes of every group, stacked. Without groups the columns remain: those of the table that was cut if
  /// `body` adds `further` ones to them.
  func stacked(from first: [String]? = nil, adding further: [String], _ body: (Table) throws -> Table) throws -> Table {
    var header = try first.map { names in try Table(names.map { ($0, try empty.column($0)) }) } ?? empty
    for name in further { try header.append(name, .numbers([])) }
    return try Table.stacking([header] + tables.map(body))
  }
}
