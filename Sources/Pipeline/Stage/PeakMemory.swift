import Foundation
import Synchronization

/// What the programs of one attempt took.
final class Programs: Sendable {
  private let bytes = Mutex(0)

  /// Peak bytes of the largest.
  var peak: Int { bytes.withLock { $0 } }

  func note(peak: Int) { bytes.withLock { $0 = max($0, peak) } }
}

/// How much memory a process had at most.
enum ResidentMemory {
  /// The bytes of the largest process that `usage` is about.
  static func bytes(_ usage: rusage) -> Int {
    #if canImport(Glibc)
      Int(usage.ru_maxrss) << 10
    #else
      Int(usage.ru_maxrss)
    #endif
  }

  /// Linux counts the peak of this process anew after this, so that a small stage is not charged for a large one before it.
  static func reset() {
    #if canImport(Glibc)
      let descriptor = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { return }
      _ = write(descriptor, "5", 1)
      close(descriptor)
    #endif
  }

  /// The peak of this process.
  static func peak() -> Int {
    #if canImport(Glibc)
      guard let bytes = try? FileSystem.read("/proc/self/status") else { return 0 }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
      else { return 0 }
      return kilobytes << 10
    #else
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return bytes(usage)
    #endif
  }
}
