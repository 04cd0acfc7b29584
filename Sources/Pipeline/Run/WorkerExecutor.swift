import Documents
import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Does tasks in child processes that are reused from task to task: a stage that crashes, hangs or runs out of memory
/// takes nothing else with it.
public final class WorkerExecutor: Executor {
  private let program: String
  private let arguments: [String]
  private let environment: [String: String]
  private let pool = Mutex(Pool())

  private struct Pool {
    var idle: [WorkerProcess] = []
    var busy: [WorkerProcess] = []
    var isCancelled = false
  }

  /// The environment that workers get: nothing of the caller's, numbers that do not depend on the machine.
  public static let environment = [
    "LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no",
  ]

  /// Workers are `program` started with `arguments`; it must call ``Worker/main(catalogue:arguments:)``.
  public init(
    program: String, arguments: [String] = ["worker"], environment: [String: String] = WorkerExecutor.environment
  ) {
    self.program = program
    self.arguments = arguments
    self.environment = environment
    // A worker that dies between two requests must be an error of the next write, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
  }

  public func perform(_ task: StageTask) -> StageOutcome {
    do {
      guard let worker = try take() else { return .failed(.interrupted, log: "") }
      let reply = worker.ask(task.request, timeout: task.timeout)
      let log = Self.tail(task.folder + "/log")
      if case .answer(let answer) = reply {
        giveBack(worker)
        return Self.outcome(answer, log)
      }
      let isCancelled = pool.withLock { $0.isCancelled }
      forget(worker)
      if isCancelled { return .failed(.interrupted, log: log) }
      switch reply {
      case .ended(let status): return .failed(Self.failure(status), log: log)
      case .timeout, .answer:
        worker.kill()
        return .failed(.timeout(task.timeout ?? 0), log: log)
      }
    } catch let error as FileError {
      return .failed(.file(error), log: "")
    } catch {
      return .failed(.threw(StageAttempt.oneLine(error)), log: "")
    }
  }

  private static func outcome(_ answer: JSON, _ log: String) -> StageOutcome {
    if let result = StageResult(answer: answer, log: log) { return .made(result) }
    return .failed(.threw(answer["error"]?.string ?? "the worker gave an answer that cannot be read"), log: log)
  }

  /// What a wait status says.
  static func failure(_ status: Int32) -> StageFailure {
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  /// The end of a log, at most 16 kB of it.
  static func tail(_ path: String) -> String {
    guard let handle = try? FileSystem.Handle(path, O_RDONLY),
      let size = Fingerprint(descriptor: handle.descriptor)?.size
    else { return "" }
    let limit: Int64 = 16 << 10
    if size > limit { lseek(handle.descriptor, off_t(size - limit), SEEK_SET) }
    var bytes: [UInt8] = []
    try? FileSystem.readChunks(handle.descriptor, path: path) { bytes.append(contentsOf: $0) }
    if size > limit, let newline = bytes.firstIndex(of: 10) { bytes.removeFirst(newline + 1) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func take() throws -> WorkerProcess? {
    let (idle, isCancelled) = pool.withLock { pool -> (WorkerProcess?, Bool) in
      guard !pool.isCancelled, let worker = pool.idle.popLast() else { return (nil, pool.isCancelled) }
      pool.busy.append(worker)
      return (worker, false)
    }
    if isCancelled { return nil }
    if let idle { return idle }
    let own = ["--parent", String(getpid())]
    let worker = try WorkerProcess(program: program, arguments: arguments + own, environment: environment)
    pool.withLock {
      $0.busy.append(worker)
      if $0.isCancelled { worker.signalGroup() }
    }
    return worker
  }

  private func giveBack(_ worker: WorkerProcess) {
    pool.withLock { pool in
      pool.busy.removeAll { $0 === worker }
      pool.idle.append(worker)
    }
  }

  private func forget(_ worker: WorkerProcess) { pool.withLock { $0.busy.removeAll { $0 === worker } } }

  public func cancel() {
    pool.withLock { pool in
      pool.isCancelled = true
      pool.busy.forEach { $0.signalGroup() }
    }
  }

  public func shutdown() {
    let idle = pool.withLock { pool in
      defer { pool.idle = [] }
      return pool.idle
    }
    idle.forEach { $0.kill() }
  }
}
