/// The folder of a cache, told by a mark from folders that hold somebody's files.
enum CacheFolder {
  /// As other caches are marked, so that backups can leave them out (https://bford.info/cachedir).
  private static let tag = "CACHEDIR.TAG"
  private static let content =
    "Signature: 8a477f597d28d172789f06886806bc55\n# The cache of plumb: what is in here can be computed again.\n"

  /// Makes the folder at `path` if needed, and marks it before anything else is put into it.
  ///
  /// - Throws: ``EngineError/foreignCache(_:)`` when it holds files and no cache, ``FileError``.
  static func prepare(_ path: String) throws {
    try FileSystem.makeDirectories(path)
    // Names first: another run may be marking the folder, and fills it only then.
    let names = Set(try FileSystem.names(in: path)).subtracting([tag, tag + ".new"])
    if try FileSystem.read("\(path)/\(tag)") == Array(content.utf8) { return }
    // A cache of a version that did not mark it.
    let isCache = names.isSuperset(of: ["objects", "locks"])
    guard names.isEmpty || isCache else { throw EngineError.foreignCache(path) }
    try FileSystem.replace("\(path)/\(tag)", with: Array(content.utf8))
  }
}
