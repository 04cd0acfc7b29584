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
    FileSystem.remove(project.cache + "/incoming")
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
  /// What became of each stage that was computed again.
  public internal(set) var reruns: [Rerun] = []
  /// Recomputed stages whose outputs differ from the recorded ones.
  public internal(set) var different: [String] = []
  /// Stages that could not be recomputed, and why.
  public internal(set) var failed: [(id: String, reason: String)] = []
}

extension Engine {
  /// Hashes objects in the cache, trusting no earlier look, and looks for the results of `graphs`; damaged objects are
  /// put in quarantine.
  /// - Parameter targets: nodes of each graph, of which what they rest on is looked at; everything in the cache if nil.
  public func verify(_ graphs: [Graph] = [], targets: [Int]? = nil) throws -> Verification {
    let store = try Store(project.cache, writable: true)
    defer { store.close() }
    var result = Verification()
    var objects = try store.objects.all()
    if let targets {
      let needed = try Set(
        graphs.flatMap { try recorded($0, targets, store).flatMap { $0.record.outputs.map(\.digest) } })
      objects = objects.filter(needed.contains)
    }
    for digest in objects {
      result.objects += 1
      if try store.verify(digest) { continue }
      try store.quarantine(digest)
      result.damaged.append(digest)
    }
    try store.saveIndex()
    let damaged = Set(result.damaged)
    var seen: Set<Digest> = []
    for graph in graphs {
      for (id, output) in try lost(graph, targets, store) where !damaged.contains(output.digest) {
        if seen.insert(output.digest).inserted { result.missing.append((id, output.name)) }
      }
    }
    return result
  }

  /// The recorded outputs of the results in force that have no object; results of which only the readers are kept left out.
  private func lost(_ graph: Graph, _ targets: [Int]?, _ store: Store) throws -> [(id: String, output: Record.Output)] {
    let droppable = graph.droppable
    return try recorded(graph, targets, store).filter { !droppable[$0.index] }.flatMap { index, record in
      record.outputs.filter { !store.hasFile($0.digest) }.map { (graph.nodes[index].id, $0) }
    }
  }

  /// The nodes that `targets` rest on, all if nil, with their records in force.
  private func recorded(
    _ graph: Graph, _ targets: [Int]?, _ store: Store
  ) throws -> [(index: Int, record: Record)] {
    let records = try records(graph)
    return (targets.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)).compactMap { index in
      records[graph.nodes[index].id].map { (index, $0) }
    }
  }
}
