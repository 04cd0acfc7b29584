import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Turns SIGINT and SIGTERM into a call, while it lives; a second signal ends the program at once.
public final class Interruption {
  private let sources: [any DispatchSourceSignal]

  /// Calls `action` on another thread at the first signal.
  public init(_ action: @escaping @Sendable () -> Void) {
    let count = Guarded(0)
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        let times = count.access { count in
          count += 1
          return count
        }
        // Workers die with this process, and the cache is consistent at every moment.
        if times > 1 { _exit(128 + number) }
        action()
      }
      source.resume()
      return source
    }
  }

  deinit {
    sources.forEach { $0.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
}
