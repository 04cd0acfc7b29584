import Documents
import Foundation

/// What can be written in a manifest, topic by topic: kinds, what stands inside their entries, and the manifest itself.
///
/// It is made from the readers that decode manifests, and from examples that are loaded to see what they put out.
public struct Handbook: Sendable {
  /// The topics: those of the manifest, kinds of its sections, kinds of stages, parts of entries.
  public let topics: [Topic]

  /// One thing that people look up.
  public struct Topic: Sendable {
    public let name: String
    /// What it is, such as "a kind of stage".
    public let role: String
    public let summary: String
    public let keys: [Key]
    /// Whether it is an entry, which may have the keys of all entries too.
    public let isEntry: Bool
    public let outputs: [Output]
    /// A manifest that shows it.
    public let example: JSON
  }

  /// One key of an object.
  public struct Key: Sendable {
    /// The key, behind those of the objects around it: `outputs[].name`.
    public let path: String
    /// The values in words.
    public let type: String
    public let isRequired: Bool
    /// What stands for a value that is left out, where that is always the same.
    public let standard: JSON?
    public let meaning: String
    /// Topics that describe the objects within.
    public let see: [String]
  }

  /// One output of the example.
  public struct Output: Sendable {
    public let name, file, type: String
    /// Where it is published, for an entry called NAME.
    public let published: String?
    /// The columns of a table.
    public let columns: [Column]
  }

  /// The reference of manifests for `catalogue`.
  ///
  /// - Throws: ``Problems`` with an example.
  public init(_ catalogue: Catalogue) throws {
    let examples = try HandbookExamples(catalogue)
    let builder = HandbookBuilder(catalogue, examples)
    let inSections = catalogue.sections.map(\.kind)
    let kinds = inSections + catalogue.kinds.keys.filter { !inSections.contains($0) }.sorted()
    let types = kinds.compactMap { catalogue.kinds[$0] }.filter { !$0.kind.example.isEmpty }
    topics =
      [builder.manifest, builder.entry] + types.map { builder.topic($0) }
      + catalogue.parts.sorted { ($0.role, $0.name) < ($1.role, $1.name) }.map(builder.topic)
  }

  /// The topics called `name`, else the one among whose keys it is looked up: that of the manifest or of all entries.
  public func topics(named name: String) -> [Topic] {
    let own = topics.filter { $0.name == name }
    return own.isEmpty ? topics.prefix(2).filter { $0.keys.contains { $0.path == name } } : own
  }

  /// The topics that have the key `name`, whatever stands around it there.
  public func uses(of name: String) -> [(topic: Topic, keys: [Key])] {
    topics.compactMap { topic in
      let keys = topic.keys.filter { $0.path == name || $0.path.hasSuffix("." + name) }
      return keys.isEmpty ? nil : (topic, keys)
    }
  }

  /// Every name that ``topics(named:)`` and ``uses(of:)`` know.
  public var names: [String] {
    let keys = topics.flatMap(\.keys).map { String($0.path.split(separator: ".").last ?? "") }
    return Set(topics.map(\.name) + keys).sorted()
  }
}

extension Catalogue {
  /// What people write by itself inside the entries of a kind, such as a mark of a figure.
  public struct Part: Sendable {
    /// Its name, and what it is: "a mark of a figure".
    let name, role: String
    /// The kind of the entries, and the keys that lead to it.
    let kind: String
    let path: [String]
    /// In a sentence; what the reader says of the last key if nil.
    let summary: String?
    /// The members of an entry that shows it, as JSON; that of the kind shows it if empty.
    let example: String

    /// A part; see the properties.
    public init(
      _ name: String, _ role: String, of kind: String, at path: [String], summary: String? = nil, example: String = ""
    ) {
      (self.name, self.role, self.kind, self.path) = (name, role, kind, path)
      (self.summary, self.example) = (summary, example)
    }
  }
}

/// The examples of a catalogue as one manifest, and what comes of it.
struct HandbookExamples {
  private let document: JSON
  private let graph: Graph

  init(_ catalogue: Catalogue) throws {
    var sections: [(name: String, entries: [JSON.Member])] = ([Catalogue.stages] + catalogue.sections.map(\.name)).map {
      ($0, [])
    }
    func add(_ name: String, _ text: String, of kind: String) throws {
      let section = catalogue.sections.firstIndex { $0.kind == kind }.map { $0 + 1 } ?? 0
      let members = try JSON.parse(SourceText(name: "the example of \(name)", bytes: Array(text.utf8))).members ?? []
      let first = section == 0 ? [JSON.Member("kind", JSON(.string(kind)))] : []
      sections[section].entries.append(.init(name, JSON(.object(first + members))))
    }
    for (name, type) in catalogue.kinds.sorted(by: { $0.key < $1.key }) where !type.kind.example.isEmpty {
      try add(name, type.kind.example, of: name)
    }
    for part in catalogue.parts where !part.example.isEmpty { try add(part.entry, part.example, of: part.kind) }
    let format = JSON.Member(Format.key, JSON(.integer(catalogue.format)))
    document = JSON(
      .object([format] + sections.filter { !$0.entries.isEmpty }.map { .init($0.name, JSON(.object($0.entries))) }))
    graph = try Manifest.load(
      main: SourceText(name: "examples", bytes: Array(document.pretty.utf8)), root: URL(filePath: "/"),
      catalogue: catalogue
    ).graph
  }

  /// The first instance of an entry.
  func node(_ entry: String) -> Node? { graph.nodes.first { $0.entry == entry } }

  /// The manifest of an entry and of what it rests on.
  func manifest(of entry: String) -> JSON {
    let own = graph.nodes.indices.filter { graph.nodes[$0].entry == entry }
    // What is read stands before its readers.
    var wanted: [String] = []
    for node in graph.closure(of: own).sorted() where !wanted.contains(graph.nodes[node].entry) {
      wanted.append(graph.nodes[node].entry)
    }
    let members = (document.members ?? []).compactMap { section -> JSON.Member? in
      guard let entries = section.value.members else { return section }
      let kept = wanted.compactMap { name in entries.first { $0.key == name } }
      return kept.isEmpty ? nil : .init(section.key, JSON(.object(kept)))
    }
    return JSON(.object(members))
  }
}

extension Catalogue.Part {
  /// The name of the entry that shows it.
  var entry: String { example.isEmpty ? kind : "\(name)-\(kind)" }
}
