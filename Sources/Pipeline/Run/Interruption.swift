import Foundation
import Synchronization

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
