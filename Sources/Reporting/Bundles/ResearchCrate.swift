import Documents
import Foundation

/// A stage as a research crate describes it.
public struct CrateAction: Sendable {
  public let id, kind: String
  public let revision: Int
  public let summary, key: String
  /// Digests and, for files within the crate, paths of what it read.
  public let inputs: [Value]
  /// The same of what it made.
  public let outputs: [Value]
  /// When its result was written, if it is still there, and how long it took to make, in seconds.
  public let end: Date?
  public let seconds: Double

  /// A file in the crate, or a result that stays in the cache and is named by its digest.
  public struct Value: Sendable {
    public let name, digest: String
    public let path: String?

    /// The value `name`.
    public init(name: String, digest: String, path: String?) {
      (self.name, self.digest, self.path) = (name, digest, path)
    }
  }

  /// A stage; see the properties.
  public init(
    id: String, kind: String, revision: Int, summary: String, key: String, inputs: [Value], outputs: [Value],
    end: Date?, seconds: Double
  ) {
    (self.id, self.kind, self.revision, self.summary, self.key) = (id, kind, revision, summary, key)
    (self.inputs, self.outputs, self.end, self.seconds) = (inputs, outputs, end, seconds)
  }
}

/// The metadata of an RO-Crate 1.3 after the profile Workflow Run Crate 0.6: the manifest is the workflow, its run and
/// every stage are actions with what they read and made, when, and by which software.
///
/// Source: https://w3id.org/ro/wfrun/workflow/0.6.
public struct ResearchCrate: Sendable {
  let title, summary, manifest, license: String
  let files: [AttachedFile]
  let results: Set<String>
  let actions: [CrateAction]
  /// Names, versions and home pages of programs and libraries, the program itself first.
  let software: [Software]
  /// Who made what the crate holds.
  let authors: [Author]
  /// The papers that are rebuilt.
  let articles: [Article]
  let date: Date

  /// A program or a library that results rest on.
  public struct Software: Sendable {
    public let name, version: String
    /// Its home page; nil where there is none, and the manifest stands for it.
    public let home: String?

    /// The program `name`.
    public init(name: String, version: String, home: String? = nil) {
      (self.name, self.version, self.home) = (name, version, home)
    }
  }

  /// The crate of `files` and `actions`; `results` are the paths of what the run wrote, `date` is when it ended.
  public init(
    title: String, summary: String, manifest: String, license: String, files: [AttachedFile],
    results: Set<String>, actions: [CrateAction], software: [Software], authors: [Author] = [],
    articles: [Article] = [], date: Date
  ) {
    (self.title, self.summary, self.manifest, self.license, self.files) = (title, summary, manifest, license, files)
    (self.results, self.actions, self.software, self.date) = (results, actions, software, date)
    (self.authors, self.articles) = (authors, articles)
  }

  /// Places, names and versions of the profiles that it keeps.
  private static let profiles = [
    ("https://w3id.org/ro/wfrun", "process", "0.6"), ("https://w3id.org/ro/wfrun", "workflow", "0.6"),
    ("https://w3id.org/workflowhub", "workflow-ro-crate", "1.1"),
  ].map { place, name, version in (id: "\(place)/\(name)/\(version)", name: name, version: version) }

  /// `ro-crate-metadata.json`.
  public var metadata: JSON {
    let context: JSON = [
      JSON(.string("https://w3id.org/ro/crate/1.3/context")),
      JSON(.object([.init("sha256", JSON(.string("https://w3id.org/ro/terms/workflow-run#sha256")))])),
    ]
    return JSON(.object([.init("@context", context), .init("@graph", JSON(.array(graph)))]))
  }

  private var graph: [JSON] {
    let kinds = Dictionary(actions.map { ($0.kind, $0) }) { first, _ in first }.values.sorted { $0.kind < $1.kind }
    return [descriptor, overview, root] + Self.profiles.map(Self.profile) + works + files.map(entity) + [language, run]
      + actions.map(action) + kinds.map(tool) + software.enumerated().map(program) + values
  }

  private var descriptor: JSON {
    Self.entity(
      "ro-crate-metadata.json", "CreativeWork",
      [("about", Self.link("./")), ("conformsTo", Self.link("https://w3id.org/ro/crate/1.3"))])
  }

  private var root: JSON {
    Self.entity(
      "./", "Dataset",
      [
        ("name", Self.text(title)), ("description", Self.text(summary)), ("datePublished", Self.time(date)),
        ("license", Self.link(license)), ("conformsTo", Self.links(Self.profiles.map(\.id))),
        ("hasPart", Self.links(files.map(\.path))), ("mainEntity", Self.link(manifest)),
        ("mentions", Self.links(["#run"] + actions.map(Self.address))),
      ] + (authors.isEmpty ? [] : [("author", Self.links(authors.map { Self.person($0.name) }))])
        + (articles.isEmpty ? [] : [("citation", Self.links(articles.indices.map(address)))]))
  }

  private var overview: JSON { Self.entity(Self.preview, "CreativeWork", [("about", Self.link("./"))]) }

  /// The articles, where they appeared, and the authors of the crate and of the articles, each once.
  private var works: [JSON] {
    let people = authors + articles.flatMap(\.people).map { Author(name: $0, isPerson: true) }
    var seen: Set<String> = []
    let venues = articles.compactMap(\.venue).filter { seen.insert("venue " + $0).inserted }
    return articles.indices.map { index in
      let article = articles[index]
      let others = [
        ("datePublished", article.year.map { Self.text(String($0)) }),
        ("isPartOf", article.venue.map { Self.link(Self.venue($0)) }),
        ("url", article.link.map(Self.text)),
      ].compactMap { name, value in value.map { (name, $0) } }
      let authors = article.people.isEmpty ? [] : [("author", Self.links(article.people.map(Self.person)))]
      return Self.entity(address(index), "ScholarlyArticle", [("name", Self.text(article.title))] + authors + others)
    }
      + venues.map { Self.entity(Self.venue($0), "CreativeWork", [("name", Self.text($0))]) }
      + people.filter { seen.insert($0.name).inserted }.map { author in
        Self.entity(
          Self.person(author.name), author.isPerson ? "Person" : "Organization",
          [("name", Self.text(author.name))] + (author.page.map { [("url", Self.text($0))] } ?? []))
      }
  }

  /// The article's own address where it has one that no other has.
  private func address(_ index: Int) -> String {
    let link = articles[index].link
    let isOwn = link.map { link in articles.count { $0.link == link } == 1 && link.hasPrefix("https://") } ?? false
    return isOwn ? link ?? "" : "#article-\(index + 1)"
  }

  private static func person(_ name: String) -> String { "#author-" + plain(name) }
  private static func venue(_ name: String) -> String { "#venue-" + plain(name) }

  private static func plain(_ name: String) -> String {
    name.lowercased().addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "unknown"
  }

  private static func profile(_ profile: (id: String, name: String, version: String)) -> JSON {
    entity(
      profile.id, ["CreativeWork", "Profile"], [("name", text(profile.name)), ("version", text(profile.version))])
  }

  private func entity(_ file: AttachedFile) -> JSON {
    let common: [(String, JSON)] = [
      ("name", Self.text(file.path == manifest ? title : file.path)), ("description", Self.text(file.summary)),
      ("encodingFormat", Self.text(file.mediaType)), ("contentSize", Self.text(String(file.data.count))),
    ]
    guard file.path == manifest else { return Self.entity(file.path, "File", common) }
    let outputs = files.map(\.path).filter(results.contains)
    return Self.entity(
      file.path, ["File", "SoftwareSourceCode", "ComputationalWorkflow"],
      common + [("programmingLanguage", Self.link("#plumb")), ("hasPart", Self.links(toolAddresses))]
        + (outputs.isEmpty ? [] : [("about", Self.links(outputs))]))
  }

  private var toolAddresses: [String] { Set(actions.map(\.kind)).sorted().map { "#kind-" + $0 } }

  private var language: JSON {
    Self.entity(
      "#plumb", ["ComputerLanguage", "SoftwareApplication"],
      [
        ("name", Self.text("Plumb")), ("version", Self.text(software.first?.version ?? "unknown")),
        ("url", Self.link(software.first?.home ?? manifest)),
        ("softwareRequirements", Self.links(software.indices.dropFirst().map { "#software-\($0)" })),
      ])
  }

  private var run: JSON {
    let start = actions.compactMap(Self.start).min() ?? date
    let outputs = files.map(\.path).filter(results.contains)
    return Self.entity(
      "#run", "CreateAction",
      [
        ("name", Self.text("plumb run")), ("instrument", Self.link(manifest)), ("startTime", Self.time(start)),
        ("endTime", Self.time(date)), ("result", Self.links(outputs)),
        ("actionStatus", Self.link("http://schema.org/CompletedActionStatus")),
      ])
  }

  private func action(_ action: CrateAction) -> JSON {
    let times = [("startTime", Self.start(action)), ("endTime", action.end)].compactMap { name, date in
      date.map { (name, Self.time($0)) }
    }
    return Self.entity(
      Self.address(action), "CreateAction",
      [
        ("name", Self.text(action.id)), ("identifier", Self.text(action.key)),
        ("instrument", Self.link("#kind-" + action.kind)), ("object", Self.links(action.inputs.map(Self.address))),
        ("result", Self.links(action.outputs.map(Self.address))),
        ("actionStatus", Self.link("http://schema.org/CompletedActionStatus")),
      ] + times)
  }

  private func tool(_ action: CrateAction) -> JSON {
    Self.entity(
      "#kind-" + action.kind, "SoftwareApplication",
      [
        ("name", Self.text(action.kind)), ("description", Self.text(action.summary)),
        ("version", Self.text("revision \(action.revision)")), ("url", Self.link(software.first?.home ?? manifest)),
        ("isPartOf", Self.link("#plumb")),
      ])
  }

  private func program(_ index: Int, _ entry: Software) -> JSON {
    Self.entity(
      "#software-\(index)", "SoftwareApplication",
      [
        ("name", Self.text(entry.name)), ("version", Self.text(entry.version)),
        ("url", Self.link(entry.home ?? manifest)),
      ])
  }

  /// Results that stay in the cache, each once.
  private var values: [JSON] {
    var seen: Set<String> = []
    return actions.flatMap { $0.inputs + $0.outputs }.filter { $0.path == nil && seen.insert($0.digest).inserted }.map {
      Self.entity(
        "#sha256-" + $0.digest, "PropertyValue",
        [("name", Self.text($0.name)), ("propertyID", Self.text("sha256")), ("value", Self.text($0.digest))])
    }
  }

  private static func start(_ action: CrateAction) -> Date? { action.end?.addingTimeInterval(-action.seconds) }

  private static func address(_ action: CrateAction) -> String { "#stage-" + action.key }
  private static func address(_ value: CrateAction.Value) -> String { value.path ?? "#sha256-" + value.digest }
  private static func text(_ text: String) -> JSON { JSON(.string(text)) }
  private static func time(_ date: Date) -> JSON { JSON(.string(date.formatted(.iso8601))) }
  private static func link(_ id: String) -> JSON { JSON(.object([.init("@id", JSON(.string(id)))])) }

  private static func links(_ ids: [String]) -> JSON {
    var seen: Set<String> = []
    let distinct = ids.filter { seen.insert($0).inserted }
    // JSON-LD writes a set of one as its member.
    return distinct.count == 1 ? link(distinct[0]) : JSON(.array(distinct.map(link)))
  }

  private static func entity(_ id: String, _ type: String, _ members: [(String, JSON)]) -> JSON {
    entity(id, type: text(type), members)
  }

  private static func entity(_ id: String, _ types: [String], _ members: [(String, JSON)]) -> JSON {
    entity(id, type: JSON(.array(types.map(text))), members)
  }

  private static func entity(_ id: String, type: JSON, _ members: [(String, JSON)]) -> JSON {
    JSON(.object([.init("@id", text(id)), .init("@type", type)] + members.map { JSON.Member($0.0, $0.1) }))
  }
}
