import Documents
import Foundation
import Synchronization

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
  private func linkInputs() throws -> [Slot<URL?>] {
    var taken: Set<String> = []
    return try task.inputs.map { input in
      try input.map { item in
        switch item.content {
        case .missing: return nil
        case .source(let path, _): return URL(filePath: path)
        case .object(let digest, let ending):
          let link = task.folder + "/in/" + name(input.path, item.labels, ending, &taken)
          let object = ObjectFolder(path: task.objects).file(digest)
          try FileSystem.check(symlink(object, link), .write, link)
          return URL(filePath: link)
        }
      }
    }
  }

  private func name(
    _ path: String, _ labels: [Workspace.Label], _ ending: String, _ taken: inout Set<String>
  ) -> String {
    let safe = (path + Workspace.Label.suffix(labels)).unicodeScalars.map {
      $0 == "/" || $0.value < 0x20 ? "_" : Character($0)
    }
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

  private final class Log: Sendable {
    private let lines = Mutex("")
    var text: String { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0 += line + "\n" } }
  }

  public func perform(_ task: StageTask) -> StageOutcome {
    let log = Log()
    let start = ContinuousClock.now
    do {
      let outputs = try StageAttempt(task: task).perform { log.add($0) }
      return .made(
        StageResult(outputs: outputs, seconds: start.elapsed, memory: 0, log: log.text))
    } catch let error as StageFailure {
      return .failed(error, log: log.text)
    } catch let error as FileError {
      return .failed(.file(error), log: log.text)
    } catch {
      return .failed(.threw(StageAttempt.oneLine(error)), log: log.text)
    }
  }

  public func cancel() {}

  public func shutdown() {}
}

extension ContinuousClock.Instant {
  /// Seconds since this instant.
  var elapsed: Double { (ContinuousClock.now - self) / .seconds(1) }
}
