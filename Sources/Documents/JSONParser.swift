extension JSON {
  /// Deeper nesting is refused: it would exhaust the stack, and no document that people write needs it.
  public static let deepest = 128

  /// Parses RFC 8259 JSON, strictly: no comments, no trailing commas, no duplicate keys, UTF-8 only.
  ///
  /// - Throws: ``Problem`` at the first byte that does not fit.
  public static func parse(_ source: SourceText) throws -> JSON {
    try source.bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(source, bytes)
      return try parser.document()
    }
  }
}

/// A recursive-descent parser over the bytes of one file.
struct JSONParser {
  /// Objects with more members look for repeated keys in a set.
  private static let fewMembers = 12

  private let source: SourceText
  private var scanner: JSONScanner
  // Values of the open arrays and objects; each is cut off as an array of just its size when it closes.
  private var openMembers: [JSON.Member] = []
  private var openElements: [JSON] = []

  /// A parser of `bytes`, which are those of `source`.
  init(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.source = source
    scanner = JSONScanner(source, bytes)
  }

  /// The value that the whole text holds.
  mutating func document() throws -> JSON {
    scanner.skipByteOrderMark()
    let value = try value(depth: 0)
    guard scanner.peek() == nil else { throw scanner.unexpected("the end of the file") }
    return value
  }

  private mutating func value(depth: Int) throws -> JSON {
    guard let byte = scanner.peek() else { throw scanner.unexpected("a value") }
    let start = scanner.place
    guard depth <= JSON.deepest else { throw Problem(.tooDeep(limit: JSON.deepest), at: start) }
    switch byte {
    case UInt8(ascii: "{"): return JSON(.object(try object(depth: depth)), place: start)
    case UInt8(ascii: "["): return JSON(.array(try array(depth: depth)), place: start)
    case UInt8(ascii: "\""): return JSON(.string(try scanner.string()), place: start)
    case UInt8(ascii: "t"): return JSON(try scanner.word("true", .boolean(true)), place: start)
    case UInt8(ascii: "f"): return JSON(try scanner.word("false", .boolean(false)), place: start)
    case UInt8(ascii: "n"): return JSON(try scanner.word("null", .null), place: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return JSON(try scanner.number(), place: start)
    default: throw scanner.unexpected("a value")
    }
  }

  private mutating func object(depth: Int) throws -> [JSON.Member] {
    scanner.advance()
    if scanner.take(UInt8(ascii: "}")) { return [] }
    let first = openMembers.count
    var seen: Set<String> = []
    repeat {
      guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.unexpected("a key in double quotes") }
      let start = scanner.place
      let key = try scanner.string()
      guard isNew(key, since: first, &seen) else { throw Problem(.duplicateKey(key), at: start) }
      guard scanner.take(UInt8(ascii: ":")) else { throw scanner.unexpected("`:` after the key `\(key.printable)`") }
      openMembers.append(JSON.Member(key, try value(depth: depth + 1), place: start))
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "}")) else { throw scanner.unexpected("`,` or `}`") }
    defer { openMembers.removeLast(openMembers.count - first) }
    return Array(openMembers[first...])
  }

  private func isNew(_ key: String, since first: Int, _ seen: inout Set<String>) -> Bool {
    let count = openMembers.count - first
    if count < Self.fewMembers {
      for index in first..<openMembers.count where openMembers[index].key == key { return false }
      return true
    }
    if count == Self.fewMembers { seen.formUnion(openMembers[first...].lazy.map(\.key)) }
    return seen.insert(key).inserted
  }

  private mutating func array(depth: Int) throws -> [JSON] {
    scanner.advance()
    if scanner.take(UInt8(ascii: "]")) { return [] }
    let first = openElements.count
    repeat { openElements.append(try value(depth: depth + 1)) } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "]")) else { throw scanner.unexpected("`,` or `]`") }
    defer { openElements.removeLast(openElements.count - first) }
    return Array(openElements[first...])
  }
}
