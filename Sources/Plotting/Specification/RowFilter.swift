import Documents

/// Which rows a mark shows: those whose columns have the given values.
struct RowFilter: Sendable {
  private let conditions: [(column: String, values: [JSON])]

  init(_ fields: Fields) {
    let key = "where"
    let json = fields.any(key, "columns with the value, or the list of values, that rows must have", required: false)
    guard let json, json != JSON(.null) else {
      conditions = []
      return
    }
    if json.members == nil {
      fields.refuse(key, "`where` is not an object", remedy: "write columns and values, such as {\"d\": 3}")
    }
    conditions = (json.members ?? []).map { ($0.key, $0.value.elements ?? [$0.value]) }
  }

  /// The rows of `table` that meet every condition.
  func apply(_ table: Table) throws -> Table {
    var rows = Array(0..<table.rowCount)
    for (column, values) in conditions {
      switch try table.column(column) {
      case .numbers(let numbers):
        let wanted = values.compactMap { $0.double ?? $0.string.flatMap(Double.init) }
        rows = rows.filter { wanted.contains(numbers[$0]) }
      case .texts(let texts):
        let wanted = values.map(RowFilter.text)
        rows = rows.filter { wanted.contains(texts[$0]) }
      }
    }
    return rows.count == table.rowCount ? table : table.picking(rows)
  }

  private static func text(_ json: JSON) -> String {
    switch json.content {
    case .string(let text): text
    case .integer(let value): String(value)
    case .number(let value): "\(value)"
    case .boolean(let value): String(value)
    default: ""
    }
  }
}
