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
  /// Digests that nodes other than transient ones held after the last run: by chance a transient result may be equal to
  /// one of them that this run has not come to yet.
  private lazy var keptByLastRun = keptBefore()
  private let lastKeys: [Digest?]

  /// Nothing is made yet; `state` is what the last run left.
  init(_ plan: RunPlan, _ store: Store, _ state: ProjectState) {
    (self.plan, self.store) = (plan, store)
    openReaders = plan.consumers.map(\.count)
    let isNeeded = plan.chosen.contains(where: plan.isDroppable)
    lastKeys = isNeeded ? plan.chosen.map { state.entries[plan.graph.nodes[$0].id]?.key } : []
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
      if store.hasFile(output.digest), !keptByLastRun.contains(output.digest) { store.drop(output.digest) }
    }
  }

  private func keptBefore() -> Set<Digest> {
    var digests: Set<Digest> = []
    for (index, key) in zip(plan.chosen, lastKeys) where !plan.isDroppable(index) {
      guard let record = key.flatMap(store.record) else { continue }
      digests.formUnion(record.outputs.map(\.digest))
    }
    return digests
  }
}
