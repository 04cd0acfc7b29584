import Foundation

/// Why a worker on a cluster ended, as far as anybody can tell: `srun` speaks of it, `scontrol` may know the job, and neither
/// has to. An exit code of 0 proves nothing, since `srun` says so after a node has failed.
struct SlurmEnd: Equatable {
  enum Cause: Equatable {
    /// The node failed, another job was put before it, or somebody cancelled it.
    case taken(String)
    /// The limit of time of its job.
    case time(String)
    /// It took more than so many bytes, where that is known.
    case memory(Int?)
    case signal(Int32)
    case exit(Int32)
  }

  let cause: Cause

  /// - Parameters:
  ///   - said: what `srun` wrote to standard error.
  ///   - job: the fields of `scontrol show job`; empty where it knows nothing.
  ///   - status: the wait status of `srun`.
  init(said: String, job: [String: String], status: Int32) {
    let state = job["JobState"] ?? ""
    let limit = job["TimeLimit"] ?? "its partition"
    let text = said.uppercased()
    let memory = [
      "OOM-KILL", "OOM_KILL", "OUT OF MEMORY", "OUT_OF_MEMORY", "EXCEEDED MEMORY LIMIT", "EXCEEDED JOB MEMORY",
    ]
    if state == "OUT_OF_MEMORY" || memory.contains(where: text.contains) {
      cause = .memory((job["MinMemoryNode"] ?? job["MinMemoryCPU"]).flatMap(Self.bytes))
    } else if state == "TIMEOUT" || text.contains("DUE TO TIME LIMIT") {
      cause = .time(limit)
    } else if state == "NODE_FAIL" || text.contains("NODE FAILURE") {
      cause = .taken("a node failed" + Self.place(job))
    } else if state == "PREEMPTED" || text.contains("DUE TO PREEMPTION") || text.contains("DUE TO JOB REQUEUE") {
      cause = .taken("another job was put before it" + Self.place(job))
    } else if state == "CANCELLED" || text.contains("CANCELLED AT") || text.contains("JOB HAS BEEN CANCELLED") {
      cause = .taken("somebody cancelled its job")
    } else if let signal = Self.signal(text) {
      cause = .signal(signal)
    } else if status & 0x7F == 0, (status >> 8) & 0xFF != 0, text.contains("EXITED WITH EXIT CODE") {
      cause = .exit((status >> 8) & 0xFF)
    } else {
      let words = said.split(separator: "\n").last { $0.contains("error") }
      cause = .taken(
        words.map { $0.trimmingCharacters(in: .whitespaces) } ?? "its connection was lost" + Self.place(job))
    }
  }

  /// The line of what was said that tells most about a worker that never came up; nil where nothing was said.
  ///
  /// What the node says, or the program itself, is told before what `srun` makes of it.
  static func complaint(_ said: String) -> String? {
    let lines = said.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
      !$0.isEmpty && !$0.hasPrefix("Try \"srun")
    }
    let own = lines.last {
      !$0.hasPrefix("srun: ") && !$0.contains("CANCELLED AT")
    }
    return own ?? lines.first { $0.contains("error:") || $0.contains("fatal:") } ?? lines.last
  }

  private static func place(_ job: [String: String]) -> String { job["NodeList"].map { " (\($0))" } ?? "" }

  /// An amount of memory as SLURM writes it: `1000M`, `1.50G`.
  static func bytes(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]
    guard let last = text.last, let shift = units[last], let number = Double(text.dropLast()), 0...1e6 ~= number else {
      return nil
    }
    return Int(number * Double(1 << shift))
  }

  /// The signal that ended a task, as `srun` tells it: `task 0: Segmentation fault`.
  private static func signal(_ text: String) -> Int32? {
    let names: [(String, Int32)] = [
      ("SEGMENTATION FAULT", 11), ("KILLED", 9), ("ABORTED", 6), ("ILLEGAL INSTRUCTION", 4), ("BUS ERROR", 7),
      ("FLOATING POINT EXCEPTION", 8), ("TRACE/BREAKPOINT TRAP", 5),
    ]
    return names.first { text.contains("TASK 0: \($0.0)") }?.1
  }

  /// The fields of `scontrol show job --oneliner`.
  static func fields(_ text: String) -> [String: String] {
    Dictionary(
      text.split(whereSeparator: \.isWhitespace).compactMap { word -> (String, String)? in
        guard let equals = word.firstIndex(of: "=") else { return nil }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
      }
    ) { first, _ in first }
  }
}
