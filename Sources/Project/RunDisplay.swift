import Documents
import Foundation
import Pipeline
import Synchronization

/// Shows a run while it goes on: on a terminal live lines of what runs, elsewhere a line for each stage or sweep that ran; in
/// both a line for each claim as it is decided and for each failure.
///
/// Live lines are drawn anew a few times a second from a thread of its own, since a long stage sends no events.
final class RunDisplay: Sendable {
  private struct State {
    var progress: RunProgress
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
      var lines = progress.live(at: .now, rows: rows)
      if !workers.isEmpty { lines.append("  \(workers)") }
      Console.write(lines.map { $0.prefix(columns - 1) + "\n" }.joined())
      drawn = lines.count
      return true
    }
  }

  private let state: Mutex<State>
  private let isLive: Bool
  private let again: @Sendable (String) -> String
  private let decided: @Sendable (String, [Record.Output]) -> String?

  /// - Parameters:
  ///   - stages: what is known of the stages, by id.
  ///   - jobs: how many run at a time.
  ///   - decided: the line of a stage that is a claim and was judged; nil for others.
  ///   - again: the command line that runs a stage again.
  init(
    isLive: Bool = Console.isTerminal, stages: [String: RunProgress.Stage] = [:], jobs: Int = 1,
    decided: @escaping @Sendable (String, [Record.Output]) -> String? = { _, _ in nil },
    again: @escaping @Sendable (String) -> String
  ) {
    (self.isLive, self.again, self.decided) = (isLive, again, decided)
    state = Mutex(State(progress: RunProgress(stages: stages, jobs: jobs, start: .now)))
    guard isLive else { return }
    Thread.detachNewThread { [weak self] in
      while self?.state.withLock({ $0.redraw() }) == true { usleep(100_000) }
    }
  }

  /// Takes in one event.
  func show(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .began(let total): state.progress.began(total: total)
      case .started(let id, let estimate): state.progress.started(id, estimate, at: .now)
      case .made(let id, let outputs): if let line = decided(id, outputs) { state.line(line) }
      case .finished(let id, let finish, let done, let total):
        let due = state.progress.finished(id, finish, done: done, total: total)
        if let due, !isLive { state.line(due) }
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
      if !isLive, !$0.isClosed { for line in $0.progress.unfinished { $0.line(line) } }
      $0.isClosed = true
      $0.erase()
      $0.tellRepeated()
    }
  }

  private func lines(_ place: String, _ id: String, _ finish: StageFinish) -> [String] {
    switch finish {
    // What was not run is told in the end, put together by the reason; what ran has its line already.
    case .cached, .notRun, .ran: []
    case .failed(let failure, let log):
      [place + "failed: \(LogTail.visible("\(failure)"))"] + LogTail.lines(log).map { "    \($0)" }
        + ["    run it again with: \(again(id))"]
    }
  }
}
