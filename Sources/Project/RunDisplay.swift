import Foundation
import Pipeline

/// Shows a run while it goes on: one live line a running stage on a terminal, plain lines elsewhere.
///
/// Live lines are drawn anew a few times a second from a thread of its own, since a long stage sends no events.
final class RunDisplay: @unchecked Sendable {
  private struct Task {
    let id: String
    let start: ContinuousClock.Instant
    let estimate: Double?
  }

  private let lock = NSLock()
  private let isLive: Bool
  private let again: (String) -> String
  private var running: [Task] = []
  private var counts = (done: 0, total: 0)
  private var drawn = 0
  private var isClosed = false

  /// - Parameter again: the command line that runs a stage again.
  init(isLive: Bool = Console.isTerminal, again: @escaping (String) -> String) {
    self.isLive = isLive
    self.again = again
    guard isLive else { return }
    Thread.detachNewThread { [weak self] in
      while self?.redraw() == true { usleep(100_000) }
    }
  }

  /// Takes in one event.
  func show(_ event: RunEvent) {
    lock.withLock {
      switch event {
      case .began(let total): counts.total = total
      case .started(let id, let estimate): running.append(Task(id: id, start: .now, estimate: estimate))
      case .finished(let id, let finish, let done, let total):
        running.removeAll { $0.id == id }
        counts = (done, total)
        finished(id, finish)
      case .damaged(let damage): line("cache: \(damage)")
      case .unstable(let id):
        line("warning: \(id) was made again and differs from before; its kind is not deterministic")
      case .exported: break
      case .waiting(let id): line("waiting for another run that makes \(id)")
      }
    }
  }

  /// A line between the others.
  func say(_ text: String) { lock.withLock { line(text) } }

  /// Takes the live lines away.
  func close() {
    lock.withLock {
      isClosed = true
      erase()
    }
  }

  private func finished(_ id: String, _ finish: StageFinish) {
    let place = "[\(counts.done)/\(counts.total)] \(id)  "
    switch finish {
    // What was not run is told in the end, put together by the reason.
    case .cached, .notRun: break
    case .ran(let seconds): line(place + duration(seconds))
    case .failed(let failure, let log):
      line(place + "failed: \(LogTail.visible("\(failure)"))")
      for text in LogTail.lines(log) { line("    \(text)") }
      line("    run it again with: \(again(id))")
    }
  }

  private func line(_ text: String) {
    erase()
    Console.error(text)
  }

  /// Draws what runs; whether there is more to come.
  private func redraw() -> Bool {
    lock.withLock {
      guard !isClosed else { return false }
      erase()
      let (rows, columns) = Console.size
      var lines = running.prefix(max(rows - 2, 1)).map { task in
        let elapsed = (ContinuousClock.now - task.start) / .seconds(1)
        let left = task.estimate.map { "  about \(duration(max(0, $0 - elapsed))) left" } ?? ""
        return "  \(task.id)  \(duration(elapsed))\(left)"
      }
      if !lines.isEmpty { lines.append("  \(counts.done) of \(counts.total) stages are up to date") }
      Console.write(lines.map { $0.prefix(columns - 1) + "\n" }.joined())
      drawn = lines.count
      return true
    }
  }

  private func erase() {
    if drawn > 0 { Console.write("\u{1B}[\(drawn)A\u{1B}[J") }
    drawn = 0
  }
}
