/// A position in a source text.
public struct Place: Sendable, Hashable, Comparable {
  /// The text, or nil for a value that stands in none.
  public let source: SourceText?
  /// Bytes before the position.
  public let offset: Int

  /// A position `offset` bytes into `source`.
  public init(source: SourceText?, offset: Int) {
    self.source = source
    self.offset = offset
  }

  /// A place outside every text.
  public static let none = Place(source: nil, offset: 0)

  /// Line and column, both from 1; a column counts characters, not bytes.
  public var lineAndColumn: (line: Int, column: Int) { source?.lineAndColumn(offset) ?? (0, 0) }

  public static func == (a: Place, b: Place) -> Bool { a.source === b.source && a.offset == b.offset }

  public static func < (a: Place, b: Place) -> Bool {
    let (left, right) = (a.source?.name ?? "", b.source?.name ?? "")
    return left == right ? a.offset < b.offset : left < right
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(offset) }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, the name alone for an option, or the empty string outside every text.
  public var description: String {
    guard let source else { return "" }
    guard source.hasLines else { return source.name }
    let (line, column) = lineAndColumn
    return "\(source.name):\(line):\(column)"
  }
}
