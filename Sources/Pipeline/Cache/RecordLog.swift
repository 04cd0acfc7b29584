import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// All records of a cache in one file of lines, each with its own checksum, the newest line of a key in force.
///
/// One file rather than one per record: a hundred thousand records are read in a fraction of a second. Lines are only
/// appended, under a lock and followed by fsync; the file is rewritten (to a new file, renamed over) only by
/// ``repair(quarantine:)`` and ``compact(keeping:)``. A damaged or torn line costs that one record, never another.
struct RecordLog {
  /// Where a line stands in the file.
  private struct Span {
    let offset: Int
    let count: Int
  }

  let path: String
  private let lockPath: String
  private var handle: FileSystem.Handle?
  private var spans: [Digest: Span] = [:]
  private var end = 0
  private var torn = false
  /// Lines that failed their checksum since the last call of ``repair(quarantine:)``.
  private(set) var damaged: [[UInt8]] = []

  init(path: String, lockPath: String) throws {
    self.path = path
    self.lockPath = lockPath
    try refresh()
  }

  var keys: some Collection<Digest> { spans.keys }

  /// Reads what was appended since the last look, by this process or another.
  mutating func refresh() throws {
    if let handle, let now = Fingerprint(path: path), now.inode == Fingerprint(descriptor: handle.descriptor)?.inode {
      if now.size == end { return }
    } else {
      (spans, end, torn, damaged, handle) = ([:], 0, false, [], nil)
      guard Fingerprint(path: path) != nil else { return }
      handle = try FileSystem.Handle(path, O_RDONLY)
    }
    try scan()
  }

  private mutating func scan() throws {
    guard let handle else { return }
    lseek(handle.descriptor, off_t(end), SEEK_SET)
    var pending: [UInt8] = []
    try FileSystem.readChunks(handle.descriptor, path: path) { chunk in
      var rest = chunk[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let piece = rest[..<newline]
        rest = rest[(newline + 1)...]
        if pending.isEmpty {
          take(UnsafeRawBufferPointer(rebasing: piece))
        } else {
          pending.append(contentsOf: piece)
          pending.withUnsafeBytes { take($0) }
          pending.removeAll(keepingCapacity: true)
        }
      }
      pending.append(contentsOf: rest)
    }
    // A last line without its end was cut off by a crash, or is being written: looked at again next time.
    torn = !pending.isEmpty
  }

  private mutating func take(_ line: UnsafeRawBufferPointer) {
    if let key = Record.key(ofLine: line) {
      spans[key] = Span(offset: end, count: line.count)
    } else if !line.isEmpty {
      damaged.append(Array(line))
    }
    end += line.count + 1
  }

  /// The record of `key`; nil when there is none, or it was damaged since it was indexed.
  mutating func record(_ key: Digest) -> Record? {
    guard let span = spans[key], let handle else { return nil }
    var line = [UInt8](repeating: 0, count: span.count)
    let count = line.withUnsafeMutableBytes { pread(handle.descriptor, $0.baseAddress, span.count, off_t(span.offset)) }
    guard count == span.count, let record = Record(line: line), record.key == key else {
      spans[key] = nil
      damaged.append(line)
      return nil
    }
    return record
  }

  /// Adds records to the file at `path` durably. Their objects must be durable already: a record never survives a power
  /// cut that its objects do not. Touches no index, so that nobody waits for the disk meanwhile.
  static func append(_ records: [Record], path: String, lockPath: String) throws {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    let file = try FileSystem.Handle(path, O_RDWR | O_APPEND | O_CREAT)
    let size = Fingerprint(descriptor: file.descriptor)?.size ?? 0
    var last = UInt8(ascii: "\n")
    if size > 0 { pread(file.descriptor, &last, 1, off_t(size - 1)) }
    // After a line that a crash cut off, the next one starts afresh.
    let text = (last == UInt8(ascii: "\n") ? "" : "\n") + records.map(\.line).joined()
    try Array(text.utf8).withUnsafeBytes { try FileSystem.write($0, to: file.descriptor, path: path) }
    try FileSystem.check(fsync(file.descriptor), .sync, path)
    if size == 0 { try FileSystem.syncDirectory(FileSystem.parent(path)) }
  }

  /// Moves damaged lines out of the file into `quarantine`; returns how many there were.
  mutating func repair(quarantine: String) throws -> Int {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    try refresh()
    guard torn || !damaged.isEmpty else { return 0 }
    let lines = damaged
    try FileSystem.makeDirectories(quarantine)
    let bytes = Array(lines.joined(separator: [10]))
    try FileSystem.replace("\(quarantine)/records-\(Digest(of: bytes).hex.prefix(16))", with: bytes)
    let lost = lines.count + (torn ? 1 : 0)
    try rewrite { _ in true }
    return lost
  }

  /// Removes the records of all keys that `keep` refuses.
  mutating func compact(keeping keep: (Digest) -> Bool) throws {
    let lock = try FileLock(lockPath, exclusive: true)
    defer { lock.release() }
    try refresh()
    try rewrite(keep)
  }

  private mutating func rewrite(_ keep: (Digest) -> Bool) throws {
    var bytes: [UInt8] = []
    for key in spans.keys.sorted() where keep(key) {
      if let record = record(key) { bytes += record.line.utf8 }
    }
    try FileSystem.replace(path, with: bytes)
    handle = nil
    try refresh()
  }
}
