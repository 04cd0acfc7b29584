import Documents
import Foundation
import Pipeline
import Synchronization

/// Shows a run while it goes on: one live line a running stage on a terminal, plain lines elsewhere.
///
/// Live lines are drawn anew a few times a second from a thread of its own, since a long stage sends no events.
final class RunDisplay: Sendable {
  private struct Task {
    let id: String
    let start: ContinuousClock.Instant
    let estimate: Double?
  }

  private struct State {
    var running: [Task] = []
    var counts = (done: 0, total: 0)
    var drawn = 0
    /// How the workers on other machines stand.
    var workers = ""
    var isClosed = false
    /// Stages that failed alike, the first of which was told in full; in the order in which they failed.
    var failures: [(words: [String], ids: [String])] = []

    /// Whether a failure was told of another stage already.
    mutating func isRepeated(_ id: String, _ words: [String]) -> Bool {
      // Each has its own name, and runs in a folder of its own.
      let words = words.map { $0.replacing(id, with: "").replacing(#/attempts/[^/ ]+/[0-9]+/#, with: "") }
      guard let place = failures.firstIndex(where: { $0.words == words }) else {
        failures.append((words, [id]))
        return false
      }
      failures[place].ids.append(id)
      return true
    }

    /// Tells what failed like another stage.
    mutating func tellRepeated() {
      for (_, ids) in failures where ids.count > 1 {
        line("failed like \(ids[0]): \(StageGroup.names(Array(ids.dropFirst())))")
      }
      failures = []
    }

    mutating func line(_ text: String) {
      erase()
      Console.error(text)
    }

    mutating func erase() {
      if drawn > 0 { Console.write("\u{1B}[\(drawn)A\u{1B}[J") }
      drawn = 0
    }

    /// Draws what runs; whether there is more to come.
    mutating func redraw() -> Bool {
      guard !isClosed else { return false }
      erase()
      let (rows, columns) = Console.size
      var lines = running.prefix(max(rows - 2, 1)).map { task in
        let elapsed = (ContinuousClock.now - task.start) / .seconds(1)
        let left = task.estimate.map { "  about \(duration(max(0, $0 - elapsed))) left" } ?? ""
        return "  \(task.id)  \(duration(elapsed))\(left)"
      }
      if !lines.isEmpty {
        lines.append("  \(counts.done) of \(counts.total.counted("stage")) \(counts.done.are) up to date")
      }
      if !workers.isEmpty { lines.append("  \(workers)") }
      Console.write(lines.map { $0.prefix(columns - 1) + "\n" }.joined())
      drawn = lines.count
      return true
    }
  }

  private let state = Mutex(State())
  private let again: @Sendable (String) -> String

  /// - Parameter again: the command line that runs a stage again.
  init(isLive: Bool = Console.isTerminal, again: @escaping @Sendable (String) -> String) {
    self.again = again
    guard isLive else { return }
    Thread.detachNewThread { [weak self] in
      while self?.state.withLock({ $0.redraw() }) == true { usleep(100_000) }
    }
  }

  /// Takes in one event.
  func show(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .began(let total): state.counts.total = total
      case .started(let id, let estimate): state.running.append(Task(id: id, start: .now, estimate: estimate))
      case .finished(let id, let finish, let done, let total):
        state.running.removeAll { $0.id == id }
        state.counts = (done, total)
        if case .failed(let failure, let log) = finish, state.isRepeated(id, ["\(failure)"] + LogTail.lines(log)) {
          break
        }
        for line in lines("[\(done)/\(total)] \(id)  ", id, finish) { state.line(line) }
      case .damaged(let damage): state.line("cache: \(damage)")
      case .unstable(let id):
        state.line("warning: \(id) was made again and differs from before; its kind is not deterministic")
      case .exported: break
      case .waiting(let id): state.line("waiting for another run that makes \(id)")
      case .workers(let text): state.workers = text
      }
    }
  }

  /// A line between the others.
  func say(_ text: String) { state.withLock { $0.line(text) } }

  /// Takes the live lines away.
  func close() {
    state.withLock {
      $0.isClosed = true
      $0.erase()
      $0.tellRepeated()
    }
  }

  private func lines(_ place: String, _ id: String, _ finish: StageFinish) -> [String] {
    switch finish {
    // What was not run is told in the end, put together by the reason.
    case .cached, .notRun: []
    case .ran(let seconds): [place + duration(seconds)]
    case .failed(let failure, let log):
      [place + "failed: \(LogTail.visible("\(failure)"))"] + LogTail.lines(log).map { "    \($0)" }
        + ["    run it again with: \(again(id))"]
    }
  }
}
