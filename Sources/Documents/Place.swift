import Foundation

/// A file that was read, kept so that a message can point into it.
public final class SourceText: Sendable {
  /// The name shown to the reader, relative to the project.
  public let name: String
  /// The bytes as they were read.
  public let bytes: [UInt8]

  /// Keeps `bytes` under the name that messages use.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// A position in a source text.
public struct Place: Sendable, Hashable, Comparable {
  /// The text, or nil for a value that no file holds (a command-line setting).
  public let source: SourceText?
  /// Bytes before the position.
  public let offset: Int

  /// A position `offset` bytes into `source`.
  public init(source: SourceText?, offset: Int) {
    self.source = source
    self.offset = offset
  }

  /// A place outside every file.
  public static let none = Place(source: nil, offset: 0)

  /// Line and column, both from 1; a column counts characters, not bytes.
  public var lineAndColumn: (line: Int, column: Int) {
    guard let bytes = source?.bytes else { return (0, 0) }
    let end = min(offset, bytes.count)
    var line = 1
    var start = 0
    for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    let column = 1 + bytes[start..<end].reduce(0) { $0 + (($1 & 0xC0) == 0x80 ? 0 : 1) }
    return (line, column)
  }

  public static func == (a: Place, b: Place) -> Bool { a.source === b.source && a.offset == b.offset }

  public static func < (a: Place, b: Place) -> Bool {
    let (left, right) = (a.source?.name ?? "", b.source?.name ?? "")
    return left == right ? a.offset < b.offset : left < right
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(offset) }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, or the empty string outside every file.
  public var description: String {
    guard let source else { return "" }
    let (line, column) = lineAndColumn
    return "\(source.name):\(line):\(column)"
  }
}
