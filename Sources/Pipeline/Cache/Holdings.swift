import Foundation

/// What the last runs on a cache hold: a cache may serve several projects, each with several manifests and profiles, and
/// none of them may take away what another has.
struct Holdings {
  private var keys: Set<Digest> = []
  private var keysWithoutObjects: Set<Digest> = []
  private(set) var holders: [Garbage.Holder] = []

  /// Reads the states of all projects of `cache`.
  /// - Parameter known: the state files that do not count, since the caller knows better.
  /// - Throws: ``EngineError/stateLost(_:)`` for a state that is not as it was written: nobody can tell what it held.
  init(cache: String, except known: Set<String>) throws {
    for name in try FileSystem.names(in: cache + "/projects") {
      let folder = "\(cache)/projects/\(name)"
      var holds = false
      for file in try FileSystem.names(in: folder)
      where file.hasSuffix(".state") && !known.contains("\(folder)/\(file)") {
        let state = try ProjectState("\(folder)/\(file)")
        if state.wasDamaged { throw EngineError.stateLost("\(folder)/\(file)") }
        for entry in state.entries.values {
          guard let key = entry.key else { continue }
          holds = true
          if entry.isDroppable { keysWithoutObjects.insert(key) } else { keys.insert(key) }
        }
      }
      if holds { holders.append(.init(root: Self.root(folder), states: folder)) }
    }
  }

  /// The keys and the objects that are held. Of a result that is dropped after use only the record is.
  func held(in store: Store) -> (keys: Set<Digest>, objects: Set<Digest>) {
    let objects = keys.flatMap { store.record($0)?.outputs.map(\.digest) ?? [] }
    return (keys.union(keysWithoutObjects), Set(objects))
  }

  private static func root(_ folder: String) -> String? {
    guard let bytes = try? FileSystem.read(folder + "/root") else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Notes beside the states of a project whose they are, so that people can be told.
  /// - Returns: whether another note stood there: the name of the folder follows from the project, so it was damaged.
  static func note(root: String, in folder: String) throws -> Bool {
    let before = try FileSystem.read(folder + "/root")
    if before == Array(root.utf8) { return false }
    try FileSystem.replace(folder + "/root", with: Array(root.utf8))
    return before != nil
  }
}
