import Foundation

// From the end of a task to what rests on it.
extension Runner {
  /// Takes the outcome of a task.
  func finish(_ index: Int, _ outcome: StageOutcome) throws {
    guard let task = running.removeValue(forKey: index) else { return }
    defer {
      // A program may have left another one behind, which still writes to the folder.
      if case .made = outcome, !graph.nodes[index].kind.startsPrograms {
        attempts.recycle(task.folder)
      } else {
        FileSystem.remove(task.folder)
      }
      worklist += twins.removeValue(forKey: task.key) ?? []
    }
    switch outcome {
    case .made(let result):
      if let changed = task.sources.first(where: { Fingerprint(path: $0.key) != $0.value.fingerprint }) {
        store.keyLocks?.release(task.key)
        try failed(index, .sourceChanged(changed.key), log: result.log)
      } else {
        try made(index, task, result)
      }
    case .failed(let failure, let log):
      store.keyLocks?.release(task.key)
      // What was stopped on request has not failed: the next run makes it.
      if isStopping, failure == .interrupted { return }
      try failed(index, failure, log: log)
    case .inputsLost(let digests):
      store.keyLocks?.release(task.key)
      try rebuild(digests, for: index)
    }
  }

  private func made(_ index: Int, _ task: RunningTask, _ result: StageResult) throws {
    let node = graph.nodes[index]
    for output in result.outputs { store.noteIntact(output.digest, output.fingerprint) }
    let record = Record(
      key: task.key, components: task.components,
      outputs: result.outputs.map { .init(name: $0.name, digest: $0.digest, size: Int($0.fingerprint.size)) },
      seconds: result.seconds, memory: result.memory, cores: task.cores, log: result.log)
    if forced.contains(index), let before = fresh[task.key] ?? store.record(task.key), before.outputs != record.outputs
    {
      emit(.unstable(id: node.id))
    }
    fresh[task.key] = Record(
      key: task.key, components: [], outputs: record.outputs, seconds: record.seconds, memory: record.memory,
      cores: record.cores, log: "")
    committer.add(record)
    state.entries[node.id] = .init(
      key: task.key, seconds: result.seconds, memory: result.memory, asked: node.stage.needs.memory)
    try settle(index, .made(key: task.key, outputs: record.outputs), .ran(seconds: result.seconds))
  }

  /// Notes that a node has no result.
  func failed(_ index: Int, _ failure: StageFailure, log: String) throws {
    let id = graph.nodes[index].id
    state.entries[id, default: .init()].failure = .init(reason: failure.description, log: log)
    summary.failures.append((id, failure))
    if !options.keepGoing { stop() }
    try settle(index, .absent("stage \(id) failed"), .failed(failure, log: log))
  }

  /// Makes the nodes above run again whose objects are gone.
  private func rebuild(_ digests: [Digest], for index: Int) throws {
    for digest in digests { _ = try isIntact(digest) }
    let lost = Set(digests)
    let makers = upstream[index].filter { above in
      guard case .made(_, let outputs) = availability[above] else { return false }
      return outputs.contains { lost.contains($0.digest) }
    }
    guard !makers.isEmpty else { return try consider(index) }
    missingAbove[index] = makers.count
    for maker in makers {
      waiters[maker, default: []].append(index)
      if forced.insert(maker).inserted {
        for above in upstream[maker] { openReaders[above] += 1 }
        worklist.append(maker)
      }
    }
  }

  /// Gives a node its outcome and wakes what waited for it.
  func settle(_ index: Int, _ outcome: Availability, _ finish: StageFinish) throws {
    var (outcome, finish) = (outcome, finish)
    let isFirst = if case .pending = availability[index] { true } else { false }
    if case .made(_, let outputs) = outcome {
      switch try export(index, outputs) {
      case .success: break
      case .failure(.lost):
        if forced.insert(index).inserted { return worklist.append(index) }
        (outcome, finish) = refused(index, "its exported object was lost twice; run `plumb verify`")
      case .failure(.refused(let message)): (outcome, finish) = refused(index, message)
      }
    }
    availability[index] = outcome
    forced.remove(index)
    count(index, finish, isFirst)
    if isFirst {
      for reader in consumers[index].reversed() {
        unsettledAbove[reader] -= 1
        if unsettledAbove[reader] == 0 { worklist.append(reader) }
      }
    }
    for waiter in waiters.removeValue(forKey: index) ?? [] {
      missingAbove[waiter, default: 1] -= 1
      if missingAbove[waiter] == 0 { worklist.append(waiter) }
    }
    if case .made(_, let outputs) = outcome { release(index, outputs) }
  }

  private func refused(_ index: Int, _ message: String) -> (Availability, StageFinish) {
    let id = graph.nodes[index].id
    state.entries[id, default: .init()].failure = .init(reason: message, log: "")
    summary.failures.append((id, .exportFailed(message)))
    if !options.keepGoing { stop() }
    return (.absent("stage \(id) failed"), .failed(.exportFailed(message), log: ""))
  }

  private func count(_ index: Int, _ finish: StageFinish, _ isFirst: Bool) {
    if isFirst { settled += 1 }
    if case .ran = finish { ran.insert(index) }
    emit(.finished(id: graph.nodes[index].id, finish, done: settled, total: chosen.count))
  }

  private enum ExportFault: Error {
    case lost
    case refused(String)
  }

  private func export(_ index: Int, _ outputs: [Record.Output]) throws -> Result<Void, ExportFault> {
    for export in graph.nodes[index].exports {
      guard let output = outputs.first(where: { $0.name == export.output }) else { continue }
      do {
        if try publisher.publish(output.digest, to: export) {
          summary.exported.append(export.path)
          emit(.exported(path: export.path))
        }
      } catch EngineError.objectLost(let digest) {
        _ = try isIntact(digest)
        return .failure(.lost)
      } catch {
        return .failure(.refused(StageAttempt.oneLine(error)))
      }
    }
    return .success(())
  }

  /// Drops transient results whose last reader now has its own.
  private func release(_ index: Int, _ outputs: [Record.Output]) {
    if !graph.nodes[index].isTransient || consumers[index].isEmpty {
      retained.formUnion(outputs.map(\.digest))
    } else {
      for output in outputs { holders[output.digest, default: []].insert(index) }
    }
    for above in upstream[index] {
      openReaders[above] -= 1
      dropIfDone(above)
    }
    dropIfDone(index)
  }

  private func dropIfDone(_ index: Int) {
    guard graph.nodes[index].isTransient, openReaders[index] == 0, !consumers[index].isEmpty,
      case .made(_, let outputs) = availability[index]
    else { return }
    for output in outputs {
      holders[output.digest]?.remove(index)
      guard holders[output.digest]?.isEmpty ?? true, !retained.contains(output.digest) else { continue }
      if store.hasFile(output.digest), !lastResults.contains(output.digest) { store.drop(output.digest) }
    }
  }

  /// Digests that nodes other than transient ones held after the last run: by chance a transient result may be equal to
  /// one of them that this run has not come to yet.
  func resultsOfLastRun() -> Set<Digest> {
    var digests: Set<Digest> = []
    for index in chosen where !graph.nodes[index].isTransient {
      guard let key = state.entries[graph.nodes[index].id]?.key, let record = store.record(key) else { continue }
      digests.formUnion(record.outputs.map(\.digest))
    }
    return digests
  }
}
