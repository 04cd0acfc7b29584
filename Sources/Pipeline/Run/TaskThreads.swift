import Foundation
import Synchronization

/// The threads on which tasks run, and the mailbox through which the runner hears of them.
///
/// A thread lives as long as the run: the parent-death signal of a worker process is tied to the thread that started it.
final class TaskThreads: @unchecked Sendable {
  enum Message: Sendable {
    case finished(Int, StageOutcome)
    case cancel
  }

  typealias Job = @Sendable () -> StageOutcome

  private let condition = NSCondition()
  private var jobs: [(index: Int, job: Job)] = []
  private var messages: [Message] = []
  private var idle = 0
  private var threads = 0
  private var isClosing = false

  func start(_ index: Int, _ job: @escaping Job) {
    condition.withLock {
      jobs.append((index, job))
      if idle < jobs.count { spawn() }
      condition.broadcast()
    }
  }

  func send(_ message: Message) {
    condition.withLock {
      messages.append(message)
      condition.broadcast()
    }
  }

  /// All messages so far; waits for one, at most for so many seconds.
  ///
  /// A wait with a deadline would follow the wall clock, which may be set back meanwhile; so short sleeps instead.
  func receive(within seconds: Double?) -> [Message] {
    let start = ContinuousClock.now
    condition.lock()
    defer { condition.unlock() }
    while messages.isEmpty {
      guard let seconds else {
        condition.wait()
        continue
      }
      if start.elapsed >= seconds { break }
      condition.unlock()
      usleep(5000)
      condition.lock()
    }
    defer { messages = [] }
    return messages
  }

  func close() {
    condition.withLock {
      isClosing = true
      condition.broadcast()
      while threads > 0 { condition.wait() }
    }
  }

  private func spawn() {
    threads += 1
    let thread = Thread { [self] in work() }
    thread.stackSize = 8 << 20
    thread.start()
  }

  private func work() {
    condition.lock()
    while true {
      while jobs.isEmpty, !isClosing {
        idle += 1
        condition.wait()
        idle -= 1
      }
      if jobs.isEmpty { break }
      let (index, job) = jobs.removeFirst()
      condition.unlock()
      let outcome = job()
      condition.lock()
      messages.append(.finished(index, outcome))
      condition.broadcast()
    }
    threads -= 1
    condition.broadcast()
    condition.unlock()
  }
}

/// Turns SIGINT and SIGTERM into a call, while it lives; a second signal ends the program at once.
public final class Interruption {
  private let sources: [any DispatchSourceSignal]
  /// What a signal did before: those of a run end within that of a watch.
  private let former: [(number: Int32, action: (@convention(c) (Int32) -> Void)?)]

  private final class Flag: Sendable { let value = Atomic(false) }

  /// Calls `action` on another thread with the number of the first signal.
  public init(_ action: @escaping @Sendable (Int32) -> Void) {
    let hasCome = Flag()
    former = [SIGINT, SIGTERM].map { ($0, signal($0, SIG_IGN)) }
    sources = [SIGINT, SIGTERM].map { number in
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        // Workers die with this process, and the cache is consistent at every moment.
        if hasCome.value.exchange(true, ordering: .relaxed) { _exit(128 + number) }
        action(number)
      }
      source.resume()
      return source
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    for (number, action) in former { signal(number, action) }
  }
}
