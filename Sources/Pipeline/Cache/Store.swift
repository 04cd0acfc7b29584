import Foundation
import Synchronization

/// A cache folder: objects by digest, records by key, and the folders of running attempts.
///
/// What it promises: an object is handed out only if its content was hashed and matched (see ``StatIndex`` for when it is
/// hashed again). A record is written after its objects are durable, in batches away from the working path: a power cut
/// costs at most the results of the last fraction of a second, which are then made again. Any state file may be lost or
/// damaged at any time; what that costs is work, never a wrong result.
final class Store: Sendable {
  let path: String
  let objects: ObjectFolder
  let isWritable: Bool
  private let log: Mutex<RecordLog>
  private let index: Mutex<StatIndex>
  private let use: FileLock?
  let keyLocks: KeyLocks?

  /// Opens the cache at `path` for a run, making it if needed, or for reading only.
  init(_ path: String, writable: Bool) throws {
    self.path = path
    isWritable = writable
    objects = ObjectFolder(path: path + "/objects")
    if writable {
      try CacheFolder.prepare(path)
      for folder in ["objects", "attempts", "locks", "projects"] { try FileSystem.makeDirectories("\(path)/\(folder)") }
      use = try FileLock(path + "/locks/use", exclusive: false)
      keyLocks = try KeyLocks(path + "/locks/keys")
    } else {
      (use, keyLocks) = (nil, nil)
    }
    log = Mutex(try RecordLog(path: path + "/records", lockPath: path + "/locks/records"))
    index = Mutex(try StatIndex(path + "/verified"))
  }

  /// Lets other processes collect garbage.
  func close() { use?.release() }

  func record(_ key: Digest) -> Record? { log.withLock { $0.record(key) } }

  /// The records that were written last, at most `count`.
  func newestRecords(_ count: Int) -> [Record] { log.withLock { $0.newest(count) } }

  /// Adds records; their objects must be durable.
  func append(_ records: [Record]) throws {
    try RecordLog.append(records, path: path + "/records", lockPath: path + "/locks/records")
    try refreshRecords()
  }

  /// Sees what other processes recorded meanwhile.
  func refreshRecords() throws { try log.withLock { try $0.refresh() } }

  /// Takes damaged state out of the way and says what it was.
  func repair() throws -> [Damage] {
    guard isWritable else { return [] }
    let records = try log.withLock { try $0.repair(quarantine: path + "/quarantine") }
    var damage: [Damage] = records > 0 ? [.records(records)] : []
    if index.withLock({ $0.wasDamaged }) { damage.append(.stateFile("verified")) }
    return damage
  }

  func compactRecords(keeping keep: (Digest) -> Bool) throws { try log.withLock { try $0.compact(keeping: keep) } }
  var recordKeys: [Digest] { log.withLock { Array($0.keys) } }

  /// Hashes an object whatever is known of it; whether it is intact.
  func verify(_ digest: Digest) throws -> Bool {
    let verified = try objects.holds(digest)
    index.withLock { $0[digest] = verified }
    return verified != nil
  }

  /// How the intact object of `digest` looks; nil when it is missing or damaged. Hashes it unless it is known.
  func intact(_ digest: Digest) throws -> Fingerprint? {
    guard let now = Fingerprint(path: objects.file(digest)) else { return nil }
    if index.withLock({ $0[digest] }) == now { return now }
    let verified = try objects.holds(digest)
    index.withLock { $0[digest] = verified }
    return verified
  }

  /// Whether an object is known to be intact without a look at its content.
  func isKnownIntact(_ digest: Digest) -> Bool {
    guard let now = Fingerprint(path: objects.file(digest)) else { return false }
    return index.withLock { $0[digest] } == now
  }

  /// How an object looked when it was last found intact.
  func known(_ digest: Digest) -> Fingerprint? { index.withLock { $0[digest] } }

  func noteIntact(_ digest: Digest, _ fingerprint: Fingerprint) { index.withLock { $0[digest] = fingerprint } }

  /// Whether there is a file for `digest`, intact or not.
  func hasFile(_ digest: Digest) -> Bool { Fingerprint(path: objects.file(digest)) != nil }

  func quarantine(_ digest: Digest) throws {
    try FileSystem.makeDirectories(path + "/quarantine")
    _ = rename(objects.file(digest), "\(path)/quarantine/\(digest.hex)")
    index.withLock { $0[digest] = nil }
  }

  func drop(_ digest: Digest) {
    unlink(objects.file(digest))
    index.withLock { $0[digest] = nil }
  }

  func saveIndex() throws { try index.withLock { try $0.save() } }
}

extension Store {
  /// Puts bytes in as an object.
  func add(_ bytes: [UInt8]) throws -> (digest: Digest, fingerprint: Fingerprint) {
    let digest = Digest(of: bytes)
    if let present = try intact(digest) { return (digest, present) }
    let new = "\(objects.path)/\(digest.hex).new"
    try FileSystem.makeDirectories(objects.path)
    try FileSystem.replace(new, with: bytes)
    let added = try objects.publish(new)
    noteIntact(added.digest, added.fingerprint)
    return added
  }
}

/// Something in the cache that was not as it was written.
public enum Damage: Equatable, Sendable {
  case object(Digest)
  case records(Int)
  case stateFile(String)
}

/// Files named by the digest of their content: `objects/ab/cdef...`, read-only.
struct ObjectFolder: Sendable {
  let path: String

  func file(_ digest: Digest) -> String {
    let hex = digest.hex
    return "\(path)/\(hex.prefix(2))/\(hex.dropFirst(2))"
  }

  /// Moves a finished file in under its digest, and says how it looks there. An intact object is never replaced, since
  /// others may be reading it; a damaged one is.
  /// - Parameters:
  ///   - file: a regular file on the same file system; gone afterwards.
  ///   - copy: where a copy is made that is published instead: nobody holds that open, or has it mapped into memory, so that
  ///     what was hashed is what is read.
  func publish(_ file: String, copyingTo copy: String? = nil) throws -> (digest: Digest, fingerprint: Fingerprint) {
    guard let copy else {
      let handle = try FileSystem.Handle(file, O_RDONLY)
      return try move(file, handle, Digest(ofFile: handle.descriptor, path: file))
    }
    unlink(copy)
    let new = try FileSystem.Handle(copy, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW)
    do {
      let stream = DigestStream()
      try FileSystem.copy(file, to: new) { stream.update($0) }
      let published = try move(copy, new, stream.finish())
      unlink(file)
      return published
    } catch {
      unlink(copy)
      throw error
    }
  }

  /// Moves in a file, open as `handle`, whose content was found to have that digest.
  func move(
    _ file: String, _ handle: FileSystem.Handle, _ digest: Digest
  ) throws -> (digest: Digest, fingerprint: Fingerprint) {
    let target = self.file(digest)
    if let present = Fingerprint(path: target), present.size == Fingerprint(descriptor: handle.descriptor)?.size,
      (try? holds(digest)) == present
    {
      unlink(file)
      return (digest, present)
    }
    try FileSystem.check(fchmod(handle.descriptor, 0o444), .write, file)
    if rename(file, target) != 0 {
      guard errno == ENOENT else { throw FileError(.write, target, code: errno) }
      try FileSystem.makeDirectories(FileSystem.parent(target))
      try FileSystem.check(rename(file, target), .write, target)
    }
    guard let fingerprint = Fingerprint(descriptor: handle.descriptor) else {
      throw FileError(.read, target, code: errno)
    }
    return (digest, fingerprint)
  }

  /// Hashes the object of `digest`: how it looks when its content matches, nil when it is missing or damaged.
  func holds(_ digest: Digest) throws -> Fingerprint? {
    let path = file(digest)
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0, errno == ENOENT || errno == ELOOP { return nil }
    try FileSystem.check(descriptor, .open, path)
    defer { close(descriptor) }
    guard let before = Fingerprint(descriptor: descriptor) else { return nil }
    guard try Digest(ofFile: descriptor, path: path) == digest else { return nil }
    return Fingerprint(descriptor: descriptor) == before ? before : nil
  }

  func all() throws -> [Digest] {
    try FileSystem.names(in: path).flatMap { prefix in
      prefix.count == 2 ? try FileSystem.names(in: "\(path)/\(prefix)").compactMap { Digest(hex: prefix + $0) } : []
    }
  }
}

/// The folder of a cache, told by a mark from folders that hold somebody's files.
enum CacheFolder {
  /// As other caches are marked, so that backups can leave them out (https://bford.info/cachedir).
  private static let tag = "CACHEDIR.TAG"
  private static let content =
    "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of plumb: what is in here can be computed again.\n"

  /// Makes the folder at `path` if needed, and marks it before anything else is put into it.
  /// - Throws: ``EngineError/foreignCache(_:)`` when it holds files and no cache, ``FileError``.
  static func prepare(_ path: String) throws {
    try FileSystem.makeDirectories(path)
    // Names first: another run may be marking the folder, and fills it only then.
    let names = Set(try FileSystem.names(in: path).filter { !$0.hasPrefix(tag) })
    if try FileSystem.read("\(path)/\(tag)") == Array(content.utf8) { return }
    // A cache of a version that did not mark it, or that noted there what it had written before the first run.
    let isCache = names.isSuperset(of: ["objects", "locks"]) || names == ["projects"]
    guard names.isEmpty || isCache else { throw EngineError.foreignCache(path) }
    try FileSystem.replace("\(path)/\(tag)", with: Array(content.utf8))
  }
}
