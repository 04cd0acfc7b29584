import Documents

/// Where stages are done: in worker processes, in this process, or one day on a cluster.
///
/// A task is an idempotent command: it writes into a private folder, checks its outputs and publishes them by rename under
/// their digests; done twice it leaves the same. The runner holds the lock of the key meanwhile, has verified the inputs,
/// and records the outcome.
public protocol Executor: Sendable {
  /// Does one task and returns when it ended, however it ended. Called from as many threads at once as tasks run.
  func perform(_ task: StageTask) -> StageOutcome
  /// Stops what runs, soon; the stopped tasks return as failed. May be called from any thread.
  func cancel()
  /// Gives back what is kept from task to task; no task runs any more.
  func shutdown()
}

/// One stage to be done: all that the place where it runs has to know.
public struct StageTask: Sendable {
  /// The readable name, for messages.
  public let id: String
  public let kind: String
  /// What the stage is decoded from.
  public let definition: JSON
  /// The decoded stage.
  public let stage: any Stage
  public let inputs: [Slot<InputValue>]
  public let lineage: Lineage?
  /// Seconds after which the attempt is stopped.
  public let timeout: Double?
  /// The private folder, holding empty folders `work` and `in`; the log of the stage goes to `log` in it.
  public let folder: String
  /// The folder of objects, on the same file system.
  public let objects: String

  /// The objects that the stage reads.
  var objectDigests: [Digest] {
    inputs.flatMap { $0.contents.compactMap { if case .object(let digest, _) = $0 { digest } else { nil } } }
  }
}

/// How a task ended.
public enum StageOutcome: Sendable {
  case made(StageResult)
  case failed(StageFailure, log: String)
  /// These inputs are missing or damaged; nothing was run.
  case inputsLost([Digest])
}

/// What a task made.
public struct StageResult: Sendable {
  let outputs: [Made]
  /// Wall time.
  public let seconds: Double
  /// Peak bytes of the process that ran it; 0 when not measured.
  public let memory: Int
  public let log: String

  /// A published output, and how `stat` saw it.
  struct Made: Sendable {
    let name: String
    let digest: Digest
    let fingerprint: Fingerprint
  }
}

/// Why a stage failed.
public enum StageFailure: Error, Equatable, Sendable {
  /// The stage threw this error.
  case threw(String)
  case outputMissing(String)
  case outputNotAFile(String)
  case undeclared(String)
  case timeout(Double)
  /// It needs more bytes than the machine has, so nothing was started.
  case tooLarge(asked: Int, machine: Int)
  case signal(Int32)
  case exit(Int32)
  case interrupted
  case sourceChanged(String)
  case noSuchKind(String)
  case file(FileError)
  case exportFailed(String)
}
