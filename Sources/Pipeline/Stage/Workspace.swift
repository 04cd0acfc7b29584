import Documents
import Foundation

/// All that a running stage may touch: its inputs, its private folder, its log.
public struct Workspace: Sendable {
  /// The private folder of this attempt; outputs are written here.
  public let directory: URL
  /// The files behind each input; nil for a value that could not be made.
  public let inputs: [Slot<URL?>]
  /// Where the inputs come from; only for kinds that ask for it.
  public let lineage: Lineage?
  /// What the programs that the stage starts are charged to.
  let programs: Programs
  /// What they are told of the world around them.
  var surroundings = Surroundings()
  private let logger: @Sendable (String) -> Void

  /// One file behind an input, or none.
  public typealias InputFile = Slot<URL?>.Item

  /// One axis value of a sweep instance.
  public struct Label: Sendable, Equatable {
    public let axis: String
    /// The value as names of instances show it: a text with signs that names need stands in quotes.
    public let text: String
    /// The value as a number, when it is one.
    public let number: Double?

    /// The value `text` on `axis`.
    public init(axis: String, text: String, number: Double?) {
      (self.axis, self.text, self.number) = (axis, text, number)
    }

    /// How labels tell an instance in names: `[n=100,layers=3]`, empty without labels.
    static func suffix(_ labels: [Label]) -> String {
      labels.isEmpty ? "" : "[" + labels.map { "\($0.axis)=\($0.text)" }.joined(separator: ",") + "]"
    }

    /// The value as tables show it, without the quotes of names.
    public var value: String {
      guard text.hasPrefix("\"") else { return text }
      return (try? JSON.parse(SourceText(name: axis, bytes: Array(text.utf8))))?.string ?? text
    }
  }

  /// A workspace over given files.
  public init(
    directory: URL, inputs: [Slot<URL?>], lineage: Lineage? = nil,
    logger: @escaping @Sendable (String) -> Void = { _ in }
  ) { self.init(directory: directory, inputs: inputs, lineage: lineage, programs: Programs(), logger: logger) }

  init(
    directory: URL, inputs: [Slot<URL?>], lineage: Lineage?, programs: Programs,
    logger: @escaping @Sendable (String) -> Void
  ) {
    (self.directory, self.inputs, self.lineage, self.logger) = (directory, inputs, lineage, logger)
    self.programs = programs
  }

  /// Adds a line to the stage's log.
  public func log(_ line: String) { logger(line) }

  /// The value behind a single input.
  /// - Throws: ``WorkspaceError/missing(path:)`` when the upstream stage did not produce it.
  public func read<Value>(_ input: Input<Value>) throws -> Value {
    try Value(readingFrom: try file(files(input.path).first, input.path))
  }

  /// The values behind an input of several, with their labels; missing ones are left out.
  public func read<Value>(_ inputs: Inputs<Value>) throws -> [(labels: [Label], value: Value)] {
    try files(inputs.path).compactMap { item in try item.content.map { (item.labels, try Value(readingFrom: $0)) } }
  }

  /// The rows of all tables behind an input, the labels of each as further columns in front.
  public func readStacked(_ inputs: Inputs<Table>) throws -> Table { try stackedTable(at: inputs.path) }

  /// The rows of all tables behind the input at `path`, the labels of each as further columns in front.
  public func stackedTable(at path: String) throws -> Table {
    let files = files(path)
    if files.count == 1, files[0].labels.isEmpty { return try Table(readingFrom: try file(files[0], path)) }
    return try Table.stacking(
      try files.compactMap { item in
        guard let file = item.content else { return nil }
        return try Workspace.labelled(try Table(readingFrom: file), item.labels)
      })
  }

  private static func labelled(_ table: Table, _ labels: [Label]) throws -> Table {
    var result = Table()
    for label in labels where !table.columns.contains(where: { $0.name == label.axis }) {
      let count = table.rowCount
      try result.append(
        label.axis,
        label.number.map { .numbers(Array(repeating: $0, count: count)) }
          ?? .texts(Array(repeating: label.value, count: count)))
    }
    for column in table.columns { try result.append(column.name, column.values) }
    return result
  }

  /// The files behind an input path; none for an optional input that was left out.
  public func files(_ path: String) -> [InputFile] { inputs.first { $0.path == path }?.items ?? [] }

  /// The file behind a source input.
  public func file(_ source: SourceInput) throws -> URL { try file(files(source.path).first, source.path) }

  private func file(_ item: InputFile?, _ path: String) throws -> URL {
    guard let file = item?.content else { throw WorkspaceError.missing(path: path) }
    return file
  }

  /// Writes one output; each declared output must be written exactly once.
  public func write<Value>(_ value: Value, to output: Output<Value>) throws {
    try value.write(to: directory.appending(path: output.declaration.fileName))
  }
}

/// What a workspace cannot serve.
public enum WorkspaceError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)

  /// One line for the log and the report.
  public var description: String {
    switch self {
    case .missing(let path): "the input `\(path)` is missing: nothing was given"
    }
  }
}

/// The stages that a result rests on, as far as a report names them.
public struct Lineage: Sendable, Equatable {
  /// The profile of the run.
  public let profile: String
  /// Whether that is the one that runs when none is named.
  public let isDefaultProfile: Bool
  /// What was put over the manifest from outside, `entry.key=value` each.
  public let settings: [String]
  /// Where the stage's own outputs are published, by output.
  public let published: [String: String]
  /// What is published of the stages that read this one, in the order of the graph.
  public let readers: [Reader]
  /// The inputs, then everything above them, inputs first, then in order of distance and id.
  public let entries: [Entry]
  /// Where the manifest defines the stage itself and its inputs.
  public let origins: [Origin]
  /// What stands in the project of these stages as other profiles made them.
  public let editions: [Edition]
  /// What the stage itself and its inputs cost to rebuild, as the project records it.
  public let costs: RecordedCosts?

  /// A place in the manifest.
  public struct Origin: Sendable, Equatable {
    /// The readable name of the stage.
    public let id: String
    public let file: String
    public let line: Int

    /// The stage `id` in line `line` of `file`.
    public init(id: String, file: String, line: Int) { (self.id, self.file, self.line) = (id, file, line) }
  }

  /// What another profile published of a stage.
  public struct Edition: Sendable, Equatable {
    /// The readable name of the stage.
    public let id: String
    public let profile: String
    /// Where its outputs stand, by output.
    public let published: [String: String]

    /// What `profile` published of the stage `id`.
    public init(id: String, profile: String, published: [String: String]) {
      (self.id, self.profile, self.published) = (id, profile, published)
    }
  }

  /// One stage.
  public struct Entry: Sendable, Equatable {
    /// The readable name of the instance.
    public let id: String
    public let kind: String
    /// The key under which the cache holds the result; nil when it was not made.
    public let key: String?
    /// The input path of the reader that it stands behind, nil for stages further up.
    public let input: String?
    /// The stages directly above it, in reading order.
    public let inputs: [Link]
    /// Why it was not made.
    public let missing: String?
    /// The title that the manifest gives to what was not made, since no result of its own can tell.
    public let title: String?
    /// Whether it was not made here, and what is shown of it is what plumb.lock.json holds.
    public let isRecorded: Bool
    /// Where its outputs are published, by output.
    public let published: [String: String]
    /// What pages say of it that is known of the project and not of its result, by subject.
    public let notes: [String: String]

    /// One stage of a lineage.
    public init(
      id: String, kind: String, key: String?, input: String?, inputs: [Link], missing: String?, title: String? = nil,
      isRecorded: Bool = false, published: [String: String] = [:], notes: [String: String] = [:]
    ) {
      (self.id, self.kind, self.key, self.input, self.inputs) = (id, kind, key, input, inputs)
      (self.missing, self.title, self.isRecorded, self.published) = (missing, title, isRecorded, published)
      self.notes = notes
    }
  }

  /// A stage that reads this one.
  public struct Reader: Sendable, Equatable {
    /// Its title, or its name.
    public let title: String
    /// Where its outputs are published, by output.
    public let published: [String: String]

    /// A reader called `title`.
    public init(title: String, published: [String: String]) { (self.title, self.published) = (title, published) }
  }

  /// A stage behind an input of another.
  public struct Link: Sendable, Equatable, Hashable {
    /// The path of the input.
    public let path: String
    /// The readable name of the stage.
    public let id: String

    /// The stage `id` behind the input at `path`.
    public init(path: String, id: String) { (self.path, self.id) = (path, id) }
  }

  /// A lineage of `entries` in a run of `profile`.
  public init(
    entries: [Entry], profile: String = "default", isDefaultProfile: Bool = true, settings: [String] = [],
    published: [String: String] = [:], readers: [Reader] = [], origins: [Origin] = [], editions: [Edition] = [],
    costs: RecordedCosts? = nil
  ) {
    (self.entries, self.published, self.readers, self.profile) = (entries, published, readers, profile)
    (self.isDefaultProfile, self.settings) = (isDefaultProfile, settings)
    (self.origins, self.editions, self.costs) = (origins, editions, costs)
  }
}
