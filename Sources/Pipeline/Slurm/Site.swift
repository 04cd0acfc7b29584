import Documents
import Foundation

/// What the users of a cluster have to say to it, whatever they run: from a file of the user's, never of a project's, which
/// may be a stranger's.
public struct Site: Sendable, Equatable {
  /// The partition, the account and the limit of time of a job, as SLURM writes them.
  var partition, account, time: String?
  /// Further options of `srun`, one by one.
  var options: [String] = []
  /// A line of shell that sets up the environment of a worker, such as `module load gcc`.
  var setup: String?
  /// What the largest node has; asked of SLURM if nil.
  var cores, memory: Int?
  /// Bytes of a worker for small stages.
  var workerMemory = 2 << 30
  /// How many workers there are at once where nobody says it.
  var workers = 8

  /// The site of `$PLUMB_SITE`, else of `~/.config/plumb/site.json`; one without any wishes where there is no such file.
  /// - Throws: ``Problems`` for a file that cannot be read or says something wrong.
  public static func current() throws -> Site {
    let environment = ProcessInfo.processInfo.environment
    if let named = environment["PLUMB_SITE"], !named.isEmpty { return try Site(file: named, isNamed: true) }
    return try Site(file: (environment["HOME"] ?? "/") + "/.config/plumb/site.json", isNamed: false)
  }

  init() {}

  init(file: String, isNamed: Bool) throws {
    let bytes: [UInt8]?
    do {
      bytes = try FileSystem.read(file)
    } catch { throw EngineError.siteUnreadable(file, reason: OneLine.words(error)) }
    guard let bytes else {
      if isNamed { throw EngineError.siteUnreadable(file, reason: "there is no such file") }
      return
    }
    let fields = Fields(try JSON.parse(SourceText(name: file, bytes: bytes)), context: "the site")
    partition = fields.optionalString("partition", "the partition of jobs")
    account = fields.optionalString("account", "the account that is charged")
    time = fields.optionalString("time", "the limit of time of a job, such as 2:00:00")
    options = fields.strings("options", "further options of srun, one by one", required: false)
    setup = fields.optionalString("setup", "a line of shell that sets up the environment, such as `module load gcc`")
    if fields.has("cores") { cores = fields.integer("cores", in: 1...65536, "cores of the largest node") }
    if fields.has("memory") {
      memory = fields.integer("memory", in: 1...1_000_000, "gigabytes of the largest node") * 1_000_000_000
    }
    workerMemory =
      fields.integer("worker-memory", in: 1...1_000_000, default: 2048, "megabytes of a worker for small stages") << 20
    workers = fields.integer("workers", in: 1...100_000, default: 8, "workers at once, if --workers says nothing")
    fields.finish()
    guard fields.problems.isEmpty else { throw Problems(fields.problems) }
  }

  /// The options of `srun` and `sbatch` that it stands for.
  var arguments: [String] {
    let named = [("partition", partition), ("account", account), ("time", time)]
    return named.compactMap { name, value in value.map { "--\(name)=\($0)" } } + options
  }
}
