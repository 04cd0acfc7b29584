import Foundation
import Synchronization

/// The process between a worker and the program of a stage: it ends everything that the program started, when the program
/// has ended, and when the worker has, however that came about.
///
/// It has a process group of its own, so that what kills a worker leaves it alone; the kernel tells it of the worker's death
/// and of the program's. What the program leaves behind becomes its child (a "subreaper"), also what calls `setsid`.
enum Guard {
  /// How a program ended.
  struct Report: Equatable {
    /// The wait status.
    var status: Int32
    /// Peak bytes of the largest process among the program and what it started.
    var memory: Int
    /// The number of the error that kept it from starting, 0 when it started.
    var startError: Int32 = 0
  }

  /// The descriptor on which a worker answers, -1 in other processes: the guard holds it too, so that the runner sees it
  /// closed only when both are gone.
  static let channel = Atomic<Int32>(-1)

  /// Where the guard finds the pipe to its worker, and the worker's channel.
  private static let (report, held): (Int32, Int32) = (3, 4)
  /// Where the process that becomes the program says that it could not.
  private static let start: Int32 = 3

  /// Runs a program to its end, and what it started; output goes where that of this process goes.
  static func run(_ arguments: [String], in folder: String, environment: [String: String]) throws -> Report {
    let (id, pipe) = try startGuard(arguments, in: folder, environment)
    defer {
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }
    var words = [Int64](repeating: -1, count: 3)
    let count = words.withUnsafeMutableBytes { read(pipe.descriptor, $0.baseAddress, $0.count) }
    // Somebody ended the guard itself.
    guard count == 24 else { return Report(status: SIGKILL, memory: 0) }
    return Report(
      status: Int32(truncatingIfNeeded: words[0]), memory: Int(words[1]),
      startError: Int32(truncatingIfNeeded: words[2]))
  }

  private static func startGuard(
    _ arguments: [String], in folder: String, _ environment: [String: String]
  ) throws -> (id: pid_t, pipe: FileSystem.Handle) {
    let (reading, writing) = try FileSystem.pipe()
    return try withExtendedLifetime(writing) {
      var inherited = [(from: writing.descriptor, to: report)]
      let channel = channel.load(ordering: .relaxed)
      if channel >= 0 { inherited.append((from: channel, to: held)) }
      return (try helper(["--guard", folder] + arguments, environment, inherited, hasOwnGroup: true).start(), reading)
    }
  }

  /// This executable once more, as a helper; the kernel tells it when the calling thread ends.
  private static func helper(
    _ arguments: [String], _ environment: [String: String], _ inherited: [(from: Int32, to: Int32)],
    hasOwnGroup: Bool = false
  ) -> Spawn {
    let program = CommandLine.arguments[0]
    #if canImport(Glibc)
      let own = "/proc/self/exe"
    #else
      let own = program
    #endif
    return Spawn(
      program: own, arguments: [program, "worker", "--parent", String(getpid())] + arguments, environment: environment,
      inherited: inherited, hasOwnGroup: hasOwnGroup)
  }

  /// The body of the guard of `parent`; `arguments` are a folder to work in, the program, its arguments.
  static func main(of parent: pid_t, _ arguments: [String]) -> Never {
    for descriptor in [report, held] { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGCHLD, SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
    sigprocmask(SIG_BLOCK, &signals, nil)
    signal(SIGPIPE, SIG_IGN)
    Worker.dieWith(parent, by: SIGTERM)
    SystemCalls.becomeSubreaper()
    guard let (program, startError) = try? startProgram(arguments) else { exit(1) }
    var children = Children()
    var status: Int32?
    while status == nil {
      var signal: Int32 = 0
      sigwait(&signals, &signal)
      guard signal == SIGCHLD else {
        kill(program, SIGKILL)
        break
      }
      status = children.reap(until: program)
    }
    children.end()
    let words = [Int64(status ?? SIGKILL), Int64(children.peak), Int64(startError)]
    try? words.withUnsafeBytes { try FileSystem.write($0, to: report, path: "pipe") }
    exit(0)
  }

  private static func startProgram(_ arguments: [String]) throws -> (id: pid_t, error: Int32) {
    let (reading, id) = try withUnstarted { writing in
      try helper(["--exec"] + arguments, ProcessInfo.processInfo.environment, [(writing, start)]).start()
    }
    var error: Int32 = 0
    let count = withUnsafeMutableBytes(of: &error) { read(reading.descriptor, $0.baseAddress, $0.count) }
    return (id, count == 4 ? error : 0)
  }

  private static func withUnstarted(_ body: (Int32) throws -> pid_t) throws -> (FileSystem.Handle, pid_t) {
    let (reading, writing) = try FileSystem.pipe()
    return try withExtendedLifetime(writing) { (reading, try body(writing.descriptor)) }
  }

  /// Becomes the program of `arguments`: a folder to work in, the program, its arguments.
  static func becomeProgram(_ arguments: [String]) -> Never {
    _ = fcntl(start, F_SETFD, FD_CLOEXEC)
    guard arguments.count >= 2, chdir(arguments[0]) == 0 else { exit(127) }
    var argv = arguments.dropFirst().map { strdup($0) } + [nil]
    execvp(arguments[1], &argv)
    let error = errno
    try? withUnsafeBytes(of: error) { try FileSystem.write($0, to: start, path: "pipe") }
    exit(127)
  }
}

/// The children of this process as they end.
private struct Children {
  /// Peak bytes of the largest that has ended, its own children included.
  private(set) var peak = 0

  /// Takes the status of every child that has ended; that of `program` if it is one of them.
  mutating func reap(until program: pid_t) -> Int32? {
    var found: Int32?
    while let (id, status) = next(), id > 0 { if id == program { found = status } }
    return found
  }

  /// Ends all, and what becomes a child thereby; after ten seconds it gives up on what the kernel does not let go.
  mutating func end() {
    for _ in 0..<5000 {
      guard let (id, _) = next() else { return }
      if id > 0 { continue }
      for child in ProcessTable.children(of: getpid()) { kill(child, SIGKILL) }
      usleep(2000)
    }
  }

  /// A child that has ended and its wait status, 0 for none at the moment; nil when there are no children.
  private mutating func next() -> (id: pid_t, status: Int32)? {
    var (status, usage): (Int32, rusage) = (0, rusage())
    let id = wait4(-1, &status, WNOHANG, &usage)
    if id > 0 { peak = max(peak, ResidentMemory.bytes(usage)) }
    return id < 0 && errno == ECHILD ? nil : (max(id, 0), status)
  }
}
