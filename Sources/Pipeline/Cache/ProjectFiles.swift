import Documents
import Foundation

/// The digests of files that people (or exports) put into the project; a file is hashed again only when what `stat` says
/// of it changed, or when it was so fresh that a change could have gone unseen.
final class ProjectFiles {
  private static let format = SealedFile(format: "project files 1")

  struct Entry: Equatable {
    let fingerprint: Fingerprint
    let digest: Digest
    /// False when the file had been touched just before: then the fingerprint proves nothing.
    let isSettled: Bool
    /// Whether a run has written this content here, or found it to be a result.
    var isPublished = false
  }

  private let statePath: String
  let roots: [String]
  /// The folder of the project.
  var project: String { roots.first ?? "." }
  private var entries: [String: Entry]
  /// The digests that the last run left.
  private let before: [String: Digest]
  private var isChanged: Bool
  /// Whether the state file was there but not as it was written.
  let wasDamaged: Bool

  /// - Parameter roots: folders in which relative paths are looked up, in order.
  init(statePath: String, roots: [String]) throws {
    (self.statePath, self.roots) = (statePath, roots)
    (entries, wasDamaged) = try Self.format.entries(statePath, decode: Self.decode)
    before = entries.mapValues(\.digest)
    isChanged = wasDamaged
  }

  private static func decode(_ reader: inout ByteReader) throws -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for _ in 0..<(try reader.count(of: 69)) {
      let (path, fingerprint, digest) = (try reader.text(), try reader.fingerprint(), try reader.digest())
      let flags = try reader.integer(UInt8.self)
      entries[path] = Entry(
        fingerprint: fingerprint, digest: digest, isSettled: flags & 1 != 0, isPublished: flags & 2 != 0)
    }
    return entries
  }

  /// Where a file called `path` is looked for, in order.
  func places(_ path: String) -> [String] { Self.places(path, in: roots) }

  /// Where a file called `path` is looked for in `roots`, the first of which is the project.
  static func places(_ path: String, in roots: [String]) -> [String] {
    roots.enumerated().map { index, root in
      // A data folder stands in the place of the project's `data`.
      let inside = index > 0 && path.hasPrefix("data/") ? String(path.dropFirst("data/".count)) : path
      return root + "/" + inside
    }
  }

  func locate(_ path: String, orFolder: Bool = false) -> Result<String, SourceFault> {
    guard ProjectPath.spellingFault(path) == nil else { return .failure(.leavesProject(path)) }
    for (root, place) in zip(roots, places(path)) {
      guard let real = ProjectPath.resolved(place) else { continue }
      guard let base = ProjectPath.resolved(root), real.hasPrefix(base == "/" ? base : base + "/") else {
        return .failure(.leavesProject(path))
      }
      guard Fingerprint(path: real) != nil || (orFolder && SourceFolder.isOne(real)) else {
        return .failure(.notAFile(path))
      }
      return .success(real)
    }
    return .failure(.missing(path))
  }

  /// What is wrong where nothing stands at `path`: what a program reads is a part of the project, unless it lies in `data`,
  /// which people fill.
  func absence(of path: String) -> SourceFault? {
    if path.hasPrefix("data/") { return nil }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = (try? FileSystem.names(in: project + "/" + folder)) ?? []
    return .lacking(path, near: Suggestion.nearest(to: path, among: names.map { folder + $0 }))
  }

  func entry(_ file: String) throws -> Entry {
    let known = entries[file]
    if let known, known.isSettled, Fingerprint(path: file) == known.fingerprint { return known }
    let handle = try FileSystem.Handle(file, O_RDONLY | O_NONBLOCK)
    let now = Fingerprint.now()
    guard let before = Fingerprint(descriptor: handle.descriptor) else { throw FileError(.read, file, code: EINVAL) }
    let digest = try Digest(ofFile: handle.descriptor, path: file)
    let isStable = Fingerprint(descriptor: handle.descriptor) == before && !before.isRecent(at: now)
    let entry = Entry(
      fingerprint: before, digest: digest, isSettled: isStable,
      isPublished: known.map { $0.isPublished && $0.digest == digest } ?? false)
    note(entry, at: file)
    return entry
  }

  func note(_ entry: Entry, at file: String) {
    guard entries[file] != entry else { return }
    entries[file] = entry
    isChanged = true
  }

  /// Forgets the files below `folder` that are none of `files`, all absolute: so that what is known is what a run saw.
  func forget(below folder: String, but files: [String]) {
    let kept = Set(files)
    for path in entries.keys where path.hasPrefix(folder + "/") && !kept.contains(path) {
      entries[path] = nil
      isChanged = true
    }
  }

  /// What the last run knew of the files below `folder`, absolute.
  func known(below folder: String) -> [String: Digest] { before.filter { $0.key.hasPrefix(folder + "/") } }

  func save() throws {
    guard isChanged else { return }
    var writer = ByteWriter()
    writer.integer(UInt32(entries.count))
    for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
      writer.text(path)
      writer.fingerprint(entry.fingerprint)
      writer.digest(entry.digest)
      writer.integer(UInt8((entry.isSettled ? 1 : 0) + (entry.isPublished ? 2 : 0)))
    }
    try Self.format.write(writer.bytes, to: statePath)
    isChanged = false
  }
}

enum SourceFault: Error, Equatable {
  case missing(String)
  /// A script or another part of the project is not there; `near` is a file that is, and is called alike.
  case lacking(String, near: String?)
  case leavesProject(String)
  case notAFile(String)
}

/// How a file stands that people put into the project.
public enum SourceState: Sendable, Equatable {
  /// It is there, with this content.
  case present(Digest)
  case missing
  /// Something is there that no stage can read; the reason is one line.
  case unreadable(String)
}

extension Engine {
  /// How the files at `paths` stand, each found as a stage would find it; those of `folders` may be folders. Nothing is
  /// written.
  /// - Throws: ``FileError`` when the cache's own record of such files cannot be read.
  public func sources(_ paths: [String], folders: Set<String> = []) throws -> [SourceState] {
    let files = try ProjectFiles(statePath: project.stateFolder + "/files", roots: [project.root] + project.dataRoots)
    return paths.map { SourceState($0, in: files, orFolder: folders.contains($0)) }
  }
}

extension SourceState {
  fileprivate init(_ path: String, in files: ProjectFiles, orFolder: Bool) {
    switch files.locate(path, orFolder: orFolder) {
    case .success(let file):
      do {
        self = .present(try files.digest(file, name: path))
      } catch {
        self = .unreadable(SourceFault.wording(error))
      }
    case .failure(.missing): self = .missing
    case .failure(let fault): self = .unreadable(fault.description)
    }
  }
}
