import Foundation

/// What `stat` says of a file: as long as it stays the same, the content is taken to be the same.
struct Fingerprint: Equatable, Sendable {
  let size: Int64
  let modified: Int64
  let changed: Int64
  let inode: UInt64
}

extension Fingerprint {
  /// The state of a regular file; nil for anything else.
  init?(_ status: stat) {
    guard status.st_mode & S_IFMT == S_IFREG else { return nil }
    #if canImport(Glibc)
      let (modified, changed) = (status.st_mtim, status.st_ctim)
    #else
      let (modified, changed) = (status.st_mtimespec, status.st_ctimespec)
    #endif
    self.init(
      size: Int64(status.st_size), modified: Self.nanoseconds(modified), changed: Self.nanoseconds(changed),
      inode: UInt64(status.st_ino))
  }

  /// The state of the file at `path`, links followed; nil when no regular file is there.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  /// What stands at a path.
  enum Kind { case absent, file, folder, link, other }

  /// What stands at `path`, a link at its end not followed.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard lstat(path, &status) == 0 else { return .absent }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  private static func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
  }

  /// Whether the file was touched so shortly before `now` (nanoseconds since 1970), or after it, that a further change
  /// could leave the same times behind: most file systems count in milliseconds, those of whole seconds in ticks of up to
  /// two (FAT).
  func isRecent(at now: Int64) -> Bool {
    let tick: Int64 = modified.isMultiple(of: 1_000_000_000) ? 2_000_000_000 : 50_000_000
    return max(modified, changed) > now - tick
  }

  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }
}

/// The objects whose content is known to match their name, by what `stat` said when that was found.
///
/// An object is hashed when it is first used; as long as size, times and inode stay the same it is not hashed again, in
/// this run or a later one. So a changed byte is found whenever the change left any trace in the file system; decay that
/// leaves none (a failing disk) is found by ``Engine/verify()``, which hashes everything.
struct StatIndex {
  private static let format = SealedFile(format: "object index 1")
  private let path: String
  private var entries: [Digest: Fingerprint]
  private var isChanged: Bool
  /// Whether the file was there but not as it was written.
  let wasDamaged: Bool

  init(_ path: String) throws {
    self.path = path
    (entries, wasDamaged) = try Self.format.entries(path, decode: Self.decode)
    isChanged = wasDamaged
  }

  private static func decode(_ reader: inout ByteReader) throws -> [Digest: Fingerprint] {
    let count = try reader.count(of: 64)
    var entries: [Digest: Fingerprint] = [:]
    entries.reserveCapacity(count)
    for _ in 0..<count { entries[try reader.digest()] = try reader.fingerprint() }
    return entries
  }

  subscript(_ digest: Digest) -> Fingerprint? {
    get { entries[digest] }
    set {
      guard entries[digest] != newValue else { return }
      entries[digest] = newValue
      isChanged = true
    }
  }

  mutating func save() throws {
    guard isChanged else { return }
    var writer = ByteWriter()
    writer.integer(UInt32(entries.count))
    for (digest, fingerprint) in entries.sorted(by: { $0.key < $1.key }) {
      writer.digest(digest)
      writer.fingerprint(fingerprint)
    }
    try Self.format.write(writer.bytes, to: path)
    isChanged = false
  }
}
