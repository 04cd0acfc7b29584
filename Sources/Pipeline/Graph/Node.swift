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
  public internal(set) var inputs: [Edge]
  /// The columns of the outputs that are tables; unknown ones are left out.
  public let columns: [String: [Column]]
  /// The columns that the definition names.
  let references: [ColumnReference]
  /// Where outputs are published, paths relative to the project.
  public internal(set) var exports: [Export]
  /// Where the program publishes outputs, by output; without the folder of the profile.
  public internal(set) var published: [String: String] = [:]
  /// The published results that read this one, for a kind that asks where it stands.
  public internal(set) var readers: [Lineage.Reader] = []
  /// Whether outputs may be dropped once their last consumer is done.
  public let isTransient: Bool
  /// Seconds after which an attempt is stopped.
  public let timeout: Double?
  /// Where the entry stands in the manifest.
  public let place: Place

  /// A node; see the properties.
  public init(
    id: String, entry: String, section: String, axes: [Workspace.Label], kind: StageKind, stage: any Stage,
    definition: JSON, parameters: JSON, inputs: [Edge], columns: [String: [Column]] = [:],
    references: [ColumnReference] = [], exports: [Export], isTransient: Bool, timeout: Double?, place: Place
  ) {
    self.id = id
    self.entry = entry
    self.section = section
    self.axes = axes
    self.kind = kind
    self.stage = stage
    self.definition = definition
    self.parameters = parameters
    self.inputs = inputs
    self.columns = columns
    self.references = references
    self.exports = exports
    self.isTransient = isTransient
    self.timeout = timeout
    self.place = place
  }

  /// One input: a path within the stage and what stands behind it.
  public struct Edge: Sendable {
    /// The input's path within the stage.
    public let path: String
    /// Whether several values may stand behind it, whose labels then matter.
    public let many: Bool
    /// What stands behind it.
    public let sources: [Source]

    /// An input at `path`.
    public init(path: String, many: Bool, sources: [Source]) {
      self.path = path
      self.many = many
      self.sources = sources
    }
  }

  /// What an input reads.
  public enum Source: Sendable {
    /// An output of the node at `node` in the graph; `labels` are the axis values that tell it from its siblings.
    case node(Int, output: String, labels: [Workspace.Label])
    /// A file of the project.
    case file(String)
  }

  /// Whether it reads files of the project.
  var readsFiles: Bool {
    inputs.contains { $0.sources.contains { if case .file = $0 { true } else { false } } }
  }

  /// An output published in the project.
  public struct Export: Sendable, Equatable {
    public let output: String
    public let path: String
    /// Whether the program fixes the path rather than the manifest, so that nobody else's file is there.
    public let isFixed: Bool

    /// The output `output`, published at `path`.
    public init(output: String, path: String, isFixed: Bool = false) {
      self.output = output
      self.path = path
      self.isFixed = isFixed
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
      for case .node(let above, _, _) in node.inputs.flatMap(\.sources) where nodes[above].kind.wantsLineage {
        if nodes[above].readers.last != reader { nodes[above].readers.append(reader) }
      }
    }
    return nodes
  }
}
