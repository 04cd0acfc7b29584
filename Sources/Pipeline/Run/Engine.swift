import Foundation
import Synchronization

/// Where a project and its cache are.
public struct Project: Sendable {
  /// The folder of the manifest: sources are read from it, exports written into it.
  public let root: String
  /// The cache folder.
  public let cache: String
  /// Further folders in which sources are looked for, after the root.
  public let dataRoots: [String]
  /// The name of the manifest, which tells apart what several of one folder leave behind; empty for the usual one.
  public let manifest: String

  /// A project; relative paths count from the working folder.
  public init(root: String, cache: String, dataRoots: [String] = [], manifest: String = "") {
    self.manifest = manifest
    self.root = Self.absolute(root)
    self.cache = Self.absolute(cache)
    self.dataRoots = dataRoots.map(Self.absolute)
  }

  private static func absolute(_ path: String) -> String {
    if let real = realpath(path, nil) {
      defer { free(real) }
      return String(cString: real)
    }
    let full = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return full.count > 1 && full.hasSuffix("/") ? String(full.dropLast()) : full
  }

  var stateFolder: String { "\(cache)/projects/\(Digest(of: root).hex.prefix(16))" }

  func statePath(_ edition: String) -> String {
    // No name of a file or a profile holds a zero.
    let name = manifest.isEmpty ? edition : manifest + "\0" + edition
    return "\(stateFolder)/\(Digest(of: name).hex.prefix(16)).state"
  }
}

/// A project with everything read that a run or a question needs.
struct OpenProject {
  let root: String
  let store: Store
  /// Where the state of the profile is.
  let statePath: String
  let files: ProjectFiles
  var state: ProjectState
  let damage: [Damage]

  init(_ project: Project, edition: String, writable: Bool) throws {
    root = project.root
    store = try Store(project.cache, writable: writable)
    var damage: [Damage] = []
    if writable {
      try FileSystem.makeDirectories(project.stateFolder)
      if try Holdings.note(root: project.root, in: project.stateFolder) { damage.append(.stateFile("root")) }
    }
    files = try ProjectFiles(statePath: project.stateFolder + "/files", roots: [project.root] + project.dataRoots)
    statePath = project.statePath(edition)
    state = try ProjectState(statePath)
    if files.wasDamaged { damage.append(.stateFile("files")) }
    if state.wasDamaged { damage.append(.stateFile("state")) }
    self.damage = damage
  }
}

/// Runs graphs of one project, and answers questions about them.
public final class Engine: Sendable {
  public let project: Project
  private let mailbox = Mutex<Mailbox?>(nil)

  /// An engine for `project`; nothing is read or written yet.
  public init(_ project: Project) { self.project = project }

  /// Brings the results of a graph up to date.
  /// - Parameter targets: the nodes that are wanted, with all that they rest on; nil for all.
  /// - Parameters:
  ///   - emit: called on the calling thread.
  ///   - beforeStamp: told what came of the run once that is kept, before it is remembered as done; false if something that
  ///     belongs to it could not be written, so that the next run looks again.
  /// - Throws: ``EngineError`` or ``FileError`` for what stops the run as a whole; failures of stages are in the summary.
  public func run(
    _ graph: Graph, targets: [Int]? = nil, options: RunOptions, executor: any Executor,
    emit: @escaping (RunEvent) -> Void = { _ in }, beforeStamp: (RunSummary) -> Bool = { _ in true }
  ) throws -> RunSummary {
    let start = ContinuousClock.now
    try refuseCommands(graph, targets, options)
    // Before anything that may take long, such as waiting for another process: a request to stop must not be lost.
    let mailbox = Mailbox()
    self.mailbox.withLock { $0 = mailbox }
    defer {
      self.mailbox.withLock { $0 = nil }
      executor.shutdown()
    }
    let open = try OpenProject(project, edition: graph.edition, writable: true)
    defer { open.store.close() }
    try executor.begin(ExecutorRun(cache: project.cache, root: project.root)) { mailbox.send(.executor($0)) }
    let runner = try Runner(
      RunPlan(graph, targets: targets, withPages: options.withPages), open, options: options, executor: executor,
      mailbox: mailbox, emit: emit)
    var run = try runner.run(open.damage)
    run.summary.remark = executor.shutdown()
    try save(run, open)
    run.summary.seconds = start.elapsed
    if let stamp = options.stamp, beforeStamp(run.summary), run.summary.succeeded {
      // A shortcut for the next run: where it cannot be written, that run looks at everything.
      try? RunStamp(project, stamp.identity).write(stamp, run, open)
    }
    return run.summary
  }

  /// What a run would say if nothing changed since the one that left a stamp called `identity`: files of the manifest,
  /// sources, exports and objects are all as they were. Nil when anything differs; then ``run`` finds out what.
  ///
  /// Nothing is parsed: a few bytes are hashed, and `stat` is called once for every file.
  public func unchanged(identity: [String]) -> RunSummary? { try? RunStamp(project, identity).check() }

  /// Stops the run that is going on, soon and cleanly. May be called from any thread.
  public func cancel() { mailbox.withLock { $0?.send(.cancel) } }

  private func save(_ run: Runner.Finished, _ open: OpenProject) throws {
    try FileSystem.sync(files: run.summary.exported.map { "\(project.root)/\($0)" })
    try open.files.save()
    try open.store.saveIndex()
    if run.state.entries != open.state.entries { try run.state.save(project.statePath(run.plan.graph.edition)) }
  }
}

/// What a run tells while it goes on.
public enum RunEvent: Sendable {
  /// So many stages are to be looked at.
  case began(total: Int)
  /// A stage runs; `estimate` is the time of its last run in seconds.
  case started(id: String, estimate: Double?)
  /// A stage ran and made these outputs; that it is settled comes next.
  case made(id: String, outputs: [Record.Output])
  /// A stage is settled; `done` of `total` are.
  case finished(id: String, StageFinish, done: Int, total: Int)
  /// Something in the cache was damaged and is made anew.
  case damaged(Damage)
  /// A result was made again and differs from the recorded one: its kind is not deterministic.
  case unstable(id: String)
  /// A file was written into the project.
  case exported(path: String)
  /// Another run makes this result; waiting for it.
  case waiting(id: String)
  /// How the workers on other machines stand.
  case workers(String)
}

/// How a stage was settled.
public enum StageFinish: Sendable, Equatable {
  case cached
  case ran(seconds: Double)
  case failed(StageFailure, log: String)
  case notRun(String)
}

/// What a run did.
public struct RunSummary: Sendable {
  public internal(set) var cached = 0
  public internal(set) var ran = 0
  /// Failed stages with the reason, in the order in which they failed.
  public internal(set) var failures: [(id: String, failure: StageFailure)] = []
  /// Stages that were not run, with the reason, in the order of the graph.
  public internal(set) var notRun: [(id: String, reason: String)] = []
  /// Stages that lack something here, and of which pages show what the lock holds.
  public internal(set) var kept: [String] = []
  /// Files written into the project.
  public internal(set) var exported: [String] = []
  /// Those of them whose stages had their results already.
  public internal(set) var republished: [String] = []
  public internal(set) var damage: [Damage] = []
  /// Folders of this or an earlier run within the cache that could not be removed.
  public internal(set) var leftovers: [String] = []
  /// What was left behind elsewhere, and what helps.
  public internal(set) var remark: String?
  /// Whether it was stopped by ``Engine/cancel()`` before its end; running it again goes on.
  public internal(set) var isInterrupted = false
  /// Wall time.
  public internal(set) var seconds = 0.0
  /// True when a stamp showed that nothing changed, so that nothing was looked at in detail.
  public internal(set) var isUnchanged = false
  /// The note that the caller left with the stamp (see ``StampRequest/note``).
  public internal(set) var note = ""

  /// Whether every stage has its result or lacks only data that is not there.
  public var succeeded: Bool { failures.isEmpty && !isInterrupted }
}

/// How a run is done.
public struct RunOptions: Sendable {
  /// Cores that stages use together.
  public var jobs: Int
  /// Bytes that stages use together.
  public var memory: Int
  /// Bytes that a process may have here; a stage that asks for more is refused before it starts.
  public var machineMemory: Int
  /// The graphics processors that stages share out among them.
  public var devices: [String]
  /// Whether stages that do not rest on a failed one go on.
  public var keepGoing: Bool
  /// Whether stages may start any programs.
  public var allowCommands: Bool
  /// What they may start otherwise (see ``Permissions``).
  public var allowed: Set<Digest>
  /// Whether what tolerates missing inputs below the targets, such as report pages, is brought up to date as well; what
  /// else that rests on is used if it is there.
  public var withPages: Bool
  /// Whether outputs may replace files that nothing here knows (see ``Ownership``).
  public var replacesAll: Bool
  /// The program with its version, which records name.
  public var program: String
  /// What to remember so that the next run sees at once that nothing changed; nil to remember nothing.
  public var stamp: StampRequest?

  /// Options of a run.
  public init(
    jobs: Int, memory: Int, machineMemory: Int = Allowance.current.memory,
    devices: [String] = Allowance.current.devices, keepGoing: Bool = true,
    allowCommands: Bool = false, allowed: Set<Digest> = [], withPages: Bool = false, replacesAll: Bool = false,
    program: String = "plumb",
    stamp: StampRequest? = nil
  ) {
    (self.jobs, self.memory, self.machineMemory, self.keepGoing) = (jobs, memory, machineMemory, keepGoing)
    (self.allowCommands, self.withPages, self.replacesAll) = (allowCommands, withPages, replacesAll)
    (self.devices, self.allowed) = (devices, allowed)
    (self.program, self.stamp) = (program, stamp)
  }
}
