import Foundation

extension Table {
  /// RFC 4180 text: a header line, commas, quotes where needed, lines ended by a newline alone.
  public var csv: String {
    var text = columns.map { CSVScanner.quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<rowCount {
      for (number, column) in columns.enumerated() {
        if number > 0 { text += "," }
        text += CSVScanner.quoted(column.values.text(row))
      }
      text += "\n"
    }
    return text
  }

  /// Reads RFC 4180 text; a column is numeric when every cell of it is empty or a decimal number (`inf` and `-inf`
  /// included) and not all are empty. So a text column of numbers comes back as numbers.
  /// - Throws: ``Problem`` naming the record that is ragged or holds a misplaced quote, or a missing header.
  public init(csv data: Data, name: String) throws {
    guard String(validating: data, as: UTF8.self) != nil else {
      throw Table.problem(name, "the file is not valid UTF-8", "save it as UTF-8")
    }
    var scanner = CSVScanner(data, name: name)
    guard let header = try scanner.record() else {
      throw Table.problem(name, "the file is empty", "begin it with a line of column names")
    }
    var cells = Array(repeating: [String](), count: header.count)
    while let record = try scanner.record() {
      guard record.count == header.count else {
        throw Table.problem(
          name, "record \(scanner.count) has \(record.count) cells, the header \(header.count)",
          "give every record the same number")
      }
      for (column, cell) in record.enumerated() { cells[column].append(cell) }
    }
    self.init()
    if header == [""], cells == [[]] { return }
    for (column, title) in header.enumerated() { try append(title, Table.values(cells[column])) }
  }

  private static func values(_ cells: [String]) -> Values {
    var numbers: [Double] = []
    numbers.reserveCapacity(cells.count)
    for cell in cells {
      guard let number = cell.isEmpty ? .nan : CSVScanner.number(cell) else { return .texts(cells) }
      numbers.append(number)
    }
    return cells.isEmpty || !numbers.allSatisfy(\.isNaN) ? .numbers(numbers) : .texts(cells)
  }
}

struct CSVScanner {
  private let bytes: [UInt8]
  private let name: String
  private var at = 0
  private(set) var count = 0

  init(_ data: Data, name: String) {
    bytes = [UInt8](data)
    self.name = name
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  mutating func record() throws -> [String]? {
    guard at < bytes.count else { return nil }
    count += 1
    var cells: [String] = []
    while true {
      cells.append(at < bytes.count && bytes[at] == UInt8(ascii: "\"") ? try quotedCell() : try plainCell())
      guard at < bytes.count, bytes[at] == UInt8(ascii: ",") else { break }
      at += 1
    }
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

  /// The decimal number that a cell holds, nil for anything else; names such as `nan` and `0x10` are texts.
  static func number(_ cell: String) -> Double? {
    if cell == "inf" { return .infinity }
    if cell == "-inf" { return -.infinity }
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

  static func quoted(_ cell: String) -> String {
    let isSpecial = cell.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
    guard isSpecial else { return cell }
    // By scalars: as characters, a quote that an accent follows would not be found.
    var text = "\""
    for scalar in cell.unicodeScalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    return text + "\""
  }
}
