import Foundation

/// The log of a stage that a run, of this process or another, is making.
///
/// Every attempt says in its folder which stage it makes; the folder goes with the attempt.
public final class RunningLog {
  private let handle: FileSystem.Handle
  /// The folder of the run.
  private let run: String

  static func name(root: String, edition: String, id: String) -> String { [root, edition, id].joined(separator: "\0") }

  /// Notes in the folder of an attempt what it makes.
  static func note(_ name: String, in folder: String) throws {
    let handle = try FileSystem.Handle(folder + "/stage", O_WRONLY | O_CREAT | O_TRUNC)
    try Array(name.utf8).withUnsafeBytes { try FileSystem.write($0, to: handle.descriptor, path: handle.path) }
  }

  /// The log of the attempt below `cache` that makes `name`; nil when none does.
  init?(cache: String, name: String) {
    for run in (try? FileSystem.names(in: cache + "/attempts")) ?? [] where Attempts.isOurs(run) {
      let path = "\(cache)/attempts/\(run)"
      if Self.isHeld(path), let handle = Self.log(in: path, name) {
        (self.handle, self.run) = (handle, path)
        return
      }
    }
    return nil
  }

  private static func log(in run: String, _ name: String) -> FileSystem.Handle? {
    for attempt in (try? FileSystem.names(in: run)) ?? [] where Int(attempt) != nil {
      guard let bytes = try? FileSystem.read("\(run)/\(attempt)/stage"), bytes.elementsEqual(name.utf8) else {
        continue
      }
      // Made here where the stage has written nothing yet; the worker adds to it.
      if let handle = try? FileSystem.Handle("\(run)/\(attempt)/log", O_RDWR | O_CREAT | O_APPEND) { return handle }
    }
    return nil
  }

  /// Whether the run of a folder still goes on: a killed one leaves its folder, and nobody holds its lock.
  private static func isHeld(_ run: String) -> Bool {
    guard let lock = try? FileLock(trying: run + "/lock", exclusive: false) else { return true }
    lock.release()
    return false
  }

  /// Whether the attempt still goes on: its log goes with it.
  public var isGoingOn: Bool {
    var status = stat()
    return fstat(handle.descriptor, &status) == 0 && status.st_nlink > 0 && Self.isHeld(run)
  }

  /// What was written since the last call.
  public func more() -> [UInt8] {
    var bytes: [UInt8] = []
    try? FileSystem.readChunks(handle.descriptor, path: handle.path) { bytes.append(contentsOf: $0) }
    return bytes
  }
}

extension Engine {
  /// The log of a stage that is being made at the moment; nil when it is not.
  public func runningLog(_ id: String, edition: String) -> RunningLog? {
    RunningLog(cache: project.cache, name: RunningLog.name(root: project.root, edition: edition, id: id))
  }
}
