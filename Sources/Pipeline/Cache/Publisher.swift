import Foundation

/// Writes results to paths of the project: inside its folder only, as a whole, and only when the content differs.
struct Publisher {
  let root: String
  let store: Store
  let files: ProjectFiles
  let ownership: Ownership

  init(root: String, store: Store, files: ProjectFiles, replacesAll: Bool = false) {
    (self.root, self.store, self.files) = (root, store, files)
    ownership = Ownership(root: root, store: store, replacesAll: replacesAll)
  }

  /// Brings the file that `export` names to the content of the object `digest`.
  /// - Returns: whether it had to be written.
  /// - Throws: ``EngineError/exportOverFile(_:)`` when somebody else's file stands there.
  func publish(_ digest: Digest, to export: Node.Export) throws -> Bool {
    let path = export.path
    guard ProjectPath.spellingFault(path) == nil else { throw EngineError.exportLeavesProject(path) }
    let file = root + "/" + path
    switch Fingerprint.kind(of: file) {
    case .absent: break
    case .file:
      var entry = try files.entry(file)
      if entry.digest == digest {
        entry.isPublished = true
        files.note(entry, at: file)
        return false
      }
      guard ownership.mayReplace(file, entry) else { throw EngineError.exportOverFile(path) }
    case .link: if !ownership.mayReplaceLinks { throw EngineError.exportOverFile(path) }
    case .folder: throw EngineError.exportNotWritten(path, code: EISDIR)
    case .other: throw EngineError.exportOverFile(path)
    }
    guard try store.intact(digest) != nil, let bytes = try FileSystem.read(store.objects.file(digest)),
      Digest(of: bytes) == digest
    else { throw EngineError.objectLost(digest) }
    let fingerprint = try ProjectFolder(root: root).replace(path, with: bytes)
    files.note(.init(fingerprint: fingerprint, digest: digest, isSettled: true, isPublished: true), at: file)
    return true
  }
}

/// The folder of a project, as outputs see it: files are written inside it only, each as a whole.
struct ProjectFolder {
  let root: String

  /// The folder at `root`.
  init(root: String) { self.root = root }

  /// Whether `path` can be written as far as can be seen without writing: its folders are no links.
  func check(_ path: String) throws {
    guard ProjectPath.spellingFault(path) == nil else { throw EngineError.exportLeavesProject(path) }
    var folder = root
    for part in path.split(separator: "/").dropLast() {
      folder += "/\(part)"
      switch Fingerprint.kind(of: folder) {
      case .absent: return
      case .folder: continue
      case .file, .link, .other: throw EngineError.exportThroughLink(path, part: String(part))
      }
    }
  }

  /// Brings the file at `path`, relative to the folder, to the given content.
  /// - Throws: ``EngineError/exportLeavesProject(_:)`` for a path that is not plain and relative,
  ///   ``EngineError/exportThroughLink(_:part:)`` when a folder on the way is a link,
  ///   ``EngineError/exportNotWritten(_:code:)``.
  func replace(_ path: String, with bytes: [UInt8]) throws -> Fingerprint {
    guard ProjectPath.spellingFault(path) == nil else { throw EngineError.exportLeavesProject(path) }
    let name = String(path.split(separator: "/").last ?? "")
    do {
      return try write(bytes, name, in: try openFolder(path), path: root + "/" + path)
    } catch let error as FileError {
      throw EngineError.exportNotWritten(path, code: error.code)
    }
  }

  /// The folder of `path`, made where needed, reached without following a link, so that none can lead outside.
  func openFolder(_ path: String) throws -> FileSystem.Handle {
    var folder = try FileSystem.Handle(root, O_RDONLY | O_DIRECTORY)
    for part in path.split(separator: "/").dropLast() {
      let next = "\(folder.path)/\(part)"
      if mkdirat(folder.descriptor, String(part), 0o777) != 0, errno != EEXIST {
        throw FileError(.makeFolder, next, code: errno)
      }
      folder = try FileSystem.Handle(String(part), in: folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW) { code in
        code == ELOOP || code == ENOTDIR ? EngineError.exportThroughLink(path, part: String(part)) : nil
      }
    }
    return folder
  }

  /// The name of the new file: its own, hidden, where that is not too long for a file system.
  static func draft(of name: String) -> String {
    let (own, longest) = (".\(name).plumb-new", 255)
    return own.utf8.count > longest ? ".\(Digest(of: name).hex.prefix(32)).plumb-new" : own
  }

  /// Writes beside and renames; the name of the new file is fixed, so that a killed run leaves nothing that the next does
  /// not overwrite. The folder is locked meanwhile: two runs may publish the same figure.
  private func write(
    _ bytes: [UInt8], _ name: String, in folder: FileSystem.Handle, path: String
  ) throws -> Fingerprint {
    while flock(folder.descriptor, LOCK_EX) != 0, errno == EINTR {}
    defer { flock(folder.descriptor, LOCK_UN) }
    let new = Self.draft(of: name)
    unlinkat(folder.descriptor, new, 0)
    let handle = try FileSystem.Handle(new, in: folder, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW) { _ in nil }
    do {
      try bytes.withUnsafeBytes { try FileSystem.write($0, to: handle.descriptor, path: path) }
      try FileSystem.check(renameat(folder.descriptor, new, folder.descriptor, name), .write, path)
    } catch {
      unlinkat(folder.descriptor, new, 0)
      throw error
    }
    guard let fingerprint = Fingerprint(descriptor: handle.descriptor) else {
      throw FileError(.read, path, code: errno)
    }
    return fingerprint
  }
}

extension FileSystem.Handle {
  /// Opens `name` within the folder `folder`; `explain` may turn an error number into a better error.
  convenience init(
    _ name: String, in folder: FileSystem.Handle, _ flags: Int32, explain: (Int32) -> (any Error)?
  ) throws {
    let descriptor = openat(folder.descriptor, name, flags | O_CLOEXEC, 0o666)
    if descriptor < 0, let better = explain(errno) { throw better }
    let path = "\(folder.path)/\(name)"
    self.init(descriptor: try FileSystem.check(descriptor, .open, path), path: path)
  }
}
