import Documents
import Foundation
import Synchronization

/// A child process that does one task after the other, in a process group of its own.
public final class WorkerProcess: Sendable {
  let id: pid_t
  private let requests: FileSystem.Handle
  private let answers: FileSystem.Handle
  private let isReaped = Mutex(false)

  /// Starts `program`: requests come on its standard input, answers go to descriptor 3.
  init(program: String, arguments: [String], environment: [String: String]) throws {
    (id, requests, answers) = try Self.spawning.withLock { _ in
      let (requestEnd, requests) = try FileSystem.pipe()
      let (answers, answerEnd) = try FileSystem.pipe()
      let spawn = Spawn(
        program: program, arguments: [program] + arguments, environment: environment,
        inherited: [(requestEnd.descriptor, 0), (answerEnd.descriptor, 3)], isSilent: true, hasOwnGroup: true)
      return try withExtendedLifetime((requestEnd, answerEnd)) { (try spawn.start(), requests, answers) }
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
    defer { process.kill() }
    guard process.waitForAnswer(timeout) else { return nil }
    return try? Wire.receive(from: process.answers.descriptor)
  }

  /// Says `json` to the process that started this one with ``answer(of:_:timeout:)``.
  public static func answer(_ json: JSON) throws { try Wire.send(json, to: 3) }

  enum Reply {
    case answer(JSON)
    case timeout
    /// The process ended: the wait status.
    case ended(Int32)
  }

  /// Sends a request and waits for its answer, at most `timeout` seconds.
  func ask(_ request: JSON, timeout: Double?) -> Reply {
    do {
      try Wire.send(request, to: requests.descriptor)
      guard waitForAnswer(timeout) else { return .timeout }
      if let answer = try Wire.receive(from: answers.descriptor) { return .answer(answer) }
    } catch {
      // A broken pipe: how the process ended says more.
    }
    return .ended(kill())
  }

  private func waitForAnswer(_ timeout: Double?) -> Bool {
    let start = ContinuousClock.now
    while true {
      var request = pollfd(fd: answers.descriptor, events: Int16(POLLIN), revents: 0)
      let left = timeout.map { $0 - start.elapsed }
      if let left, left <= 0 { return false }
      let milliseconds = left.map { Int32(min(($0 * 1000).rounded(.up), 1e8)) } ?? -1
      if poll(&request, 1, milliseconds) > 0 { return true }
    }
  }

  /// Sends SIGKILL to the whole group, without waiting; nothing once the process was reaped.
  func signalGroup() { isReaped.withLock { if !$0 { _ = Foundation.kill(-id, SIGKILL) } } }

  /// Waits until nobody holds the other end of the answers: what the guard of a program has to end is then gone as well.
  private func waitForGuard() {
    let start = ContinuousClock.now
    var buffer: UInt8 = 0
    while start.elapsed < 15 {
      var request = pollfd(fd: answers.descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&request, 1, 1000) > 0, read(answers.descriptor, &buffer, 1) <= 0, errno != EINTR { return }
    }
  }

  /// Ends the group and takes the status of the process, so that no zombie stays. Call once.
  @discardableResult func kill() -> Int32 {
    // A process that is ending by itself is given the time to say how.
    var status: Int32 = 0
    isReaped.withLock { isReaped in
      var waited = waitpid(id, &status, WNOHANG)
      if waited == 0 {
        usleep(2000)
        waited = waitpid(id, &status, WNOHANG)
      }
      _ = Foundation.kill(-id, SIGKILL)
      while waited == 0 || (waited < 0 && errno == EINTR) { waited = waitpid(id, &status, 0) }
      isReaped = true
    }
    waitForGuard()
    return status
  }
}
