import Documents
import Foundation

/// The tasks of a run that are going on: the room that they take, the keys that they hold, where they work.
struct RunningTasks {
  private let store: Store
  private let files: ProjectFiles
  private let executor: any Executor
  private let capacity: any Capacity
  private let mailbox: Mailbox
  private let attempts: Attempts
  private let edition: String
  private var tasks: [Int: Running] = [:]
  /// Nodes whose key is that of a running task, and wait for it.
  private var twins: [Digest: [Int]] = [:]

  /// So often a task is tried whose worker is lost.
  private static let tries = 4

  /// A class, since room is asked for far more often than a task begins.
  private final class Running {
    let job: Job
    /// How many attempts there were, this one included.
    let attempt: Int
    let folder: String
    let sources: [String: ProjectFiles.Entry]
    let folders: [String]
    let devices: [String]

    init(
      job: Job, attempt: Int, folder: String, sources: [String: ProjectFiles.Entry], folders: [String],
      devices: [String]
    ) {
      (self.job, self.attempt, self.folder) = (job, attempt, folder)
      (self.sources, self.folders, self.devices) = (sources, folders, devices)
    }

    /// A folder among the sources that holds a file now which it did not.
    func grown(_ files: ProjectFiles) -> String? {
      folders.first { folder in
        guard let now = try? SourceFolder(folder, name: folder).files else { return true }
        return now.contains { sources["\(folder)/\($0)"] == nil }
      }
    }
  }

  struct Job {
    let node: Node
    let key: Digest
    let components: KeyComponents
    let document: JSON
    let needs: Resources
    /// Seconds that it will take, where anything tells.
    let estimate: Double?
  }

  enum End {
    case made(Job, StageResult)
    case failed(StageFailure, log: String)
    /// These objects that it reads are missing or damaged.
    case inputsLost([Digest])
  }

  /// No task runs yet.
  /// - Throws: ``FileError`` when the folder of the attempts cannot be made.
  init(
    _ project: OpenProject, edition: String, _ options: RunOptions, _ executor: any Executor, _ mailbox: Mailbox
  ) throws {
    self.edition = edition
    (store, files) = (project.store, project.files)
    (self.executor, self.mailbox) = (executor, mailbox)
    capacity = executor.capacity(options)
    attempts = try Attempts(cache: project.store.path)
  }

  var isEmpty: Bool { tasks.isEmpty }

  /// What a run of `node`, which asks for `asked` bytes, is given. After a change of parameters `last` corrects that.
  func needs(_ node: Node, asked: Int, _ last: ProjectState.Entry?) -> Resources {
    let needs = node.stage.needs
    let memory = node.memory(asked: asked, after: last)
    return capacity.grant(Resources(cores: needs.cores, memory: memory, gpus: needs.gpus))
  }

  /// Why a node that asks for `asked` bytes can never run here.
  func refusal(of node: Node, asked: Int) -> StageFailure? {
    let needs = node.stage.needs
    return capacity.refusal(of: Resources(cores: needs.cores, memory: asked, gpus: needs.gpus))
  }

  /// Whether a node can run beside those that run.
  func haveRoom(for needs: Resources) -> Bool { capacity.hasRoom(for: needs, beside: tasks.values.map(\.job.needs)) }

  /// The graphics processors that no task has.
  private var freeDevices: [String] {
    let taken = Set(tasks.values.flatMap(\.devices))
    return capacity.devices.filter { !taken.contains($0) }
  }

  /// Lets a node wait for the task that makes `key`, if there is one.
  mutating func join(_ index: Int, _ key: Digest) -> Bool {
    guard tasks.values.contains(where: { $0.job.key == key }) else { return false }
    twins[key, default: []].append(index)
    return true
  }

  /// Starts the task of node `index`; the caller holds the lock of its key, which goes with the task.
  mutating func start(_ index: Int, _ job: Job, attempt: Int = 1) throws {
    var sources: [String: ProjectFiles.Entry] = [:]
    let paths = job.components.inputs.flatMap { $0.contents.compactMap(\.source) }
    for path in paths { sources.merge(try files.entries(path)) { $1 } }
    let folder = try attempts.make()
    try RunningLog.note(RunningLog.name(root: files.project, edition: edition, id: job.node.id), in: folder)
    let devices = job.needs.gpus == 0 ? [] : Array(freeDevices.prefix(job.needs.gpus))
    tasks[index] = Running(
      job: job, attempt: attempt, folder: folder, sources: sources, folders: paths.filter(SourceFolder.isOne),
      devices: devices)
    let node = job.node
    var task = StageTask(
      id: node.id, kind: node.kind.name, definition: node.definition, stage: node.stage, inputs: job.components.inputs,
      lineage: job.components.lineage, timeout: node.timeout, folder: folder, objects: store.objects.path,
      surroundings: Surroundings(project: files.project, of: node.stage, devices: devices))
    (task.needs, task.estimate, task.isRemote) = (job.needs, job.estimate, capacity.isRemote)
    submit(index, task)
  }

  /// Hands a task over as soon as its inputs are known to be intact: what was not hashed yet may take long, and then is on a
  /// thread of its own.
  private func submit(_ index: Int, _ task: StageTask) {
    let submit = { @Sendable [executor, mailbox] in
      executor.submit(task) { event in
        switch event {
        case .began: mailbox.send(.began(index))
        case .ended(let outcome): mailbox.send(.ended(index, outcome))
        }
      }
    }
    if task.objectDigests.allSatisfy(store.isKnownIntact) { return submit() }
    let thread = Thread { [store, mailbox] in
      do {
        let lost = try task.objectDigests.filter { try store.intact($0) == nil }
        lost.isEmpty ? submit() : mailbox.send(.ended(index, .inputsLost(lost)))
      } catch {
        mailbox.send(.ended(index, .failed(by: error)))
      }
    }
    thread.start()
  }

  /// Takes the outcome of a task; nil for one that is not known. What was made keeps the lock of its key until it is
  /// recorded.
  mutating func end(_ index: Int, _ outcome: StageOutcome) throws -> (end: End, twins: [Int])? {
    guard let task = tasks.removeValue(forKey: index) else { return nil }
    if case .lost = outcome, task.attempt < Self.tries {
      // In another folder: the worker that is lost may still write to this one.
      FileSystem.remove(task.folder)
      try start(index, task.job, attempt: task.attempt + 1)
      return nil
    }
    // A program may have left another one behind, which still writes to the folder; and another machine may still see what
    // was in it.
    if case .made = outcome, !task.job.node.kind.startsPrograms, !capacity.isRemote {
      attempts.recycle(task.folder)
    } else {
      FileSystem.remove(task.folder)
    }
    let waiting = twins.removeValue(forKey: task.job.key) ?? []
    let end: End
    switch outcome {
    case .made(let result):
      let changed = task.sources.first { Fingerprint(path: $0.key) != $0.value.fingerprint }?.key ?? task.grown(files)
      if changed == nil { return (.made(task.job, result), waiting) }
      end = .failed(.sourceChanged(changed ?? ""), log: result.log)
    case .failed(let failure, let log): end = .failed(failure, log: log)
    case .inputsLost(let digests): end = .inputsLost(digests)
    case .lost(let reason): end = .failed(.lost(reason, tries: task.attempt), log: "")
    }
    store.keyLocks?.release(task.job.key)
    return (end, waiting)
  }

  func cancel() { executor.cancel() }
  /// The folders of attempts that could not be removed.
  func finish() -> [String] { attempts.finish() }
}
