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
    // The same job once more: it was requeued, or is what was submitted.
    if isPart(of: allocation) { return nil }
    if about.process == 0 {
      let state = about.job.map(Slurm.job)?["JobState"] ?? ""
      return ["PENDING", "CONFIGURING", "RUNNING", "SUSPENDED", "REQUEUED", "REQUEUE_HOLD"].contains(state) ? 0 : nil
    }
    do {
      guard let seconds = try silence else { return nil }
      if about.host != FileSystem.host { return seconds < Self.patience ? seconds : nil }
      guard let lock = try FileLock(trying: folder + "/lock", exclusive: true) else { return seconds }
      lock.release()
      return nil
    } catch let error as FileError where error.code == ENOENT {
      // It ended meanwhile, and its folder is gone.
      return nil
    }
  }

  /// Seconds since it last touched its file, by the clock of the file system, which may not be this machine's; nil where there is
  /// none.
  private var silence: Int? {
    get throws {
      guard let beat = Fingerprint(path: folder + "/beat") else { return nil }
      let probe = "\(folder)/probe-\(FileSystem.host)-\(getpid())"
      defer { unlink(probe) }
      let handle = try FileSystem.Handle(probe, O_WRONLY | O_CREAT | O_TRUNC)
      try FileSystem.write(text: "now", to: handle.descriptor)
      return Int(max(0, (Fingerprint(path: probe)?.modified ?? Fingerprint.now()) - beat.modified) / 1_000_000_000)
    }
  }

  /// Whether it seems to live, as far as that can be told without asking or writing anything.
  public var isHeardOf: Bool {
    guard let beat = Fingerprint(path: folder + "/beat") else { return about.process == 0 }
    if about.host == FileSystem.host { return kill(about.process, 0) == 0 || errno == EPERM }
    return (Fingerprint.now() - beat.modified) / 1_000_000_000 < Int64(Self.patience)
  }

  /// Whether it is the job that this process is a part of.
  func isPart(of allocation: SlurmSettings.Allocation?) -> Bool { about.job != nil && about.job == allocation?.job }

  /// Ends the jobs of a dead run, and takes its folder away; the job that this process is a part of has their name as well.
  func clear(seenFrom allocation: SlurmSettings.Allocation? = nil) throws {
    if !isPart(of: allocation) { try Slurm.cancel(named: about.jobs) }
    FileSystem.remove(folder)
  }

  /// Whether somebody asked it to stop. The folder is listed, since file systems remember for a while what is not there.
  var isCancelled: Bool { (try? FileSystem.names(in: folder).contains("cancel")) ?? false }

  /// Asks it to stop, wherever it is.
  func askToStop() throws { _ = try FileSystem.Handle(folder + "/cancel", O_WRONLY | O_CREAT) }
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
