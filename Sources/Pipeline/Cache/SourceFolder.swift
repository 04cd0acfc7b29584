import Foundation

/// A folder of the project as one source: every file below it, but no hidden ones and none that programs leave for
/// themselves (``CacheNames``).
struct SourceFolder {
  let path: String
  /// The files by their paths within the folder, sorted.
  let files: [String]

  /// The folder at `path`; `name` is how the manifest calls it.
  /// - Throws: ``SourceFault`` for a link that leads out of the folder `root`, or to a folder.
  init(_ path: String, name: String, within root: String = "/") throws {
    self.path = path
    var files: [String] = []
    try Self.walk(path, "", name, root == "/" ? root : root + "/", &files)
    self.files = files.sorted()
  }

  static func isOne(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func walk(
    _ top: String, _ inside: String, _ name: String, _ base: String, _ files: inout [String]
  ) throws {
    for entry in try FileSystem.names(in: top + inside) where !entry.hasPrefix(".") && !CacheNames.contains(entry) {
      let path = "\(inside)/\(entry)"
      switch Fingerprint.kind(of: top + path) {
      case .file: files.append(String(path.dropFirst()))
      case .folder: try walk(top, path, name, base, &files)
      case .link:
        guard let real = ProjectPath.resolved(top + path), real.hasPrefix(base) else {
          throw SourceFault.leavesProject(name + path)
        }
        guard Fingerprint(path: real) != nil else { throw SourceFault.notAFile(name + path) }
        files.append(String(path.dropFirst()))
      case .absent: break
      case .other: throw SourceFault.notAFile(name + path)
      }
    }
  }

  /// The digest of all names and contents; `digest` gives that of the file at an absolute path.
  func digest(_ digest: (String) throws -> Digest) rethrows -> Digest {
    Self.digest(of: try files.map { ($0, try digest("\(path)/\($0)")) })
  }

  /// The digest of files by their paths within a folder, sorted.
  static func digest(of files: [(path: String, digest: Digest)]) -> Digest {
    // No name holds a zero.
    Digest(of: "folder 1\n" + files.map { "\($0.path)\0\($0.digest.hex)\n" }.joined())
  }

  /// Copies a file, or a folder with what counts of it.
  static func copy(_ source: String, to target: String) throws {
    guard isOne(source) else { return try FileSystem.copyProgram(source, to: target) }
    let folder = try SourceFolder(source, name: source)
    try FileSystem.makeDirectories(target)
    for file in folder.files {
      try FileSystem.makeDirectories(FileSystem.parent("\(target)/\(file)"))
      try FileSystem.copyProgram("\(source)/\(file)", to: "\(target)/\(file)")
    }
  }
}

extension ProjectFiles {
  /// The content of a file or a folder at an absolute path; `name` is how the manifest calls it.
  func digest(_ path: String, name: String) throws -> Digest {
    guard SourceFolder.isOne(path) else { return try entry(path).digest }
    let root = roots.lazy.compactMap(ProjectPath.resolved).first { path.hasPrefix($0 + "/") }
    let folder = try SourceFolder(path, name: name, within: root ?? path)
    forget(below: path, but: folder.files.map { "\(path)/\($0)" })
    return try folder.digest { try entry($0).digest }
  }

  /// The files that differ in the folder `source` between two digests of it; none where it is a file, or where the last run
  /// did not leave it with the first of the two.
  func changes(in source: String, from old: String, to new: String) -> [KeyChange] {
    guard case .success(let folder) = locate(source, orFolder: true), SourceFolder.isOne(folder),
      let now = try? entries(folder).mapValues(\.digest)
    else { return [] }
    let before = known(below: folder)
    func digest(_ files: [String: Digest]) -> String {
      let inside = files.map { (path: String($0.key.dropFirst(folder.count + 1)), digest: $0.value) }
      return "sha256:" + SourceFolder.digest(of: inside.sorted { $0.path < $1.path }).hex
    }
    guard digest(before) == old, digest(now) == new else { return [] }
    return Set(before.keys).union(now.keys).sorted().filter { before[$0] != now[$0] }.map { file in
      KeyChange(
        name: "file \(source)\(file.dropFirst(folder.count))", old: before[file].map { "sha256:" + $0.hex },
        new: now[file].map { "sha256:" + $0.hex })
    }
  }

  /// Every file behind a source as it is now, by its path; a folder stands for all files in it.
  func entries(_ path: String) throws -> [String: Entry] {
    guard SourceFolder.isOne(path) else { return [path: try entry(path)] }
    let files = try SourceFolder(path, name: path).files.map { "\(path)/\($0)" }
    return Dictionary(uniqueKeysWithValues: try files.map { ($0, try entry($0)) })
  }
}

extension Engine {
  /// The files behind each of the sources `paths` as they are now, found as a stage would find them: by the paths at which
  /// the project has them, with where they lie and their content; a folder stands for all files in it, and nothing for
  /// one that is not there.
  /// - Throws: ``FileError`` when a file or a folder cannot be read.
  public func files(behind paths: [String]) throws -> [[(path: String, place: String, digest: Digest)]] {
    let files = try ProjectFiles(statePath: project.stateFolder + "/files", roots: [project.root] + project.dataRoots)
    return try paths.map { path in
      guard case .success(let place) = files.locate(path, orFolder: true) else { return [] }
      let inside = SourceFolder.isOne(place) ? try SourceFolder(place, name: path).files.map { "/" + $0 } : [""]
      return try inside.map { (path + $0, place + $0, try files.entry(place + $0).digest) }
    }
  }
}
