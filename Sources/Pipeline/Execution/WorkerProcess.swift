import Documents
import Foundation
import Synchronization

/// A child process that does one task after the other, in a process group of its own.
public final class WorkerProcess: Sendable {
  let id: pid_t
  let requests: FileSystem.Handle
  let answers: FileSystem.Handle
  private let isReaped = Mutex(false)

  /// Starts `program`: requests come on its standard input, answers go to descriptor 3.
  convenience init(program: String, arguments: [String], environment: [String: String]) throws {
    try self.init { requests, answers in
      Spawn(
        program: program, arguments: [program] + arguments, environment: environment,
        inherited: [(requests, 0), (answers, 3)], isSilent: true, hasOwnGroup: true)
    }
  }

  /// Starts what `spawn` makes of the ends of two pipes: that of requests, and that of answers.
  init(_ spawn: (_ requests: Int32, _ answers: Int32) -> Spawn) throws {
    (id, requests, answers) = try Self.spawning.withLock { _ in
      let (requestEnd, requests) = try FileSystem.pipe()
      let (answers, answerEnd) = try FileSystem.pipe()
      return try withExtendedLifetime((requestEnd, answerEnd)) {
        (try spawn(requestEnd.descriptor, answerEnd.descriptor).start(), requests, answers)
      }
    }
  }

  // One at a time: a worker must not inherit another's pipe before it is marked, or its end would go unseen.
  private static let spawning = Mutex(())

  /// What `program`, started with `arguments` in the environment of workers, has to say (see ``answer(_:)``); nil when it
  /// says nothing within `timeout` seconds.
  ///
  /// Not by Foundation, which opens sockets to start a program.
  public static func answer(of program: String, _ arguments: [String], timeout: Double) -> JSON? {
    let environment = WorkerExecutor.environment
    guard let process = try? WorkerProcess(program: program, arguments: arguments, environment: environment) else {
      return nil
    }
    defer { process.end() }
    var request = pollfd(fd: process.answers.descriptor, events: Int16(POLLIN), revents: 0)
    let start = ContinuousClock.now
    while true {
      let left = timeout - start.elapsed
      if left <= 0 { return nil }
      if poll(&request, 1, Int32(min((left * 1000).rounded(.up), 1e8))) > 0 { break }
    }
    return try? Wire.receive(from: process.answers.descriptor)
  }

  /// Says `json` to the process that started this one with ``answer(of:_:timeout:)``.
  public static func answer(_ json: JSON) throws { try Wire.send(json, to: 3) }

  /// Lets the other side see the end of requests.
  func hangUp() {
    let nothing = open("/dev/null", O_WRONLY | O_CLOEXEC)
    // In the place of the pipe, so that nobody writes to another file of that number.
    dup2(nothing, requests.descriptor)
    close(nothing)
  }

  /// Sends `number` to the whole group, without waiting; nothing once the process was reaped.
  func signalGroup(_ number: Int32 = SIGKILL) { isReaped.withLock { if !$0 { _ = kill(-id, number) } } }

  /// Waits until nobody holds the other end of the answers: what the guard of a program has to end is then gone as well.
  private func waitForGuard() {
    let start = ContinuousClock.now
    var buffer: UInt8 = 0
    while start.elapsed < 15 {
      var request = pollfd(fd: answers.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&request, 1, 1000) > 0 {
        let count = read(answers.descriptor, &buffer, 1)
        if count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN) { return }
      }
    }
  }

  /// Ends the group and takes the status of the process, so that no zombie stays. Call once.
  /// - Parameters:
  ///   - patience: seconds that it is given to end by itself, and to say how.
  ///   - signal: what it is then sent, with two more seconds, before the signal that it cannot ignore.
  /// - Returns: the wait status.
  @discardableResult func end(patience: Double = 0.002, politely signal: Int32? = nil) -> Int32 {
    if !hasEnded(within: patience), let signal {
      signalGroup(signal)
      _ = hasEnded(within: 2)
    }
    var status: Int32 = 0
    isReaped.withLock { isReaped in
      _ = kill(-id, SIGKILL)
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      isReaped = true
    }
    waitForGuard()
    return status
  }

  /// Whether the process ends within `seconds`; its number stays taken.
  private func hasEnded(within seconds: Double) -> Bool {
    let start = ContinuousClock.now
    while true {
      var info = siginfo_t()
      if waitid(P_PID, id_t(id), &info, WEXITED | WNOHANG | WNOWAIT) == 0, info.si_signo == SIGCHLD { return true }
      if start.elapsed >= seconds { return false }
      usleep(seconds < 0.1 ? 500 : 5000)
    }
  }
}
