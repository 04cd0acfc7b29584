import Documents
import Foundation

extension WorkerLoop {
  /// A worker as the loop knows it, with what was said and not yet heard.
  final class Member {
    let process: WorkerProcess
    let shape: Resources
    private(set) var introduction: WorkerIntroduction?
    private(set) var idleSince = ContinuousClock.now
    /// When its task has taken too long.
    private(set) var deadline: ContinuousClock.Instant?
    /// When it is taken away.
    var term: ContinuousClock.Instant?
    /// Whether the task that it has is the first.
    var isFirstTask: Bool { tasks <= 1 }

    private var isReady: Bool
    private var assignment: WorkerInbox.Assignment?
    private var tasks = 0
    private var unsent: ArraySlice<UInt8> = []
    private var unheard: [UInt8] = []

    init(_ process: WorkerProcess, _ shape: Resources, isReady: Bool) {
      (self.process, self.shape, self.isReady) = (process, shape, isReady)
      for end in [process.requests, process.answers] { _ = fcntl(end.descriptor, F_SETFL, O_NONBLOCK) }
    }

    /// Whether it has not introduced itself yet.
    var isPending: Bool { !isReady }
    var isIdle: Bool { isReady && assignment == nil }
    var isBusy: Bool { assignment != nil }
    var hasUnsent: Bool { !unsent.isEmpty }

    /// Whether it can take `task`, which asks for `shape`.
    ///
    /// One that is new takes what it is given, however little time it has: another would have no more.
    func isFree(_ shape: Resources, for task: StageTask) -> Bool {
      guard isIdle, self.shape == shape else { return false }
      guard tasks > 0, let term, let estimate = task.estimate else { return true }
      return term - .now >= .seconds(estimate)
    }

    func introduce(_ word: WorkerIntroduction) {
      (introduction, isReady, idleSince) = (word, true, .now)
    }

    func begin(_ assignment: WorkerInbox.Assignment) {
      self.assignment = assignment
      tasks += 1
      deadline = assignment.task.timeout.map { .now + .seconds($0) }
      unsent = Wire.bytes(assignment.task.request)[...]
    }

    /// Takes its task from it.
    func finish() -> WorkerInbox.Assignment? {
      defer { (assignment, deadline, idleSince) = (nil, nil, .now) }
      return assignment
    }

    /// Writes as much as the pipe takes; of a broken one the other end tells.
    func flush() {
      while !unsent.isEmpty {
        let count = unsent.withUnsafeBytes { write(process.requests.descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          if errno != EAGAIN { unsent = [] }
          return
        }
        unsent = unsent.dropFirst(count)
      }
    }

    /// Takes in what was said; false when it is gone.
    func read() throws -> Bool {
      try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
        while true {
          let count = Foundation.read(process.answers.descriptor, buffer.baseAddress, buffer.count)
          if count < 0, errno == EINTR { continue }
          if count < 0, errno == EAGAIN { return true }
          guard count >= 0 else { throw FileError(.read, "worker", code: errno) }
          if count == 0 { return false }
          unheard += buffer[0..<count]
          if count < buffer.count { return true }
        }
      }
    }

    func next() throws -> JSON? { try Wire.take(from: &unheard) }
  }
}
