/// Rows of a table that satisfy simple conditions.
///
/// `"where": {"parity": "even", "layers": [2, 3]}` asks for one of the values, `"between": {"k": [50, 200]}` for a closed range.
public struct RowSelection: Sendable {
  private let equal: [(column: String, values: [String])]
  private let ranges: [(column: String, low: Double, high: Double)]

  /// Reads `where` and `between`, both of which may be left out.
  public init(_ fields: Fields) {
    equal = RowSelection.members("where", "column values that select rows; a list stands for any of them", fields).map {
      ($0.key, ($0.value.elements ?? [$0.value]).map { $0.string ?? $0.canonical })
    }
    var ranges: [(String, Double, Double)] = []
    for member in RowSelection.members("between", "columns and the closed ranges that select rows", fields) {
      let ends = member.value.elements?.compactMap(\.double) ?? []
      if ends.count == 2, ends[0] <= ends[1] {
        ranges.append((member.key, ends[0], ends[1]))
      } else {
        fields.refuse("between", "`\(member.key)` is not a range", remedy: "write it as [low, high]")
      }
    }
    self.ranges = ranges
  }

  private static func members(_ key: String, _ help: String, _ fields: Fields) -> [JSON.Member] {
    guard let value = fields.any(key, help, required: false), !fields.isDescribing else { return [] }
    if value.members == nil {
      fields.refuse(key, "`\(key)` is not an object", remedy: "write it as {\"column\": value}")
    }
    return value.members ?? []
  }

  /// The selected rows, in order.
  ///
  /// - Throws: ``Problem`` when a column is missing.
  public func apply(_ table: Table) throws -> Table {
    var rows = Array(0..<table.rowCount)
    for condition in equal {
      let texts = try table.texts(condition.column)
      rows = rows.filter { condition.values.contains(texts[$0]) }
    }
    for range in ranges {
      let values = try table.numbers(range.column)
      rows = rows.filter { range.low <= values[$0] && values[$0] <= range.high }
    }
    return equal.isEmpty && ranges.isEmpty ? table : table.picking(rows)
  }
}
