import Foundation

/// Waiting for what another machine wrote: on a shared file system a name may be unknown here for a while after it was made
/// there.
enum Patience {
  /// As long as the names of NFS are remembered at the most.
  static let seconds = 60.0

  /// What `look` finds, as soon as it finds anything; nil after ``seconds``.
  /// - Parameter path: the file that is waited for; its folder is listed anew, which makes file systems ask again.
  static func wait<Value>(for path: String, _ look: () throws -> Value?) rethrows -> Value? {
    let start = ContinuousClock.now
    var pause: UInt32 = 2000
    while true {
      if let found = try look() { return found }
      if start.elapsed > seconds { return nil }
      usleep(pause)
      pause = min(pause * 2, 1_000_000)
      _ = try? FileSystem.names(in: FileSystem.parent(path))
    }
  }
}
