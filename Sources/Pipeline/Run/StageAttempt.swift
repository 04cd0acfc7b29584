import Documents
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One run of a stage in its private folder, from links to the inputs to published outputs.
struct StageAttempt {
  let task: StageTask

  private var work: String { task.folder + "/work" }

  /// Runs the stage and publishes what it wrote.
  func perform(logger: @escaping @Sendable (String) -> Void) throws -> [StageResult.Made] {
    let workspace = Workspace(
      directory: URL(filePath: work, directoryHint: .isDirectory), inputs: try linkInputs(), lineage: task.lineage,
      logger: logger)
    do {
      try task.stage.run(workspace)
    } catch let error as StageFailure {
      throw error
    } catch {
      throw StageFailure.threw(Self.oneLine(error))
    }
    return try publish()
  }

  /// An error on one line, whoever threw it.
  static func oneLine(_ error: any Error) -> String {
    let text = type(of: error) is NSError.Type ? error.localizedDescription : "\(error)"
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// Links to the inputs under names that say what they are, since the names of objects do not.
  private func linkInputs() throws -> [String: [Workspace.InputFile]] {
    var taken: Set<String> = []
    var files: [String: [Workspace.InputFile]] = [:]
    for input in task.inputs {
      files[input.path] = try input.items.map { item in
        switch item.content {
        case .missing(let reason): return .init(file: nil, labels: item.labels, missing: reason)
        case .source(let path, _): return .init(file: URL(filePath: path), labels: item.labels)
        case .object(let digest, let ending):
          let link = task.folder + "/in/" + name(input.path, item.labels, ending, &taken)
          let object = ObjectFolder(path: task.objects).file(digest)
          try FileSystem.check(symlink(object, link), .write, link)
          return .init(file: URL(filePath: link), labels: item.labels)
        }
      }
    }
    return files
  }

  private func name(
    _ path: String, _ labels: [Workspace.Label], _ ending: String, _ taken: inout Set<String>
  ) -> String {
    let suffix = labels.isEmpty ? "" : "[" + labels.map { "\($0.axis)=\($0.text)" }.joined(separator: ",") + "]"
    let safe = (path + suffix).unicodeScalars.map { $0 == "/" || $0.value < 0x20 ? "_" : Character($0) }
    // So many scalars rather than letters, which may hold many scalars: a name of a file has at most 255 bytes.
    let stem = String(safe.prefix(60))
    var name = ending.isEmpty ? stem : "\(stem).\(ending)"
    var count = 1
    while !taken.insert(name).inserted {
      count += 1
      name = ending.isEmpty ? "\(stem)~\(count)" : "\(stem)~\(count).\(ending)"
    }
    return name
  }

  private func publish() throws -> [StageResult.Made] {
    let declared = task.stage.outputs
    let expected = Set(declared.map(\.fileName))
    if let stray = try FileSystem.names(in: work).first(where: { !expected.contains($0) }) {
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
    return try declared.map { output in
      let (digest, fingerprint) = try folder.publish("\(work)/\(output.fileName)")
      return .init(name: output.name, digest: digest, fingerprint: fingerprint)
    }
  }
}

/// Runs stages in this process: for quick kinds and for tests. A crash takes the program with it, and a timeout is not
/// enforced.
public struct InProcessExecutor: Executor {
  /// An executor without state.
  public init() {}

  public func perform(_ task: StageTask) -> StageOutcome {
    let log = Guarded("")
    let start = ContinuousClock.now
    do {
      let outputs = try StageAttempt(task: task).perform { line in log.access { $0 += line + "\n" } }
      return .made(
        StageResult(outputs: outputs, seconds: start.elapsed, memory: 0, log: log.access { $0 }))
    } catch let error as StageFailure {
      return .failed(error, log: log.access { $0 })
    } catch let error as FileError {
      return .failed(.file(error), log: log.access { $0 })
    } catch {
      return .failed(.threw(StageAttempt.oneLine(error)), log: log.access { $0 })
    }
  }

  public func cancel() {}

  public func shutdown() {}
}

extension ContinuousClock.Instant {
  /// Seconds since this instant.
  var elapsed: Double { (ContinuousClock.now - self) / .seconds(1) }
}
