/// The stage kinds that a program knows, and how the sections of a manifest map to them.
public struct Catalogue: Sendable {
  /// The section whose entries name their kind.
  public static let stages = "stages"
  /// Kinds by name.
  public let kinds: [String: any Stage.Type]
  /// Sections of the manifest besides `stages`, in the order in which listings show them.
  public let sections: [Section]
  /// Where a run records itself, if it does.
  public let provenance: ProvenancePath?
  /// What changed from each format of manifests to the next, the first format being 1.
  public let migrations: [Migration]
  /// The format of the manifests that are read.
  public var format: Int { migrations.count + 1 }

  /// A section such as `figures`: each entry is a stage of one kind, its results published at fixed paths.
  public struct Section: Sendable {
    /// The key in the manifest.
    public let name: String
    /// The kind of every entry.
    public let kind: String
    /// Where the outputs of the entry `id` are published: output name and path relative to the project.
    public let exports: @Sendable (_ id: String) -> [(output: String, path: String)]

    /// A section called `name` of entries of `kind`.
    public init(
      _ name: String, kind: String,
      exports: @escaping @Sendable (String) -> [(output: String, path: String)] = { _ in [] }
    ) {
      self.name = name
      self.kind = kind
      self.exports = exports
    }
  }

  /// A catalogue of the given kinds.
  public init(
    _ kinds: [any Stage.Type], sections: [Section] = [], provenance: ProvenancePath? = nil, migrations: [Migration] = []
  ) {
    self.kinds = Dictionary(kinds.map { ($0.kind.name, $0) }) { first, _ in first }
    self.sections = sections
    self.provenance = provenance
    self.migrations = migrations
  }
}
