import Documents
import Foundation
import Synchronization

/// The other side of ``WorkerExecutor``: the body of the `worker` command.
public enum Worker {
  /// Does tasks until the runner is gone.
  /// - Parameters:
  ///   - arguments: what stands after `worker` on the command line.
  ///   - libraries: versions of the libraries, by name; asked only on another machine than the runner's.
  public static func main(
    catalogue: Catalogue, arguments: [String], libraries: () -> JSON = { [:] }
  ) -> Never {
    if let parent = value("--parent", arguments).flatMap({ pid_t($0) }) {
      // Always the third, so that no argument of a program is taken for it.
      let rest = Array(arguments.dropFirst(3))
      switch arguments.dropFirst(2).first {
      case "--guard": Guard.main(of: parent, rest)
      case "--launch": launch(rest, of: parent)
      default: dieWith(parent, by: SIGKILL)
      }
    }
    if arguments.count > 2, arguments[2] == "--exec" { Guard.becomeProgram(Array(arguments[3...])) }
    let isAway = arguments.first == "--away"
    // The stage's own output must not mix with answers, and what it starts must not inherit the channel.
    let channel: Int32 = isAway ? 1 : 3
    let answers = fcntl(channel, F_DUPFD_CLOEXEC, 10)
    Guard.channel.store(answers, ordering: .relaxed)
    let requests = fcntl(0, F_DUPFD_CLOEXEC, 10)
    let nothing = open("/dev/null", O_RDWR)
    dup2(nothing, 0)
    if isAway { dup2(nothing, 1) } else { close(3) }
    if nothing > 2 { close(nothing) }
    if isAway {
      let word = WorkerIntroduction(
        token: arguments.dropFirst().first, libraries: WorkerIntroduction.versions(libraries()))
      guard (try? Wire.send(word.json, to: answers)) != nil else { exit(1) }
    }
    SystemCalls.keepFreedMemory()
    while let request = try? Wire.receive(from: requests) {
      guard (try? Wire.send(answer(request, catalogue), to: answers)) != nil else { break }
    }
    exit(0)
  }

  private static func value(_ name: String, _ arguments: [String]) -> String? {
    guard let at = arguments.firstIndex(of: name), at + 1 < arguments.count else { return nil }
    return arguments[at + 1]
  }

  /// Asks the kernel for a signal when `parent` ends, and ends at once if it has ended already.
  static func dieWith(_ parent: pid_t, by signal: Int32) {
    SystemCalls.signalAtParentDeath(signal)
    if getppid() != parent { exit(1) }
  }

  /// Becomes a program that starts workers elsewhere, and that can end them when it is asked to politely.
  private static func launch(_ arguments: [String], of parent: pid_t) -> Never {
    dieWith(parent, by: SIGTERM)
    var argv = arguments.map { strdup($0) } + [nil]
    execvp(arguments.first ?? "", &argv)
    let reason = String(cString: strerror(errno)).lowercased()
    try? FileSystem.write(text: "cannot start \(arguments.first ?? ""): \(reason)\n", to: 2)
    exit(127)
  }

  /// Bytes up to which a worker keeps what its stages have freed.
  private static let keptMemory = 128 << 20

  private static func answer(_ request: JSON, _ catalogue: Catalogue) -> JSON {
    let away = request["remote"] == true
    var log = ""
    do {
      guard let task = try StageTask(request: request, catalogue: catalogue) else {
        return ["error": "the worker got a request that it cannot read; build it anew"]
      }
      log = task.folder + "/log"
      if away { try RemoteInputs(task).wait() }
      redirectOutput(to: log)
      // A log that stays open would keep its folder on a shared file system, under another name.
      defer { if away { redirectOutput(to: "/dev/null") } }
      ResidentMemory.reset()
      let programs = Programs()
      let start = ContinuousClock.now
      let outputs = try StageAttempt(task: task).perform(programs) { try? FileSystem.write(text: $0 + "\n", to: 1) }
      let (seconds, peak) = (start.elapsed, ResidentMemory.peak())
      fflush(nil)
      // So that a small stage is not charged for a large one before it; looking for what is free takes milliseconds.
      if peak > keptMemory { SystemCalls.returnFreedMemory() }
      return StageResult(
        outputs: outputs, seconds: seconds, memory: max(peak, programs.peak), log: away ? LogFile.tail(log) : ""
      ).answer(away: away)
    } catch {
      fflush(nil)
      let said = away && !log.isEmpty ? [JSON.Member("log", JSON(.string(LogFile.tail(log))))] : []
      return JSON(.object([failure(error)] + said))
    }
  }

  private static func failure(_ error: any Error) -> JSON.Member {
    if case StageFailure.file(let file) = error { return .init("file", file.json) }
    if let file = error as? FileError { return .init("file", file.json) }
    return .init("error", JSON(.string(OneLine.words(error))))
  }

  private static func redirectOutput(to path: String) {
    let log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard log >= 0 else { return }
    dup2(log, 1)
    dup2(log, 2)
    close(log)
  }
}

/// What a stage on another machine reads, until it is seen there as it was seen here.
struct RemoteInputs {
  private let task: StageTask

  init(_ task: StageTask) { self.task = task }

  /// Returns when the private folder, the objects and the files of the project are all there.
  /// - Throws: ``StageFailure`` that names what is not.
  func wait() throws {
    try see(task.folder + "/work", task.folder) { Fingerprint.kind(of: $0) == .folder }
    let objects = ObjectFolder(path: task.objects)
    for digest in task.objectDigests {
      try see(objects.file(digest), task.objects) { Fingerprint(path: $0) != nil }
    }
    for case .source(let path, let digest) in task.inputs.flatMap(\.contents) {
      try see(path, path) { path in
        Self.known.withLock { known in
          if SourceFolder.isOne(path) {
            let folder = try? SourceFolder(path, name: path)
            return (try? folder?.digest { try known.digest($0) }) == digest
          }
          return (try? known.digest(path)) == digest
        }
      }
    }
  }

  private func see(_ path: String, _ name: String, _ isThere: (String) -> Bool) throws {
    guard Patience.wait(for: path, { isThere(path) ? true : nil }) == nil else { return }
    throw StageFailure.notSeen(name, host: FileSystem.host)
  }

  private static let known = Mutex(KnownDigests())
}

/// Digests of files, hashed again when what `stat` says of them changes.
private struct KnownDigests {
  private var files: [String: (fingerprint: Fingerprint, digest: Digest)] = [:]

  mutating func digest(_ path: String) throws -> Digest {
    let handle = try FileSystem.Handle(path, O_RDONLY)
    guard let now = Fingerprint(descriptor: handle.descriptor) else { throw FileError(.read, path, code: EINVAL) }
    if let known = files[path], known.fingerprint == now { return known.digest }
    let digest = try Digest(ofFile: handle.descriptor, path: path)
    if !now.isRecent(at: Fingerprint.now()) { files[path] = (now, digest) }
    return digest
  }
}
