import Foundation
import Synchronization

/// Work split into blocks that do not depend on the number of threads.
public enum Parallel {
  /// Calls `body` once for every block 0, 1, ..., blocks - 1 from at most `threads` threads (at least one).
  ///
  /// Blocks are handed out in order as threads become free, so a result is the same for any number of threads if every
  /// block writes only what belongs to it. After an error no further block starts.
  /// - Throws: the error of the lowest failing block, which is the same for any number of threads.
  public static func forEach(blocks: Int, threads: Int, _ body: @Sendable (Int) throws -> Void) throws {
    let queue = BlockQueue(blocks: blocks)
    let workers = max(1, min(threads, blocks))
    guard workers > 1 else {
      for block in 0..<max(blocks, 0) { try body(block) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while let block = queue.next() {
        do { try body(block) } catch { queue.fail(block, error) }
      }
    }
    if let error = queue.error { throw error }
  }
}

private final class BlockQueue: Sendable {
  private let blocks: Int
  private let state = Mutex((started: 0, failure: nil as (block: Int, error: any Error)?))

  init(blocks: Int) { self.blocks = blocks }

  var error: (any Error)? { state.withLock { $0.failure?.error } }

  func next() -> Int? {
    state.withLock { state in
      guard state.started < blocks, state.failure == nil else { return nil }
      defer { state.started += 1 }
      return state.started
    }
  }

  func fail(_ block: Int, _ error: any Error) {
    state.withLock { state in
      if state.failure.map({ block < $0.block }) ?? true { state.failure = (block, error) }
    }
  }
}
