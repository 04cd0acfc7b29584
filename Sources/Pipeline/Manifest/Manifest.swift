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

  /// Reads the manifest at `file` of the project at `root`.
  ///
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
  ///
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
  ///
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
    var files = ManifestFiles(main: main, log: log) { path in
      paths.fault(path).map { .failure($0) } ?? read(path)
    }
    guard let first = files.sources.first else { throw Problems(log.problems) }
    if let problem = Format.problem(files.documents[0], catalogue) { throw Problems([problem]) }
    let profiles = Profiles(files.documents[0]["profiles"], wanted: profile, log: log)
    let settings = Setting.byEntry(settings, log)
    var sections = ManifestSections(catalogue: catalogue, profiles: profiles, log: log)
    for number in files.sources.indices {
      sections.collect(files.take(number), isMain: number == 0, main: first.name, settings: settings)
    }
    sections.resolve(settings)
    Setting.checkEntries(settings, sections, log)
    var expansion = Expansion(
      sections: sections, catalogue: catalogue, paths: paths, manifests: files.sources.map(\.name),
      folder: profiles.folder,
      log: log)
    let nodes = expansion.nodes()
    try log.check()
    return Manifest(
      graph: Graph(nodes: nodes, profile: profiles.active, folder: profiles.folder), files: files.sources,
      profiles: profiles.names)
  }
}

extension Setting {
  /// Settings by the entry that they change.
  static func byEntry(_ texts: [String], _ log: ManifestLog) -> [String: [Setting]] {
    var result: [String: [Setting]] = [:]
    for text in texts {
      do {
        let setting = try Setting(text)
        result[setting.entry, default: []].append(setting)
      } catch {
        if let problem = error as? Problem { log.note([problem]) }
      }
    }
    return result
  }

  /// Notes settings of entries that do not exist.
  static func checkEntries(_ settings: [String: [Setting]], _ sections: ManifestSections, _ log: ManifestLog) {
    guard log.isComplete else { return }
    for setting in settings.values.joined()
    where sections.index[setting.entry] == nil && setting.entry != Substitution.values {
      let near = log.nearest(to: setting.entry, among: sections.entries.lazy.map(\.id) + [Substitution.values])
      log.note(.settingUnknownEntry(setting.entry, near: near), at: setting.place)
    }
  }
}
