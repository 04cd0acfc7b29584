import Foundation

/// Columns of equal length with names: numbers or texts.
public struct Table: Sendable, Equatable {
  /// The columns, in order.
  public private(set) var columns: [Column] = []
  /// Where the rows were read; says nothing of what they are.
  var origins = RowOrigins()
  /// The number of rows.
  public var rowCount: Int { columns.first?.values.count ?? 0 }

  /// One named column.
  public struct Column: Sendable, Equatable {
    public let name: String
    public let values: Values
  }

  /// The values of a column; a missing number is NaN, a missing text is empty.
  public enum Values: Sendable, Equatable {
    case numbers([Double])
    case texts([String])

    /// How many values there are.
    public var count: Int {
      switch self {
      case .numbers(let values): values.count
      case .texts(let values): values.count
      }
    }

    /// Value `row` as text; numbers in their shortest exact form, NaN as the empty text.
    public func text(_ row: Int) -> String {
      switch self {
      case .numbers(let values):
        values[row].isNaN ? "" : values[row].isFinite ? JSON.text(of: values[row]) : "\(values[row])"
      case .texts(let values): values[row]
      }
    }

    func picking(_ rows: [Int]) -> Values {
      switch self {
      case .numbers(let values): .numbers(rows.map { values[$0] })
      case .texts(let values): .texts(rows.map { values[$0] })
      }
    }
  }

  /// A table without columns.
  public init() {}

  public static func == (a: Table, b: Table) -> Bool { a.columns == b.columns }

  /// Columns in order.
  /// - Throws: ``Problem`` if lengths differ or a name stands twice.
  public init(_ columns: [(String, Values)]) throws { for (name, values) in columns { try append(name, values) } }

  /// Adds a column.
  /// - Throws: ``Problem`` if its length differs or its name is taken.
  public mutating func append(_ name: String, _ values: Values) throws {
    if columns.contains(where: { $0.name == name }) {
      throw Table.problem("table", "two columns are called `\(name.printable)`", "rename one")
    }
    if !columns.isEmpty, values.count != rowCount {
      throw Table.problem(
        "table", "column `\(name.printable)` has \(values.count.counted("row")), the others \(rowCount)",
        "give them equal lengths")
    }
    columns.append(Column(name: name, values: values))
  }

  /// The column called `name`.
  /// - Throws: ``Problem`` naming the nearest column.
  public func column(_ name: String) throws -> Values {
    if let column = columns.first(where: { $0.name == name }) { return column.values }
    throw Table.problem(
      self.name, "no column `\(name.printable)`", Suggestion.sentence(for: name, among: columns.map(\.name)))
  }

  /// The numbers of a column; NaN where one is missing.
  /// - Throws: ``Problem`` if the column is missing, and naming the first cell that is no number.
  public func numbers(_ name: String) throws -> [Double] {
    let values = try column(name)
    switch values {
    case .numbers(let numbers): return numbers
    case .texts(let cells):
      guard let row = values.firstText else {
        return cells.map { CSVScanner.isMissing($0) ? .nan : CSVScanner.number($0) ?? .nan }
      }
      let place = self.place(of: row)
      throw Table.problem(
        place.table, "\(place.row) has `\(cells[row].printable)` in column `\(name.printable)`, which is no number",
        "name a column of numbers, or leave a cell empty where its number is missing")
    }
  }

  /// The whole numbers of a column.
  /// - Throws: ``Problem`` if the column is missing, holds texts, or a number that is missing, not whole or huge.
  public func integers(_ name: String) throws -> [Int] {
    let column = try column(name)
    return try numbers(name).enumerated().map { row, value in
      if let whole = Int(exactly: value) { return whole }
      let found = value.isNaN ? "nothing" : column.text(row).printable
      let place = self.place(of: row)
      throw Table.problem(
        place.table, "column `\(name.printable)` holds \(found) in \(place.row) instead of a whole number",
        "correct what made it")
    }
  }

  /// The values of a column as texts.
  public func texts(_ name: String) throws -> [String] {
    let values = try column(name)
    return (0..<values.count).map(values.text)
  }

  /// The rows whose column `name` reads as `value`, all columns kept.
  public func filtered(_ name: String, equals value: String) throws -> Table {
    let texts = try texts(name)
    return picking(texts.indices.filter { texts[$0] == value })
  }

  /// The rows at the given indices, in that order.
  public func picking(_ rows: [Int]) -> Table {
    var result = Table()
    result.columns = columns.map { Column(name: $0.name, values: $0.values.picking(rows)) }
    result.origins = origins.picking(rows)
    return result
  }

  /// The columns of this table, then those of `other`, row by row.
  /// - Throws: ``Problem`` if the numbers of rows differ or a name stands in both.
  public func joined(_ other: Table) throws -> Table {
    var result = self
    for column in other.columns { try result.append(column.name, column.values) }
    return result
  }

  /// The rows of all tables one after the other; a column that some table lacks is filled with missing values. A column
  /// is one of texts if some table has texts in it: that all numbers of a table are missing does not make it one.
  public static func stacking(_ tables: [Table]) throws -> Table {
    var names: [String] = []
    for table in tables { for column in table.columns where !names.contains(column.name) { names.append(column.name) } }
    var result = try Table(
      names.map { name in
        let parts = tables.map { table in (table.columns.first { $0.name == name }?.values, table.rowCount) }
        return (name, isText(parts.compactMap(\.0)) ? .texts(parts.flatMap(texts)) : .numbers(parts.flatMap(numbers)))
      })
    result.origins = RowOrigins.stacking(tables.map { ($0.origins, $0.rowCount) })
    return result
  }

  private static func isText(_ parts: [Values]) -> Bool {
    let texts = parts.filter { if case .texts = $0 { true } else { false } }
    if texts.contains(where: { !$0.isMissing }) { return true }
    // Nothing but missing cells: what it was before.
    return !texts.isEmpty && !parts.contains(where: \.hasNumbers)
  }

  private static func texts(_ part: (values: Values?, rows: Int)) -> [String] {
    guard let values = part.values else { return Array(repeating: "", count: part.rows) }
    return (0..<part.rows).map(values.text)
  }

  private static func numbers(_ part: (values: Values?, rows: Int)) -> [Double] {
    guard case .numbers(let values) = part.values else { return Array(repeating: .nan, count: part.rows) }
    return values
  }

  static func problem(_ name: String, _ fact: String, _ remedy: String) -> Problem {
    Problem(.table(name: name, fact: fact, remedy: remedy))
  }
}
