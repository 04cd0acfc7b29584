import Documents
import Foundation
import Synchronization

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
    (self.program, self.arguments, self.environment) = (program, arguments, environment)
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
    } catch {
      return .failed(by: error)
    }
  }

  private static func outcome(_ answer: JSON, _ log: String) -> StageOutcome {
    if let result = StageResult(answer: answer, log: log) { return .made(result) }
    if let error = answer["file"].flatMap(FileError.init) { return .failed(.file(error), log: log) }
    return .failed(.threw(answer["error"]?.string ?? "the worker gave an answer that cannot be read"), log: log)
  }

  static func failure(_ status: Int32) -> StageFailure {
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }

  /// The end of a log, at most 16 kB of it, with a line before it that says so.
  static func tail(_ path: String) -> String {
    guard let handle = try? FileSystem.Handle(path, O_RDONLY),
      let size = Fingerprint(descriptor: handle.descriptor)?.size
    else { return "" }
    let limit: Int64 = 16 << 10
    if size > limit { lseek(handle.descriptor, off_t(size - limit), SEEK_SET) }
    var bytes: [UInt8] = []
    try? FileSystem.readChunks(handle.descriptor, path: path) { bytes.append(contentsOf: $0) }
    if size > limit, let newline = bytes.firstIndex(of: 10) { bytes.removeFirst(newline + 1) }
    let cut = size > limit ? "[the last \(bytes.count) of \(size) bytes]\n" : ""
    return cut + String(decoding: bytes, as: UTF8.self)
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

/// The other side of ``WorkerExecutor``: the body of the `worker` command.
public enum Worker {
  /// Does tasks until the runner is gone.
  /// - Parameter arguments: what stands after `worker` on the command line.
  public static func main(catalogue: Catalogue, arguments: [String]) -> Never {
    if let parent = value("--parent", arguments).flatMap({ pid_t($0) }) {
      // Always the third, so that no argument of a program is taken for it.
      if arguments.count > 2, arguments[2] == "--guard" { Guard.main(of: parent, Array(arguments[3...])) }
      dieWith(parent, by: SIGKILL)
    }
    if arguments.count > 2, arguments[2] == "--exec" { Guard.becomeProgram(Array(arguments[3...])) }
    // The stage's own output must not mix with answers, and what it starts must not inherit the channel.
    let answers = fcntl(3, F_DUPFD_CLOEXEC, 10)
    Guard.channel.store(answers, ordering: .relaxed)
    let requests = fcntl(0, F_DUPFD_CLOEXEC, 10)
    close(3)
    let nothing = open("/dev/null", O_RDONLY)
    dup2(nothing, 0)
    if nothing > 0 { close(nothing) }
    while let request = try? Wire.receive(from: requests) {
      guard (try? Wire.send(answer(request, catalogue), to: answers)) != nil else { break }
    }
    exit(0)
  }

  private static func value(_ name: String, _ arguments: [String]) -> String? {
    guard let at = arguments.firstIndex(of: name), at + 1 < arguments.count else { return nil }
    return arguments[at + 1]
  }

  /// Asks the kernel for a signal when `parent` ends, and ends at once if it has ended already.
  static func dieWith(_ parent: pid_t, by signal: Int32) {
    SystemCalls.signalAtParentDeath(signal)
    if getppid() != parent { exit(1) }
  }

  private static func answer(_ request: JSON, _ catalogue: Catalogue) -> JSON {
    do {
      guard let task = try StageTask(request: request, catalogue: catalogue) else {
        return ["error": "the worker got a request that it cannot read; build it anew"]
      }
      redirectOutput(to: task.folder + "/log")
      ResidentMemory.reset()
      let programs = Programs()
      let start = ContinuousClock.now
      let outputs = try StageAttempt(task: task).perform(programs) { line in
        let bytes = Array((line + "\n").utf8)
        try? bytes.withUnsafeBytes { try FileSystem.write($0, to: 1, path: "log") }
      }
      fflush(nil)
      return StageResult(
        outputs: outputs, seconds: start.elapsed, memory: max(ResidentMemory.peak(), programs.peak), log: ""
      ).answer
    } catch {
      fflush(nil)
      if case StageFailure.file(let file) = error { return ["file": file.json] }
      if let file = error as? FileError { return ["file": file.json] }
      return ["error": JSON(.string(OneLine.words(error)))]
    }
  }

  private static func redirectOutput(to path: String) {
    let log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard log >= 0 else { return }
    dup2(log, 1)
    dup2(log, 2)
    close(log)
  }
}
