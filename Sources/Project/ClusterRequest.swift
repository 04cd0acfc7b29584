import Foundation
import Pipeline

/// A run on the nodes of a cluster, as people ask for it.
public struct ClusterRequest: Sendable {
  private let workers: Int?
  private let options: String

  /// - Parameters:
  ///   - workers: workers at once; those of the site if nil.
  ///   - options: options of `srun` in one text.
  public init(workers: Int?, options: String) { (self.workers, self.options) = (workers, options) }

  /// What it comes to with what the user's site says.
  func settings() throws -> SlurmSettings {
    try SlurmSettings(site: Site.current(), workers: workers, options: options)
  }

  func executor() throws -> any Executor {
    WorkerExecutor(slurm: try settings(), program: Program.path) { Program.libraries() }
  }

  /// The command line of this process as its job runs it: not submitted again, and without options of another job.
  static func inner(_ arguments: [String]) -> [String] {
    var words: [String] = []
    var rest = arguments.dropFirst()[...]
    while let word = rest.popFirst() {
      if word == "--detach" || word.hasPrefix("--slurm=") { continue }
      if word == "--slurm" {
        rest = rest.dropFirst()
        continue
      }
      words.append(word)
    }
    return [Program.path] + words
  }
}

extension LoadedProject {
  /// Submits the command line of this process as a job.
  /// - Returns: what people are told.
  public func submit(_ request: ClusterRequest) throws -> [String] {
    let settings = try request.settings()
    let (job, log) = try engine.submit(ClusterRequest.inner(CommandLine.arguments), settings)
    return [
      "submitted as job \(job); its log: \(log)",
      "`\(Program.called) status` says how far it is, `\(Program.called) cancel` ends it",
    ]
  }

  /// Ends the runs of the project that have jobs on a cluster.
  /// - Returns: what people are told.
  public func cancelRuns() throws -> [String] {
    let runs = try engine.clusterRuns()
    if runs.isEmpty { return ["no run of this project is on a cluster"] }
    return try runs.map { run in
      try engine.cancel(run)
      return "cancelled: the run of \(run.about.time) on \(run.about.host)"
    }
  }

  /// The runs that have jobs on a cluster, or had when they died, for `plumb status`. No program is asked.
  public var clusterLines: [String] {
    ((try? engine.clusterRuns()) ?? []).map { run in
      let job = run.about.job.map { ", job \($0)" } ?? ""
      let cancel = "`\(Program.called) cancel`"
      if run.about.process == 0 { return "submitted to the cluster at \(run.about.time)\(job); \(cancel) ends it" }
      let place = "a run on \(run.about.host) since \(run.about.time)\(job)"
      return run.isHeardOf
        ? "\(place) goes on; \(cancel) ends it"
        : "\(place) has died; the next `\(Program.called) run` goes on, and \(cancel) clears what it left in the queue"
    }
  }
}
