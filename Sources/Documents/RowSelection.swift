/// Rows of a table that satisfy simple conditions.
///
/// `"where": {"parity": "even", "layers": [2, 3]}` asks for one of the values, `"between": {"k": [50, 200]}` for a closed
/// range within the data, `"between": {"k": [50, null]}` for one that is open above.
public struct RowSelection: Sendable {
  private var rules: [Rule] = []

  /// One condition, where its column stands, and whether it holds only for tables that have the column.
  private struct Rule {
    let condition: Condition
    let place: Place
    var isInherited = false
  }

  /// All rows.
  public init() {}

  /// Reads `where` and `between`, both of which may be left out; their columns are those of the tables of `fields`.
  public init(_ fields: Fields) {
    rules = RowSelection.members("where", "column values that select rows; a list stands for any of them", fields).map {
      let values = ($0.value.elements ?? [$0.value]).map { $0.string ?? $0.canonical }
      return Rule(condition: .oneOf($0.key, values), place: $0.place)
    }
    let help = "columns and the closed ranges that select rows, [low, high]; null leaves an end open"
    for member in RowSelection.members("between", help, fields) {
      let ends = member.value.elements ?? []
      let (low, high) = (ends.first?.double, ends.last?.double)
      if ends.count == 2, ends.allSatisfy({ $0.content == .null || $0.double != nil }),
        low ?? -.infinity <= high ?? .infinity
      {
        rules.append(Rule(condition: .between(member.key, low, high), place: member.place))
      } else {
        fields.refuse("between", "`\(member.key)` is not a range", remedy: "write it as [low, high]")
      }
    }
    noteColumns(in: fields)
  }

  /// Notes the columns of the selection as columns of the tables of `fields`; those of an outer one are not its own.
  public func noteColumns(in fields: Fields) {
    for rule in rules where !rule.isInherited {
      switch rule.condition {
      case .oneOf(let column, _): fields.noteColumn(column, at: rule.place)
      case .between(let column, let low, let high):
        fields.noteColumn(column, at: rule.place, numbers: true, from: low, to: high)
      }
    }
  }

  /// The selection with what `outer` asks of other columns, which counts for those tables only that have them.
  public func within(_ outer: RowSelection) -> RowSelection {
    var result = self
    let own = Set(rules.map(\.condition.column))
    result.rules += outer.rules.filter { !own.contains($0.condition.column) }.map {
      Rule(condition: $0.condition, place: $0.place, isInherited: true)
    }
    return result
  }

  /// The columns of `table` whose values are asked for.
  public func columns(of table: Table) -> [String] {
    conditions(for: table).compactMap { if case .oneOf(let column, _) = $0 { column } else { nil } }
  }

  private func conditions(for table: Table) -> [Condition] {
    let names = Set(table.columns.map(\.name))
    return rules.filter { !$0.isInherited || names.contains($0.condition.column) }.map(\.condition)
  }

  private static func members(_ key: String, _ help: String, _ fields: Fields) -> [JSON.Member] {
    guard let value = fields.any(key, help, required: false, isObject: true), !fields.isDescribing else { return [] }
    if value.members == nil {
      fields.refuse(key, "`\(key)` is not an object", remedy: "write it as {\"column\": value}")
    }
    return value.members ?? []
  }

  /// The selected rows, in order.
  /// - Throws: ``Problem`` when a column is missing.
  public func apply(_ table: Table) throws -> Table {
    let conditions = conditions(for: table)
    return conditions.isEmpty ? table : table.picking(try Self.rows(of: table, conditions))
  }

  /// Why no row of `table` is selected, as in "no row has x = 99"; nil if some row is.
  /// - Throws: ``Problem`` when a column is missing.
  public func absence(in table: Table) throws -> String? {
    let conditions = conditions(for: table)
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
        "`between` asks for \(column.printable) \(JSON.text(of: end)), the \(word) is \(JSON.text(of: limit)); "
          + "ask for less, make more, or leave the end open with null")
    }
    if let high, high > range.upperBound { return fault(high, range.upperBound, "largest") }
    if let low, low < range.lowerBound { return fault(low, range.lowerBound, "smallest") }
    return nil
  }

  private enum Condition: CustomStringConvertible {
    case oneOf(String, [String])
    case between(String, Double?, Double?)

    var column: String {
      switch self {
      case .oneOf(let column, _), .between(let column, _, _): column
      }
    }

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
