import Documents
import Foundation

/// The metadata of an RO-Crate 1.1 after the profile Provenance Run Crate 0.5: the manifest is the workflow, each of its
/// entries a step, each kind a tool with formal parameters. The run, and every stage, are actions with what they read and
/// made, the parameters, when, by which software and by whom.
///
/// Source: https://w3id.org/ro/wfrun/provenance/0.5, which rests on the profiles Workflow Run Crate 0.5, Process Run Crate 0.5
/// and Workflow RO-Crate 1.0.
public struct ResearchCrate: Sendable {
  let title, summary, manifest, license: String
  let files: [AttachedFile]
  /// Paths of what the run read, beside the manifest, and of what it wrote.
  let sources, results: Set<String>
  let actions: [CrateAction]
  /// Names, versions and home pages of programs and libraries, the program itself first.
  let software: [Software]
  /// Who made what the crate holds.
  let authors: [Author]
  /// The papers that are rebuilt.
  let articles: [Article]
  let date: Date

  /// The crate of `files` and `actions`; `sources` are the paths of what the run read, `results` of what it wrote, `date` is
  /// when it ended.
  public init(
    title: String, summary: String, manifest: String, license: String, files: [AttachedFile],
    sources: Set<String> = [], results: Set<String>, actions: [CrateAction], software: [Software],
    authors: [Author] = [], articles: [Article] = [], date: Date
  ) {
    (self.title, self.summary, self.manifest, self.license, self.files) = (title, summary, manifest, license, files)
    (self.sources, self.results, self.actions) = (sources.subtracting([manifest]), results, actions)
    (self.software, self.date, self.authors, self.articles) = (software, date, authors, articles)
  }

  /// What the descriptor names: the version of RO-Crate, and the profile that asks to be named there.
  private static let base = ["https://w3id.org/ro/crate/1.1", "https://w3id.org/workflowhub/workflow-ro-crate/1.0"]

  /// Places, names and versions of the profiles that it keeps.
  static let profiles = [
    (id: "https://w3id.org/ro/wfrun/process/0.5", name: "Process Run Crate", version: "0.5"),
    (id: "https://w3id.org/ro/wfrun/workflow/0.5", name: "Workflow Run Crate", version: "0.5"),
    (id: "https://w3id.org/ro/wfrun/provenance/0.5", name: "Provenance Run Crate", version: "0.5"),
    (id: "https://w3id.org/workflowhub/workflow-ro-crate/1.0", name: "Workflow RO-Crate", version: "1.0"),
  ]

  /// `ro-crate-metadata.json`.
  public var metadata: JSON {
    let context: JSON = [
      "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context",
    ]
    return JSON(.object([.init("@context", context), .init("@graph", JSON(.array(graph)))]))
  }

  private var graph: [JSON] {
    let run = CrateRun(self)
    return [descriptor, overview, root] + Self.profiles.map(Self.profile) + licenses + works
      + files.map { entity($0, run) } + run.entities + software.enumerated().dropFirst().map(program)
  }

  private var descriptor: JSON {
    CrateEntity.entity(
      "ro-crate-metadata.json", "CreativeWork",
      [("about", CrateEntity.link("./")), ("conformsTo", CrateEntity.links(Self.base))])
  }

  private var overview: JSON {
    CrateEntity.entity(Self.preview, "CreativeWork", [("about", CrateEntity.link("./"))])
  }

  private var root: JSON {
    CrateEntity.entity(
      "./", "Dataset",
      [
        ("name", CrateEntity.text(title)), ("description", CrateEntity.text(summary)),
        ("datePublished", CrateEntity.time(date)), ("license", CrateEntity.link(CrateEntity.path(license, of: files))),
        ("conformsTo", CrateEntity.links(Self.profiles.map(\.id))),
        ("hasPart", CrateEntity.links(files.map { CrateEntity.path($0.path) })),
        ("mainEntity", CrateEntity.link(CrateEntity.path(manifest))),
        ("mentions", CrateEntity.links(["#run"] + actions.map(CrateRun.address))),
      ] + CrateEntity.some("author", authors.map { Self.person($0.name) })
        + CrateEntity.some("citation", articles.indices.map(address)))
  }

  private static func profile(_ profile: (id: String, name: String, version: String)) -> JSON {
    CrateEntity.entity(
      profile.id, "CreativeWork",
      [("name", CrateEntity.text(profile.name)), ("version", CrateEntity.text(profile.version))])
  }

  /// The licence, where it is none of the files.
  private var licenses: [JSON] {
    if files.contains(where: { $0.path == license }) { return [] }
    return [
      CrateEntity.entity(
        license, "CreativeWork",
        [
          ("name", CrateEntity.text("No licence is stated")),
          ("description", CrateEntity.text("The project has no file LICENSE; ask its authors before you use it.")),
        ])
    ]
  }

  private func entity(_ file: AttachedFile, _ run: CrateRun) -> JSON {
    let address = CrateEntity.path(file.path)
    let common: [(String, JSON)] = [
      ("name", CrateEntity.text(file.path == manifest ? title : file.path)),
      ("description", CrateEntity.text(file.summary)), ("encodingFormat", CrateEntity.text(file.mediaType)),
      ("contentSize", CrateEntity.text(String(file.data.count))),
    ]
    guard file.path == manifest else {
      return CrateEntity.entity(
        address, "File", common + CrateEntity.some("exampleOfWork", run.examples[address] ?? []))
    }
    return CrateEntity.entity(
      address, ["File", "SoftwareSourceCode", "ComputationalWorkflow", "HowTo"], common + run.workflow)
  }

  private func program(_ index: Int, _ entry: Software) -> JSON {
    CrateEntity.entity(
      "#software-\(index)", "SoftwareApplication",
      [
        ("name", CrateEntity.text(entry.name)), ("softwareVersion", CrateEntity.text(entry.version)),
        ("url", CrateEntity.link(entry.home ?? CrateEntity.path(manifest))),
      ])
  }
}

extension CrateEntity {
  /// The `@id` of a licence: a file among `files`, or an address.
  fileprivate static func path(_ license: String, of files: [AttachedFile]) -> String {
    files.contains { $0.path == license } ? path(license) : license
  }
}
