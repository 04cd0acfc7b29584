import Documents
import Pipeline
import Statistics

/// What the statistics of a table have in common: its rows, those that count, and the columns that form groups.
package struct GroupedRows: Sendable {
  package let data: Inputs<Table>
  package let groups, kept: [String]
  private let selection: RowSelection

  /// Reads `data`, `group`, `keep`, `where` and `between`; columns that `fields` names further on are those of `data`.
  package init(_ fields: Fields, _ help: String = "the table", mustGroup: Bool = false, keeps: Bool = true) {
    data = fields.inputs("data", Table.self, help)
    fields.tables = [data.path]
    groups = fields.columns(
      "group", "columns whose values form the groups; without them all rows are one", required: mustGroup)
    kept = keeps ? fields.columns("keep", "columns of which the first value of a group is kept", required: false) : []
    selection = RowSelection(fields)
  }

  /// The rows that count, cut into groups.
  package func parts(_ workspace: Workspace) throws -> RowGroups {
    try parts(of: try workspace.readStacked(data))
  }

  /// The rows of `table` that count, cut into groups.
  func parts(of table: Table) throws -> RowGroups { try RowGroups(try selection.apply(table), by: groups) }

  /// The columns of one row a group: its labels, what is kept, and `own`; nil where those of the table are not known.
  package func columns(_ inputs: InputColumns, adding own: [Column]) -> [Column]? {
    inputs[data].map { $0.named(groups + kept) + own }
  }
}

extension [Column] {
  /// The columns called `names`, in that order, as labels of rows that they no longer are about.
  func named(_ names: [String]) -> [Column] { names.compactMap { name in first { $0.name == name }?.plain } }
}

extension Column {
  /// The column without a role: other columns are now what the table is about.
  var plain: Column {
    var column = self
    column.roles = []
    return column
  }
}

/// A table cut into groups of equal labels, in the order of first appearance.
package struct RowGroups {
  package let tables: [Table]
  private let columns: [String]
  private let empty: Table

  package init(_ table: Table, by columns: [String]) throws {
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

  private init(tables: [Table], columns: [String], empty: Table) {
    (self.tables, self.columns, self.empty) = (tables, columns, empty)
  }

  /// The groups with other rows, which `body` chooses; those without any are left out.
  package func mapping(_ body: (Table) throws -> Table) rethrows -> RowGroups {
    RowGroups(tables: try tables.map(body).filter { $0.rowCount > 0 }, columns: columns, empty: empty)
  }

  /// What `body` makes of every group.
  ///
  /// - Throws: ``GroupError`` naming the group and the columns of numbers, for numbers that are not finite and for what
  ///   fits and summaries refuse.
  package func map<Result>(_ numbers: [String], _ body: (Table) throws -> Result) throws -> [Result] {
    // Without groups the columns must be there all the same.
    try require(numbers)
    return try tables.map { group in try named(numbers, group) { try body(group) } }
  }

  /// - Throws: ``Problem`` naming a column that the table lacks or that holds texts, whether or not there are rows.
  package func require(_ numbers: [String]) throws { for name in numbers { _ = try empty.numbers(name) } }

  /// - Throws: ``Problem`` naming a column that the table lacks.
  package func require(texts: [String]) throws { for name in texts { _ = try empty.column(name) } }

  /// What `body` makes of one group, its errors as those of ``map(_:_:)``.
  package func named<Result>(_ numbers: [String], _ group: Table, _ body: () throws -> Result) throws -> Result {
    let labels = try columns.map { "\($0) = \(try group.texts($0).first ?? "")" }
    for column in numbers {
      guard let row = try group.numbers(column).firstIndex(where: { !$0.isFinite }) else { continue }
      let found = try group.numbers(column)[row].isNaN ? "missing" : "infinite"
      throw GroupError(
        columns: [column], group: labels,
        fact:
          "\(Self.place(of: row, in: group)) is \(found); leave it out with `where` or `between`, or mend what "
          + "made it")
    }
    do {
      return try body()
    } catch RegressionError.notPositive(let row, let value) {
      let column = try numbers.first { name in
        let values = try group.numbers(name)
        return values.indices.contains(row) && values[row] == value
      }
      let place = column == nil ? "a value" : Self.place(of: row, in: group)
      throw GroupError(
        columns: column.map { [$0] } ?? numbers, group: labels,
        fact: "\(place) is \(value), which has no logarithm; leave out vanishing and negative values")
    } catch let error as RegressionError { throw GroupError(columns: numbers, group: labels, fact: error.description) }
  }

  private static func place(of row: Int, in group: Table) -> String {
    "number \(row + 1) of \(group.rowCount)" + (group.origin(of: row).map { " (\($0))" } ?? "")
  }

  /// One row for each group: its labels, and the first value of each further column. Without groups the columns remain.
  package func labels(keeping kept: [String] = []) throws -> Table {
    try Table.stacking(
      try ([empty] + tables.map { $0.picking([0]) }).map { row in
        try Table((columns + kept).map { name in (name, try row.column(name)) })
      })
  }

  /// What `body` makes of every group, stacked. Without groups the columns remain: those of the table that was cut if
  /// `body` adds `further` ones to them.
  package func stacked(from first: [String]? = nil, adding further: [String], _ body: (Table) throws -> Table) throws
    -> Table
  {
    var header = try first.map { names in try Table(names.map { ($0, try empty.column($0)) }) } ?? empty
    for name in further { try header.append(name, .numbers([])) }
    return try Table.stacking([header] + tables.map(body))
  }
}

/// What a statistic refuses, with the group and the columns that it was asked of.
package struct GroupError: Error, Equatable, CustomStringConvertible {
  let columns: [String]
  /// `label = value`, one for each column that makes groups.
  let group: [String]
  let fact: String

  package var description: String {
    let names = columns.isEmpty ? [] : [columns.map { "`\($0.printable)`" }.joined(separator: ", ")]
    let place = group.isEmpty ? [] : ["the group \(group.joined(separator: ", ").printable)"]
    let whole = (names + place).joined(separator: " of ")
    return whole.isEmpty ? fact : "\(whole): \(fact)"
  }
}
