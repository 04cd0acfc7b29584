import Documents
import Foundation
import Synchronization

/// Where stages are done: in worker processes, in this process, or on the nodes of a cluster.
///
/// A task is an idempotent command: it writes into a private folder, checks its outputs and publishes them by rename under
/// their digests; done twice it leaves the same. The runner holds the lock of the key meanwhile, has verified the inputs,
/// and records the outcome.
public protocol Executor: Sendable {
  /// What stages may use together within `options`.
  func capacity(_ options: RunOptions) -> any Capacity
  /// Gets ready for the tasks of one run; `tell` may be called from any thread until ``shutdown()`` has returned.
  func begin(_ run: ExecutorRun, _ tell: @escaping @Sendable (ExecutorEvent) -> Void) throws
  /// Takes a task; `tell` hears when it begins, and once how it ended. Returns at once.
  func submit(_ task: StageTask, _ tell: @escaping @Sendable (TaskEvent) -> Void)
  /// Stops what runs, soon; the stopped tasks end as failed. May be called from any thread.
  func cancel()
  /// Gives back what is kept from task to task; no task runs any more.
  /// - Returns: what could not be given back, and what helps, in one line.
  @discardableResult func shutdown() -> String?
}

extension Executor {
  public func capacity(_ options: RunOptions) -> any Capacity { MachineCapacity(options) }
  public func begin(_ run: ExecutorRun, _ tell: @escaping @Sendable (ExecutorEvent) -> Void) throws {}
}

/// The run that an executor works for.
public struct ExecutorRun: Sendable {
  /// The cache folder.
  public let cache: String
  /// The folder of the project.
  public let root: String
}

/// What an executor says of itself.
public enum ExecutorEvent: Sendable {
  /// How it stands, in a few words.
  case state(String)
  /// It cannot do any tasks; the reason is one line.
  case unusable(String)
}

/// What becomes of a task.
public enum TaskEvent: Sendable {
  /// It is being done.
  case began
  case ended(StageOutcome)
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
  /// What programs that the stage starts are told of the world around them.
  public internal(set) var surroundings = Surroundings()
  /// What it asks for.
  public internal(set) var needs = Resources()
  /// Seconds that it will take, where anything tells.
  public internal(set) var estimate: Double?
  /// Whether it is done on another machine, which may not see yet what was written here, and must make durable what it
  /// writes.
  public internal(set) var isRemote = false

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
  /// The place where it was done is gone, for a reason that is not the stage's.
  case lost(String)

  static func failed(by error: any Error, log: String = "") -> StageOutcome {
    switch error {
    case let failure as StageFailure: .failed(failure, log: log)
    case let error as FileError: .failed(.file(error), log: log)
    default: .failed(.threw(OneLine.words(error)), log: log)
    }
  }
}

extension StageOutcome {
  /// What a worker on this machine answered.
  init(answer: JSON, log: String) {
    if let result = StageResult(answer: answer, log: log) {
      self = .made(result)
    } else if let error = answer["file"].flatMap(FileError.init) {
      self = .failed(.file(error), log: log)
    } else {
      self = .failed(.threw(answer["error"]?.string ?? "the worker gave an answer that cannot be read"), log: log)
    }
  }

  /// What a worker on the machine `host` answered; nil as long as an output is not to be seen here.
  init?(answer: JSON, of task: StageTask, from host: String?) {
    guard answer["outputs"] != nil else {
      self.init(answer: answer, log: answer["log"]?.string ?? "")
      return
    }
    guard var result = StageResult(answer: answer, seenIn: ObjectFolder(path: task.objects)) else { return nil }
    result.host = host
    self = .made(result)
  }

  /// The same, waiting for the outputs.
  init(lateAnswer answer: JSON, of task: StageTask, from host: String?) {
    self =
      Patience.wait(for: task.objects + "/.") { StageOutcome(answer: answer, of: task, from: host) }
      ?? .lost("what \(host ?? "another machine") wrote is not to be seen here after a minute")
  }
}

/// What a task made.
public struct StageResult: Sendable {
  let outputs: [Made]
  /// Wall time.
  public let seconds: Double
  /// Peak bytes of the process that ran it; 0 when not measured.
  public let memory: Int
  public let log: String
  /// The machine on which it was made; this one if nil.
  var host: String?

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
  /// It needs more bytes than any node of the cluster has.
  case tooLargeForNode(asked: Int, node: Int)
  /// It needs more graphics processors than there are.
  case tooFewDevices(asked: Int, machine: Int)
  case signal(Int32)
  case exit(Int32)
  case interrupted
  case sourceChanged(String)
  case noSuchKind(String)
  case file(FileError)
  case exportFailed(String)
  /// Another machine does not see a file or a folder as it is here.
  case notSeen(String, host: String)
  /// Its workers were lost, so many times.
  case lost(String, tries: Int)
  /// It ran into the limit of time of the batch job that it was a part of.
  case jobLimit(String)
  /// It took more than the bytes of the batch job that it was a part of.
  case memoryLimit(Int)
}
