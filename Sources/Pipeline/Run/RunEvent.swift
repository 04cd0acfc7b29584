import Foundation

/// What a run tells while it goes on.
public enum RunEvent: Sendable {
  /// So many stages are to be looked at.
  case began(total: Int)
  /// A stage runs; `estimate` is the time of its last run in seconds.
  case started(id: String, estimate: Double?)
  /// A stage is settled; `done` of `total` are.
  case finished(id: String, StageFinish, done: Int, total: Int)
  /// Something in the cache was damaged and is made anew.
  case damaged(Damage)
  /// A result was made again and differs from the recorded one: its kind is not deterministic.
  case unstable(id: String)
  /// A file was written into the project.
  case exported(path: String)
  /// Another run makes this result; waiting for it.
  case waiting(id: String)
}

/// How a stage was settled.
public enum StageFinish: Sendable, Equatable {
  case cached
  case ran(seconds: Double)
  case failed(StageFailure, log: String)
  case notRun(String)
}

/// What a run did.
public struct RunSummary: Sendable {
  public internal(set) var cached = 0
  public internal(set) var ran = 0
  /// Failed stages with the reason, in the order in which they failed.
  public internal(set) var failures: [(id: String, failure: StageFailure)] = []
  /// Stages that were not run, with the reason, in the order of the graph.
  public internal(set) var notRun: [(id: String, reason: String)] = []
  /// Files written into the project.
  public internal(set) var exported: [String] = []
  public internal(set) var damage: [Damage] = []
  /// Whether it was stopped by ``Engine/cancel()`` before its end; running it again goes on.
  public internal(set) var isInterrupted = false
  /// Wall time.
  public internal(set) var seconds = 0.0
  /// True when a stamp showed that nothing changed, so that nothing was looked at in detail.
  public internal(set) var isUnchanged = false
  /// The note that the caller left with the stamp (see ``StampRequest/note``).
  public internal(set) var note = ""

  /// Whether every stage has its result or lacks only data that is not there.
  public var succeeded: Bool { failures.isEmpty && !isInterrupted }
}

/// How a run is done.
public struct RunOptions: Sendable {
  /// Cores that stages use together.
  public var jobs: Int
  /// Bytes that stages use together.
  public var memory: Int
  /// Bytes that the machine has; a stage that asks for more is refused before it starts.
  public var machineMemory: Int
  /// Whether stages that do not rest on a failed one go on.
  public var keepGoing: Bool
  /// Whether stages may start programs.
  public var allowCommands: Bool
  /// Whether what tolerates missing inputs below the targets, such as report pages, is brought up to date as well; what
  /// else that rests on is used if it is there.
  public var withPages: Bool
  /// What to remember so that the next run sees at once that nothing changed; nil to remember nothing.
  public var stamp: StampRequest?

  /// Options of a run.
  public init(
    jobs: Int, memory: Int, machineMemory: Int = Int(ProcessInfo.processInfo.physicalMemory), keepGoing: Bool = true,
    allowCommands: Bool = false, withPages: Bool = false, stamp: StampRequest? = nil
  ) {
    self.jobs = jobs
    self.memory = memory
    self.machineMemory = machineMemory
    self.keepGoing = keepGoing
    self.allowCommands = allowCommands
    self.withPages = withPages
    self.stamp = stamp
  }
}
