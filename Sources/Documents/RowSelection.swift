/// Rows of a table that satisfy simple conditions.
///
/// `"where": {"parity": "even", "layers": [2, 3]}` asks for one of the values, `"between": {"k": [50, 200]}` for a closed range.
public struct RowSelection: Sendable {
  private let conditions: [Condition]

  /// Reads `where` and `between`, both of which may be left out.
  public init(_ fields: Fields) {
    let equal: [Condition] = RowSelection.members(
      "where", "column values that select rows; a list stands for any of them", fields
    ).map {
      .oneOf($0.key, ($0.value.elements ?? [$0.value]).map { $0.string ?? $0.canonical })
    }
    var ranges: [Condition] = []
    for member in RowSelection.members("between", "columns and the closed ranges that select rows", fields) {
      let ends = member.value.elements?.compactMap(\.double) ?? []
      if ends.count == 2, ends[0] <= ends[1] {
        ranges.append(.between(member.key, ends[0], ends[1]))
      } else {
        fields.refuse("between", "`\(member.key)` is not a range", remedy: "write it as [low, high]")
      }
    }
    conditions = equal + ranges
  }

  /// The columns whose values are asked for.
  public var columns: [String] {
    conditions.compactMap { if case .oneOf(let column, _) = $0 { column } else { nil } }
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
    conditions.isEmpty ? table : table.picking(try Self.rows(of: table, conditions))
  }

  /// Why no row of `table` is selected, as in "no row has x = 99"; nil if some row is.
  ///
  /// - Throws: ``Problem`` when a column is missing.
  public func absence(in table: Table) throws -> String? {
    guard try Self.rows(of: table, conditions).isEmpty else { return nil }
    if table.rowCount == 0 { return "the table has no rows" }
    let alone = try conditions.first { try Self.rows(of: table, [$0]).isEmpty }
    return "no row has " + (alone.map { [$0] } ?? conditions).map(\.description).joined(separator: " and ")
  }

  private static func rows(of table: Table, _ conditions: [Condition]) throws -> [Int] {
    try conditions.reduce(Array(0..<table.rowCount)) { rows, condition in
      switch condition {
      case .oneOf(let column, let values):
        let texts = try table.texts(column)
        return rows.filter { values.contains(texts[$0]) }
      case .between(let column, let low, let high):
        let numbers = try table.numbers(column)
        return rows.filter { low <= numbers[$0] && numbers[$0] <= high }
      }
    }
  }

  /// What must hold of a row.
  private enum Condition: CustomStringConvertible {
    case oneOf(String, [String])
    case between(String, Double, Double)

    var description: String {
      switch self {
      case .oneOf(let column, let values): "\(column) = \(values.joined(separator: " or "))".printable
      case .between(let column, let low, let high):
        "\(column) from \(JSON.text(of: low)) to \(JSON.text(of: high))".printable
      }
    }
  }
}
