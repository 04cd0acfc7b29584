import Foundation

/// How workers come into being, and what their ends mean.
protocol Launcher: Sendable {
  /// How many workers there may be at once.
  var limit: Int { get }
  /// Whether workers are on other machines: they introduce themselves before they are given anything, and are given back when
  /// they have long been idle.
  var isRemote: Bool { get }
  /// What stages may use together within `options`.
  func capacity(_ options: RunOptions) -> any Capacity
  /// Gets ready for one run.
  func begin(_ run: ExecutorRun) throws
  /// The worker that does what is given `needs`; all that are equal share their workers.
  func shape(of needs: Resources) -> Resources
  /// Starts a worker. Called from one thread, which lives as long as the executor.
  func launch(_ shape: Resources) throws -> WorkerProcess
  /// Why a worker that introduced itself with `word` cannot be used; nil if it can.
  func objection(to word: WorkerIntroduction) -> String?
  /// Starts no more workers where that one came from, if there are other places.
  func avoid(_ word: WorkerIntroduction)
  /// Seconds that a worker has before it is taken away; nil where there is no limit. May take long.
  func secondsLeft(_ word: WorkerIntroduction) -> Double?
  /// What the end of a worker means for the task that it had, or for the run when it had introduced itself to nobody. May take
  /// long.
  func judge(_ end: WorkerEnd) -> WorkerLoss
  /// Called now and then while tasks wait or run, and more often than each ten seconds: how the launcher stands, in a few
  /// words. Throws what ends the run.
  func attend(_ workers: WorkerCounts) throws -> String?
  /// Ends whatever is left of workers that were started and whose processes here are gone.
  /// - Returns: what is left even so, and what helps, in one line.
  func clear() -> String?
}

extension Launcher {
  func capacity(_ options: RunOptions) -> any Capacity { MachineCapacity(options) }
  func begin(_ run: ExecutorRun) throws {}
  func secondsLeft(_ word: WorkerIntroduction) -> Double? { nil }
  func objection(to word: WorkerIntroduction) -> String? { nil }
  func avoid(_ word: WorkerIntroduction) {}
  func attend(_ workers: WorkerCounts) throws -> String? { nil }
  func clear() -> String? { nil }
}

/// How a worker ended.
struct WorkerEnd {
  let process: WorkerProcess
  /// The wait status.
  let status: Int32
  /// What it said of itself; nil when it ended before that.
  let introduction: WorkerIntroduction?
  /// Whether the task that it had was its first.
  let isFirstTask: Bool
  /// Bytes that the task asked for.
  let memory: Int
}

/// What the end of a worker means.
enum WorkerLoss: Equatable {
  /// The task failed.
  case failed(StageFailure)
  /// The task may be well; the worker is gone for a reason of its own.
  case lost(String)
}

/// How many workers there are.
struct WorkerCounts: Equatable {
  /// They were started and have not introduced themselves.
  var pending = 0
  var idle = 0
  var busy = 0
}

/// Workers on this machine, which are up at once.
struct LocalLauncher: Launcher {
  let program: String
  let arguments: [String]
  let environment: [String: String]

  var limit: Int { .max }
  var isRemote: Bool { false }

  func shape(of needs: Resources) -> Resources { Resources() }

  func launch(_ shape: Resources) throws -> WorkerProcess {
    try WorkerProcess(
      program: program, arguments: arguments + ["--parent", String(getpid())], environment: environment)
  }

  func judge(_ end: WorkerEnd) -> WorkerLoss { .failed(WorkerExecutor.failure(end.status)) }
}
