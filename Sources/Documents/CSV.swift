import Foundation

extension Table {
  /// RFC 4180 text: a header line, commas, quotes where needed, lines ended by a newline alone. In a table of one column
  /// a missing cell is written as two quotes, since its line would be blank.
  public var csv: String {
    let names = columns.map { CSVScanner.quoted($0.name, isAlone: columns.count == 1) }
    var text = Array((names.joined(separator: ",") + "\n").utf8)
    // The last text of each column: most columns of texts say the same in many rows.
    var last = columns.map { _ in (cell: "", quoted: "") }
    for row in 0..<rowCount {
      let start = text.count
      for number in columns.indices {
        if number > 0 { text.append(UInt8(ascii: ",")) }
        switch columns[number].values {
        // No number needs quotes.
        case .numbers(let values): if !values[row].isNaN { text += columns[number].values.text(row).utf8 }
        case .texts(let cells):
          if !cells[row].utf8.elementsEqual(last[number].cell.utf8) {
            last[number] = (cells[row], CSVScanner.quoted(cells[row]))
          }
          text += last[number].quoted.utf8
        }
      }
      if columns.count == 1, text.count == start { text += "\"\"".utf8 }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads RFC 4180 text; a column is numeric when every cell of it is missing (see ``CSVScanner/isMissing(_:)``) or a
  /// decimal number (see ``CSVScanner/number(_:)``) and not all are missing. So a text column of numbers comes back as
  /// numbers. Blank lines at the end are passed.
  /// - Throws: ``Problem`` naming the record that is ragged, blank or holds a misplaced quote, or a missing header.
  public init(csv data: Data, name: String) throws {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw Table.problem(name, "the file is not valid UTF-8", "save it as UTF-8")
    }
    var scanner = CSVScanner(data, name: name)
    guard let header = try scanner.record() else {
      throw Table.problem(name, "the file is empty", "begin it with a line of column names")
    }
    var cells = Array(repeating: [String](), count: header.count)
    var origins = RowOrigins(file: name)
    // Blank lines count once something follows them.
    var blank: [Int] = []
    while let record = try scanner.record() {
      if scanner.wasBlank {
        blank.append(scanner.count)
        continue
      }
      if !blank.isEmpty, header.count > 1 { throw Table.ragged(name, blank[0], cells: 1, header.count) }
      for number in blank {
        cells[0].append("")
        origins.append(record: number)
      }
      blank = []
      guard record.count == header.count else {
        if let problem = scanner.wrongSeparator(header) { throw problem }
        throw Table.ragged(name, scanner.count, cells: record.count, header.count)
      }
      for (column, cell) in record.enumerated() { cells[column].append(cell) }
      origins.append(record: scanner.count)
    }
    if let problem = scanner.wrongSeparator(header, cells[0]) { throw problem }
    self.init()
    if header == [""], cells == [[]] { return }
    do { for (column, title) in header.enumerated() { try append(title, Table.values(cells[column])) } } catch {
      throw Table.repeated(header, name) ?? error
    }
    self.origins = origins
  }

  private static func ragged(_ name: String, _ record: Int, cells: Int, _ expected: Int) -> Problem {
    problem(
      name, "record \(record) has \(cells) cell\(cells == 1 ? "" : "s"), the header \(expected)",
      "give every record the same number")
  }

  private static func repeated(_ header: [String], _ name: String) -> Problem? {
    var seen: Set<String> = []
    return header.first { !seen.insert($0).inserted }.map {
      problem(name, "two columns are called `\($0.printable)`", "rename one")
    }
  }

  private static func values(_ cells: [String]) -> Values {
    var numbers: [Double] = []
    numbers.reserveCapacity(cells.count)
    for cell in cells {
      let number = cell.isEmpty ? .nan : CSVScanner.number(cell)
      guard let number = number ?? (CSVScanner.isMissing(cell) ? .nan : nil) else { return .texts(cells) }
      numbers.append(number)
    }
    return cells.isEmpty || !numbers.allSatisfy(\.isNaN) ? .numbers(numbers) : .texts(cells)
  }
}

/// RFC 4180 text of texts.
public enum CSV {
  /// Records with quotes where needed, each on a line ended by a newline alone.
  public static func text(_ records: [[String]]) -> String {
    records.map { $0.map { CSVScanner.quoted($0) }.joined(separator: ",") + "\n" }.joined()
  }
}

struct CSVScanner {
  private let bytes: [UInt8]
  private let name: String
  private var at = 0
  private(set) var count = 0
  /// Whether the last record was a line without anything on it.
  private(set) var wasBlank = false

  init(_ data: Data, name: String) {
    bytes = [UInt8](data)
    self.name = name
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  /// What is wrong with a table whose cells are separated by semicolons or tabs: a header of one column, which holds some,
  /// and as many in every one of the `cells` below it.
  func wrongSeparator(_ header: [String], _ cells: [String] = []) -> Problem? {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard header.count == 1, let title = header.first, bytes.dropFirst(start).first != UInt8(ascii: "\"") else {
      return nil
    }
    for (separator, words) in [(Character(";"), "semicolons"), ("\t", "tabs")] {
      let count = title.count { $0 == separator }
      let names = title.split(separator: separator, omittingEmptySubsequences: false)
      guard count > 0, !names.contains(where: \.isEmpty) else { continue }
      guard cells.allSatisfy({ $0.count { $0 == separator } == count }) else { continue }
      return Table.problem(
        name, "its cells are separated by \(words), so that it is one column called `\(title.printable)`",
        "separate them by commas, with points in decimal numbers")
    }
    return nil
  }

  mutating func record() throws -> [String]? {
    guard at < bytes.count else { return nil }
    count += 1
    let start = at
    var cells: [String] = []
    while true {
      cells.append(at < bytes.count && bytes[at] == UInt8(ascii: "\"") ? try quotedCell() : try plainCell())
      guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { break }
      at += 1
    }
    wasBlank = at == start
    if at < bytes.count, bytes[at] == UInt8(ascii: "\r") { at += 1 }
    at += 1
    return cells
  }

  private var endsLine: Bool {
    at == bytes.count || bytes[at] == UInt8(ascii: "\n")
      || (bytes[at] == UInt8(ascii: "\r") && at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "\n"))
  }

  private mutating func plainCell() throws -> String {
    let start = at
    while !endsLine, bytes[at] != UInt8(ascii: ",") {
      if bytes[at] == UInt8(ascii: "\"") { throw misplacedQuote }
      at += 1
    }
    return String(decoding: bytes[start..<at], as: UTF8.self)
  }

  private mutating func quotedCell() throws -> String {
    at += 1
    var cell: [UInt8] = []
    while true {
      let start = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += 1 }
      cell += bytes[start..<at]
      guard at < bytes.count else {
        throw Table.problem(
          name, "record \(count) has a quoted cell that is not closed", "add the closing double quote")
      }
      at += 1
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { break }
      cell.append(UInt8(ascii: "\""))
      at += 1
    }
    guard endsLine || bytes[at] == UInt8(ascii: ",") else { throw misplacedQuote }
    return String(decoding: cell, as: UTF8.self)
  }

  private var misplacedQuote: Problem {
    Table.problem(
      name, "record \(count) has a double quote inside a cell", "quote the whole cell and double the quotes in it")
  }

  /// Whether a cell says that its number is missing: it is empty, or `NA`, `N/A`, or `nan` in any case.
  static func isMissing(_ cell: String) -> Bool {
    guard !cell.isEmpty, cell.utf8.count <= 8 else { return cell.isEmpty }
    let inner = trimmed(cell)
    return ["", "NA", "N/A"].contains(inner) || ["nan", "-nan", "+nan"].contains(inner.lowercased())
  }

  /// The cell without spaces and tabs around it.
  private static func trimmed(_ cell: String) -> String { cell.trimmingCharacters(in: .whitespaces) }

  /// The decimal number that a cell holds, spaces around it passed; nil for anything else, such as `0x10`. `inf` and
  /// `infinity`, in any case and with a sign or without, are numbers: they are infinite, not missing.
  static func number(_ cell: String) -> Double? {
    if let plain = decimal(cell) { return plain }
    guard cell.utf8.count <= 400 else { return nil }
    let inner = trimmed(cell)
    switch inner.lowercased() {
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return inner == cell ? nil : decimal(inner)
    }
  }

  private static func decimal(_ cell: String) -> Double? {
    let isPlain = cell.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    return isPlain ? Double(cell) : nil
  }

  static func quoted(_ cell: String, isAlone: Bool = false) -> String {
    let isSpecial = cell.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
        // Alone in a header these would be taken for what separates cells.
        || isAlone && (byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\t"))
    }
    // At the start of a file a byte order mark would be taken for that of the file.
    guard isSpecial || cell.unicodeScalars.first == "\u{FEFF}" else { return cell }
    // By scalars: as characters, a quote that an accent follows would not be found.
    var text = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
