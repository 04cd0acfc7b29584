import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What `stat` says of a file: as long as it stays the same, the content is taken to be the same.
struct Fingerprint: Equatable, Sendable {
  let size: Int64
  let modified: Int64
  let changed: Int64
  let inode: UInt64

  init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
    self.size = size
    self.modified = modified
    self.changed = changed
    self.inode = inode
  }

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

  /// The state of an open file.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
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

  /// Nanoseconds since 1970.
  static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return nanoseconds(time)
  }
}
