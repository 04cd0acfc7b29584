import Foundation
import Pipeline

/// Shows a run while it goes on: one live line a running stage on a terminal, plain lines elsewhere.
final class Progress {
  private let isLive: Bool
  private var running: [(id: String, start: Date, estimate: Double?)] = []
  private var counts = (done: 0, total: 0, cached: 0)
  private var drawn = 0
  private var lastDraw = Date.distantPast

  init(isLive: Bool = Console.isTerminal) { self.isLive = isLive }

  /// Takes in one event.
  func show(_ event: RunEvent) {
    switch event {
    case .began(let total): counts.total = total
    case .started(let id, let estimate): running.append((id, Date(), estimate))
    case .finished(let id, let finish, let done, let total):
      running.removeAll { $0.id == id }
      (counts.done, counts.total) = (done, total)
      finished(id, finish)
    case .damaged(let damage): line("cache: \(damage)")
    case .unstable(let id): line("warning: \(id) was made again and differs from before; its kind is not deterministic")
    case .exported: break
    case .waiting(let id): line("waiting for another run that makes \(id)")
    }
    if isLive { redraw() }
  }

  /// Takes the live lines away.
  func close() { erase() }

  private func finished(_ id: String, _ finish: StageFinish) {
    switch finish {
    case .cached: counts.cached += 1
    case .ran(let seconds): line("[\(counts.done)/\(counts.total)] \(id)  \(duration(seconds))")
    case .failed(let failure, let log):
      line("[\(counts.done)/\(counts.total)] \(id)  failed: \(failure)")
      for text in log.split(separator: "\n").suffix(10) { line("    \(text)") }
      line("    run it again with: ./plumb run '\(id)'")
    case .notRun(let reason): line("[\(counts.done)/\(counts.total)] \(id)  not run: \(reason)")
    }
  }

  private func line(_ text: String) {
    erase()
    Console.error(text)
  }

  private func redraw() {
    guard Date().timeIntervalSince(lastDraw) > 0.05 else { return }
    erase()
    lastDraw = Date()
    let lines = running.map { task in
      let elapsed = Date().timeIntervalSince(task.start)
      let left = task.estimate.map { "  about \(duration(max(0, $0 - elapsed))) left" } ?? ""
      return String("  \(task.id)  \(duration(elapsed))\(left)".prefix(Console.width - 1))
    }
    Console.write(lines.map { $0 + "\n" }.joined())
    drawn = lines.count
  }

  private func erase() {
    if drawn > 0 { Console.write("\u{1B}[\(drawn)A\u{1B}[J") }
    drawn = 0
  }
}
