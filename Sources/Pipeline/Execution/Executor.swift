import Documents
import Foundation
import Synchronization

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
  /// What programs that the stage starts are told of the world around them.
  public internal(set) var surroundings = Surroundings()

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

  static func failed(by error: any Error, log: String = "") -> StageOutcome {
    switch error {
    case let failure as StageFailure: .failed(failure, log: log)
    case let error as FileError: .failed(.file(error), log: log)
    default: .failed(.threw(OneLine.words(error)), log: log)
    }
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
  /// It needs more graphics processors than there are.
  case tooFewDevices(asked: Int, machine: Int)
  case signal(Int32)
  case exit(Int32)
  case interrupted
  case sourceChanged(String)
  case noSuchKind(String)
  case file(FileError)
  case exportFailed(String)
}

/// One run of a stage in its private folder, from links to the inputs to published outputs.
struct StageAttempt {
  let task: StageTask

  private var work: String { task.folder + "/work" }

  func perform(_ programs: Programs = Programs(), logger: @escaping @Sendable (String) -> Void) throws -> [StageResult
    .Made]
  {
    var workspace = Workspace(
      directory: URL(filePath: work, directoryHint: .isDirectory), inputs: try linkInputs(), lineage: task.lineage,
      programs: programs, logger: logger)
    workspace.surroundings = task.surroundings
    do {
      try task.stage.run(workspace)
    } catch let error as StageFailure {
      throw error
    } catch {
      guard let file = error as? FileError ?? FileError(foundation: error) else {
        throw StageFailure.threw(OneLine.words(error))
      }
      throw StageFailure.file(file.within(work).within(task.folder))
    }
    return try publish()
  }

  /// Links to the inputs under names that say what they are, since the names of objects do not.
  private func linkInputs() throws -> [Slot<URL?>] {
    var taken: Set<String> = []
    return try task.inputs.map { input in
      try input.map { item in
        switch item.content {
        case .missing: return nil
        case .source(let path, _): return URL(filePath: path)
        case .object(let digest, let name):
          let link = task.folder + "/in/" + Self.unique(name, &taken)
          let object = ObjectFolder(path: task.objects).file(digest)
          try FileSystem.check(symlink(object, link), .write, link)
          return URL(filePath: link)
        }
      }
    }
  }

  /// `name` as that of a file which no other link has.
  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    let safe = name.unicodeScalars.map { $0 == "/" || $0.value < 0x20 ? "_" : Character($0) }
    // So many scalars rather than letters, which may hold many scalars: a name of a file has at most 255 bytes.
    let stem = String(safe.prefix(60))
    var (name, count) = (stem, 1)
    while !taken.insert(name).inserted {
      count += 1
      name = "\(stem)~\(count)"
    }
    return name
  }

  private func publish() throws -> [StageResult.Made] {
    let declared = task.stage.outputs
    let expected = Set(declared.map(\.fileName))
    let isProgram = type(of: task.stage).kind.startsPrograms
    let stray = try FileSystem.names(in: work).first { name in
      !expected.contains(name) && !(isProgram && CacheNames.contains(name))
    }
    if let stray {
      throw StageFailure.undeclared(stray)
    }
    for output in declared {
      var status = stat()
      guard lstat("\(work)/\(output.fileName)", &status) == 0 else { throw StageFailure.outputMissing(output.fileName) }
      guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
        throw StageFailure.outputNotAFile(output.fileName)
      }
    }
    let folder = ObjectFolder(path: task.objects)
    let copies = isProgram ? task.folder + "/copy" : nil
    return try declared.map { output in
      let (digest, fingerprint) = try folder.publish("\(work)/\(output.fileName)", copyingTo: copies)
      return .init(name: output.name, digest: digest, fingerprint: fingerprint)
    }
  }
}

/// Runs stages in this process: for quick kinds and for tests. A crash takes the program with it, and a timeout is not
/// enforced.
public struct InProcessExecutor: Executor {
  /// An executor without state.
  public init() {}

  private final class Log: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0 += line + "\n" } }
  }

  public func perform(_ task: StageTask) -> StageOutcome {
    let log = Log()
    let start = ContinuousClock.now
    do {
      let outputs = try StageAttempt(task: task).perform { log.add($0) }
      return .made(
        StageResult(outputs: outputs, seconds: start.elapsed, memory: 0, log: log.text))
    } catch {
      return .failed(by: error, log: log.text)
    }
  }

  public func cancel() {}
  public func shutdown() {}
}

extension ContinuousClock.Instant { var elapsed: Double { (ContinuousClock.now - self) / .seconds(1) } }
