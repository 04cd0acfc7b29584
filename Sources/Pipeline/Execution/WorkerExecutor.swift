import Documents
import Foundation
import Synchronization

/// Does tasks in worker processes that are reused from task to task: a stage that crashes, hangs or runs out of memory takes
/// nothing else with it.
public final class WorkerExecutor: Executor {
  private let launcher: any Launcher
  private let inbox = WorkerInbox()
  private let isRunning = Mutex(false)

  /// The environment that workers get: nothing of the caller's, numbers that do not depend on the machine.
  public static let environment = [
    "LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell", "OMP_NUM_THREADS": "1", "SWIFT_BACKTRACE": "enable=no",
  ]

  /// Workers on this machine are `program` started with `arguments`; it must call
  /// ``Worker/main(catalogue:arguments:libraries:)``.
  public convenience init(
    program: String, arguments: [String] = ["worker"], environment: [String: String] = WorkerExecutor.environment
  ) { self.init(LocalLauncher(program: program, arguments: arguments, environment: environment)) }

  init(_ launcher: any Launcher) {
    self.launcher = launcher
    // A worker that dies between two requests must be an error of the next write, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
  }

  public func capacity(_ options: RunOptions) -> any Capacity { launcher.capacity(options) }

  public func begin(_ run: ExecutorRun, _ tell: @escaping @Sendable (ExecutorEvent) -> Void) throws {
    try launcher.begin(run)
    try inbox.open()
    isRunning.withLock { $0 = true }
    // The signal at a parent's death comes when the thread ends that started the process: so one thread starts them all.
    let thread = Thread { [launcher, inbox] in
      WorkerLoop(launcher, inbox, tell).run()
      inbox.close()
    }
    thread.name = "workers"
    thread.start()
  }

  public func submit(_ task: StageTask, _ tell: @escaping @Sendable (TaskEvent) -> Void) {
    inbox.send(.task(.init(task: task, tell: tell)))
  }

  public func cancel() { inbox.send(.cancel) }

  public func shutdown() {
    let wasRunning = isRunning.withLock { isRunning in
      defer { isRunning = false }
      return isRunning
    }
    guard wasRunning else { return }
    inbox.send(.shutdown)
    inbox.waitForClose()
    launcher.clear()
  }

  static func failure(_ status: Int32) -> StageFailure {
    let signal = status & 0x7F
    return signal == 0 ? .exit((status >> 8) & 0xFF) : .signal(signal)
  }
}

/// What the thread of the workers is told by others; a byte in a pipe wakes it.
final class WorkerInbox: Sendable {
  struct Assignment: Sendable {
    let task: StageTask
    let tell: @Sendable (TaskEvent) -> Void
  }

  enum Message: Sendable {
    case task(Assignment)
    case cancel
    case shutdown
    /// A worker that ended is gone for good; it had no task and had not introduced itself if there is a reason.
    case gone(reason: String?)
    /// A worker has so many seconds before it is taken away.
    case term(pid_t, Double)
    /// The launcher was asked how it stands.
    case attended(Result<String?, any Error>)
  }

  private struct State {
    var messages: [Message] = []
    var wake: (read: FileSystem.Handle, write: FileSystem.Handle)?
  }

  private let state = Mutex(State())
  private let closed = NSCondition()

  func open() throws {
    let pipe = try FileSystem.pipe()
    for end in [pipe.read, pipe.write] { _ = fcntl(end.descriptor, F_SETFL, O_NONBLOCK) }
    state.withLock { $0.wake = pipe }
  }

  func send(_ message: Message) {
    state.withLock { state in
      state.messages.append(message)
      if let wake = state.wake { _ = write(wake.write.descriptor, [1], 1) }
    }
  }

  /// The descriptor that can be read when there are messages.
  var descriptor: Int32 { state.withLock { $0.wake?.read.descriptor ?? -1 } }

  func receive() -> [Message] {
    state.withLock { state in
      var bytes = [UInt8](repeating: 0, count: 256)
      if let wake = state.wake { while read(wake.read.descriptor, &bytes, bytes.count) > 0 {} }
      defer { state.messages = [] }
      return state.messages
    }
  }

  func close() {
    closed.withLock {
      state.withLock { $0.wake = nil }
      closed.broadcast()
    }
  }

  func waitForClose() { closed.withLock { while state.withLock({ $0.wake != nil }) { closed.wait() } } }
}
