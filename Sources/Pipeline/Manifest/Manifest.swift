import Documents
import Foundation

/// A project's `pipeline.json`, read and expanded for one profile.
public struct Manifest: Sendable {
  /// Every stage instance, each after those it reads; manifest order where that allows.
  public let graph: Graph
  /// The files read, the main one first.
  public let files: [SourceText]
  /// The profiles, the default first.
  public let profiles: [String]

  /// The same manifest with remarks on stages, by name and subject, and what results cost, for the pages that show them.
  public func noting(_ notes: [String: [String: String]], costs: RecordedCosts? = nil) -> Manifest {
    if notes.isEmpty, costs == nil { return self }
    let nodes = graph.nodes.map { node in
      var noted = node
      noted.notes = notes[node.id] ?? [:]
      return noted
    }
    var noted = graph.with(nodes)
    noted.costs = costs
    return Manifest(graph: noted, files: files, profiles: profiles)
  }

  /// Reads the manifest at `file` of the project at `root`.
  /// - Parameters:
  ///   - catalogue: the kinds and sections that may appear.
  ///   - profile: the profile whose values count; nil for the first.
  ///   - settings: `entry.key=value`, each put over what the file says before sweeps are expanded.
  /// - Throws: ``Problems``: all that is wrong, in one pass, in the order of the files.
  public static func load(
    file: URL, root: URL, catalogue: Catalogue, profile: String? = nil, settings: [String] = []
  ) throws -> Manifest {
    let paths = ProjectPath(root: root)
    return try load(
      main: main(file, paths), paths: paths, catalogue: catalogue, profile: profile, settings: settings
    ) { ManifestFiles.read(paths.url($0), name: $0) }
  }

  /// The manifest at `file` of the project at `root` as the format of `catalogue` has it; nothing is written.
  /// - Throws: ``Problems`` where files cannot be read, or the format is a newer one.
  public static func migrated(file: URL, root: URL, catalogue: Catalogue) throws -> MigratedManifest {
    let paths = ProjectPath(root: root)
    return try MigratedManifest(main: main(file, paths), catalogue: catalogue) { path in
      paths.fault(path).map { .failure($0) } ?? ManifestFiles.read(paths.url(path), name: path)
    }
  }

  private static func main(_ file: URL, _ paths: ProjectPath) -> Result<SourceText, ManifestFault> {
    let path = ProjectPath.resolved(file.path(percentEncoded: false)) ?? file.path(percentEncoded: false)
    return ManifestFiles.read(
      file, name: path.hasPrefix(paths.root + "/") ? String(path.dropFirst(paths.root.count + 1)) : path)
  }

  /// Reads a manifest whose files are texts: `main`, and what it includes from `included` by path.
  /// - Throws: ``Problems``, as ``load(file:root:catalogue:profile:settings:)`` does.
  public static func load(
    main: SourceText, included: [String: SourceText] = [:], root: URL, catalogue: Catalogue, profile: String? = nil,
    settings: [String] = []
  ) throws -> Manifest {
    try load(
      main: .success(main), paths: ProjectPath(root: root), catalogue: catalogue, profile: profile, settings: settings
    ) { path in
      included[path].map { .success($0) } ?? .failure(.unreadable(path: path, reason: "there is no such file"))
    }
  }

  private static func load(
    main: Result<SourceText, ManifestFault>, paths: ProjectPath, catalogue: Catalogue, profile: String?,
    settings: [String], read: @escaping (String) -> Result<SourceText, ManifestFault>
  ) throws -> Manifest {
    let log = ManifestLog()
    var files = ManifestFiles(main: main, log: log) { path in paths.fault(path).map { .failure($0) } ?? read(path) }
    guard let first = files.sources.first, files.documents[0].members != nil else { throw Problems(log.problems) }
    if let problem = Format.problem(files.documents[0], catalogue) { throw Problems([problem]) }
    let profiles = Profiles(files.documents[0]["profiles"], wanted: profile, log: log)
    let given = settings
    let settings = Setting.byEntry(given, log)
    var sections = ManifestSections(catalogue: catalogue, profiles: profiles, log: log)
    for number in files.sources.indices {
      sections.collect(files.take(number), isMain: number == 0, main: first.name, settings: settings)
    }
    sections.take(files.prose)
    for (name, place) in files.emptyProse { sections.checkProse(name, at: place) }
    sections.resolve(settings)
    Setting.checkEntries(settings, sections, log)
    var expansion = Expansion(
      sections: sections, catalogue: catalogue, paths: paths, manifests: files.sources.map(\.name),
      folder: Graph.variantFolder(given) + profiles.folder, log: log)
    let nodes = expansion.nodes()
    try log.check()
    var graph = Graph(
      nodes: nodes, profile: profiles.active, isDefaultProfile: profiles.folder.isEmpty, settings: given,
      folder: Graph.variantFolder(given) + profiles.folder)
    if given.isEmpty { graph.otherProfiles = profiles.others }
    return Manifest(graph: graph, files: files.sources, profiles: profiles.names)
  }
}

/// The manifest and the files it includes, parsed.
struct ManifestFiles {
  static let largest = 256 << 20
  static let deepest = 32

  private(set) var sources: [SourceText] = []
  private(set) var documents: [JSON] = []
  /// The texts of all Markdown files, in their order.
  private(set) var prose: [Prose.Part] = []
  /// The headings of entries in them below which no text stands.
  private(set) var emptyProse: [(name: String, place: Place)] = []
  private let read: (String) -> Result<SourceText, ManifestFault>
  private let log: ManifestLog
  private var firstIncludes: [String: Place] = [:]

  init(
    main: Result<SourceText, ManifestFault>, log: ManifestLog,
    read: @escaping (String) -> Result<SourceText, ManifestFault>
  ) {
    (self.read, self.log) = (read, log)
    load(main, from: .none, stack: [])
  }

  /// Gives document `number` away, so that it can be freed once it is taken apart.
  mutating func take(_ number: Int) -> JSON {
    defer { documents[number] = JSON(.null) }
    return documents[number]
  }

  private mutating func load(_ text: Result<SourceText, ManifestFault>, from place: Place, stack: [String]) {
    switch text {
    case .failure(let fault):
      (log.isComplete, log.lacksTexts) = (false, true)
      log.note(fault, at: place)
    case .success(let source): parse(source, stack: stack + [source.name])
    }
  }

  private mutating func parse(_ source: SourceText, stack: [String]) {
    if source.name.hasSuffix(Prose.ending), !sources.isEmpty {
      sources.append(source)
      documents.append(JSON(.object([])))
      let texts = Prose(source, log: log)
      prose += texts.parts
      let filled = Set(texts.parts.map(\.entry))
      emptyProse += texts.entries.filter { !filled.contains($0.name) }
      return
    }
    do {
      let json = try JSON.parse(source)
      sources.append(source)
      documents.append(json)
      guard json.members != nil else {
        log.isComplete = false
        return log.note(.notAnObject(what: "the manifest", found: json.kindName), at: json.place)
      }
      if let list = json["include"] { include(list, stack: stack) }
    } catch {
      (log.isComplete, log.lacksTexts) = (false, true)
      if let problem = error as? Problem { log.note([problem]) }
    }
  }

  private mutating func include(_ list: JSON, stack: [String]) {
    let fields = Fields(JSON(.object([JSON.Member("include", list)])), context: "the manifest")
    _ = fields.strings("include", "paths of further manifest files", required: false)
    if !fields.problems.isEmpty { log.isComplete = false }
    log.note(fields.problems)
    guard fields.problems.isEmpty else { return }
    for element in list.elements ?? [] {
      guard let path = element.string else { continue }
      if let start = stack.firstIndex(of: path) {
        log.note(.includeCycle(Array(stack[start...]) + [path]), at: element.place)
      } else if let first = firstIncludes[path] {
        log.note(.includedTwice(path: path, first: first.description), at: element.place)
      } else if stack.count >= Self.deepest {
        log.note(.includeTooDeep(limit: Self.deepest), at: element.place)
      } else {
        firstIncludes[path] = element.place
        load(read(path), from: element.place, stack: stack)
      }
    }
  }

  /// A file beside `url` that is called alike and could be part of a manifest, called as `name` calls that.
  private static func nearest(to url: URL, name: String) -> String? {
    let names = (try? FileSystem.names(in: url.deletingLastPathComponent().path(percentEncoded: false))) ?? []
    let known = names.filter { $0.hasSuffix(".json") || $0.hasSuffix(Prose.ending) }
    let folder = name.lastIndex(of: "/").map { name[...$0] } ?? ""
    return Suggestion.nearest(to: url.lastPathComponent, among: known).map { folder + $0 }
  }

  /// Reads a manifest file from the disk; `name` is how messages call it.
  static func read(_ url: URL, name: String) -> Result<SourceText, ManifestFault> {
    // Not Foundation's attributes: it looks up the names of owner and group, which may ask other machines.
    let path = url.path(percentEncoded: false)
    guard let real = ProjectPath.resolved(path) else {
      return .failure(.unreadable(path: name, reason: "there is no such file", near: nearest(to: url, name: name)))
    }
    guard let facts = Fingerprint(path: real) else {
      return .failure(.unreadable(path: name, reason: "it is not a file"))
    }
    guard facts.size <= largest else { return .failure(.fileTooLarge(path: name, limit: largest)) }
    guard let bytes = try? FileSystem.read(real) else {
      return .failure(.unreadable(path: name, reason: "it cannot be opened"))
    }
    return .success(SourceText(name: name, bytes: bytes))
  }
}
