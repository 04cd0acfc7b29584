import Foundation

/// Makes finished results durable away from the working path: objects first, then their records.
///
/// Batches are at least a tenth of a second apart, so that the cost of a flush is shared: a power cut or a kill costs the
/// results of about that time, which are then made again.
final class Committer: @unchecked Sendable {
  private static let interval = 0.1

  private let store: Store
  private let condition = NSCondition()
  private var pending: [Record] = []
  /// What was added in this run, without components and log.
  private var added: [Digest: Record] = [:]
  private var isClosing = false
  private var isIdle = true
  private var failure: (any Error)?
  private var thread: Thread?

  init(_ store: Store) {
    self.store = store
    // Held until `work` ends, which lets go of the thread: no order of release leaves the thread with nothing to serve.
    let thread = Thread { self.work() }
    thread.name = "commit"
    self.thread = thread
    thread.start()
  }

  /// Queues a result; its key lock is released when the record is durable.
  func add(_ record: Record) {
    condition.withLock {
      pending.append(record)
      added[record.key] = Record(
        key: record.key, components: [:], outputs: record.outputs, seconds: record.seconds, memory: record.memory,
        cores: record.cores, log: "")
      condition.broadcast()
    }
  }

  /// What is known of the result of `key`: made in this run, on the disk or not yet, or found in the cache.
  func record(_ key: Digest) -> Record? {
    condition.withLock { added[key] } ?? store.record(key)
  }

  var problem: (any Error)? { condition.withLock { failure } }

  /// Waits until everything is durable and ends the thread.
  func close() throws {
    condition.lock()
    isClosing = true
    condition.broadcast()
    while !(isIdle && pending.isEmpty && thread == nil) { condition.wait() }
    defer { condition.unlock() }
    if let failure { throw failure }
  }

  private func work() {
    condition.lock()
    while true {
      while pending.isEmpty, !isClosing { condition.wait() }
      if pending.isEmpty { break }
      let start = ContinuousClock.now
      // Short sleeps, since a wait with a deadline follows the wall clock, which may be set back meanwhile.
      while !isClosing, start.elapsed < Self.interval {
        condition.unlock()
        usleep(5000)
        condition.lock()
      }
      let batch = pending
      (pending, isIdle) = ([], false)
      let mayWrite = failure == nil
      condition.unlock()
      let outcome = Result { if mayWrite { try commit(batch) } }
      for record in batch { store.keyLocks?.release(record.key) }
      condition.lock()
      isIdle = true
      if case .failure(let error) = outcome { failure = failure ?? error }
    }
    thread = nil
    condition.broadcast()
    condition.unlock()
  }

  private func commit(_ batch: [Record]) throws {
    try FileSystem.sync(files: batch.flatMap { $0.outputs.map { store.objects.file($0.digest) } })
    try store.append(batch)
  }
}
