import Foundation

/// A file that comes piece by piece to a path of the project, such as a set of data that is fetched.
///
/// It is called `NAME.part` until all of it is there and its digest is right, so that what a stopped process leaves is gone on
/// with. It lies within the project, is reached through no link, and replaces nothing.
public final class ArrivingFile {
  /// The bytes that are there.
  public private(set) var count: Int
  private let path: String
  private let folder: FileSystem.Handle
  private let part: FileSystem.Handle
  private let name: String
  private var isFinished = false
  private var partName: String { name + ".part" }

  /// The file at `path`, relative to the project at `root`, with what has come of it before.
  /// - Throws: ``EngineError``.
  fileprivate init(_ path: String, root: String) throws {
    guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else {
      throw EngineError.arrivalHidden(path)
    }
    (self.path, name) = (path, String(path.split(separator: "/").last ?? ""))
    folder = try Self.telling(path) { try ProjectFolder(root: root).openFolder(path) }
    let (folder, partName) = (folder, name + ".part")
    part = try Self.telling(path) {
      try FileSystem.Handle(partName, in: folder, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK) { code in
        code == ELOOP ? EngineError.exportThroughLink(path, part: partName) : nil
      }
    }
    guard flock(part.descriptor, LOCK_EX | LOCK_NB) == 0 else { throw EngineError.arrivalGoesOn(path) }
    guard let fingerprint = Fingerprint(descriptor: part.descriptor) else {
      throw EngineError.exportNotWritten(path + ".part", code: EEXIST)
    }
    count = Int(fingerprint.size)
    guard try !isThere else { throw EngineError.outputOverFile(path) }
  }

  /// Keeps the first `offset` bytes, and goes on after them.
  /// - Throws: ``EngineError/exportNotWritten(_:code:)``.
  public func begin(at offset: Int) throws {
    try Self.telling(path) {
      try FileSystem.check(ftruncate(part.descriptor, off_t(offset)), .write, path)
      guard lseek(part.descriptor, off_t(offset), SEEK_SET) == off_t(offset) else {
        throw FileError(.write, path, code: errno)
      }
    }
    count = offset
  }

  /// Adds bytes; ``begin(at:)`` was called before.
  /// - Throws: ``EngineError/exportNotWritten(_:code:)``.
  public func append(_ bytes: UnsafeRawBufferPointer) throws {
    try Self.telling(path) { try FileSystem.write(bytes, to: part.descriptor, path: path) }
    count += bytes.count
  }

  /// Gives the file its name if its content has the SHA-256 `digest`.
  /// - Returns: the digest of what has come.
  /// - Throws: ``EngineError``: it cannot be read or written, or a file has come to its place meanwhile.
  public func finish(_ digest: Digest) throws -> Digest {
    try Self.telling(path) {
      try FileSystem.check(Int32(clamping: lseek(part.descriptor, 0, SEEK_SET)), .read, path)
      let found = try Digest(ofFile: part.descriptor, path: path)
      guard found == digest else { return found }
      guard try !isThere else { throw EngineError.outputOverFile(path) }
      try FileSystem.check(fsync(part.descriptor), .sync, path)
      try FileSystem.check(renameat(folder.descriptor, partName, folder.descriptor, name), .write, path)
      isFinished = true
      try FileSystem.check(fsync(folder.descriptor), .sync, path)
      return found
    }
  }

  deinit {
    // Nothing is to be gone on with.
    if count == 0, !isFinished { unlinkat(folder.descriptor, partName, 0) }
  }

  /// Whether something stands at the place of the whole file.
  private var isThere: Bool {
    get throws {
      var status = stat()
      if fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 { return true }
      guard errno == ENOENT else { throw EngineError.exportNotWritten(path, code: errno) }
      return false
    }
  }

  private static func telling<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as FileError { throw EngineError.exportNotWritten(path, code: error.code) }
  }
}

extension Engine {
  /// A file that comes to `path`, relative to the project; this process alone writes it as long as it is kept.
  /// - Throws: ``EngineError``: the path leaves the project, leads through a link or a hidden folder, cannot be written, is
  ///   being fetched by another process, or holds something.
  public func arrivingFile(_ path: String) throws -> ArrivingFile { try ArrivingFile(path, root: project.root) }
}
