import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The private folders of one run's attempts; they go with the run, and those of killed runs with the next run.
final class Attempts: Sendable {
  private let cache: String
  private let path: String
  private let lock: FileLock
  private let count = Atomic(0)
  private let clean = Mutex<[String]>([])

  /// A folder of this run below `cache`.
  init(cache: String) throws {
    self.cache = cache
    path = "\(cache)/attempts/\(getpid())-\(String(UInt32.random(in: 0...UInt32.max), radix: 16))"
    let turn = try FileLock(cache + "/locks/attempts", exclusive: true)
    defer { turn.release() }
    try Self.sweep(cache)
    try FileSystem.makeDirectories(path)
    lock = try FileLock(path + "/lock", exclusive: true)
  }

  /// Removes the folders of runs that are gone; the caller holds the lock `attempts`.
  private static func sweep(_ cache: String) throws {
    for name in try FileSystem.names(in: cache + "/attempts") where isOurs(name) {
      let folder = "\(cache)/attempts/\(name)"
      guard let abandoned = try FileLock(trying: folder + "/lock", exclusive: true) else { continue }
      FileSystem.remove(folder)
      abandoned.release()
    }
  }

  /// Whether a folder of that name is one of a run: its process number, a hyphen, a random number in base 16.
  static func isOurs(_ name: String) -> Bool { name.wholeMatch(of: /[0-9]+-[0-9a-f]{1,8}/) != nil }

  /// A fresh folder for one attempt, with `work` in it for outputs and `in` for inputs.
  func make() throws -> String {
    if let folder = clean.withLock({ $0.popLast() }) { return folder }
    let folder = "\(path)/\(count.add(1, ordering: .relaxed).newValue)"
    for name in ["", "/work", "/in"] { try FileSystem.check(mkdir(folder + name, 0o755), .makeFolder, folder) }
    return folder
  }

  /// Empties the folder of an attempt that ended well, for the next one: folders are dear to make on most disks.
  func recycle(_ folder: String) {
    unlink(folder + "/log")
    for name in (try? FileSystem.names(in: folder + "/in")) ?? [] { unlink("\(folder)/in/\(name)") }
    guard (try? FileSystem.names(in: folder + "/work")) == [] else { return FileSystem.remove(folder) }
    clean.withLock { $0.append(folder) }
  }

  /// Removes everything, and what killed runs left: a worker that such a run was just starting may have held its lock for
  /// a moment when this run began.
  func finish() {
    // In turn, or a run that begins would look into a folder while it vanishes.
    let turn = try? FileLock(cache + "/locks/attempts", exclusive: true)
    FileSystem.remove(path)
    guard let turn else { return }
    try? Self.sweep(cache)
    turn.release()
  }
}
