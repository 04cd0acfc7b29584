import Foundation

extension JSON {
  /// Parses RFC 8259 JSON, strictly: no comments, no trailing commas, no duplicate keys, UTF-8 only.
  ///
  /// - Throws: ``Problem`` at the first byte that does not fit.
  public static func parse(_ source: SourceText) throws -> JSON {
    var parser = JSONParser(source)
    return try parser.document()
  }
}

/// A recursive-descent parser over the bytes of one file.
struct JSONParser {
  /// Deeper nesting is refused: it would exhaust the stack, and no document that people write needs it.
  static let deepest = 128

  private let source: SourceText
  private let bytes: [UInt8]
  private var at = 0

  init(_ source: SourceText) {
    self.source = source
    self.bytes = source.bytes
  }

  mutating func document() throws -> JSON {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    let value = try value(depth: 0)
    skipSpace()
    guard at == bytes.count else { throw unexpected("the end of the file") }
    return value
  }

  private func place(_ offset: Int) -> Place { Place(source: source, offset: offset) }

  private func unexpected(_ expected: String) -> Problem {
    guard at < bytes.count else { return Problem(.syntaxEndOfFile(expected: expected), at: place(bytes.count)) }
    let found = String(decoding: bytes[at..<min(bytes.count, at + 4)], as: UTF8.self).first ?? " "
    return Problem(.syntax(expected: expected, found: String(found)), at: place(at))
  }

  private mutating func skipSpace() {
    while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func value(depth: Int) throws -> JSON {
    skipSpace()
    guard depth <= Self.deepest else { throw Problem(.tooDeep(limit: Self.deepest), at: place(at)) }
    guard at < bytes.count else { throw unexpected("a value") }
    let start = place(at)
    switch bytes[at] {
    case UInt8(ascii: "{"): return JSON(.object(try object(depth: depth)), place: start)
    case UInt8(ascii: "["): return JSON(.array(try array(depth: depth)), place: start)
    case UInt8(ascii: "\""): return JSON(.string(try string()), place: start)
    case UInt8(ascii: "t"): return JSON(try word("true", .boolean(true)), place: start)
    case UInt8(ascii: "f"): return JSON(try word("false", .boolean(false)), place: start)
    case UInt8(ascii: "n"): return JSON(try word("null", .null), place: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSON(try number(), place: start)
    default: throw unexpected("a value")
    }
  }

  private mutating func word(_ text: String, _ content: JSON.Content) throws -> JSON.Content {
    guard bytes[at...].starts(with: text.utf8) else { throw unexpected("a value") }
    at += text.utf8.count
    return content
  }

  private mutating func object(depth: Int) throws -> [JSON.Member] {
    at += 1
    var members: [JSON.Member] = []
    var seen: Set<String> = []
    if take(UInt8(ascii: "}")) { return members }
    repeat {
      skipSpace()
      let start = place(at)
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw unexpected("a key in double quotes") }
      let key = try string()
      guard seen.insert(key).inserted else { throw Problem(.duplicateKey(key), at: start) }
      guard take(UInt8(ascii: ":")) else { throw unexpected("`:` after the key `\(key.printable)`") }
      members.append(JSON.Member(key, try value(depth: depth + 1), place: start))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("`,` or `}`") }
    return members
  }

  private mutating func array(depth: Int) throws -> [JSON] {
    at += 1
    var elements: [JSON] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth + 1)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected("`,` or `]`") }
    return elements
  }

  private mutating func number() throws -> JSON.Content {
    let start = at
    var whole = true
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let integerDigits = digits()
    guard integerDigits > 0 else { throw unexpected("a digit") }
    let first = bytes[at - integerDigits]
    guard integerDigits == 1 || first != UInt8(ascii: "0") else {
      throw Problem(.leadingZero, at: place(start))
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      whole = false
      at += 1
      guard digits() > 0 else { throw unexpected("a digit after the decimal point") }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      whole = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      guard digits() > 0 else { throw unexpected("a digit in the exponent") }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if whole, let value = Int(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw Problem(.numberTooLarge(String(text.prefix(40))), at: place(start))
    }
    return .number(value)
  }

  private mutating func digits() -> Int {
    let start = at
    while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") { at += 1 }
    return at - start
  }

  private mutating func string() throws -> String {
    let opening = at
    at += 1
    let start = at
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 {
      at += 1
    }
    var buffer = Array(bytes[start..<at])
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] == UInt8(ascii: "\\") {
        try escape(into: &buffer)
      } else if bytes[at] < 0x20 {
        throw Problem(.controlCharacter(Int(bytes[at])), at: place(at))
      } else {
        buffer.append(bytes[at])
        at += 1
      }
    }
    guard at < bytes.count else { throw Problem(.unclosedString, at: place(opening)) }
    at += 1
    guard let text = String(validating: buffer, as: UTF8.self) else {
      throw Problem(.notUTF8, at: place(opening))
    }
    return text
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "\""): 0x22,
  ]

  private mutating func escape(into buffer: inout [UInt8]) throws {
    let start = at
    at += 1
    guard at < bytes.count else { throw unexpected("an escape") }
    let letter = bytes[at]
    at += 1
    if let byte = Self.escapes[letter] {
      buffer.append(byte)
      return
    }
    guard letter == UInt8(ascii: "u") else { throw Problem(.badEscape, at: place(start)) }
    var unit = try hexadecimal(start)
    if unit >= 0xD800, unit < 0xDC00, at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"),
      bytes[at + 1] == UInt8(ascii: "u")
    {
      at += 2
      let low = try hexadecimal(start)
      guard low >= 0xDC00, low < 0xE000 else { throw Problem(.badEscape, at: place(start)) }
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(unit) else { throw Problem(.badEscape, at: place(start)) }
    buffer.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal(_ start: Int) throws -> UInt32 {
    guard at + 4 <= bytes.count,
      bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw Problem(.badEscape, at: place(start)) }
    at += 4
    return unit
  }
}
