import Documents
import Foundation
import Pipeline
import Reporting

/// Which project, which profile, which cache: what every command is told.
public struct ProjectSettings: Sendable {
  /// The manifest.
  public var file: String
  /// The profile whose values count; the first of the manifest if nil.
  public var profile: String?
  /// `entry.key=value`, each put over the manifest.
  public var settings: [String]
  /// The cache folder; `PLUMB_CACHE`, or `.plumb` beside the manifest, if nil.
  public var cache: String?
  /// Further folders in which data files are looked for.
  public var data: [String]

  /// The committed record of what results cost.
  var costsPath: String { root.appending(path: CostFile.name).path(percentEncoded: false) }

  /// Whether nobody named the manifest: it was found from the working folder.
  public var isFound = false

  /// The file that a command takes when none is named.
  public static let manifest = "pipeline.json"

  /// The manifest of the working folder or of the nearest one above it that has one; nil where none has.
  public static func nearest() -> String? {
    var (place, prefix) = (URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL, "")
    while true {
      if FileManager.default.fileExists(atPath: place.appending(path: manifest).path(percentEncoded: false)) {
        return prefix + manifest
      }
      let above = place.deletingLastPathComponent().standardizedFileURL
      if above.path == place.path || place.path == "/" { return nil }
      (place, prefix) = (above, prefix + "../")
    }
  }

  /// Settings; see the properties.
  public init(
    file: String = manifest, profile: String? = nil, settings: [String] = [], cache: String? = nil, data: [String] = []
  ) { (self.file, self.profile, self.settings, self.cache, self.data) = (file, profile, settings, cache, data) }

  /// The folder of the manifest.
  var root: URL { URL(filePath: file).absoluteURL.standardizedFileURL.deletingLastPathComponent() }

  /// The committed record of results.
  var lockPath: String { root.appending(path: LockFile.name).path(percentEncoded: false) }

  /// The folders for data that are not there.
  public var missingData: [String] {
    data.filter { folder in
      var isFolder: ObjCBool = false
      return !(FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder.boolValue)
    }
  }

  /// Why the folder named for the cache cannot be one.
  public var cacheFault: String? {
    guard let cache else { return nil }
    if cache.isEmpty { return "--cache is empty; name a folder, such as .plumb" }
    let folders = [URL(filePath: cache).absoluteURL, root].map { $0.standardizedFileURL.resolvingSymlinksInPath().path }
    return folders[0] == folders[1]
      ? "--cache \(cache) is the folder of the project; name one of its own, such as .plumb" : nil
  }

  /// Whether nobody named a manifest, and none was found.
  var isMissing: Bool { isFound && !FileManager.default.fileExists(atPath: file) }

  /// An engine for the project.
  var engine: Engine {
    let beside = root.appending(path: ".plumb").path(percentEncoded: false)
    let named = ProcessInfo.processInfo.environment["PLUMB_CACHE"].flatMap { $0.isEmpty ? nil : $0 }
    let name = URL(filePath: file).lastPathComponent
    return Engine(
      Project(
        root: root.path(percentEncoded: false), cache: cache ?? named ?? beside, dataRoots: data,
        manifest: name == Self.manifest ? "" : name))
  }

  /// The project with its manifest, read and expanded.
  ///
  /// - Throws: ``CommandError/usage(_:)``.
  public func load(_ program: Program) throws -> LoadedProject { try load(program, lock: nil) }

  /// The same; statements of others are held against `lock`, against the project's own file if nil.
  func load(_ program: Program, lock: LockFile?) throws -> LoadedProject {
    if isMissing {
      throw CommandError.usage(
        "there is no \(Self.manifest) here or in a folder above; `plumb init NAME` makes a project, and --file names the "
          + "manifest of another place")
    }
    do {
      let manifest = try Manifest.load(
        file: URL(filePath: file), root: root, catalogue: program.catalogue, profile: profile, settings: settings)
      let project = LoadedProject(
        program: program, settings: self, manifest: manifest, engine: engine, criteria: try CriteriaLog(root: root),
        attestations: try Attestations(root: root), costs: try CostFile(path: costsPath))
      return try project.noted(lock)
    } catch let error as CommandError {
      throw error
    } catch { throw CommandError.usage("\(error)") }
  }

  /// What a shell takes for `command` on the stage `id`, with the same project, profile, settings and data.
  func line(_ command: String, _ id: String) -> String { line(command, [id]) }

  /// The same of any number of names.
  func line(_ command: String, _ names: [String]) -> String {
    let options = [
      ("--file", file == Self.manifest || isFound ? [] : [file]), ("--profile", profile.map { [$0] } ?? []),
      ("--set", settings), ("--cache", cache.map { [$0] } ?? []), ("--data", data),
    ]
    let given = options.flatMap { option, values in values.flatMap { [option, Self.quoted($0)] } }
    return ([Program.called, command] + names.map { Self.quoted($0) } + given).joined(separator: " ")
  }

  /// The text as a shell takes it for one word.
  /// - Parameter always: whether quotes stand around plain words too.
  static func quoted(_ text: String, always: Bool = true) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
        || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-+".utf8.contains(byte)
    }
    return isPlain && !always && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

/// A project whose manifest was read: what commands ask and change.
public struct LoadedProject: Sendable {
  public let program: Program
  let settings: ProjectSettings
  public let manifest: Manifest
  public let engine: Engine
  /// The criteria that were fixed; nil where none was.
  let criteria: CriteriaLog?
  /// What others say of its results; nil where nothing was filed.
  let attestations: Attestations?
  /// What results cost to rebuild, as it was recorded; nil where it was not.
  let costs: CostFile?
  public var graph: Graph { manifest.graph }
  /// The files that no output may replace: the manifest's, and the project's records.
  var kept: [String] {
    manifest.files.map(\.name)
      + [LockFile.name, CostFile.name, CriteriaLog.name, "\(Attestations.folder)/\(Attestations.name)"]
  }
  var names: ReportNames { program.names }
  var root: URL { settings.root }
  /// The profile, nil where it is the one that runs when none is named.
  var namedProfile: String? { graph.profile == manifest.profiles.first ? nil : graph.profile }

  /// The nodes that `names` stand for; all when no name is given.
  ///
  /// - Parameter commands: the commands of which a name may be a misspelling.
  public func targets(_ names: [String], or commands: [String] = []) throws -> [Int] {
    try chosen(names, or: commands) ?? Array(graph.nodes.indices)
  }

  /// The nodes that `names` stand for; nil for all when no name is given.
  public func chosen(_ names: [String], or commands: [String] = []) throws -> [Int]? {
    do { return names.isEmpty ? nil : try graph.select(names, alsoKnown: commands) } catch {
      throw CommandError.usage("\(error)")
    }
  }

  /// The graphs of all profiles.
  func graphs() throws -> [Graph] {
    try manifest.profiles.map { name in
      var other = settings
      other.profile = name
      return try other.load(program).graph
    }
  }
}

extension LoadedProject {
  /// The project with what pages say of its claims that is no result: when a criterion was fixed, who else computed again. A
  /// variant has criteria and results of its own.
  ///
  /// - Parameter lock: what statements of others are held against; the project's file if nil.
  fileprivate func noted(_ lock: LockFile?) throws -> LoadedProject {
    let costs = costs?.profiles[graph.profile]
    guard graph.settings.isEmpty, criteria != nil || attestations != nil || costs != nil else { return self }
    let attested = try attestations.map { filed in
      let locked = try lock ?? LockFile(path: settings.lockPath)
      return filed.sentences(locked?.profiles ?? [:], profile: graph.profile, verdict: names.verdict)
    }
    let claims = graph.nodes.indices.filter { graph.nodes[$0].section == names.claims }
    let notes = claims.map { index -> (String, [String: String]) in
      let id = graph.nodes[index].id
      var own: [String: String] = [:]
      own[ReportedClaim.criterionNote] = history(of: index)?.sentence
      own[ReportedClaim.attestedNote] = attested?[id]
      return (id, own)
    }
    return LoadedProject(
      program: program, settings: settings,
      manifest: manifest.noting(Dictionary(notes.filter { !$0.1.isEmpty }) { first, _ in first }, costs: costs),
      engine: engine, criteria: criteria, attestations: attestations, costs: self.costs)
  }
}

extension ResultFiles {
  /// The bytes of an output; nil when it was not made, or was dropped.
  func data(_ output: Record.Output?) throws -> Data? {
    guard let digest = output?.digest, let file = try self[digest] else { return nil }
    return try Data(contentsOf: URL(filePath: file))
  }
}

/// What a shell offers while a command line is typed. A manifest that cannot be read offers nothing.
public enum Completion {
  /// Sections and entries, and instances once a bracket is opened.
  ///
  /// - Parameters:
  ///   - words: the words of the command line so far.
  ///   - word: the one at the cursor, up to the cursor.
  public static func targets(_ words: [String], _ word: String, _ program: Program) -> [String] {
    guard let graph = graph(words, program) else { return [] }
    return word.contains("[") ? graph.nodes.map(\.id) : Set(graph.nodes.flatMap { [$0.section, $0.entry] }).sorted()
  }

  /// `ENTRY.` for a setting; after its `=` the columns of the tables that the entry reads. Some shells take the `=` for the
  /// end of a word.
  public static func settings(_ words: [String], _ index: Int, _ word: String, _ program: Program) -> [String] {
    guard let graph = graph(words, program) else { return [] }
    let before = words.prefix(max(0, index)).suffix(2)
    if let equals = word.firstIndex(of: "=") { return columns(readBy: word, graph).map { word[...equals] + $0 } }
    if before.last == "=", let setting = before.first { return columns(readBy: setting, graph) }
    return Set(graph.nodes.map { $0.entry + "." }).sorted()
  }

  /// The columns of the tables that the entry of `setting` reads.
  private static func columns(readBy setting: String, _ graph: Graph) -> [String] {
    let entry = setting.prefix { $0 != "." }
    var names: Set<String> = []
    for node in graph.nodes where node.entry == entry {
      for item in node.inputs.flatMap(\.items) {
        guard case .node(let above, let output) = item.content else { continue }
        names.formUnion(graph.nodes[above].columns[output]?.map(\.name) ?? [])
        names.formUnion(item.labels.map(\.axis))
      }
    }
    return names.sorted()
  }

  /// The graph of the manifest and the profile that the words name.
  private static func graph(_ words: [String], _ program: Program) -> Graph? {
    func value(_ option: String) -> String? {
      words.firstIndex(of: option).flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
    }
    let file = value("--file") ?? ProjectSettings.nearest() ?? ProjectSettings.manifest
    return try? ProjectSettings(file: file, profile: value("--profile")).load(program).graph
  }
}
