extension JSON {
  /// Canonical text: no spaces, members sorted by key (bytewise), numbers in their shortest exact form.
  ///
  /// Two values that mean the same have the same canonical text, so it can be hashed.
  public var canonical: String {
    var text = ""
    write(into: &text, sorted: true, indent: nil)
    return text
  }

  /// Text for people: two spaces a level, members in their own order, a newline at the end.
  public var pretty: String {
    var text = ""
    write(into: &text, sorted: false, indent: 0)
    return text + "\n"
  }

  private func write(into text: inout String, sorted: Bool, indent: Int?) {
    switch content {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += JSON.text(of: value)
    case .string(let value): JSON.quote(value, into: &text)
    case .array(let elements):
      JSON.list(elements, "[", "]", into: &text, indent: indent) { element, text, indent in
        element.write(into: &text, sorted: sorted, indent: indent)
      }
    case .object(let members):
      JSON.list(sorted ? JSON.sorted(members) : members, "{", "}", into: &text, indent: indent) {
        member, text, indent in
        JSON.quote(member.key, into: &text)
        text += indent == nil ? ":" : ": "
        member.value.write(into: &text, sorted: sorted, indent: indent)
      }
    }
  }

  /// The members by their keys, bytewise; those of one key in their own order.
  private static func sorted(_ members: [Member]) -> [Member] {
    func precedes(_ a: Member, _ b: Member) -> Bool { a.key.utf8.lexicographicallyPrecedes(b.key.utf8) }
    // Most are short, and many are sorted already.
    let isSorted = zip(members, members.dropFirst()).allSatisfy { !precedes($1, $0) }
    return isSorted ? members : members.sorted(by: precedes)
  }

  private static func list<Item>(
    _ items: [Item], _ open: String, _ close: String, into text: inout String, indent: Int?,
    _ write: (Item, inout String, Int?) -> Void
  ) {
    text += open
    for (index, item) in items.enumerated() {
      if index > 0 { text += "," }
      if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
      write(item, &text, indent.map { $0 + 1 })
    }
    if let indent, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indent) }
    text += close
  }

  /// The shortest text that reads back as `value`; whole numbers without a fraction, and null for what JSON lacks.
  static func text(of value: Double) -> String {
    guard value.isFinite else { return "null" }
    if value == value.rounded(), abs(value) <= 0x1p53 { return String(Int(value)) }
    return "\(value)"
  }

  private static func quote(_ value: String, into text: inout String) {
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
}
