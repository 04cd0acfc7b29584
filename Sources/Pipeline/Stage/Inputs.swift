import Documents
import Foundation

/// One upstream value; `path` names the input within its stage.
public struct Input<Value: Artifact>: Sendable { public let path: String }

/// Any number of upstream values of one type: all instances of a sweep that agree with the reader's own axes.
public struct Inputs<Value: Artifact>: Sendable { public let path: String }

/// A file that people put into the project, such as a data set.
public struct SourceInput: Sendable {
  public let path: String

  /// The type name under which a reader records it.
  public static let typeName = "source-file"
}

extension Fields {
  /// One upstream value of type `type`: the value of `key` is `stage` or `stage.output`.
  public func input<Value: Artifact>(_ key: String, _ type: Value.Type, _ help: String) -> Input<Value> {
    Input(path: reference(key, type: type.typeName, many: false, help)?.path ?? key)
  }

  /// One upstream value that may be left out.
  public func optionalInput<Value: Artifact>(_ key: String, _ type: Value.Type, _ help: String) -> Input<Value>? {
    reference(key, type: type.typeName, many: false, help, required: false).map { Input(path: $0.path) }
  }

  /// Upstream values of type `type`: the value of `key` is a name or a list of names; a swept stage stands for all its
  /// instances that agree with the reader's axes.
  public func inputs<Value: Artifact>(
    _ key: String, _ type: Value.Type, _ help: String, required: Bool = true
  ) -> Inputs<Value> {
    Inputs(path: reference(key, type: type.typeName, many: true, help, required: required)?.path ?? key)
  }

  /// What stands beside the values behind `inputs`, which was read before: of each the one of type `type`, where there is one.
  ///
  /// - Returns: the path of the input.
  public func companion<Value: Artifact>(of inputs: Inputs<Value>, type: String) -> String {
    companion(ofInput: inputs.path, type: type)
  }

  /// A file in the project, by relative path.
  public func source(_ key: String, _ help: String) -> SourceInput {
    SourceInput(path: reference(key, type: SourceInput.typeName, many: false, help)?.path ?? key)
  }

  /// A file in the project that may be left out.
  public func optionalSource(_ key: String, _ help: String) -> SourceInput? {
    reference(key, type: SourceInput.typeName, many: false, help, required: false).map { SourceInput(path: $0.path) }
  }
}

/// The columns of the tables behind the inputs of a stage, labels in front, as ``Workspace/readStacked(_:)`` has them.
public struct InputColumns: Sendable {
  private let columns: [String: [Column]]

  /// The columns by input; one that is not known is left out.
  public init(_ columns: [String: [Column]]) { self.columns = columns }

  /// The columns behind the input at `path`, nil where they are not known.
  public subscript(path: String) -> [Column]? { columns[path] }

  /// The columns behind `input`, nil where they are not known.
  public subscript(input: Inputs<Table>) -> [Column]? { columns[input.path] }

  /// The columns behind `input`, nil where they are not known.
  public subscript(input: Input<Table>) -> [Column]? { columns[input.path] }

  /// The column that the name in `reference` means, among the first of its inputs that have it.
  func find(_ name: String, _ reference: ColumnReference) -> Column? {
    reference.inputs.lazy.compactMap { columns[$0]?.first { $0.name == name } }.first
  }

  /// The name of the only column of the role that `reference` asks for.
  func name(for reference: ColumnReference) -> String? {
    guard let role = reference.role else { return nil }
    let found = reference.inputs.flatMap { columns[$0] ?? [] }.filter { $0.roles.contains(role) }.map(\.name)
    return Set(found).count == 1 ? found[0] : nil
  }

  /// Whether the columns of all inputs of `reference` are known.
  func areKnown(for reference: ColumnReference) -> Bool { reference.inputs.allSatisfy { columns[$0] != nil } }

  /// All columns that `reference` could mean, each once.
  func known(for reference: ColumnReference) -> [Column] {
    Column.stacking(reference.inputs.compactMap { columns[$0] })
  }
}

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
  public init(readingFrom file: URL) throws { try self.init(csv: Data(contentsOf: file), name: file.lastPathComponent) }
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

/// A vector figure for browsers.
public struct SVGFile: Artifact {
  public static var typeName: String { "svg" }
  public static var fileExtension: String { "svg" }
  public let data: Data

  /// An SVG made of `data`.
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
