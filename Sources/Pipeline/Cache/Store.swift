import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A cache folder: objects by digest, records by key, and the folders of running attempts.
///
/// What it promises: an object is handed out only if its content was hashed and matched (see ``StatIndex`` for when it is
/// hashed again). A record is written after its objects are durable, in batches away from the working path: a power cut
/// costs at most the results of the last fraction of a second, which are then made again. Any state file may be lost or
/// damaged at any time; what that costs is work, never a wrong result.
final class Store: @unchecked Sendable {
  let path: String
  let objects: ObjectFolder
  let isWritable: Bool
  private let log: Guarded<RecordLog>
  private let index: Guarded<StatIndex>
  private let use: FileLock?
  let keyLocks: KeyLocks?

  /// Opens the cache at `path` for a run, making it if needed, or for reading only.
  init(_ path: String, writable: Bool) throws {
    self.path = path
    isWritable = writable
    objects = ObjectFolder(path: path + "/objects")
    if writable {
      try CacheFolder.prepare(path)
      for folder in ["objects", "attempts", "locks", "projects"] {
        try FileSystem.makeDirectories("\(path)/\(folder)")
      }
      use = try FileLock(path + "/locks/use", exclusive: false)
      keyLocks = try KeyLocks(path + "/locks/keys")
    } else {
      (use, keyLocks) = (nil, nil)
    }
    log = Guarded(try RecordLog(path: path + "/records", lockPath: path + "/locks/records"))
    index = Guarded(try StatIndex(path + "/verified"))
  }

  /// Lets other processes collect garbage.
  func close() { use?.release() }

  func record(_ key: Digest) -> Record? { log.access { $0.record(key) } }

  /// Adds records; their objects must be durable.
  func append(_ records: [Record]) throws {
    try RecordLog.append(records, path: path + "/records", lockPath: path + "/locks/records")
    try refreshRecords()
  }

  /// Sees what other processes recorded meanwhile.
  func refreshRecords() throws { try log.access { try $0.refresh() } }

  /// Takes damaged state out of the way and says what it was.
  func repair() throws -> [Damage] {
    guard isWritable else { return [] }
    let records = try log.access { try $0.repair(quarantine: path + "/quarantine") }
    var damage: [Damage] = records > 0 ? [.records(records)] : []
    if index.access({ $0.wasDamaged }) { damage.append(.stateFile("verified")) }
    return damage
  }

  func compactRecords(keeping keep: (Digest) -> Bool) throws { try log.access { try $0.compact(keeping: keep) } }

  var recordKeys: [Digest] { log.access { Array($0.keys) } }

  /// Hashes an object whatever is known of it; whether it is intact.
  func verify(_ digest: Digest) throws -> Bool {
    let verified = try objects.holds(digest)
    index.access { $0[digest] = verified }
    return verified != nil
  }

  /// How the intact object of `digest` looks; nil when it is missing or damaged. Hashes it unless it is known.
  func intact(_ digest: Digest) throws -> Fingerprint? {
    guard let now = Fingerprint(path: objects.file(digest)) else { return nil }
    if index.access({ $0[digest] }) == now { return now }
    let verified = try objects.holds(digest)
    index.access { $0[digest] = verified }
    return verified
  }

  /// How an object looked when it was last found intact.
  func known(_ digest: Digest) -> Fingerprint? { index.access { $0[digest] } }

  /// Notes an object that was just hashed and moved in.
  func noteIntact(_ digest: Digest, _ fingerprint: Fingerprint) { index.access { $0[digest] = fingerprint } }

  /// Whether there is a file for `digest`, intact or not.
  func hasFile(_ digest: Digest) -> Bool { Fingerprint(path: objects.file(digest)) != nil }

  /// Moves a damaged object out of the way.
  func quarantine(_ digest: Digest) throws {
    try FileSystem.makeDirectories(path + "/quarantine")
    _ = rename(objects.file(digest), "\(path)/quarantine/\(digest.hex)")
    index.access { $0[digest] = nil }
  }

  /// Removes an object.
  func drop(_ digest: Digest) {
    unlink(objects.file(digest))
    index.access { $0[digest] = nil }
  }

  /// Writes what is known of objects.
  func saveIndex() throws { try index.access { try $0.save() } }
}

/// Something in the cache that was not as it was written.
public enum Damage: Equatable, Sendable {
  case object(Digest)
  case records(Int)
  case stateFile(String)
}
