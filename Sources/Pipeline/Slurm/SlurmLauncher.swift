import Documents
import Foundation
import Synchronization

/// Workers on the nodes of a cluster: each is an `srun` whose standard streams carry requests and answers. No ports, no accounts
/// of jobs, no polling; whoever reads the end of a stream knows that the worker is gone.
final class SlurmLauncher: Launcher {
  private let settings: SlurmSettings
  private let program: String
  private let arguments: [String]
  private let libraries: @Sendable () -> JSON
  private let state = Mutex(State())

  private struct State {
    var own: OwnClusterRun?
    var introduction: WorkerIntroduction?
    /// Nodes whose workers cannot be used.
    var avoided: Set<String> = []
    var largest: (cores: Int, memory: Int)?
    /// What each `srun` writes to standard error, by its process.
    var errors: [pid_t: String] = [:]
    var count = 0
    var beat = ContinuousClock.now
    var asked = ContinuousClock.now
    var reason = ""
    var pendingSince: ContinuousClock.Instant?
  }

  private static let beatSeconds = 5.0
  private static let queueSeconds = 30.0

  /// - Parameters:
  ///   - program: the executable, at a path that all nodes have.
  ///   - libraries: versions of the libraries, as a worker here would see them.
  init(
    _ settings: SlurmSettings, program: String, arguments: [String], libraries: @escaping @Sendable () -> JSON
  ) {
    (self.settings, self.program, self.arguments, self.libraries) = (settings, program, arguments, libraries)
  }

  var limit: Int { settings.workers }
  var isRemote: Bool { true }

  func begin(_ run: ExecutorRun) throws {
    let largest = try settings.largestNode()
    let own = try OwnClusterRun(run, settings.allocation)
    let introduction = WorkerIntroduction(
      token: own.run.folder + "/token", program: own.program, libraries: WorkerIntroduction.versions(libraries()))
    state.withLock {
      ($0.own, $0.introduction) = (own, introduction)
      $0.largest = largest
    }
  }

  func capacity(_ options: RunOptions) -> any Capacity {
    let largest = state.withLock { $0.largest }
    return SlurmCapacity(workers: limit, cores: largest?.cores, memory: largest?.memory)
  }

  /// Small stages share one shape; the memory of larger ones is rounded up, so that they share theirs.
  func shape(of needs: Resources) -> Resources {
    let memory = settings.workerMemory(state.withLock { $0.largest })
    if needs.cores <= 1, needs.memory <= memory, needs.gpus == 0 { return Resources(cores: 1, memory: memory) }
    var rounded = 1 << 28
    while rounded < needs.memory, rounded < 1 << 60 { rounded <<= 1 }
    let largest = state.withLock { $0.largest?.memory } ?? .max
    return Resources(cores: max(1, needs.cores), memory: max(needs.memory, min(rounded, largest)), gpus: needs.gpus)
  }

  func launch(_ shape: Resources) throws -> WorkerProcess {
    guard let own = state.withLock({ $0.own }) else { throw EngineError.slurmSilent("the run has not begun") }
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    let path = "\(own.run.folder)/\(number).err"
    let errors = try FileSystem.Handle(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND)
    let process = try WorkerProcess { requests, answers in
      Spawn(
        program: program,
        arguments: [program, "worker", "--parent", String(getpid()), "--launch", "srun"] + options(shape, own.run)
          + command(own.run),
        environment: Self.environment(isInside: settings.allocation != nil),
        inherited: [(requests, 0), (answers, 1), (errors.descriptor, 2)], hasOwnGroup: true)
    }
    state.withLock { $0.errors[process.id] = path }
    return process
  }

  /// The options of `srun` for a worker of `shape`; what a user says comes last and counts.
  private func options(_ shape: Resources, _ run: ClusterRun) -> [String] {
    let variables = WorkerExecutor.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var options = [
      "--job-name=\(run.about.jobs)", "--nodes=1", "--ntasks=1", "--cpus-per-task=\(shape.cores)",
      "--mem=\((shape.memory + (1 << 20) - 1) >> 20)M", "--chdir=/", "--export=" + variables.joined(separator: ","),
    ]
    if shape.gpus > 0 { options.append("--gres=gpu:\(shape.gpus)") }
    if settings.allocation != nil { return options + ["--exact"] + settings.options }
    let avoided = state.withLock { $0.avoided.sorted() }
    if !avoided.isEmpty { options.append("--exclude=" + avoided.joined(separator: ",")) }
    return options + settings.site.arguments + settings.options
  }

  private func command(_ run: ClusterRun) -> [String] {
    let worker = [program] + arguments + ["--away", run.folder + "/token"]
    guard let setup = settings.site.setup else { return worker }
    return ["/bin/sh", "-c", setup + "\nexec \"$0\" \"$@\""] + worker
  }

  /// The caller's environment, in which `srun` finds its cluster; options of an enclosing job are no options of a worker.
  private static func environment(isInside: Bool) -> [String: String] {
    let kept = isInside ? ["SLURM_CONF", "SLURM_JOB_ID", "SLURM_JOBID", "SLURM_JOB_NODELIST"] : ["SLURM_CONF"]
    return ProcessInfo.processInfo.environment.filter { name, _ in
      !["SLURM_", "SBATCH_", "SRUN_", "SALLOC_"].contains(where: name.hasPrefix) || kept.contains(name)
    }
  }

  func objection(to word: WorkerIntroduction) -> String? {
    guard
      let (own, mine) = state.withLock({ state in state.own.flatMap { own in state.introduction.map { (own, $0) } } })
    else { return nil }
    guard word.token == own.token else {
      return
        "it does not see the cache folder \(FileSystem.parent(FileSystem.parent(own.run.folder))) of this run; put the "
        + "project into a folder that all nodes share"
    }
    return mine.difference(from: word)
  }

  func avoid(_ word: WorkerIntroduction) { state.withLock { state in word.node.map { _ = state.avoided.insert($0) } } }

  func secondsLeft(_ word: WorkerIntroduction) -> Double? { word.job.flatMap(Slurm.secondsLeft) }

  func judge(_ end: WorkerEnd) -> WorkerLoss {
    let path = state.withLock { $0.errors.removeValue(forKey: end.process.id) }
    let said =
      path.flatMap { try? FileSystem.read($0) }.flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) } ?? ""
    path.map { _ = unlink($0) }
    guard let introduction = end.introduction else {
      return .lost(
        SlurmEnd.complaint(said).map {
          "no worker came up: \($0.wholeLine); check --slurm, --workers and the site file"
        }
          ?? "no worker came up, and srun does not say why; try `srun hostname`")
    }
    let job = introduction.job.map(Slurm.job) ?? [:]
    switch SlurmEnd(said: said, job: job, status: end.status).cause {
    case .taken(let reason): return .lost("\(introduction.host): \(reason)")
    // Stages before it took their part of the time.
    case .time(let limit): return end.isFirstTask ? .failed(.jobLimit(limit)) : .lost("the job's limit of \(limit)")
    case .memory(let limit):
      // The limit of a step is its own, that of its job another.
      let own = settings.allocation == nil ? limit : nil
      return .failed(.memoryLimit(own ?? shape(of: Resources(memory: end.memory)).memory))
    case .signal(let number): return .failed(.signal(number))
    case .exit(let code): return .failed(.exit(code))
    }
  }

  func attend(_ workers: WorkerCounts) throws -> String? {
    guard let own = state.withLock({ $0.own }) else { return nil }
    if own.run.isCancelled { throw EngineError.cancelledElsewhere }
    if state.withLock({ $0.beat.elapsed > Self.beatSeconds }) {
      try own.beat()
      state.withLock { $0.beat = .now }
    }
    let up = workers.idle + workers.busy
    let text = "\(up) \(up == 1 ? "worker" : "workers")"
    guard workers.pending > 0 else {
      state.withLock { $0.pendingSince = nil }
      return text
    }
    let (since, asked, reason) = state.withLock { state in
      state.pendingSince = state.pendingSince ?? .now
      return (state.pendingSince ?? .now, state.asked, state.reason)
    }
    // The queue is asked for a reason only where somebody waits, and seldom.
    guard since.elapsed > 2, reason.isEmpty || asked.elapsed > Self.queueSeconds else {
      return text + ", \(workers.pending) waiting" + (reason.isEmpty ? "" : " (\(reason))")
    }
    let found = (try? Slurm.queue(named: own.run.about.jobs))?.first { $0.state == "PENDING" }?.reason ?? ""
    state.withLock { ($0.asked, $0.reason) = (.now, found) }
    return text + ", \(workers.pending) waiting" + (found.isEmpty ? "" : " (\(found))")
  }

  func clear() -> String? {
    guard let own = state.withLock({ $0.own }) else { return nil }
    state.withLock { $0.own = nil }
    // All have ended by now; what hung in the queue has not, and neither has what ended while nobody took notice.
    do {
      if settings.allocation == nil, try !Slurm.queue(named: own.run.about.jobs).isEmpty {
        try Slurm.cancel(named: own.run.about.jobs)
      }
      own.end()
      return nil
    } catch {
      own.leave()
      return
        "SLURM does not answer, so that jobs called \(own.run.about.jobs) may be left in its queue; `plumb cancel` ends them "
        + "when it does"
    }
  }
}

extension WorkerExecutor {
  /// Does tasks on the nodes of a cluster.
  /// - Parameters:
  ///   - program: the executable, at a path that all nodes have; it must call ``Worker/main(catalogue:arguments:libraries:)``.
  ///   - libraries: versions of the libraries that results may depend on, by name.
  public convenience init(
    slurm settings: SlurmSettings, program: String, arguments: [String] = ["worker"],
    libraries: @escaping @Sendable () -> JSON
  ) { self.init(SlurmLauncher(settings, program: program, arguments: arguments, libraries: libraries)) }
}
