/// What came of every node of a run: settles nodes, publishes what they export, and drops what nobody needs any more.
final class Settlements {
  private let plan: RunPlan
  private let store: Store
  private let publisher: Publisher
  private let emit: (RunEvent) -> Void
  private var retention: Retention
  private var late: LateColumns
  private let recorded: RecordedResults
  /// Nodes that failed, and those that lack something for that.
  private var tainted: Set<Int> = []
  private var asked: [Int: Int] = [:]
  private(set) var states: NodeStates
  /// What the project's last runs left behind, this one included.
  private(set) var state: ProjectState
  private(set) var summary = RunSummary()
  /// Whether a stage failed for lack of room on a disk: whatever came after it would fail as well.
  private(set) var isOutOfSpace = false

  init(_ plan: RunPlan, _ project: OpenProject, replacesAll: Bool, emit: @escaping (RunEvent) -> Void) {
    (self.plan, self.emit, store, state) = (plan, emit, project.store, project.state)
    publisher = Publisher(
      root: project.root, store: project.store, files: project.files, replacesAll: replacesAll)
    states = NodeStates(plan)
    retention = Retention(plan, project)
    late = LateColumns(plan.graph, project.store)
    recorded = RecordedResults(plan.graph, root: project.root, project.files)
  }

  /// Bytes that a node asks for, whose inputs are known by now.
  func asked(_ index: Int) -> Int {
    if let known = asked[index] { return known }
    let node = plan.graph.nodes[index]
    var sizes: [String: Int] = [:]
    for input in node.inputs {
      for case .node(let above, let name) in input.contents {
        sizes[input.path, default: 0] += states.outputs(above)?.first { $0.name == name }?.size ?? 0
      }
    }
    asked[index] = node.stage.memory(reading: sizes)
    return asked[index] ?? 0
  }

  func next() -> Int? { states.next() }
  func set(_ index: Int, _ next: NodeState) { states.set(index, next) }
  func wait(_ index: Int) { states.wait(index) }

  /// Notes that a node is to be made, whatever came of it in earlier runs.
  func queue(_ index: Int) {
    state.entries[plan.graph.nodes[index].id]?.failure = nil
    states.set(index, .queued)
  }

  func note(_ damage: [Damage]) {
    summary.damage += damage
    damage.forEach { emit(.damaged($0)) }
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

  /// Settles a node that has no result here and has not failed: what the lock holds of it is kept.
  func leaveOut(_ index: Int, _ reason: String) throws {
    if restsOnFailure(index) { tainted.insert(index) }
    if try keep(index) { return }
    states.set(index, .absent(reason))
    tell(index, .notRun(reason))
  }

  private func restsOnFailure(_ index: Int) -> Bool { plan.upstream[index].contains(where: tainted.contains) }

  /// Settles a node that lacks inputs with what the lock holds of it, unless something above it failed.
  /// - Returns: whether the lock holds it.
  func keep(_ index: Int) throws -> Bool {
    guard !restsOnFailure(index), recorded.holds(index) else { return false }
    let outputs = try (recorded.values(index) ?? []).map { name, bytes in
      let (digest, fingerprint) = try store.add(bytes)
      return Record.Output(name: name, digest: digest, size: Int(fingerprint.size))
    }
    states.set(index, .kept(outputs))
    if !outputs.isEmpty { summary.kept.append(plan.graph.nodes[index].id) }
    tell(index, .notRun("kept as plumb.lock.json records it"))
    return true
  }

  func fail(_ index: Int, _ failure: StageFailure, log: String) {
    tainted.insert(index)
    let id = plan.graph.nodes[index].id
    if case .file(let error) = failure, error.isLackOfSpace { isOutOfSpace = true }
    state.entries[id, default: .init()].failure = .init(reason: failure.description, log: log)
    summary.failures.append((id, failure))
    states.set(index, .absent("stage \(id) failed"))
    tell(index, .failed(failure, log: log))
  }

  /// Fails what names columns that a table, now known, does not have, before anything below it starts.
  private func refuseBelow(_ index: Int) {
    for (reader, fault) in late.faults(below: index, plan, states.availability) {
      switch states[reader] {
      case .waiting, .open: fail(reader, .threw(fault), log: "")
      default: break
      }
    }
  }

  /// What is wrong with the columns that a node names, all above which is settled.
  func columnFault(_ index: Int) -> String? { late.fault(index, states.availability) }

  /// Settles a node with the result of `record`, if that can be used: objects that are gone make it run again.
  /// - Returns: whether the node is taken care of.
  func reuse(_ index: Int, _ record: Record?) throws -> Bool {
    guard !states.mustRun(index), let record, plan.graph.nodes[index].accepts(record) else { return false }
    if !plan.isDroppable(index) {
      for output in record.outputs where !(try isIntact(output.digest)) {
        states.distrustRecord(of: index)
        return false
      }
    }
    try settle(index, record, ran: false)
    return true
  }

  /// Settles a node whose result was just made.
  /// - Parameter before: what was recorded of the same key.
  func made(_ index: Int, _ record: Record, before: Record?) throws {
    if states.mustRun(index), let before, before.outputs != record.outputs {
      emit(.unstable(id: plan.graph.nodes[index].id))
    }
    try settle(index, record, ran: true)
  }

  /// Makes the nodes above run again whose objects are gone; the node waits for them.
  func rebuild(_ digests: [Digest], for index: Int) throws {
    for digest in digests { _ = try isIntact(digest) }
    for above in plan.upstream[index]
    where states.outputs(above)?.contains(where: { digests.contains($0.digest) }) ?? false {
      retention.reopened(above)
      states.remake(above)
    }
    states.wait(index)
  }

  private func settle(_ index: Int, _ record: Record, ran: Bool) throws {
    let node = plan.graph.nodes[index]
    state.entries[node.id] = .init(
      key: record.key, seconds: record.seconds, memory: record.memory, asked: asked(index),
      isDroppable: plan.isDroppable(index))
    do {
      try export(node, record, ran: ran)
    } catch EngineError.objectLost(let digest) {
      _ = try isIntact(digest)
      if !states.mustRun(index) { return states.remake(index) }
      return fail(index, .exportFailed("its exported object was lost twice; run `plumb verify`"), log: "")
    } catch {
      if case EngineError.exportNotWritten(_, let code) = error, FileError(.write, "", code: code).isLackOfSpace {
        isOutOfSpace = true
      }
      return fail(index, .exportFailed(OneLine.words(error)), log: "")
    }
    states.set(index, .made(key: record.key, outputs: record.outputs, ran: ran))
    refuseBelow(index)
    if ran { emit(.made(id: node.id, outputs: record.outputs)) }
    tell(index, ran ? .ran(seconds: record.seconds) : .cached)
    retention.made(index, record.outputs, outputs: states.outputs)
  }

  private func export(_ node: Node, _ record: Record, ran: Bool) throws {
    for export in node.exports {
      guard let output = record.output(export.output), try publisher.publish(output.digest, to: export) else {
        continue
      }
      summary.exported.append(export.path)
      if !ran { summary.republished.append(export.path) }
      emit(.exported(path: export.path))
    }
  }

  private func tell(_ index: Int, _ finish: StageFinish) {
    emit(.finished(id: plan.graph.nodes[index].id, finish, done: states.settled, total: plan.chosen.count))
  }

  func conclusion(isInterrupted: Bool) -> RunSummary {
    var summary = summary
    summary.isInterrupted = isInterrupted
    let unreached = isInterrupted ? "interrupted" : "stopped after a failure"
    let failed = Set(summary.failures.map(\.id))
    for index in plan.chosen {
      let id = plan.graph.nodes[index].id
      switch states[index] {
      case .made(_, _, ran: true): summary.ran += 1
      case .made: summary.cached += 1
      case .kept: break
      case .absent(let reason): if !failed.contains(id) { summary.notRun.append((id, reason)) }
      case .waiting, .open, .queued, .blocked, .running: summary.notRun.append((id, unreached))
      }
    }
    return summary
  }
}

/// Drops the objects of transient results when the last reader that needs them has its own.
struct Retention {
  private let plan: RunPlan
  private let store: Store
  /// Readers of each node that do not have their result: while there are any, a transient result is kept.
  private var openReaders: [Int]
  /// Digests that results other than transient ones hold.
  private var kept: Set<Digest> = []
  /// The transient nodes that hold each digest and are not done with: by chance two of them make the same.
  private var holders: [Digest: Set<Int>] = [:]
  /// Digests that nodes other than transient ones held after the last run, or that other projects and profiles hold: by
  /// chance a transient result may be equal to one of them. Nil when that cannot be told; then nothing is dropped.
  private lazy var keptByRuns = keptBefore()
  private let lastKeys: [Digest?]
  private let ownState: String

  /// Nothing is made yet; `project` has what the last run left.
  init(_ plan: RunPlan, _ project: OpenProject) {
    (self.plan, store, ownState) = (plan, project.store, project.statePath)
    openReaders = plan.consumers.map(\.count)
    let isNeeded = plan.chosen.contains(where: plan.isDroppable)
    lastKeys = isNeeded ? plan.chosen.map { project.state.entries[plan.graph.nodes[$0].id]?.key } : []
  }

  /// A node has its result; `outputs` tells those of others.
  mutating func made(_ index: Int, _ own: [Record.Output], outputs: (Int) -> [Record.Output]?) {
    if plan.isDroppable(index) {
      for output in own { holders[output.digest, default: []].insert(index) }
    } else {
      kept.formUnion(own.map(\.digest))
    }
    for above in plan.upstream[index] {
      openReaders[above] -= 1
      dropIfDone(above, outputs)
    }
    dropIfDone(index, outputs)
  }

  /// A node that was made runs again, and reads what is above it once more.
  mutating func reopened(_ index: Int) { for above in plan.upstream[index] { openReaders[above] += 1 } }

  private mutating func dropIfDone(_ index: Int, _ outputs: (Int) -> [Record.Output]?) {
    guard openReaders[index] == 0, plan.isDroppable(index), let outputs = outputs(index) else { return }
    for output in outputs {
      holders[output.digest]?.remove(index)
      guard holders[output.digest]?.isEmpty ?? true, !kept.contains(output.digest) else { continue }
      if store.hasFile(output.digest), keptByRuns?.contains(output.digest) == false { store.drop(output.digest) }
    }
  }

  private func keptBefore() -> Set<Digest>? {
    guard var digests = try? Holdings(cache: store.path, except: [ownState]).held(in: store).objects else { return nil }
    for (index, key) in zip(plan.chosen, lastKeys) where !plan.isDroppable(index) {
      guard let record = key.flatMap(store.record) else { continue }
      digests.formUnion(record.outputs.map(\.digest))
    }
    return digests
  }
}
