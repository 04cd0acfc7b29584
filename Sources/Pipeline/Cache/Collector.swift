import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What garbage collection found.
public struct Garbage: Sendable, Equatable {
  /// Objects that nothing needs.
  public let objects: [Digest]
  /// Their bytes.
  public let bytes: Int
  /// Records that nothing needs.
  public let records: Int
}

extension Engine {
  /// Finds, and with `delete` removes, what none of the given graphs needs; quarantined objects and the folders of killed
  /// runs go as well. Only what the graphs hold is kept: give the graphs of all profiles whose results matter.
  ///
  /// - Throws: ``EngineError/cacheInUse(_:)`` while a run uses the cache: then nothing is removed.
  public func collectGarbage(_ graphs: [Graph], delete: Bool) throws -> Garbage {
    let lock = delete ? try exclusiveUse() : nil
    defer { lock?.release() }
    var (keys, objects): (Set<Digest>, Set<Digest>) = ([], [])
    for graph in graphs {
      let needed = try survey(graph).needed
      keys.formUnion(needed.keys)
      objects.formUnion(needed.objects)
    }
    let store = try Store(project.cache, writable: false)
    let unneeded = try store.objects.all().filter { !objects.contains($0) }
    let bytes = unneeded.reduce(0) { $0 + Int(Fingerprint(path: store.objects.file($1))?.size ?? 0) }
    let records = store.recordKeys.count { !keys.contains($0) }
    if delete { try remove(unneeded, keeping: keys, store) }
    return Garbage(objects: unneeded, bytes: bytes, records: records)
  }

  private func exclusiveUse() throws -> FileLock {
    try CacheFolder.prepare(project.cache)
    try FileSystem.makeDirectories(project.cache + "/locks")
    guard let lock = try FileLock(trying: project.cache + "/locks/use", exclusive: true) else {
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
  }
}
