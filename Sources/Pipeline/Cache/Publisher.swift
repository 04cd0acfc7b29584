import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes results to paths of the project: inside its folder only, as a whole, and only when the content differs.
struct Publisher {
  let root: String
  let store: Store
  let files: ProjectFiles

  /// Brings the file that `export` names to the content of the object `digest`.
  ///
  /// - Returns: whether it had to be written.
  /// - Throws: ``EngineError/exportOverFile(_:)`` when somebody else's file stands there.
  func publish(_ digest: Digest, to export: Node.Export) throws -> Bool {
    let path = export.path
    guard ProjectPath.spellingFault(path) == nil else { throw EngineError.exportLeavesProject(path) }
    let file = root + "/" + path
    if Fingerprint(path: file) != nil, !isLink(file) {
      var entry = try files.entry(file)
      if entry.digest == digest {
        entry.isPublished = true
        files.note(entry, at: file)
        return false
      }
      guard export.isFixed || entry.isPublished || isResult(entry.digest) else {
        throw EngineError.exportOverFile(path)
      }
    }
    guard try store.intact(digest) != nil, let bytes = try FileSystem.read(store.objects.file(digest)),
      Digest(of: bytes) == digest
    else { throw EngineError.objectLost(digest) }
    let fingerprint = try ProjectFolder(root: root).replace(path, with: bytes)
    files.note(.init(fingerprint: fingerprint, digest: digest, isSettled: true, isPublished: true), at: file)
    return true
  }

  /// Whether such a content is a result that can be had again: the cache holds it, or it is recorded, as in a fresh clone.
  private func isResult(_ digest: Digest) -> Bool {
    if store.hasFile(digest) { return true }
    let lock = try? LockFile(path: root + "/plumb.lock.json")
    return lock?.profiles.values.contains { $0.values.contains { $0.outputs.values.contains(digest.hex) } } ?? false
  }

  private func isLink(_ file: String) -> Bool {
    var status = stat()
    return lstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
