/// Rows of a table that satisfy simple conditions.
///
/// `"where": {"parity": "even", "layers": [2, 3]}` asks for one of the values, `"between": {"k": [50, 200]}` for a closed
/// range within the data, `"between": {"k": [50, null]}` for one that is open above.
public struct RowSelection: Sendable {
  private let conditions: [Condition]

  /// Reads `where` and `between`, both of which may be left out; their columns are those of the tables of `fields`.
  public init(_ fields: Fields) {
    let equal: [Condition] = RowSelection.members(
      "where", "column values that select rows; a list stands for any of them", fields
    ).map {
      fields.noteColumn($0.key, at: $0.place)
      return .oneOf($0.key, ($0.value.elements ?? [$0.value]).map { $0.string ?? $0.canonical })
    }
    let help = "columns and the closed ranges that select rows, [low, high]; null leaves an end open"
    var ranges: [Condition] = []
    for member in RowSelection.members("between", help, fields) {
      if let range = OpenRange(member.value) {
        fields.noteColumn(member.key, at: member.place, numbers: true, from: range.low, to: range.high)
        ranges.append(.between(member.key, range.low, range.high))
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
        try refuse(column, numbers, low, high)
        return rows.filter { low ?? -.infinity <= numbers[$0] && numbers[$0] <= high ?? .infinity }
      }
    }
  }

  /// Refuses a range that goes beyond the data: the rows that it asks for are not all there.
  private static func refuse(_ column: String, _ numbers: [Double], _ low: Double?, _ high: Double?) throws {
    let known = numbers.filter { !$0.isNaN }
    guard let least = known.min(), let greatest = known.max() else { return }
    try Self.fault(column, low, high, within: least...greatest).map { throw Problem($0) }
  }

  /// What is wrong with asking for `low` to `high` of a column whose values lie in `range`, or nil.
  public static func fault(
    _ column: String, _ low: Double?, _ high: Double?, within range: ClosedRange<Double>
  ) -> Fault? {
    func fault(_ end: Double, _ limit: Double, _ word: String) -> Fault {
      .stated(
        fact: "`between` asks for \(column.printable) \(JSON.text(of: end)), the \(word) is \(JSON.text(of: limit))",
        remedy: "ask for less, make more, or leave the end open with null")
    }
    if let high, high > range.upperBound { return fault(high, range.upperBound, "largest") }
    if let low, low < range.lowerBound { return fault(low, range.lowerBound, "smallest") }
    return nil
  }

  /// What must hold of a row.
  private enum Condition: CustomStringConvertible {
    case oneOf(String, [String])
    case between(String, Double?, Double?)

    var description: String {
      switch self {
      case .oneOf(let column, let values): "\(column) = \(values.joined(separator: " or "))".printable
      case .between(let column, let low, let high):
        (column + (low.map { " from \(JSON.text(of: $0))" } ?? "") + (high.map { " to \(JSON.text(of: $0))" } ?? ""))
          .printable
      }
    }
  }
}

/// A closed range of numbers whose ends may be open.
private struct OpenRange {
  let low: Double?
  let high: Double?

  /// Reads `[low, high]`, in which null is an open end.
  init?(_ json: JSON) {
    guard let ends = json.elements, ends.count == 2 else { return nil }
    for end in ends where end.content != .null && end.double == nil { return nil }
    (low, high) = (ends[0].double, ends[1].double)
    if let low, let high, low > high { return nil }
  }
}
