import Documents
import Foundation

/// A run that has jobs on a cluster, as other runs on the same cache see it: a folder of the cache, of which one file is touched
/// every few seconds.
///
///     runs/3fa10c22/about.json   who, where, since when, which jobs
///     runs/3fa10c22/lock         held by the process, as far as locks reach
///     runs/3fa10c22/beat         touched as long as it lives
///     runs/3fa10c22/token        what workers read to show that they see this cache
///     runs/3fa10c22/cancel       made by `plumb cancel`
public struct ClusterRun: Sendable {
  /// Its name among the runs of the cache.
  public let name: String
  /// Where it keeps what it says of itself.
  public let folder: String
  public let about: About

  /// Seconds after which a run that does not touch its file is dead: NFS remembers the times of files for up to a minute.
  static let patience = 120

  /// What a run says of itself.
  public struct About: Equatable, Sendable {
    /// The machine of the process that directs it.
    public let host: String
    public let process: pid_t
    /// The folder of the project.
    public let root: String
    /// The name of its jobs.
    public let jobs: String
    /// When it began, in UTC.
    public let time: String
    /// The batch job that the process is itself a part of, or waits to become; then its number is 0.
    public let job: String?
  }

  /// How the names of all jobs of the project `root` begin.
  static func prefix(_ root: String) -> String { "plumb-\(Digest(of: root).hex.prefix(8))-" }

  /// The runs that left a folder in the cache, of any project; those that cannot be read are left out.
  static func all(_ cache: String) throws -> [ClusterRun] {
    try FileSystem.names(in: cache + "/runs").compactMap { name in
      let folder = "\(cache)/runs/\(name)"
      guard let bytes = try FileSystem.read(folder + "/about.json"),
        let json = try? JSON.parse(SourceText(name: name, bytes: bytes)), let about = About(json: json)
      else { return nil }
      return ClusterRun(name: name, folder: folder, about: about)
    }
  }

  /// Seconds since it was last heard of; nil when it is dead.
  func life(seenFrom allocation: SlurmSettings.Allocation?) throws -> Int? {
    // The same job once more: it was requeued.
    if let job = about.job, job == allocation?.job { return nil }
    if about.process == 0 {
      let state = about.job.map(Slurm.job)?["JobState"] ?? ""
      return ["PENDING", "CONFIGURING", "RUNNING", "SUSPENDED"].contains(state) ? 0 : nil
    }
    guard let beat = Fingerprint(path: folder + "/beat") else { return nil }
    // The clock of the file system, which may not be this machine's.
    let probe = folder + "/probe"
    let handle = try FileSystem.Handle(probe, O_WRONLY | O_CREAT | O_TRUNC)
    try FileSystem.write(text: "now", to: handle.descriptor)
    let now = Fingerprint(path: probe)?.modified ?? Fingerprint.now()
    unlink(probe)
    let seconds = Int(max(0, now - beat.modified) / 1_000_000_000)
    if about.host == FileSystem.host {
      guard let lock = try FileLock(trying: folder + "/lock", exclusive: true) else { return seconds }
      lock.release()
      return nil
    }
    return seconds < Self.patience ? seconds : nil
  }

  /// Ends the jobs of a dead run, and takes its folder away.
  func clear() throws {
    try Slurm.cancel(named: about.jobs)
    FileSystem.remove(folder)
  }

  /// Whether somebody asked it to stop.
  var isCancelled: Bool { Fingerprint.kind(of: folder + "/cancel") == .file }

  /// Asks it to stop, wherever it is.
  func askToStop() throws { _ = try FileSystem.Handle(folder + "/cancel", O_WRONLY | O_CREAT) }
}

/// The run of this process.
final class OwnClusterRun: Sendable {
  let run: ClusterRun
  let token: String
  private let lock: FileLock

  /// Begins a run of a project, after the jobs of dead ones were cancelled.
  /// - Throws: ``EngineError/runGoesOn(host:time:seconds:)`` when another run of the project is alive,
  ///   ``EngineError/jobsOfAnotherRun(_:)`` when one is of which this machine sees nothing.
  init(_ executor: ExecutorRun, _ allocation: SlurmSettings.Allocation?) throws {
    let prefix = ClusterRun.prefix(executor.root)
    let given = allocation?.name.flatMap { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : nil }
    for other in try ClusterRun.all(executor.cache) where other.about.root == executor.root {
      if let seconds = try other.life(seenFrom: allocation) {
        throw EngineError.runGoesOn(host: other.about.host, time: other.about.time, seconds: seconds)
      }
      try other.clear()
    }
    let strangers = try Slurm.queue().filter { $0.name.hasPrefix(prefix) && $0.id != allocation?.job }
    if !strangers.isEmpty {
      throw EngineError.jobsOfAnotherRun(
        strangers.prefix(3).map { "\($0.id) (\($0.state.lowercased()))" }.joined(separator: ", "))
    }
    let name = given ?? String(UInt32.random(in: 1 << 28...UInt32.max), radix: 16)
    let folder = "\(executor.cache)/runs/\(name)"
    try FileSystem.makeDirectories(folder)
    lock = try FileLock(folder + "/lock", exclusive: true)
    token = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    run = ClusterRun(
      name: name, folder: folder,
      about: .init(
        host: FileSystem.host, process: getpid(), root: executor.root, jobs: prefix + name,
        time: Date().formatted(.iso8601), job: allocation?.job))
    try FileSystem.replace(folder + "/token", with: Array(token.utf8))
    try FileSystem.replace(folder + "/about.json", with: Array(run.about.json.pretty.utf8))
    try beat()
  }

  /// Shows that it lives.
  func beat() throws {
    let handle = try FileSystem.Handle(run.folder + "/beat", O_WRONLY | O_CREAT | O_TRUNC)
    try FileSystem.write(text: Date().formatted(.iso8601), to: handle.descriptor)
  }

  func end() { FileSystem.remove(run.folder) }
}

extension ClusterRun.About {
  var json: JSON {
    let job = job.map { [JSON.Member("job", JSON(.string($0)))] } ?? []
    let members: [JSON.Member] = [
      .init("host", JSON(.string(host))), .init("jobs", JSON(.string(jobs))),
      .init("process", JSON(.integer(Int(process)))), .init("root", JSON(.string(root))),
      .init("time", JSON(.string(time))),
    ]
    return JSON(.object(members + job))
  }

  fileprivate init?(json: JSON) {
    guard let host = json["host"]?.string, let jobs = json["jobs"]?.string, let root = json["root"]?.string,
      let process = json["process"]?.integer, let time = json["time"]?.string
    else { return nil }
    self.init(
      host: host, process: pid_t(truncatingIfNeeded: process), root: root, jobs: jobs, time: time,
      job: json["job"]?.string)
  }
}
