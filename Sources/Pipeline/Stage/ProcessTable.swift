import Foundation

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
