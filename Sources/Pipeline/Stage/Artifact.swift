import Documents
import Foundation

/// A typed value that one stage writes to a file and others read from it.
public protocol Artifact: Sendable {
  /// The type's name in messages and in the schema: `matrix`, `table`.
  static var typeName: String { get }
  /// The ending of its files, without the dot.
  static var fileExtension: String { get }
  /// Reads the value; throws a one-line error for a file that does not hold one.
  init(readingFrom file: URL) throws
  /// Writes the value: equal values give equal bytes.
  func write(to file: URL) throws
}

extension Table: Artifact {
  public static var typeName: String { "table" }
  public static var fileExtension: String { "csv" }

  public init(readingFrom file: URL) throws {
    try self.init(csv: Data(contentsOf: file), name: file.lastPathComponent)
  }

  public func write(to file: URL) throws { try Data(csv.utf8).write(to: file) }
}

/// A JSON document that one stage hands to another.
extension JSON: Artifact {
  public static var typeName: String { "record" }
  public static var fileExtension: String { "json" }

  public init(readingFrom file: URL) throws {
    self = try JSON.parse(SourceText(name: file.lastPathComponent, bytes: [UInt8](Data(contentsOf: file))))
  }

  public func write(to file: URL) throws { try Data(pretty.utf8).write(to: file) }
}

/// A Markdown page.
public struct MarkdownText: Artifact {
  public static var typeName: String { "markdown" }
  public static var fileExtension: String { "md" }
  public let text: String

  /// A page holding `text`.
  public init(_ text: String) { self.text = text }

  public init(readingFrom file: URL) throws { text = String(decoding: try Data(contentsOf: file), as: UTF8.self) }

  public func write(to file: URL) throws { try Data(text.utf8).write(to: file) }
}

/// A vector figure.
public struct PDFFile: Artifact {
  public static var typeName: String { "pdf" }
  public static var fileExtension: String { "pdf" }
  public let data: Data

  /// A PDF made of `data`.
  public init(_ data: Data) { self.data = data }

  public init(readingFrom file: URL) throws { data = try Data(contentsOf: file) }

  public func write(to file: URL) throws { try data.write(to: file) }
}

/// A raster figure.
public struct PNGFile: Artifact {
  public static var typeName: String { "png" }
  public static var fileExtension: String { "png" }
  public let data: Data

  /// A PNG made of `data`.
  public init(_ data: Data) { self.data = data }

  public init(readingFrom file: URL) throws { data = try Data(contentsOf: file) }

  public func write(to file: URL) throws { try data.write(to: file) }
}
