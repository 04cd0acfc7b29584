/// Where the rows of a table stand in the files that they were read from, so that messages can say it.
struct RowOrigins: Sendable {
  /// The files, in the order met.
  private(set) var files: [String] = []
  private var rows: [Row] = []

  /// The number of a file and of a record in it, the header being record 1.
  private struct Row {
    let file, record: Int32
  }

  /// Rows of no file.
  init() {}

  /// No rows yet of `file`.
  init(file: String) { files = [file] }

  /// The next row, read from the last of the files.
  mutating func append(record: Int) {
    rows.append(Row(file: Int32(clamping: files.count - 1), record: Int32(clamping: record)))
  }

  /// Gives the one file another name.
  mutating func rename(_ name: String) { files = [name] }

  /// The rows at the given indices, in that order.
  func picking(_ indices: [Int]) -> RowOrigins {
    var result = RowOrigins()
    result.files = files
    result.rows = rows.isEmpty ? [] : indices.map { rows[$0] }
    return result
  }

  /// The rows of tables that are stacked; nothing if some of them were read from no file.
  static func stacking(_ parts: [(origins: RowOrigins, count: Int)]) -> RowOrigins {
    var result = RowOrigins()
    for (origins, count) in parts where count > 0 {
      guard origins.rows.count == count else { return RowOrigins() }
      let numbers = origins.files.map { name -> Int32 in
        if let known = result.files.firstIndex(of: name) { return Int32(clamping: known) }
        result.files.append(name)
        return Int32(clamping: result.files.count - 1)
      }
      result.rows += origins.rows.map { Row(file: numbers[Int($0.file)], record: $0.record) }
    }
    return result
  }

  /// The file and the record of a row; nil if it was read from none.
  func place(of row: Int) -> (file: String, record: Int)? {
    guard rows.indices.contains(row) else { return nil }
    return (files[Int(rows[row].file)], Int(rows[row].record))
  }
}

extension Table {
  /// What messages call the table: the file that it was read from.
  public var name: String { origins.files.count == 1 ? origins.files[0].printable : "table" }

  /// The table under a name that says more than that of the one file that it was read from.
  public func called(_ name: String) -> Table {
    var result = self
    if origins.files.count == 1 { result.origins.rename(name) }
    return result
  }

  /// Where a row was read, as in `out.csv, record 3`; nil if that is not known.
  public func origin(of row: Int) -> String? {
    origins.place(of: row).map { "\($0.file.printable), record \($0.record)" }
  }

  /// What messages call the table of a row, and the row in it: `out.csv` and `record 3`, or `table` and `row 2`.
  public func place(of row: Int) -> (table: String, row: String) {
    guard let place = origins.place(of: row) else { return ("table", "row \(row + 1)") }
    return (place.file.printable, "record \(place.record)")
  }
}

extension Table.Values {
  /// The first value that is neither a number nor missing; nil if all of them can be computed with.
  public var firstText: Int? {
    guard case .texts(let cells) = self else { return nil }
    return cells.firstIndex { !CSVScanner.isMissing($0) && CSVScanner.number($0) == nil }
  }

  /// Whether some value is a number.
  public var hasNumbers: Bool {
    switch self {
    case .numbers(let values): values.contains { !$0.isNaN }
    case .texts(let cells): cells.contains { CSVScanner.number($0) != nil }
    }
  }

  /// Whether every value is missing.
  public var isMissing: Bool {
    switch self {
    case .numbers(let values): values.allSatisfy(\.isNaN)
    case .texts(let cells): cells.allSatisfy(CSVScanner.isMissing)
    }
  }
}
