import Foundation

extension Table {
  /// RFC 4180 text: a header line, commas, quotes where needed, lines ended by a newline alone.
  public var csv: String {
    var text = columns.map { Table.quoted($0.name) }.joined(separator: ",") + "\n"
    for row in 0..<rowCount {
      text += columns.map { Table.quoted($0.values.text(row)) }.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Reads RFC 4180 text; a column is numeric when every cell of it is empty or a number.
  ///
  /// - Throws: ``Problem`` naming the line of a ragged row, an open quote, or a missing header.
  public init(csv data: Data, name: String) throws {
    guard let text = String(validating: data, as: UTF8.self) else {
      throw Table.problem(name, "the file is not valid UTF-8", "save it as UTF-8")
    }
    let lines = try Table.records(text, name)
    guard let header = lines.first else {
      throw Table.problem(name, "the file is empty", "begin it with a line of column names")
    }
    for (index, line) in lines.enumerated() where line.count != header.count {
      throw Table.problem(
        name, "record \(index + 1) has \(line.count) cells, the header \(header.count)",
        "give every record the same number")
    }
    self.init()
    for (index, title) in header.enumerated() {
      let cells = lines.dropFirst().map { $0[index] }
      let numbers = cells.map { $0.isEmpty ? Double.nan : Double($0) }
      let isNumeric = numbers.allSatisfy { $0 != nil } && (cells.isEmpty || cells.contains { !$0.isEmpty })
      try append(title, isNumeric ? .numbers(numbers.compactMap { $0 }) : .texts(cells))
    }
  }

  private static func quoted(_ cell: String) -> String {
    let special: Set<Character> = [",", "\"", "\n", "\r", "\r\n"]
    return cell.contains(where: special.contains) ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
  }

  private static func records(_ text: String, _ name: String) throws -> [[String]] {
    var records: [[String]] = []
    var record: [String] = []
    var cell = ""
    var quoted = false
    var characters = text.makeIterator()
    var pending = characters.next()
    while let character = pending {
      pending = characters.next()
      switch character {
      case "\"" where quoted && pending == "\"":
        cell.append("\"")
        pending = characters.next()
      case "\"": quoted.toggle()
      case "," where !quoted:
        record.append(cell)
        cell = ""
      case "\n" where !quoted, "\r\n" where !quoted:
        records.append(record + [cell])
        (record, cell) = ([], "")
      default: cell.append(character)
      }
    }
    if quoted { throw problem(name, "a quoted cell is not closed", "add the closing double quote") }
    if !cell.isEmpty || !record.isEmpty { records.append(record + [cell]) }
    return records
  }
}
