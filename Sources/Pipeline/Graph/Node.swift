import Documents

/// One stage instance of the expanded graph.
public struct Node: Sendable {
  /// The readable, unique name: `gram[kernel=ntk,layers=3]`.
  public let id: String
  /// The name of the manifest entry: `gram`.
  public let entry: String
  /// The section of the manifest that holds it: `stages`, `figures`.
  public let section: String
  /// The axis values of this instance, in the order of the sweep.
  public let axes: [Workspace.Label]
  /// The kind.
  public let kind: StageKind
  /// The decoded stage.
  public let stage: any Stage
  /// The values after profile and sweep are applied, as the stage's reader takes them; names of inputs included.
  public let definition: JSON
  /// What was read from ``definition``, without names: part of the key.
  public let parameters: JSON
  /// The inputs in reading order.
  public internal(set) var inputs: [Slot<Source>]
  /// The columns of the outputs that are tables; unknown ones are left out.
  public let columns: [String: [Column]]
  let references: [ColumnReference]
  /// Where outputs are published, paths relative to the project.
  public internal(set) var exports: [Export]
  /// Where the program publishes outputs, by output; without the folder of the profile.
  public internal(set) var published: [String: String] = [:]
  /// The published results that read this one, for a kind that asks where it stands.
  public internal(set) var readers: [Lineage.Reader] = []
  /// What pages say of it that is known of the project and not of its result, by subject.
  public internal(set) var notes: [String: String] = [:]
  /// Whether outputs may be dropped once their last consumer is done.
  public internal(set) var isTransient: Bool
  /// Seconds after which an attempt is stopped.
  public let timeout: Double?
  /// Where the entry stands in the manifest.
  public let place: Place
  /// What the entry says of the programs that it starts, as it is written, with `{seed}` for an axis; nil if it starts none.
  public let consent: JSON?

  /// A node; see the properties.
  public init(
    id: String, entry: String, section: String, axes: [Workspace.Label], kind: StageKind, stage: any Stage,
    definition: JSON, parameters: JSON, inputs: [Slot<Source>], columns: [String: [Column]] = [:],
    references: [ColumnReference] = [], exports: [Export], isTransient: Bool, timeout: Double?, place: Place,
    consent: JSON? = nil
  ) {
    (self.id, self.entry, self.section, self.axes, self.kind) = (id, entry, section, axes, kind)
    (self.stage, self.definition, self.parameters, self.inputs) = (stage, definition, parameters, inputs)
    (self.columns, self.references, self.exports) = (columns, references, exports)
    (self.isTransient, self.timeout, self.place, self.consent) = (isTransient, timeout, place, consent)
  }

  /// What an input reads.
  public enum Source: Sendable, Equatable {
    /// An output of the node at `node` in the graph.
    case node(Int, output: String)
    /// A file of the project.
    case file(String)

    /// The node that is read, nil for a file.
    public var node: Int? { if case .node(let index, _) = self { index } else { nil } }
    /// The file that is read, nil for a node's output.
    public var file: String? { if case .file(let path) = self { path } else { nil } }
  }

  /// What messages call the file of an output: `out.csv of simulate[seed=3]`.
  func fileName(of output: String) -> String {
    "\(stage.outputs.first { $0.name == output }?.fileName ?? output) of \(id)"
  }

  var readsFiles: Bool { inputs.contains { $0.contents.contains { $0.file != nil } } }

  /// Whether `record`, found under the key of this node, holds its result: a kind may have got other outputs since.
  func accepts(_ record: Record) -> Bool { record.outputs.map(\.name) == stage.outputs.map(\.name) }

  /// Whether the objects of its result may be missing although nothing is wrong: those of a transient one that somebody
  /// reads are dropped after use, and made again for whoever needs them.
  func mayBeDropped(isRead: Bool) -> Bool { isTransient && isRead }

  /// An output published in the project.
  public struct Export: Sendable, Equatable {
    public let output: String
    public let path: String
    /// Whether the program fixes the path rather than the manifest, so that pages can link to it.
    public let isFixed: Bool

    /// The output `output`, published at `path`.
    public init(output: String, path: String, isFixed: Bool = false) {
      (self.output, self.path, self.isFixed) = (output, path, isFixed)
    }
  }
}

extension [Node] {
  /// The nodes in a graph published in `folder`, each told where it stands: a page may then link to those that list it,
  /// although they come after it.
  func placed(in folder: String) -> [Node] {
    var nodes = self
    for index in nodes.indices {
      for export in nodes[index].exports where export.isFixed {
        nodes[index].published[export.output] = String(export.path.dropFirst(folder.count))
      }
      let node = nodes[index]
      guard !node.published.isEmpty else { continue }
      let reader = Lineage.Reader(title: node.definition["title"]?.string ?? node.id, published: node.published)
      for above in node.inputs.flatMap({ $0.contents.compactMap(\.node) }) where nodes[above].kind.wantsLineage {
        if nodes[above].readers.last != reader { nodes[above].readers.append(reader) }
      }
    }
    return nodes
  }
}

/// One input of a stage with what stands behind it.
///
/// The shape is the same from the manifest to the running stage; `Content` is what one phase knows of a value: what it is
/// made by (``Node/Source``), its bytes (``InputValue``), the file to read.
public struct Slot<Content> {
  /// The input's path within the stage.
  public let path: String
  /// The values behind it, in the order of the references.
  public let items: [Item]

  /// One value.
  public struct Item {
    /// The axis values that tell it from the others behind the same input; empty for a single input.
    public let labels: [Workspace.Label]
    /// What is known of it.
    public let content: Content

    /// A value with its labels.
    public init(labels: [Workspace.Label] = [], content: Content) { (self.labels, self.content) = (labels, content) }
  }

  /// The input at `path`.
  public init(path: String, items: [Item]) { (self.path, self.items) = (path, items) }

  /// The values without their labels.
  public var contents: some Sequence<Content> { items.lazy.map(\.content) }

  func map<New>(_ next: (Item) throws -> New) rethrows -> Slot<New> {
    Slot<New>(path: path, items: try items.map { Slot<New>.Item(labels: $0.labels, content: try next($0)) })
  }
}

extension Slot: Sendable where Content: Sendable {}
extension Slot.Item: Sendable where Content: Sendable {}
extension Slot: Equatable where Content: Equatable {}
extension Slot.Item: Equatable where Content: Equatable {}

/// The bytes behind an input.
public enum InputValue: Sendable, Equatable {
  /// An output of another stage, and what messages call its file.
  case object(Digest, name: String)
  /// A file of the project, by its absolute path.
  case source(String, Digest)
  /// There is none.
  case missing

  /// The file or folder of the project.
  var source: String? { if case .source(let path, _) = self { path } else { nil } }

  var digest: Digest? {
    switch self {
    case .object(let digest, _), .source(_, let digest): digest
    case .missing: nil
    }
  }
}
