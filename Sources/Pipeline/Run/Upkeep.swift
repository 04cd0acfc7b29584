import Foundation

/// What garbage collection found.
public struct Garbage: Sendable, Equatable {
  /// Objects that nothing needs.
  public let objects: [Digest]
  /// Their bytes.
  public let bytes: Int
  /// Records that nothing needs.
  public let records: Int
  /// The other projects, manifests and profiles whose results are in the cache and were kept.
  public let keptFor: [Holder]

  /// A project with results in the cache.
  public struct Holder: Sendable, Equatable {
    /// Its folder; nil when no run has noted it.
    public let root: String?
    /// The folder within the cache that says what the project holds.
    public let states: String
  }
}

extension Engine {
  /// Finds, and with `delete` removes, what neither the given graphs need nor the last run of any other project, manifest
  /// or profile on the same cache holds; quarantined objects and the folders of killed runs go as well.
  /// - Throws: ``EngineError/cacheInUse(_:)`` while a run uses the cache, ``EngineError/stateLost(_:)`` when it cannot be
  ///   told what another project holds: then nothing is removed.
  public func collectGarbage(_ graphs: [Graph], delete: Bool) throws -> Garbage {
    let lock = delete ? try exclusiveUse() : nil
    defer { lock?.release() }
    let store = try Store(project.cache, writable: false)
    let others = try Holdings(cache: project.cache, except: Set(graphs.map { project.statePath($0.profile) }))
    var (keys, objects) = others.held(in: store)
    for graph in graphs {
      let needed = try survey(graph).needed
      keys.formUnion(needed.keys)
      objects.formUnion(needed.objects)
    }
    let unneeded = try store.objects.all().filter { !objects.contains($0) }
    let bytes = unneeded.reduce(0) { $0 + Int(Fingerprint(path: store.objects.file($1))?.size ?? 0) }
    let records = store.recordKeys.count { !keys.contains($0) }
    if delete { try remove(unneeded, keeping: keys, store) }
    return Garbage(objects: unneeded, bytes: bytes, records: records, keptFor: others.holders)
  }

  private func exclusiveUse() throws -> FileLock {
    try CacheFolder.prepare(project.cache)
    try FileSystem.makeDirectories(project.cache + "/locks")
    guard let lock = try FileLock(trying: project.cache + "/locks/use", exclusive: true) else {
      throw EngineError.cacheInUse(project.cache)
    }
    // The lock of a run on another machine may not reach here.
    for run in try ClusterRun.all(project.cache) where try run.life(seenFrom: nil) != nil {
      throw EngineError.cacheInUse(project.cache)
    }
    return lock
  }

  private func remove(_ unneeded: [Digest], keeping keys: Set<Digest>, _ store: Store) throws {
    // Records first: one without its object costs a rerun, an object without its record only room.
    try store.compactRecords { keys.contains($0) }
    unneeded.forEach(store.drop)
    try store.saveIndex()
    FileSystem.remove(project.cache + "/quarantine")
    for name in try FileSystem.names(in: project.cache + "/attempts") where Attempts.isOurs(name) {
      FileSystem.remove("\(project.cache)/attempts/\(name)")
    }
    // Of runs on a cluster, none of which is alive.
    FileSystem.remove(project.cache + "/runs")
  }
}

/// What verification found.
public struct Verification: Sendable {
  /// Objects that were hashed.
  public internal(set) var objects = 0
  /// Objects whose content does not match; they are in quarantine now, the next run makes them anew.
  public internal(set) var damaged: [Digest] = []
  /// Stages with a recorded output that is gone, neither damaged nor dropped on purpose, and the name of that output.
  public internal(set) var missing: [(id: String, output: String)] = []
  /// Stages that were recomputed.
  public internal(set) var recomputed = 0
  /// Recomputed stages whose outputs differ from the recorded ones.
  public internal(set) var different: [String] = []
  /// Stages that could not be recomputed, and why.
  public internal(set) var failed: [(id: String, reason: String)] = []
}

extension Engine {
  /// Hashes every object in the cache, trusting no earlier look, and looks for the results of `graphs`; damaged objects are
  /// put in quarantine.
  public func verify(_ graphs: [Graph] = []) throws -> Verification {
    let store = try Store(project.cache, writable: true)
    defer { store.close() }
    var result = Verification()
    for digest in try store.objects.all() {
      result.objects += 1
      if try store.verify(digest) { continue }
      try store.quarantine(digest)
      result.damaged.append(digest)
    }
    try store.saveIndex()
    let damaged = Set(result.damaged)
    var seen: Set<Digest> = []
    for graph in graphs {
      for (id, output) in try lost(graph, store) where !damaged.contains(output.digest) {
        if seen.insert(output.digest).inserted { result.missing.append((id, output.name)) }
      }
    }
    return result
  }

  /// The recorded outputs of the last results that have no object; results of which only the readers are kept left out.
  private func lost(_ graph: Graph, _ store: Store) throws -> [(id: String, output: Record.Output)] {
    let state = try ProjectState(project.statePath(graph.edition))
    return zip(graph.nodes, graph.droppable).flatMap { node, isDroppable -> [(String, Record.Output)] in
      guard !isDroppable, let record = state.entries[node.id]?.key.flatMap(store.record) else { return [] }
      return record.outputs.filter { !store.hasFile($0.digest) }.map { (node.id, $0) }
    }
  }

  /// Hashes everything, then computes every stage whose result is there, with all that it rests on, once more and
  /// compares.
  ///
  /// The second results stay in a folder of the cache until the end; what a killed call leaves goes with the next run.
  public func verifyByRerun(
    _ graph: Graph, options: RunOptions, executor: any Executor, emit: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> Verification {
    var result = try verify([graph])
    let before = try lastResults(graph).current
    let store = try Store(project.cache, writable: true)
    defer { store.close() }
    let attempts = try Attempts(cache: project.cache)
    defer { attempts.finish() }
    var options = options
    options.stamp = nil
    let again = Engine(
      Project(
        root: project.root, cache: try attempts.make() + "/work", dataRoots: project.dataRoots,
        manifest: project.manifest))
    // Without places to publish to: a check must not touch the project.
    let plain = graph.with(graph.nodes.map(\.withoutExports))
    let targets = graph.nodes.indices.filter { before[graph.nodes[$0].id] != nil }
    let summary = try again.run(plain, targets: targets, options: options, executor: executor, emit: emit)
    result.recomputed = summary.ran
    result.failed = summary.failures.map { ($0.id, $0.failure.description) }
    let after = try again.records(graph.edition)
    for node in graph.nodes {
      // Of another key is what rests on a result that did not come out again.
      guard let old = before[node.id], let new = after[node.id], old.key == new.key else { continue }
      if old.outputs != new.outputs { result.different.append(node.id) }
    }
    return result
  }
}

extension Node {
  fileprivate var withoutExports: Node {
    var node = self
    node.exports = []
    return node
  }
}
