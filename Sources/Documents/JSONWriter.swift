extension JSON {
  /// Canonical text: no spaces, members sorted by key (bytewise), numbers in their shortest exact form.
  ///
  /// Two values that mean the same have the same canonical text, so it can be hashed.
  public var canonical: String {
    var text = ""
    writeCanonical(into: &text)
    return text
  }

  private func writeCanonical(into text: inout String) {
    switch content {
    case .array(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.writeCanonical(into: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in JSON.sorted(members).enumerated() {
        if index > 0 { text += "," }
        JSON.quote(member.key, into: &text)
        text += ":"
        member.value.writeCanonical(into: &text)
      }
      text += "}"
    default: writeScalar(into: &text)
    }
  }

  /// The members by their keys, bytewise; those of one key in their own order.
  private static func sorted(_ members: [Member]) -> [Member] {
    func precedes(_ a: Member, _ b: Member) -> Bool { a.key.utf8.lexicographicallyPrecedes(b.key.utf8) }
    // Most are short, and many are sorted already.
    let isSorted = zip(members, members.dropFirst()).allSatisfy { !precedes($1, $0) }
    return isSorted ? members : members.sorted(by: precedes)
  }

  fileprivate func writeScalar(into text: inout String) {
    switch content {
    case .null, .array, .object: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += JSON.text(of: value)
    case .string(let value): JSON.quote(value, into: &text)
    }
  }

  /// Text for people: ``printed(width:numbersAsWritten:)`` with 120 columns.
  public var pretty: String { printed() }

  /// Text for people, members in their own order, a newline at the end.
  ///
  /// A list or object stands on one line where that fits into `width` columns with its indentation, key and comma; else
  /// each of its values begins a line, two spaces further in; of a list of numbers or texts as many share a line as fit.
  /// With a width of 0 only empty ones stand on one line: files that are compared line by line are printed so.
  /// - Parameter numbersAsWritten: whether numbers keep the form that they have in their file, such as `1e-3`.
  public func printed(width: Int = 120, numbersAsWritten: Bool = false) -> String {
    var printer = JSONPrinter(width: width, numbersAsWritten: numbersAsWritten)
    printer.write(self, level: 0, column: 0, tail: 0)
    return printer.text + "\n"
  }

  /// The shortest text that reads back as `value`; whole numbers without a fraction, and null for what JSON lacks.
  static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) <= 0x1p53 { return String(Int(value)) }
    return "\(value)"
  }

  /// The number as its file has it, such as `1e-3`; nil for other values and for those that stand in no file.
  public var numberAsWritten: String? {
    guard let number = double, let source = place.source else { return nil }
    let letters = source.bytes[min(place.offset, source.bytes.count)...].prefix { "+-.0123456789eE".utf8.contains($0) }
    let text = String(decoding: letters, as: UTF8.self)
    return Double(text) == number ? text : nil
  }

  fileprivate static func quote(_ value: String, into text: inout String) {
    text += "\""
    defer { text += "\"" }
    let isPlain = value.utf8.allSatisfy {
      $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    if isPlain { return text += value }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\r"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  fileprivate var isScalar: Bool { members == nil && elements == nil }
}

private struct JSONPrinter {
  let width: Int
  let numbersAsWritten: Bool
  private(set) var text = ""

  init(width: Int, numbersAsWritten: Bool) { (self.width, self.numbersAsWritten) = (width, numbersAsWritten) }

  /// Writes a value that begins in `column`, counted from 0; `tail` columns follow it on its line.
  mutating func write(_ value: JSON, level: Int, column: Int, tail: Int) {
    let members = value.members ?? value.elements?.map { JSON.Member("", $0) }
    guard let members, !members.isEmpty else { return Self.append(value, numbersAsWritten, to: &text) }
    if width > 0, let line = line(value, atMost: width - column - tail) {
      text += line
      return
    }
    if width > 0, let elements = value.elements, elements.allSatisfy(\.isScalar) { return fill(elements, level: level) }
    let isObject = value.members != nil
    text += isObject ? "{" : "["
    for (index, member) in members.enumerated() {
      let start = String(repeating: "  ", count: level + 1) + (isObject ? key(member.key) : "")
      text += (index > 0 ? ",\n" : "\n") + start
      write(member.value, level: level + 1, column: start.count, tail: index < members.count - 1 ? 1 : 0)
    }
    text += "\n" + String(repeating: "  ", count: level) + (isObject ? "}" : "]")
  }

  /// Writes a long list of numbers or texts, as many to a line as fit.
  private mutating func fill(_ elements: [JSON], level: Int) {
    let indent = String(repeating: "  ", count: level + 1)
    text += "["
    var line = ""
    for (index, element) in elements.enumerated() {
      var item = ""
      Self.append(element, numbersAsWritten, to: &item)
      if index < elements.count - 1 { item += "," }
      if !line.isEmpty, indent.count + line.count + 1 + item.count > width {
        text += "\n" + indent + line
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + item
    }
    text += "\n" + indent + line + "\n" + String(repeating: "  ", count: level) + "]"
  }

  private func key(_ name: String) -> String {
    var text = ""
    JSON.quote(name, into: &text)
    return text + ": "
  }

  /// The value on one line, nil where that takes more columns.
  private func line(_ value: JSON, atMost columns: Int) -> String? {
    var line = ""
    guard extend(&line, with: value, columns), line.count <= columns else { return nil }
    return line
  }

  private func extend(_ line: inout String, with value: JSON, _ columns: Int) -> Bool {
    // A character takes a few bytes: a line far too long is given up early.
    guard line.utf8.count <= 8 * max(columns, 0) else { return false }
    if let members = value.members {
      line += "{"
      for (index, member) in members.enumerated() {
        line += (index > 0 ? ", " : "") + key(member.key)
        guard extend(&line, with: member.value, columns) else { return false }
      }
      line += "}"
    } else if let elements = value.elements {
      line += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { line += ", " }
        guard extend(&line, with: element, columns) else { return false }
      }
      line += "]"
    } else {
      Self.append(value, numbersAsWritten, to: &line)
    }
    return true
  }

  /// Static, so that no copy of the printer shares the text, which would then be copied at every addition.
  private static func append(_ value: JSON, _ numbersAsWritten: Bool, to text: inout String) {
    if let elements = value.elements {
      text += elements.isEmpty ? "[]" : ""
    } else if value.members != nil {
      text += "{}"
    } else if numbersAsWritten, let number = value.numberAsWritten {
      text += number
    } else {
      value.writeScalar(into: &text)
    }
  }
}
