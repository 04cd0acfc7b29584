import Foundation

/// Why a worker on a cluster ended, as far as anybody can tell: `srun` speaks of it, `scontrol` may know the job, and neither
/// has to. An exit code of 0 proves nothing, since `srun` says so after a node has failed.
struct SlurmEnd: Equatable {
  enum Cause: Equatable {
    /// The node failed, another job was put before it, or somebody cancelled it.
    case taken(String)
    /// The limit of time of its job.
    case time(String)
    case memory
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
      cause = .memory
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

  private static func place(_ job: [String: String]) -> String { job["NodeList"].map { " (\($0))" } ?? "" }

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
