/// A column of a table as the kind that makes the table declares it.
public struct Column: Sendable, Equatable {
  /// What the cells hold; every type may also be missing in a row.
  public enum ValueType: String, Sendable, CaseIterable {
    case number, integer, text

    /// Whether the cells can be computed with.
    public var isNumeric: Bool { self != .text }
  }

  /// What a column is to another one of its table.
  public enum Role: Sendable, Equatable {
    /// The number that the table is about.
    case estimate
    /// The lower end of the interval of the column named.
    case low(of: String)
    /// The upper end of the interval of the column named.
    case high(of: String)
    /// What theory says of the column named.
    case theory(of: String)
    /// Its digits are counted from something larger than itself: what lies below does not count.
    case digits(from: Size)
  }

  /// The size that the digits of a number are counted from, where that is not its own.
  public enum Size: Sendable, Equatable {
    /// The number of the column named in the same row, of which it is a part or what rounding left.
    case column(String)
    /// This number: half a unit in its fifth digit is what may differ.
    case number(Double)
    /// The largest of its column: the value of a function at one of many points.
    case largest
  }

  /// The name in the header and in manifests.
  public var name: String
  public var type: ValueType
  /// The unit, for columns that have one.
  public var unit: String?
  /// What the numbers mean, in a few words or as a formula.
  public var meaning: String
  /// What the column is to another one, if anything; a column may be several things.
  public var roles: [Role]
  /// The range of the values, where it is known before the table is made.
  public var range: ClosedRange<Double>?

  /// A column; see the properties.
  public init(
    _ name: String, _ type: ValueType, _ meaning: String, unit: String? = nil, roles: [Role] = [],
    range: ClosedRange<Double>? = nil
  ) {
    (self.name, self.type, self.meaning, self.unit, self.roles, self.range) = (name, type, meaning, unit, roles, range)
  }

  /// The columns of tables that are stacked: each name once, in the order met; texts win over numbers, as in
  /// ``Table/stacking(_:)``, and ranges are joined where all of them are known.
  public static func stacking(_ parts: [[Column]]) -> [Column] {
    if parts.count == 1 { return parts[0] }
    var result: [Column] = []
    var positions: [String: Int] = [:]
    for column in parts.joined() {
      guard let position = positions[column.name] else {
        positions[column.name] = result.count
        result.append(column)
        continue
      }
      if column == result[position] { continue }
      if !column.type.isNumeric { result[position].type = .text }
      let ranges = [result[position].range, column.range].compactMap { $0 }
      result[position].range =
        ranges.count < 2
        ? nil : min(ranges[0].lowerBound, ranges[1].lowerBound)...max(ranges[0].upperBound, ranges[1].upperBound)
    }
    return result
  }
}

extension [Column] {
  /// The columns, those called `name` with `role` added to what they are.
  public func giving(_ name: String, _ role: Column.Role) -> [Column] {
    map { column in
      var column = column
      if column.name == name { column.roles.append(role) }
      return column
    }
  }

  /// The columns of `table` as a reader of its file alone knows them: names and types.
  public init(of table: Table) {
    self = table.columns.map { column in
      if case .texts = column.values, !column.values.isMissing {
        Column(column.name, .text, "")
      } else {
        Column(column.name, .number, "")
      }
    }
  }

  /// Checks that the columns of `table` are these, and their cells of the declared types.
  /// - Throws: ``Problem`` that names the file, the column, and the cell.
  public func check(_ table: Table, in file: String) throws {
    let names = map(\.name)
    if let other = table.columns.first(where: { !names.contains($0.name) }) {
      let fact = "the column `\(other.name.printable)` is not declared"
      let missing = names.first { name in !table.columns.contains { $0.name == name } }
      guard let missing else { throw Table.problem(file, fact, "declare it or leave it out") }
      throw Table.problem(
        file, "\(fact), and the declared column `\(missing.printable)` is missing",
        "write the one, or declare the other")
    }
    for column in self {
      guard let values = table.columns.first(where: { $0.name == column.name })?.values else {
        throw Table.problem(
          file, "the declared column `\(column.name.printable)` is missing", "write it, or declare what is there")
      }
      guard let row = column.type.firstRow(against: values) else { continue }
      throw Table.problem(
        file,
        "\(table.place(of: row).row) has `\(values.text(row).printable)` in the column `\(column.name.printable)`, which is "
          + "declared as \(column.type == .integer ? "whole numbers" : "numbers")",
        "correct what made it, or declare another type")
    }
  }
}

extension Column.ValueType {
  /// The first row of `values` whose cell is not of this type; missing ones are of any.
  fileprivate func firstRow(against values: Table.Values) -> Int? {
    switch (values, self) {
    case (_, .text), (.numbers, .number): nil
    case (.numbers(let values), .integer): values.firstIndex { !$0.isNaN && $0 != $0.rounded() }
    case (.texts, _): values.firstText
    }
  }
}

/// The name of a column that a document gives, to be found among the columns of the tables behind some inputs.
public struct ColumnReference: Sendable, Equatable {
  /// The paths of the inputs whose tables are meant; it is enough that one of them has the column.
  public let inputs: [String]
  /// Where the value stands in the document, such as `checks[0].value`.
  public let path: String
  /// The name given; nil where it was left out and ``role`` finds it.
  public let name: String?
  /// Where the name stands, or the object that lacks it.
  public let place: Place
  /// Whether the column must hold numbers.
  public let needsNumbers: Bool
  /// The role that finds the column where no name is given.
  public let role: Column.Role?
  /// Whether a name, given or found, is needed.
  public let isRequired: Bool
  /// The ends of the range that is asked of the column, nil where open.
  public var low: Double?
  public var high: Double?
  /// Where it is the kind that needs the column: the kind of stage that makes such tables.
  public var maker: String?
}

extension Fields {
  /// A column of the tables behind ``tables``.
  /// - Parameter role: finds the column where the key is left out; the loader then writes its name into the document.
  /// - Returns: the name, empty after a problem or while it is not found yet.
  public func column(_ key: String, _ help: String, numbers: Bool = false, as role: Column.Role? = nil) -> String {
    named(key, help, numbers: numbers, role: role, required: role == nil, isNeeded: true) ?? ""
  }

  /// A column whose key may be left out; `isNeeded` says that the table must then declare one of the role.
  public func optionalColumn(
    _ key: String, _ help: String, numbers: Bool = false, as role: Column.Role? = nil, isNeeded: Bool = false
  ) -> String? { named(key, help, numbers: numbers, role: role, required: false, isNeeded: isNeeded) }

  private func named(
    _ key: String, _ help: String, numbers: Bool, role: Column.Role?, required: Bool, isNeeded: Bool
  ) -> String? {
    let found = role == .estimate ? "the table's estimate" : nil
    let name = scalar(.string, key, help, required: required, standard: found)
    let place = place(of: key)
    if name != nil || role != nil {
      note(
        ColumnReference(
          inputs: tables, path: path(of: key), name: name, place: place, needsNumbers: numbers,
          role: name == nil ? role : nil, isRequired: isNeeded))
    }
    return name
  }

  /// A list of columns; an optional one that is missing reads as empty.
  public func columns(_ key: String, _ help: String, numbers: Bool = false, required: Bool = true) -> [String] {
    let names = strings(key, help, required: required)
    for (index, name) in names.enumerated() { noteColumn(name, at: place(of: key, element: index), numbers: numbers) }
    return names
  }

  /// Notes that the document names the column `name` at `place`, in a text that is read otherwise.
  public func noteColumn(
    _ name: String, at place: Place, numbers: Bool = false, from low: Double? = nil, to high: Double? = nil
  ) {
    note(
      ColumnReference(
        inputs: tables, path: path, name: name, place: place, needsNumbers: numbers, role: nil, isRequired: true,
        low: low, high: high))
  }

  /// Notes that `columns` of the table behind the input at `key`, one of those of stages of kind `maker`, are read
  /// whatever the document says.
  public func demand(_ columns: [Column], of key: String, from maker: String) {
    for column in columns {
      note(
        ColumnReference(
          inputs: [path(of: key)], path: path(of: key), name: column.name, place: place(of: key),
          needsNumbers: column.type.isNumeric, role: nil, isRequired: true, maker: maker))
    }
  }

  private func note(_ reference: ColumnReference) {
    if !isDescribing, !reference.inputs.isEmpty { log.columns.append(reference) }
  }

  private func path(of key: String) -> String { steps.isEmpty ? key : path + "." + key }
}
