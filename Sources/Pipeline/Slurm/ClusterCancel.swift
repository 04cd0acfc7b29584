import Foundation

extension Engine {
  /// The runs of this project that have jobs on a cluster, or had when they died.
  /// - Throws: ``FileError`` when the cache cannot be read.
  public func clusterRuns() throws -> [ClusterRun] {
    try ClusterRun.all(project.cache).filter { $0.about.root == project.root }
  }

  /// Ends a run of this project wherever it is: it is asked to stop, and after a while its jobs are cancelled.
  /// - Throws: ``EngineError/slurmSilent(_:)``, ``FileError``.
  public func cancel(_ run: ClusterRun) throws {
    try run.askToStop()
    let start = ContinuousClock.now
    // One that is only submitted hears nothing.
    let seconds = run.about.process == 0 ? 0.0 : 10.0
    while start.elapsed < seconds, try run.life(seenFrom: nil) != nil { usleep(50_000) }
    if try run.life(seenFrom: nil) == nil || run.about.process == 0 {
      try run.about.job.map { try Slurm.cancel(job: $0) }
      return try run.clear()
    }
    // It does not answer: its machine hangs, or is gone.
    try Slurm.cancel(named: run.about.jobs)
    try run.about.job.map { try Slurm.cancel(job: $0) }
  }

  /// Hands a run to the cluster, which starts it when there is room.
  /// - Parameters:
  ///   - arguments: the command that the job runs, program first.
  /// - Returns: the number of the job and the file of its log.
  /// - Throws: ``EngineError/slurmSilent(_:)``, ``EngineError/runGoesOn(host:time:seconds:)``, ``FileError``.
  public func submit(_ arguments: [String], _ settings: SlurmSettings) throws -> (job: String, log: String) {
    for other in try clusterRuns() {
      if let seconds = try other.life(seenFrom: nil) {
        throw EngineError.runGoesOn(host: other.about.host, time: other.about.time, seconds: seconds)
      }
      try other.clear()
    }
    let name = String(UInt32.random(in: 1 << 28...UInt32.max), radix: 16)
    try CacheFolder.prepare(project.cache)
    let folder = "\(project.cache)/runs/\(name)"
    for part in ["objects", "locks", "runs/\(name)"] { try FileSystem.makeDirectories("\(project.cache)/\(part)") }
    let (log, script) = ("\(folder).log", "\(folder)/script")
    let words = arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    try FileSystem.replace(script, with: Array("#!/bin/sh\nexec \(words.joined(separator: " "))\n".utf8))
    let jobs = ClusterRun.prefix(project.root) + name
    do {
      let memory = settings.workerMemory(try settings.largestNode()) >> 20
      let options = ["--ntasks=\(settings.workers)", "--cpus-per-task=1", "--mem-per-cpu=\(memory)M"]
      let job = try Slurm.submit(
        ["--job-name=\(jobs)", "--output=\(log)"] + options + settings.site.arguments + settings.options + [script])
      let about = ClusterRun.About(
        host: "the cluster", process: 0, root: project.root, jobs: jobs, time: Date().formatted(.iso8601), job: job)
      try FileSystem.replace(folder + "/about.json", with: Array(about.json.pretty.utf8))
      return (job, log)
    } catch {
      FileSystem.remove(folder)
      throw error
    }
  }
}
