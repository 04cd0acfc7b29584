import Foundation

// From the key of a node to a running task.
extension Runner {
  /// Finds out whether the result of a node is there; all above it is settled.
  func consider(_ index: Int) throws {
    if isStopping { return }
    let node = graph.nodes[index]
    switch try resolver.resolve(index, availability) {
    case .pending: return
    case .notRun(let reason): try settle(index, .absent(reason), .notRun(reason))
    case .refused(let fault): if try !leaveOut(index) { try failed(index, .threw(fault.description), log: "") }
    case .ready(let components, _, _):
      if try reuse(index, components.digest) || leaveOut(index) { return }
      // Not what earlier runs say: one of them may have been of other sizes.
      let asked = node.stage.needs.memory
      if asked > options.machineMemory {
        return try failed(index, .tooLarge(asked: asked, machine: options.machineMemory), log: "")
      }
      state.entries[node.id]?.failure = nil
      queue.insert(index, weight: weights[index])
    }
  }

  /// Settles a node that is used only if it is there, and is not.
  private func leaveOut(_ index: Int) throws -> Bool {
    guard unasked.contains(index) else { return false }
    try settle(index, .absent(Availability.leftOut), .notRun(Availability.leftOut))
    return true
  }

  /// Settles a node whose result is recorded, with intact objects where they are needed.
  private func reuse(_ index: Int, _ key: Digest) throws -> Bool {
    guard !forced.contains(index), let record = fresh[key] ?? store.record(key) else { return false }
    let node = graph.nodes[index]
    guard record.outputs.map(\.name) == node.stage.outputs.map(\.name) else { return false }
    if !node.isTransient || consumers[index].isEmpty {
      for output in record.outputs where !(try isIntact(output.digest)) {
        forced.insert(index)
        return false
      }
    }
    state.entries[node.id] = .init(
      key: key, seconds: record.seconds, memory: record.memory, asked: node.stage.needs.memory)
    try settle(index, .made(key: key, outputs: record.outputs), .cached)
    return true
  }

  /// Whether an object can be used; a damaged one is put away.
  func isIntact(_ digest: Digest) throws -> Bool {
    if try store.intact(digest) != nil { return true }
    if store.hasFile(digest) {
      try store.quarantine(digest)
      note([.object(digest)])
    }
    return false
  }

  /// Whether the node can run beside those that run. A stage that asks for more than `--memory` allows runs
  /// alone.
  func fits(_ index: Int) -> Bool {
    if running.isEmpty { return true }
    let (cores, memory) = needs(index)
    return running.values.reduce(cores) { $0 + $1.cores } <= options.jobs
      && running.values.reduce(memory) { $0 + $1.memory } <= options.memory
  }

  private func needs(_ index: Int) -> (cores: Int, memory: Int) {
    let needs = graph.nodes[index].stage.needs
    let memory = state.entries[graph.nodes[index].id]?.corrected(needs.memory) ?? needs.memory
    return (min(max(needs.cores, 1), options.jobs), min(max(memory, 0), options.memory))
  }

  /// Starts a node, unless its result is there by now or is being made elsewhere.
  func start(_ index: Int) throws {
    if isStopping { return }
    guard case .ready(let components, let inputs, let lineage) = try resolver.resolve(index, availability) else {
      return worklist.append(index)
    }
    let key = components.digest
    if running.values.contains(where: { $0.key == key }) {
      twins[key, default: []].append(index)
      return
    }
    if try reuse(index, key) { return }
    guard try store.keyLocks?.take(key) ?? true else {
      if announced.insert(index).inserted { emit(.waiting(id: graph.nodes[index].id)) }
      contended.append(index)
      return
    }
    do {
      // Another run may have made it between the look above and the lock.
      try store.refreshRecords()
      if try reuse(index, key) {
        store.keyLocks?.release(key)
        return
      }
      try launch(index, key, components.components, inputs, lineage)
    } catch {
      store.keyLocks?.release(key)
      throw error
    }
  }

  private func launch(
    _ index: Int, _ key: Digest, _ components: [Record.Component], _ inputs: [StageTask.Input], _ lineage: Lineage?
  ) throws {
    let node = graph.nodes[index]
    let (cores, memory) = needs(index)
    var sources: [String: ProjectFiles.Entry] = [:]
    for case .source(let file, _) in inputs.flatMap({ $0.items.map(\.content) }) {
      sources[file] = try files.entry(file)
    }
    let folder = try attempts.make()
    running[index] = RunningTask(
      key: key, components: components, folder: folder, cores: cores, memory: memory, sources: sources)
    emit(.started(id: node.id, estimate: estimate(index)))
    let task = StageTask(
      id: node.id, kind: node.kind.name, definition: node.definition, stage: node.stage, inputs: inputs,
      lineage: lineage, timeout: node.timeout, folder: folder, objects: store.objects.path)
    threads.start(index) { [store, executor] in
      do {
        let lost = try task.objectDigests.filter { try store.intact($0) == nil }
        return lost.isEmpty ? executor.perform(task) : .inputsLost(lost)
      } catch let error as FileError {
        return .failed(.file(error), log: "")
      } catch {
        return .failed(.threw(StageAttempt.oneLine(error)), log: "")
      }
    }
  }
}

extension StageTask {
  /// The objects that the stage reads.
  var objectDigests: [Digest] {
    inputs.flatMap(\.items).compactMap { if case .object(let digest, _) = $0.content { digest } else { nil } }
  }
}
