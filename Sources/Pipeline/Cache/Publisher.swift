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

  /// Brings the file at `path` (relative to the project) to the content of the object `digest`.
  ///
  /// - Returns: whether it had to be written.
  func publish(_ digest: Digest, to path: String) throws -> Bool {
    guard ProjectPath.spellingFault(path) == nil else { throw EngineError.exportLeavesProject(path) }
    let file = root + "/" + path
    if Fingerprint(path: file) != nil, !isLink(file), try files.entry(file).digest == digest { return false }
    guard try store.intact(digest) != nil, let bytes = try FileSystem.read(store.objects.file(digest)),
      Digest(of: bytes) == digest
    else { throw EngineError.objectLost(digest) }
    let fingerprint = try ProjectFolder(root: root).replace(path, with: bytes)
    files.note(.init(fingerprint: fingerprint, digest: digest, isSettled: true), at: file)
    return true
  }

  private func isLink(_ file: String) -> Bool {
    var status = stat()
    return lstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}
