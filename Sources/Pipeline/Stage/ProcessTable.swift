import Foundation
import Synchronization

/// The processes of the machine, as far as the kernel shows them in files.
enum ProcessTable {
  /// The processes whose parent is `parent`; none where the kernel has no such files.
  static func children(of parent: pid_t) -> [pid_t] {
    let names = (try? FileSystem.names(in: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { id in
      (try? FileSystem.read("/proc/\(id)/stat")).flatMap { $0 }.flatMap(self.parent) == parent
    }
  }

  /// The parent in a line such as `17 (a name) S 1 ...`; the name may hold anything, brackets too.
  static func parent(_ line: [UInt8]) -> pid_t? {
    guard let end = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[line.index(after: end)...].split(separator: UInt8(ascii: " "))
    return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
  }
}

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
