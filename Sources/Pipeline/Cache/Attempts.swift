import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The private folders of one run's attempts; they go with the run, and those of killed runs with the next run.
final class Attempts: Sendable {
  private let path: String
  private let lock: FileLock
  private let count = Guarded(0)

  /// A folder of this run below `cache`.
  init(cache: String) throws {
    let all = cache + "/attempts"
    let sweep = try FileLock(cache + "/locks/attempts", exclusive: true)
    defer { sweep.release() }
    for name in try FileSystem.names(in: all) {
      guard let abandoned = try FileLock(trying: "\(all)/\(name)/lock", exclusive: true) else { continue }
      FileSystem.remove("\(all)/\(name)")
      abandoned.release()
    }
    path = "\(all)/\(getpid())-\(String(UInt32.random(in: 0...UInt32.max), radix: 16))"
    try FileSystem.makeDirectories(path)
    lock = try FileLock(path + "/lock", exclusive: true)
  }

  /// A fresh folder for one attempt, with `work` in it for outputs and `in` for inputs.
  func make() throws -> String {
    let number = count.access { count in
      count += 1
      return count
    }
    let folder = "\(path)/\(number)"
    for name in ["", "/work", "/in"] { try FileSystem.check(mkdir(folder + name, 0o755), .makeFolder, folder) }
    return folder
  }

  /// Removes everything.
  func finish() { FileSystem.remove(path) }
}
