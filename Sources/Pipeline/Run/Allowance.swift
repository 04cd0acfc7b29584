import Foundation

/// What this process may use of the machine: a container, a batch job or `taskset` may leave it less than there is.
public struct Allowance: Sendable, Equatable {
  /// Cores, at least 1.
  public let cores: Int
  /// Bytes.
  public let memory: Int
  /// Names of graphics processors, as ``deviceVariable`` lists them.
  public let devices: [String]

  /// The variable that says which graphics processors a process sees.
  static let deviceVariable = "CUDA_VISIBLE_DEVICES"

  /// The allowance of this process, asked once.
  public static let current = Allowance(
    root: "", cores: schedulable(), memory: Int(ProcessInfo.processInfo.physicalMemory),
    visible: ProcessInfo.processInfo.environment[deviceVariable])

  /// The least of what there is and what the control groups of this process grant.
  /// - Parameters:
  ///   - root: what stands before `/proc` and `/sys`.
  ///   - cores: the cores on which the process may run.
  ///   - memory: the bytes that the machine has.
  ///   - visible: the list of graphics processors that the process was given; all of the machine if nil.
  init(root: String, cores: Int, memory: Int, visible: String? = nil) {
    let groups = ControlGroups(root: root)
    self.cores = max(1, min(cores, groups.cores ?? cores))
    self.memory = max(1, min(memory, groups.memory ?? memory))
    devices = visible.map(Self.listed) ?? Self.installed(root)
  }

  /// The names in a list up to the first that is none, as CUDA reads it.
  private static func listed(_ list: String) -> [String] {
    let names = list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return Array(names.prefix { !$0.isEmpty && !$0.hasPrefix("-") && $0 != "NoDevFiles" })
  }

  /// The numbers of the devices that the driver made.
  private static func installed(_ root: String) -> [String] {
    let names = (try? FileSystem.names(in: root + "/dev")) ?? []
    return names.compactMap { $0.hasPrefix("nvidia") ? Int($0.dropFirst(6)) : nil }.sorted().map(String.init)
  }

  /// The cores on which the scheduler may put this process.
  private static func schedulable() -> Int {
    let all = ProcessInfo.processInfo.activeProcessorCount
    #if canImport(Glibc)
      // As many bits as the kernel may want; it says how many bytes of them it has written.
      var set = [UInt64](repeating: 0, count: 1024)
      let bytes = set.withUnsafeMutableBytes { buffer in
        buffer.baseAddress.map { SystemCalls.affinity(0, buffer.count, $0) } ?? -1
      }
      let cores = set.reduce(0) { $0 + $1.nonzeroBitCount }
      return bytes >= 0 && cores > 0 ? min(cores, all) : all
    #else
      return all
    #endif
  }
}

/// The limits of the control groups of a process, of both versions.
struct ControlGroups {
  private let root: String

  /// - Parameter root: what stands before `/proc` and `/sys`.
  init(root: String) { self.root = root }

  /// Bytes; nil without a limit.
  var memory: Int? {
    let second = folders("", in: "/sys/fs/cgroup").compactMap { number("\($0)/memory.max") }
    let first = folders("memory", in: "/sys/fs/cgroup/memory").compactMap { number("\($0)/memory.limit_in_bytes") }
    return (first + second).min()
  }

  /// Whole cores' worth of time, at least one; nil without a limit.
  var cores: Int? {
    let second = folders("", in: "/sys/fs/cgroup").compactMap { folder -> Double? in
      let words = text("\(folder)/cpu.max")?.split(separator: " ").compactMap { Double($0) } ?? []
      return words.count == 2 ? share(words[0], words[1]) : nil
    }
    let first = ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"].flatMap { folders("cpu", in: $0) }.compactMap {
      folder -> Double? in
      guard let quota = number("\(folder)/cpu.cfs_quota_us"), let period = number("\(folder)/cpu.cfs_period_us") else {
        return nil
      }
      return share(Double(quota), Double(period))
    }
    return (first + second).min().map { max(1, Int($0)) }
  }

  private func share(_ quota: Double, _ period: Double) -> Double? { quota > 0 && period > 0 ? quota / period : nil }

  /// The folders of the group of this process and of all above it; of version 2 where `controller` is empty. Within a
  /// container the path may be that outside, and the group's own folder the top.
  private func folders(_ controller: String, in top: String) -> [String] {
    let lines = text("/proc/self/cgroup")?.split(separator: "\n") ?? []
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3,
        parts[1].split(separator: ",").contains(where: { $0 == controller })
          || (controller.isEmpty && parts[1].isEmpty)
      else { continue }
      var folders = [top]
      for name in parts[2].split(separator: "/") where name != ".." {
        folders.append("\(folders[folders.count - 1])/\(name)")
      }
      return folders
    }
    return []
  }

  private func text(_ path: String) -> String? {
    (try? FileSystem.read(root + path)).flatMap { $0 }.map {
      String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
  }

  /// A positive number that fits; "max" and the like are no limit.
  private func number(_ path: String) -> Int? { text(path).flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
}
