import Foundation

/// The mailbox through which the runner hears of its tasks, and threads for what must be done before they begin.
final class Mailbox: @unchecked Sendable {
  enum Message: Sendable {
    case began(Int)
    case ended(Int, StageOutcome)
    case executor(ExecutorEvent)
    case cancel
  }

  private let condition = NSCondition()
  private var messages: [Message] = []

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
}
