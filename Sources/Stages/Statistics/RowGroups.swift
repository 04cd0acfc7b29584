import Documents

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
