import Documents
import Foundation

/// One run of a stage in its private folder, from links to the inputs to published outputs.
struct StageAttempt {
  let task: StageTask
  private let start = ContinuousClock.now

  init(task: StageTask) { self.task = task }

  private var work: String { task.folder + "/work" }

  func perform(_ programs: Programs = Programs(), logger: @escaping @Sendable (String) -> Void) throws -> [StageResult
    .Made]
  {
    var workspace = Workspace(
      directory: URL(filePath: work, directoryHint: .isDirectory), inputs: try linkInputs(), lineage: task.lineage,
      programs: programs, logger: logger)
    workspace.surroundings = task.surroundings
    do {
      try task.stage.run(workspace)
    } catch let error as StageFailure {
      throw error
    } catch {
      guard let file = error as? FileError ?? FileError(foundation: error) else {
        throw StageFailure.threw(OneLine.words(error))
      }
      throw StageFailure.file(file.within(work).within(task.folder))
    }
    return try publish()
  }

  /// Links to the inputs under names that say what they are, since the names of objects do not.
  private func linkInputs() throws -> [Slot<URL?>] {
    var taken: Set<String> = []
    return try task.inputs.map { input in
      try input.map { item in
        switch item.content {
        case .missing: return nil
        case .source(let path, _): return URL(filePath: path)
        case .object(let digest, let name):
          let link = task.folder + "/in/" + Self.unique(name, &taken)
          let object = ObjectFolder(path: task.objects).file(digest)
          try FileSystem.check(symlink(object, link), .write, link)
          return URL(filePath: link)
        }
      }
    }
  }

  /// `name` as that of a file which no other link has.
  private static func unique(_ name: String, _ taken: inout Set<String>) -> String {
    let safe = name.unicodeScalars.map { $0 == "/" || $0.value < 0x20 ? "_" : Character($0) }
    // So many scalars rather than letters, which may hold many scalars: a name of a file has at most 255 bytes.
    let stem = String(safe.prefix(60))
    var (name, count) = (stem, 1)
    while !taken.insert(name).inserted {
      count += 1
      name = "\(stem)~\(count)"
    }
    return name
  }

  private func publish() throws -> [StageResult.Made] {
    let declared = task.stage.outputs
    let expected = Set(declared.map(\.fileName))
    let isProgram = type(of: task.stage).kind.startsPrograms
    let stray = try FileSystem.names(in: work).first { name in
      !expected.contains(name) && !(isProgram && CacheNames.contains(name))
    }
    if let stray {
      throw StageFailure.undeclared(stray)
    }
    for output in declared {
      var status = stat()
      guard lstat("\(work)/\(output.fileName)", &status) == 0 else { throw StageFailure.outputMissing(output.fileName) }
      guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
        throw StageFailure.outputNotAFile(output.fileName)
      }
    }
    let folder = ObjectFolder(path: task.objects)
    let copies = isProgram ? task.folder + "/copy" : nil
    let made = try declared.map { output in
      let (digest, fingerprint) = try folder.publish("\(work)/\(output.fileName)", copyingTo: copies)
      return StageResult.Made(name: output.name, digest: digest, fingerprint: fingerprint)
    }
    // What is only in the memory of this machine is lost with it, and the runner cannot make it durable from elsewhere. What
    // took less time than that is handed to the file server by closing it, and would be made again.
    if task.isRemote, start.elapsed > 0.1 { try FileSystem.sync(files: made.map { folder.file($0.digest) }) }
    return made
  }
}
