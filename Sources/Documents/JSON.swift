/// A JSON value that knows where it stands in its file.
public struct JSON: Sendable, Equatable {
  /// What the value is.
  public let content: Content
  // The place in 12 bytes, beside the tag of the content: a tree of a large file then takes a fifth less memory.
  private let offset: UInt32
  private let source: SourceText?

  /// Its first byte in the file.
  public var place: Place { Place(source: source, offset: Int(offset)) }

  /// The JSON types; whole numbers that fit 64 bits stay exact.
  public enum Content: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSON])
    case object([Member])
  }

  /// One `"key": value` of an object, in the order written.
  public struct Member: Sendable, Equatable {
    public let key: String
    public let value: JSON
    private let offset: UInt32

    /// Where the key stands, in the text that holds the value.
    public var place: Place { Place(source: value.source, offset: Int(offset)) }

    /// A member whose key stands at `place`; a value that has no place of its own stands there too.
    public init(_ key: String, _ value: JSON, place: Place = .none) {
      self.key = key
      self.value = value.source == nil && place.source != nil ? JSON(value.content, place: place) : value
      offset = UInt32(clamping: place.offset)
    }

    public static func == (a: Self, b: Self) -> Bool { a.key == b.key && a.value == b.value }
  }

  /// A value at a place; without one it belongs to no file.
  public init(_ content: Content, place: Place = .none) {
    self.content = content
    offset = UInt32(clamping: place.offset)
    source = place.source
  }

  /// Whether it is null.
  public var isNull: Bool { content == .null }

  /// The members of an object, nil for any other value.
  public var members: [Member]? { if case .object(let members) = content { members } else { nil } }

  /// The elements of an array, nil for any other value.
  public var elements: [JSON]? { if case .array(let elements) = content { elements } else { nil } }

  /// The text of a string, nil for any other value.
  public var string: String? { if case .string(let text) = content { text } else { nil } }

  /// The value of a whole number, however written (`1000`, `1e3`), nil for any other value.
  public var integer: Int? {
    switch content {
    case .integer(let value): value
    case .number(let value) where abs(value) <= 0x1p53: Int(exactly: value)
    default: nil
    }
  }

  /// The value of a number, nil for any other value.
  public var double: Double? {
    switch content {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The member called `key` of an object.
  public subscript(key: String) -> JSON? { members?.first { $0.key == key }?.value }

  /// Equal content; places do not count.
  public static func == (a: JSON, b: JSON) -> Bool { a.content == b.content }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self.init(.string(value)) }
  public init(integerLiteral value: Int) { self.init(.integer(value)) }
  public init(floatLiteral value: Double) { self.init(.number(value)) }
  public init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
  public init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
  public init(dictionaryLiteral elements: (String, JSON)...) { self.init(.object(elements.map { Member($0.0, $0.1) })) }
}

extension JSON {
  /// An object without the members that have no value.
  public init(_ members: KeyValuePairs<String, JSON?>) {
    self.init(.object(members.compactMap { key, value in value.map { Member(key, $0) } }))
  }

  /// Deeper nesting is refused: it would exhaust the stack, and no document that people write needs it.
  public static let deepest = 128

  /// Parses RFC 8259 JSON, strictly: no comments, no trailing commas, no duplicate keys, UTF-8 only.
  /// - Throws: ``Problem`` at the first byte that does not fit.
  public static func parse(_ source: SourceText) throws -> JSON {
    try source.bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(source, bytes)
      return try parser.document()
    }
  }
}

struct JSONParser {
  /// Objects with more members look for repeated keys in a set.
  private static let fewMembers = 12

  private let source: SourceText
  private var scanner: JSONScanner
  // Values of the open arrays and objects; each is cut off as an array of just its size when it closes.
  private var openMembers: [JSON.Member] = []
  private var openElements: [JSON] = []

  init(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) {
    self.source = source
    scanner = JSONScanner(source, bytes)
  }

  mutating func document() throws -> JSON {
    scanner.skipByteOrderMark()
    let value = try value(depth: 0)
    guard scanner.peek() == nil else { throw scanner.unexpected(.endOfFile) }
    return value
  }

  private mutating func value(depth: Int) throws -> JSON {
    guard let byte = scanner.peek() else { throw scanner.unexpected(.value) }
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
    default: throw scanner.unexpected(.value)
    }
  }

  private mutating func object(depth: Int) throws -> [JSON.Member] {
    scanner.advance()
    if scanner.take(UInt8(ascii: "}")) { return [] }
    let first = openMembers.count
    var seen: Set<String> = []
    repeat {
      guard scanner.peek() == UInt8(ascii: "\"") else { throw scanner.unexpected(.key) }
      let start = scanner.place
      let key = try scanner.string()
      guard isNew(key, since: first, &seen) else { throw Problem(.duplicateKey(key), at: start) }
      guard scanner.take(UInt8(ascii: ":")) else { throw scanner.unexpected(.colon(key: key)) }
      openMembers.append(JSON.Member(key, try value(depth: depth + 1), place: start))
    } while scanner.take(UInt8(ascii: ","))
    guard scanner.take(UInt8(ascii: "}")) else { throw scanner.unexpected(.commaOrEndOfObject) }
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
    guard scanner.take(UInt8(ascii: "]")) else { throw scanner.unexpected(.commaOrEndOfList) }
    defer { openElements.removeLast(openElements.count - first) }
    return Array(openElements[first...])
  }
}
