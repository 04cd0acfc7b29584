import Foundation
import Synchronization

/// Runs stages in this process: for quick kinds and for tests. A crash takes the program with it, and a timeout is not
/// enforced.
public struct InProcessExecutor: Executor {
  /// An executor without state.
  public init() {}

  private final class Log: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0 += line + "\n" } }
  }

  public func submit(_ task: StageTask, _ tell: @escaping @Sendable (TaskEvent) -> Void) {
    tell(.began)
    let thread = Thread { tell(.ended(Self.perform(task))) }
    thread.stackSize = 8 << 20
    thread.start()
  }

  private static func perform(_ task: StageTask) -> StageOutcome {
    let log = Log()
    let start = ContinuousClock.now
    do {
      let outputs = try StageAttempt(task: task).perform { log.add($0) }
      return .made(
        StageResult(outputs: outputs, seconds: start.elapsed, memory: 0, log: log.text))
    } catch {
      return .failed(by: error, log: log.text)
    }
  }

  public func cancel() {}
  public func shutdown() {}
}

extension ContinuousClock.Instant { var elapsed: Double { (ContinuousClock.now - self) / .seconds(1) } }
