import Foundation

/// The one rule on replacing files: only those whose bytes can be had again or are known to be Plumb's own.
///
/// These are the bytes that a run or an attachment here wrote, those that the lock names, and those that Git's index holds
/// unmodified. Everything else is somebody's work, and is left alone unless the caller was told to replace it.
final class Ownership {
  private let root: String
  private let store: Store?
  /// Whether everything that is in the way may be replaced.
  private let replacesAll: Bool
  private lazy var recorded = Self.recorded(root)
  private var repositories: [String: (repository: GitRepository, index: GitIndex)?] = [:]

  /// The rule for the project at `root`; `store` holds the results that can be had again.
  init(root: String, store: Store?, replacesAll: Bool) {
    (self.root, self.store, self.replacesAll) = (root, store, replacesAll)
  }

  /// Whether the file at `path`, absolute, may be replaced.
  /// - Parameter entry: what is known of its content.
  func mayReplace(_ path: String, _ entry: ProjectFiles.Entry) -> Bool {
    replacesAll || entry.isPublished || (store?.hasFile(entry.digest) ?? false) || recorded.contains(entry.digest.hex)
      || isCommitted(path)
  }

  /// Whether what stands at `path` and is no file, such as a link, may be replaced.
  var mayReplaceLinks: Bool { replacesAll }

  /// Every digest that the lock names.
  private static func recorded(_ root: String) -> Set<String> {
    let lock = try? LockFile(path: "\(root)/\(LockFile.name)")
    return Set(lock?.profiles.values.flatMap { $0.values.flatMap(\.outputs.values) } ?? [])
  }

  private func isCommitted(_ path: String) -> Bool {
    let folder = FileSystem.parent(path)
    if repositories[folder] == nil {
      let repository = GitRepository(around: folder)
      repositories[folder] = .some(repository.flatMap { found in found.index.map { (found, $0) } })
    }
    guard let (repository, index) = repositories[folder] ?? nil else { return false }
    return repository.isUnmodified(path, index: index)
  }
}

/// Writes files that people asked for by name, such as attachments, under the same rule as published results.
public final class OutputWriter {
  private let files: ProjectFiles
  private let ownership: Ownership
  /// Files that have another owner whatever is in them: what runs publish and what they read.
  private let taken: Set<String>

  fileprivate init(_ project: Project, _ graph: Graph, _ read: [String], replacesAll: Bool) throws {
    let sources = graph.nodes.flatMap { $0.inputs.flatMap { $0.contents.compactMap(\.file) } }
    let paths = graph.nodes.flatMap(\.exports).map(\.path) + sources + read
    taken = Set(paths.map { "\(project.root)/\($0)" })
    try CacheFolder.prepare(project.cache)
    try FileSystem.makeDirectories(project.stateFolder)
    files = try ProjectFiles(statePath: project.stateFolder + "/written", roots: [])
    ownership = Ownership(root: project.root, store: nil, replacesAll: replacesAll)
  }

  /// Writes `contents` at their paths below `folder`, which is made where it is missing: all of them or, where one would
  /// replace somebody's file, none.
  ///
  /// - Parameter sign: what tells a file that plumb wrote from others where nothing remembers it: a text near its start.
  /// - Throws: ``EngineError/outputOverFile(_:)`` and ``EngineError/outputOverResult(_:)`` naming the first file in the way,
  ///   ``EngineError/exportThroughLink(_:part:)``, ``EngineError/exportNotWritten(_:code:)``.
  public func write(_ contents: [(path: String, bytes: [UInt8])], in folder: String, sign: String? = nil) throws {
    do { try FileSystem.makeDirectories(folder) } catch let error as FileError {
      throw EngineError.exportNotWritten(folder, code: error.code)
    }
    try writeAll(contents, in: folder, sign: sign)
  }

  /// Writes one file into a folder that is there.
  ///
  /// - Throws: as ``write(_:in:sign:)``.
  public func write(_ bytes: [UInt8], to path: String) throws {
    let place = URL(filePath: path).absoluteURL.standardizedFileURL
    let folder = place.deletingLastPathComponent().path(percentEncoded: false)
    switch Fingerprint.kind(of: place.path(percentEncoded: false)) {
    case .folder: throw EngineError.exportNotWritten(path, code: EISDIR)
    case .absent, .file, .link, .other: break
    }
    guard ProjectPath.resolved(folder) != nil else { throw EngineError.exportNotWritten(path, code: ENOENT) }
    try writeAll([(place.lastPathComponent, bytes)], in: folder, shown: path)
  }

  /// Writes one large file piece by piece into a folder that is there; it takes its place once it is whole.
  ///
  /// - Parameter isOwn: whether the file at a path is of the same make, and gives way.
  /// - Throws: as ``write(_:in:sign:)``, and what `body` throws.
  func stream(to path: String, isOwn: (String) -> Bool, _ body: (FileSystem.Handle) throws -> Void) throws {
    let place = URL(filePath: path).absoluteURL.standardizedFileURL
    guard let folder = ProjectPath.resolved(place.deletingLastPathComponent().path(percentEncoded: false)) else {
      throw EngineError.exportNotWritten(path, code: ENOENT)
    }
    let (name, file) = (place.lastPathComponent, "\(folder)/\(place.lastPathComponent)")
    let kind = Fingerprint.kind(of: file)
    if kind == .folder { throw EngineError.exportNotWritten(path, code: EISDIR) }
    if isTaken(file) { throw EngineError.outputOverResult(path) }
    guard try kind == .file && isOwn(file) || mayReplace(file, nil) else { throw EngineError.outputOverFile(path) }
    do {
      try FileSystem.replace(file, by: "\(folder)/\(ProjectFolder.draft(of: name))", body)
    } catch let error as FileError {
      throw EngineError.exportNotWritten(path, code: error.code)
    }
  }

  /// Whether a file belongs to runs, whatever is in it.
  private func isTaken(_ file: String) -> Bool {
    taken.contains(file) || taken.contains { file.hasPrefix($0 + "/") }
  }

  private func writeAll(
    _ contents: [(path: String, bytes: [UInt8])], in folder: String, shown: String? = nil, sign: String? = nil
  ) throws {
    let root = ProjectPath.resolved(folder) ?? folder
    let place = ProjectFolder(root: root)
    for content in contents {
      try place.check(content.path)
      let name = shown ?? (folder.hasSuffix("/") ? folder : folder + "/") + content.path
      let file = root + "/" + content.path
      if isTaken(file) { throw EngineError.outputOverResult(name) }
      guard try mayReplace(root + "/" + content.path, sign) else { throw EngineError.outputOverFile(name) }
    }
    for content in contents {
      let fingerprint = try place.replace(content.path, with: content.bytes)
      files.note(
        .init(fingerprint: fingerprint, digest: Digest(of: content.bytes), isSettled: true, isPublished: true),
        at: root + "/" + content.path)
    }
    try files.save()
  }

  private func mayReplace(_ file: String, _ sign: String?) throws -> Bool {
    switch Fingerprint.kind(of: file) {
    case .absent, .folder: return true
    case .link, .other: return ownership.mayReplaceLinks
    case .file:
      if ownership.mayReplace(file, try files.entry(file)) { return true }
      guard let sign, let bytes = try FileSystem.read(file) else { return false }
      return String(decoding: bytes.prefix(4096), as: UTF8.self).contains(sign)
    }
  }
}

extension Engine {
  /// A writer of files that people asked for by name; `replacesAll` permits it to replace what it did not write, but never
  /// what runs of `graph` publish or read, nor the files `read`, relative to the project.
  public func outputWriter(_ graph: Graph, _ read: [String], replacesAll: Bool) throws -> OutputWriter {
    try OutputWriter(project, graph, read, replacesAll: replacesAll)
  }
}
