import Foundation

/// What SLURM is asked through its own programs, each within a limit of time: the controller may be down.
enum Slurm {
  /// Seconds that an answer may take; with its controller down SLURM gives up after nine.
  private static let patience = 15.0

  /// A job in the queue.
  struct Job: Equatable {
    let id: String
    let name: String
    let state: String
    let reason: String
  }

  /// The user's own jobs.
  /// - Throws: ``EngineError/slurmSilent(_:)``.
  static func queue(named name: String? = nil) throws -> [Job] {
    let own = ["squeue", "--noheader", "--user=\(getuid())", "--format=%i|%j|%T|%r"]
    let text = try ask(own + (name.map { ["--name=\($0)"] } ?? []))
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard words.count == 4 else { return nil }
      return Job(id: words[0].trimmingCharacters(in: .whitespaces), name: words[1], state: words[2], reason: words[3])
    }
  }

  /// Ends all of the user's jobs of that name, also those that wait.
  static func cancel(named name: String) throws { _ = try ask(["scancel", "--user=\(getuid())", "--name=\(name)"]) }

  /// Submits a job that is requeued with its node, and is told a minute before its time is up.
  /// - Returns: its number.
  static func submit(_ arguments: [String]) throws -> String {
    let own = ["sbatch", "--parsable", "--requeue", "--open-mode=append", "--signal=B:TERM@60"]
    let output = ProgramOutput(of: own + arguments, within: patience)
    guard output.succeeded else { throw EngineError.submissionRefused(output.lastLine) }
    let words = output.text.split(separator: "\n").last?.split(separator: ";").first
    guard let job = words.map(String.init), Int(job) != nil else {
      throw EngineError.slurmSilent("sbatch did not say a number")
    }
    return job
  }

  static func cancel(job: String) throws { _ = try ask(["scancel", job]) }

  /// The fields of a job; none where nobody knows it any more.
  static func job(_ id: String) -> [String: String] {
    let output = ProgramOutput(of: ["scontrol", "--oneliner", "show", "job", id], within: patience)
    return output.succeeded ? SlurmEnd.fields(output.text) : [:]
  }

  /// Seconds that a job has left; nil without a limit, or where nobody knows.
  static func secondsLeft(_ id: String) -> Double? {
    let output = ProgramOutput(of: ["squeue", "--noheader", "--jobs=\(id)", "--format=%L"], within: patience)
    return output.succeeded ? seconds(output.lastLine) : nil
  }

  /// A time as SLURM writes it: `1-02:03:04`, `1-02:03`, `2:03:04`, `3:04`.
  static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let days = parts.count == 2 ? Double(parts[0]) : 0
    let fields = (parts.last ?? "").split(separator: ":").map { Double($0) ?? .nan }
    guard let days, (parts.count == 2 ? 1...3 : 2...3).contains(fields.count) else { return nil }
    // With days the first field is hours, without them the last is seconds.
    let all = [3600.0, 60, 1]
    let units = parts.count == 2 ? all[...] : all.suffix(fields.count)
    let seconds = zip(fields, units).reduce(days * 86400) { $0 + $1.0 * $1.1 }
    return seconds.isFinite ? seconds : nil
  }

  /// Cores and bytes of the largest node of a partition, of the default one if nil.
  static func largestNode(_ partition: String?) throws -> (cores: Int, memory: Int)? {
    let text = try ask(["sinfo", "--noheader", "--format=%c %m"] + (partition.map { ["--partition=\($0)"] } ?? []))
    let nodes = text.split(separator: "\n").compactMap { line -> (Int, Int)? in
      let numbers = line.split(separator: " ").map { Int($0.prefix { $0.isNumber }) }
      guard numbers.count == 2, let cores = numbers[0], let memory = numbers[1] else { return nil }
      return (cores, memory << 20)
    }
    guard let cores = nodes.map(\.0).max(), let memory = nodes.map(\.1).max() else { return nil }
    return (cores, memory)
  }

  private static func ask(_ arguments: [String]) throws -> String {
    let output = ProgramOutput(of: arguments, within: patience)
    guard output.succeeded else {
      let reason = output.lastLine.isEmpty ? "\(arguments[0]) took longer than \(Int(patience)) s" : output.lastLine
      throw EngineError.slurmSilent(reason)
    }
    return output.text
  }
}
