/// A JSON value that knows where it stands in its file.
public struct JSON: Sendable {
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
  public var members: [Member]? {
    if case .object(let members) = content { members } else { nil }
  }

  /// The elements of an array, nil for any other value.
  public var elements: [JSON]? {
    if case .array(let elements) = content { elements } else { nil }
  }

  /// The text of a string, nil for any other value.
  public var string: String? {
    if case .string(let text) = content { text } else { nil }
  }

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
}

extension JSON: Equatable {
  /// Equal content; places do not count.
  public static func == (a: JSON, b: JSON) -> Bool { a.content == b.content }
}

extension JSON.Member {
  public static func == (a: Self, b: Self) -> Bool { a.key == b.key && a.value == b.value }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(stringLiteral value: String) { self.init(.string(value)) }
  public init(integerLiteral value: Int) { self.init(.integer(value)) }
  public init(floatLiteral value: Double) { self.init(.number(value)) }
  public init(booleanLiteral value: Bool) { self.init(.boolean(value)) }
  public init(arrayLiteral elements: JSON...) { self.init(.array(elements)) }
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(.object(elements.map { Member($0.0, $0.1) }))
  }
}
