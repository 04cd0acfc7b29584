/// Reads the words of JSON from bytes: punctuation, numbers, strings.
struct JSONScanner {
  private let source: SourceText
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  /// A scanner of `bytes`, which are those of `source` and must outlive it.
  init(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) { (self.source, self.bytes) = (source, bytes) }

  var place: Place { place(at) }
  private func place(_ offset: Int) -> Place { Place(source: source, offset: offset) }

  /// The problem that `expected` does not come next.
  func unexpected(_ expected: Expected) -> Problem {
    guard at < bytes.count else { return Problem(.syntaxEndOfFile(expected: expected), at: place(bytes.count)) }
    let found = String(decoding: bytes[at..<min(bytes.count, at + 4)], as: UTF8.self).first ?? " "
    return Problem(.syntax(expected: expected, found: found), at: place)
  }

  mutating func skipByteOrderMark() { if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 } }

  /// The next byte that is not space, without passing it.
  mutating func peek() -> UInt8? {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      at += 1
    }
    return nil
  }

  mutating func advance() { at += 1 }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    at += 1
    return true
  }

  mutating func word(_ text: StaticString, _ content: JSON.Content) throws -> JSON.Content {
    guard text.withUTF8Buffer({ bytes[at...].starts(with: $0) }) else { throw unexpected(.value) }
    at += text.utf8CodeUnitCount
    return content
  }

  /// A number: whole ones that fit 64 bits stay exact, others must fit a double.
  mutating func number() throws -> JSON.Content {
    let start = at
    var whole = true
    if bytes[at] == UInt8(ascii: "-") { at += 1 }
    let integerDigits = digits()
    guard integerDigits > 0 else { throw unexpected(.digit) }
    guard integerDigits == 1 || bytes[at - integerDigits] != UInt8(ascii: "0") else {
      throw Problem(.leadingZero, at: place(start))
    }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      whole = false
      at += 1
      guard digits() > 0 else { throw unexpected(.digitOfFraction) }
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      whole = false
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      guard digits() > 0 else { throw unexpected(.digitOfExponent) }
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

  /// A string; the next byte must be its opening quote.
  mutating func string() throws -> String {
    let opening = at
    at += 1
    let start = at
    passPlain()
    guard at < bytes.count else { throw Problem(.unclosedString, at: place(opening)) }
    if bytes[at] == UInt8(ascii: "\"") {
      at += 1
      return try text(UnsafeBufferPointer(rebasing: bytes[start..<at - 1]), opening)
    }
    var buffer = Array(bytes[start..<at])
    while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
      if bytes[at] < 0x20 { throw Problem(.controlCharacter(Int(bytes[at])), at: place) }
      if bytes[at] == UInt8(ascii: "\\") { try escape(into: &buffer) }
      let plain = at
      passPlain()
      buffer += bytes[plain..<at]
    }
    guard at < bytes.count else { throw Problem(.unclosedString, at: place(opening)) }
    at += 1
    return try buffer.withUnsafeBufferPointer { try text($0, opening) }
  }

  /// Passes the bytes that stand for themselves.
  private mutating func passPlain() {
    while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "\\"), bytes[at] >= 0x20 {
      at += 1
    }
  }

  private func text(_ bytes: UnsafeBufferPointer<UInt8>, _ opening: Int) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw Problem(.notUTF8, at: place(opening)) }
    return text
  }

  private static func plainEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "t"): 0x09
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "\""): letter
    default: nil
    }
  }

  private mutating func escape(into buffer: inout [UInt8]) throws {
    let start = at
    at += 1
    guard at < bytes.count else { throw unexpected(.escape) }
    let letter = bytes[at]
    at += 1
    if let byte = Self.plainEscape(letter) {
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
      guard low >= 0xDC00, low < 0xE000 else { throw Problem(.halfSurrogate, at: place(start)) }
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(unit) else { throw Problem(.halfSurrogate, at: place(start)) }
    buffer.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal(_ start: Int) throws -> UInt32 {
    guard at + 4 <= bytes.count, bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw Problem(.badEscape, at: place(start)) }
    at += 4
    return unit
  }
}
