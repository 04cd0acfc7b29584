import Documents
import Foundation
import Synchronization

/// The run of this process.
final class OwnClusterRun: Sendable {
  let run: ClusterRun
  let token: String
  /// The program of this process; nil when its file cannot be read.
  let program = OwnProgram()
  private let lock: Mutex<FileLock?>

  /// Begins a run of a project, after the jobs of dead ones were cancelled.
  /// - Throws: ``EngineError/runGoesOn(host:time:seconds:)`` when another run of the project is alive,
  ///   ``EngineError/jobsOfAnotherRun(_:)`` when one is of which this machine sees nothing.
  init(_ executor: ExecutorRun, _ allocation: SlurmSettings.Allocation?) throws {
    let prefix = ClusterRun.prefix(executor.root)
    let given = allocation?.name.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    try FileSystem.makeDirectories(executor.cache + "/runs")
    // One after the other looks whether it is alone, as far as locks reach.
    let turn = try FileLock(executor.cache + "/locks/runs", exclusive: true)
    defer { turn.release() }
    try Self.clearOthers(executor, allocation)
    try Self.refuseStrangers(prefix, allocation)
    let name = given ?? String(UInt32.random(in: 1 << 28...UInt32.max), radix: 16)
    let folder = "\(executor.cache)/runs/\(name)"
    try FileSystem.makeDirectories(folder)
    lock = Mutex(try FileLock(folder + "/lock", exclusive: true))
    token = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    run = ClusterRun(
      name: name, folder: folder,
      about: .init(
        host: FileSystem.host, process: getpid(), root: executor.root, jobs: prefix + name,
        time: Date().formatted(.iso8601), job: allocation?.job))
    let known = program.flatMap { $0.isRecent ? nil : $0 }
    try FileSystem.replace(folder + "/token", with: Array(RunToken(token: token, program: known).text.utf8))
    try FileSystem.replace(folder + "/about.json", with: Array(run.about.json.pretty.utf8))
    try beat()
    do { try yieldToEarlier(executor, allocation) } catch {
      end()
      throw error
    }
  }

  /// Ends the jobs of the project's dead runs; refuses where one lives.
  private static func clearOthers(_ executor: ExecutorRun, _ allocation: SlurmSettings.Allocation?) throws {
    for other in try ClusterRun.all(executor.cache) where other.about.root == executor.root {
      if let seconds = try other.life(seenFrom: allocation) {
        throw EngineError.runGoesOn(host: other.about.host, time: other.about.time, seconds: seconds)
      }
      try other.clear(seenFrom: allocation)
    }
  }

  /// Refuses where jobs of the project are in the queue; those that were just cancelled have a while to leave it.
  private static func refuseStrangers(_ prefix: String, _ allocation: SlurmSettings.Allocation?) throws {
    let start = ContinuousClock.now
    while true {
      let strangers = try Slurm.queue().filter {
        $0.name.hasPrefix(prefix) && $0.id != allocation?.job && $0.state != "COMPLETING"
      }
      if strangers.isEmpty { return }
      if start.elapsed > secondsToLeave {
        throw EngineError.jobsOfAnotherRun(
          strangers.prefix(3).map { "\($0.id) (\($0.state.lowercased()))" }.joined(separator: ", "))
      }
      usleep(200_000)
    }
  }

  private static let secondsToLeave = 3.0

  /// Gives way to one that began on another machine at the same time, where locks do not reach.
  private func yieldToEarlier(_ executor: ExecutorRun, _ allocation: SlurmSettings.Allocation?) throws {
    for other in try ClusterRun.all(executor.cache)
    where other.about.root == executor.root && other.name != run.name {
      guard (other.about.time, other.name) < (run.about.time, run.name),
        let seconds = try other.life(seenFrom: allocation)
      else { continue }
      throw EngineError.runGoesOn(host: other.about.host, time: other.about.time, seconds: seconds)
    }
  }

  /// Shows that it lives.
  func beat() throws {
    let handle = try FileSystem.Handle(run.folder + "/beat", O_WRONLY | O_CREAT | O_TRUNC)
    try FileSystem.write(text: Date().formatted(.iso8601), to: handle.descriptor)
  }

  /// Takes the folder away; a file that is open would stay in it on a shared file system, under another name.
  func end() {
    lock.withLock { $0 = nil }
    FileSystem.remove(run.folder)
  }

  /// Ends while jobs of it may be left in the queue: the folder stays, as that of a dead run.
  func leave() {
    unlink(run.folder + "/beat")
    lock.withLock { $0 = nil }
  }
}
