import Documents

/// One kind of work: a value decoded from the manifest that reads its inputs and writes its outputs.
///
/// The properties are the parameters and the typed inputs; ``init(_:)`` is the only list of them, and so yields the
/// values, the edges of the graph, the cache key and the schema. ``run(_:)`` is pure: no clock, no environment, no
/// randomness but seeds given as parameters, no path but those of the workspace.
public protocol Stage: Sendable {
  /// Name, revision and summary of the kind.
  static var kind: StageKind { get }
  /// Reads the parameters and inputs; wrong values are noted in `fields`, never thrown.
  init(_ fields: Fields)
  /// The files that a run leaves behind.
  var outputs: [OutputDeclaration] { get }
  /// The columns of an output that is a table, given those behind each input; nil where they are known only after a run.
  func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]?
  /// What one run needs; the scheduler bounds the sum over running stages.
  var needs: Resources { get }
  /// How much a run has to do, given the shapes of the matrices behind its inputs as far as they are known, by their paths;
  /// nil where the kind does not say.
  func work(reading shapes: [String: Shape]) -> Work?
  /// The shape of an output that is a matrix, given the same; nil where it is known only after a run.
  func shape(of output: String, reading shapes: [String: Shape]) -> Shape?
  /// Peak bytes expected for every byte of the results that a run reads: ``needs`` holds where that is more.
  var memoryPerByte: Int { get }
  /// Peak bytes of a run whose inputs hold `sizes` bytes of results, by their paths; from ``memoryPerByte`` unless a kind says
  /// more of it.
  func memory(reading sizes: [String: Int]) -> Int
  /// Names of variables of the caller's environment that a program is handed; no key and no record holds their values.
  var passed: [String] { get }
  /// Whether the program that a run starts, and the versions of its packages, are part of the key.
  var tracksProgram: Bool { get }
  /// Where people get files that the stage reads, by the path of the input; such a file is not the project's own, so that
  /// attachments name it and do not carry it.
  var origins: [String: String] { get }
  /// Does the work.
  func run(_ workspace: Workspace) throws
}

extension Stage {
  /// One core and a quarter of a gigabyte.
  public var needs: Resources { Resources() }

  /// The kind does not say: it is small, or a program whose first run tells.
  public func work(reading shapes: [String: Shape]) -> Work? { nil }

  /// It is not known.
  public func shape(of output: String, reading shapes: [String: Shape]) -> Shape? { nil }

  /// None: what the inputs take is in ``needs``.
  public var memoryPerByte: Int { 0 }

  /// None.
  public var passed: [String] { [] }

  /// They are not.
  public var tracksProgram: Bool { false }

  /// All are the project's own.
  public var origins: [String: String] { [:] }

  public func memory(reading sizes: [String: Int]) -> Int {
    let inputs = Resources.bytes(Double(memoryPerByte) * sizes.values.reduce(0) { $0 + Double($1) })
    return inputs == 0 ? needs.memory : max(needs.memory, 64 << 20 + inputs)
  }

  /// Those that the output declares.
  public func columns(of output: OutputDeclaration, _ inputs: InputColumns) -> [Column]? { output.columns }
}

/// What tells one kind from another.
public struct StageKind: Sendable, Equatable {
  /// The name in the manifest: `kernel-matrix`.
  public let name: String
  /// Raised when the numbers that the kind computes change; part of every key.
  public let revision: Int
  /// One sentence for listings and the schema.
  public let summary: String
  /// Whether a run makes sense when inputs could not be made (a claim is then "not run").
  public let toleratesMissingInputs: Bool
  /// Whether the run is told which stages its inputs come from (a report page names them).
  public let wantsLineage: Bool
  /// Whether a run starts programs of the manifest's choice, which needs the user's consent.
  public let startsPrograms: Bool
  /// The keys of an entry in whose texts `{seed}` stands for the value of an axis or of a parameter (see ``Template``).
  public let templates: [String]
  /// The keys of an entry that say what it starts: the user consents to these as they are written.
  public let consent: [String]
  /// The members of an entry of the kind, as JSON, for the reference: what it reads are the examples of other kinds, by
  /// their kinds' names. Empty for kinds that the reference leaves out.
  public let example: String

  /// A kind called `name`.
  public init(
    _ name: String, revision: Int, summary: String, toleratesMissingInputs: Bool = false, wantsLineage: Bool = false,
    startsPrograms: Bool = false, templates: [String] = [], consent: [String] = [], example: String = ""
  ) {
    (self.name, self.revision, self.summary) = (name, revision, summary)
    (self.toleratesMissingInputs, self.wantsLineage) = (toleratesMissingInputs, wantsLineage)
    (self.startsPrograms, self.templates, self.consent) = (startsPrograms, templates, consent)
    self.example = example
  }
}

/// Cores, memory and graphics processors of one run.
public struct Resources: Sendable, Equatable {
  /// Threads that the run uses: a property of the stage, never of the machine, since it may change last bits.
  public let cores: Int
  /// Peak bytes expected.
  public let memory: Int
  /// Graphics processors that the run has for itself.
  public let gpus: Int

  /// Needs of a run; the defaults fit small stages.
  public init(cores: Int = 1, memory: Int = 256 << 20, gpus: Int = 0) {
    (self.cores, self.memory, self.gpus) = (cores, memory, gpus)
  }

  /// An estimate in whole bytes, at most half of what an integer holds: products of sizes may go beyond that.
  public static func bytes(_ estimate: Double) -> Int { Int(min(max(estimate, 0), 0x1p62)) }
}

/// One output of a stage.
public struct OutputDeclaration: Sendable, Equatable {
  /// The name that references use: `stage.name`.
  public let name: String
  /// The artifact type.
  public let type: String
  /// The ending of the file.
  public let fileExtension: String
  /// The columns of a table, where they do not depend on the inputs.
  public let columns: [Column]?

  /// The file in the workspace.
  public let fileName: String
  /// Whether it is meant only where it is named.
  public private(set) var isAside = false

  /// An output called `name`; its file is called `name.extension` where no other name is given.
  public init(name: String, type: String, fileExtension: String, fileName: String? = nil, columns: [Column]? = nil) {
    (self.name, self.type, self.fileExtension, self.columns) = (name, type, fileExtension, columns)
    self.fileName = fileName ?? (fileExtension.isEmpty ? name : "\(name).\(fileExtension)")
  }

  /// The output as one that stands beside the others: a reference means it only where it names it.
  public var aside: Self {
    var result = self
    result.isAside = true
    return result
  }
}

extension [OutputDeclaration] {
  /// The output that `name` means: its own name, or else that of its file, which programs are written with.
  public func called(_ name: String) -> OutputDeclaration? {
    first { $0.name == name } ?? first { $0.fileName == name }
  }
}

/// A typed output.
public struct Output<Value: Artifact>: Sendable {
  /// The name that references use.
  public let name: String
  private let columns: [Column]?

  /// An output called `name`; `columns` are those of a table, where they do not depend on the inputs.
  public init(_ name: String, columns: [Column]? = nil) { (self.name, self.columns) = (name, columns) }

  /// The untyped form that the graph sees.
  public var declaration: OutputDeclaration {
    OutputDeclaration(name: name, type: Value.typeName, fileExtension: Value.fileExtension, columns: columns)
  }
}

extension Output where Value == Table {
  /// A table called `name` of the declared row.
  public init<Element>(_ name: String, row: Row<Element>) { self.init(name, columns: row.columns) }
}

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
  /// What people write by itself inside entries, for the reference.
  public let parts: [Part]
  /// Whole manifests that show the topics `manifest` and `entry` of the reference.
  public let examples: [String: JSON]
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
      (self.name, self.kind, self.exports) = (name, kind, exports)
    }
  }

  /// A catalogue of the given kinds.
  public init(
    _ kinds: [any Stage.Type], sections: [Section] = [], provenance: ProvenancePath? = nil,
    migrations: [Migration] = [], parts: [Part] = [], examples: [String: JSON] = [:]
  ) {
    self.kinds = Dictionary(kinds.map { ($0.kind.name, $0) }) { first, _ in first }
    (self.sections, self.provenance, self.migrations) = (sections, provenance, migrations)
    (self.parts, self.examples) = (parts, examples)
  }
}
