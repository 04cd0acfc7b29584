import Foundation

/// One run of a graph: decides for each stage whether its result is there, and runs those whose result is not.
///
/// A node is looked at when everything directly above it is settled. Its key is then known; a record of that key means
/// that nothing is to be done (so an unchanged result above stops the rerun), else it joins the queue of what could run.
/// Objects that a running stage needs and that are gone, such as dropped transients, make the node above run again.
final class Runner {
  private let plan: RunPlan
  private let store: Store
  private let options: RunOptions
  private let host = FileSystem.host
  private let emit: (RunEvent) -> Void
  private let mailbox: Mailbox
  private let resolver: Resolver
  private let committer: Committer
  private let settlements: Settlements

  private static let saveInterval = 30.0

  private var queue = ReadyQueue()
  /// What stages will take: read once the first of them is to run, since a run with nothing to do needs none of it.
  private lazy var estimates = project.estimates(plan.graph)
  private lazy var weights = plan.weights(estimates)
  private let project: OpenProject
  private var tasks: RunningTasks
  /// Nodes whose key another process is making.
  private var contended: [Int] = []
  private var isInterrupted = false
  private let statePath: String
  /// What a killed run leaves behind is told by the state that it saved last.
  private var lastSave = ContinuousClock.now
  private var fatal: (any Error)?

  private var isStopping: Bool {
    isInterrupted || fatal != nil || settlements.isOutOfSpace
      || (!options.keepGoing && !settlements.summary.failures.isEmpty)
  }

  init(
    _ plan: RunPlan, _ project: OpenProject, options: RunOptions, executor: any Executor, mailbox: Mailbox,
    emit: @escaping (RunEvent) -> Void
  ) throws {
    (self.plan, self.options, self.mailbox, self.emit, store) = (plan, options, mailbox, emit, project.store)
    self.project = project
    statePath = project.statePath
    resolver = Resolver(graph: plan.graph, files: project.files)
    settlements = Settlements(plan, project, replacesAll: options.replacesAll, emit: emit)
    tasks = try RunningTasks(project, edition: plan.graph.edition, options, executor, mailbox)
    committer = Committer(store)
  }

  struct Finished {
    let plan: RunPlan
    let states: NodeStates
    let state: ProjectState
    var summary: RunSummary
  }

  /// Runs to the end, or until stopped; `damage` is what was found before.
  func run(_ damage: [Damage]) throws -> Finished {
    settlements.note(damage)
    emit(.began(total: plan.chosen.count))
    attempt { settlements.note(try store.repair()) }
    repeat {
      advance()
      guard !tasks.isEmpty || !contended.isEmpty else { break }
      for message in mailbox.receive(within: contended.isEmpty ? nil : 0.05) { take(message) }
      if lastSave.elapsed > Self.saveInterval { attempt { try saveState() } }
    } while true
    let commit = Result { try committer.close() }
    let left = tasks.finish()
    if fatal != nil { try? saveState() }
    if let fatal { throw fatal }
    try commit.get()
    var summary = settlements.conclusion(isInterrupted: isInterrupted)
    summary.leftovers = left
    return Finished(plan: plan, states: settlements.states, state: settlements.state, summary: summary)
  }

  private func take(_ message: Mailbox.Message) {
    switch message {
    case .cancel:
      isInterrupted = true
      tasks.cancel()
    case .executor(.state(let text)): emit(.workers(text))
    case .executor(.unusable(let reason)): fail(EngineError.executorUnusable(reason))
    case .began(let index):
      let id = plan.graph.nodes[index].id
      emit(.started(id: id, estimate: settlements.state.estimate(id)))
    case .ended(let index, let outcome): attempt { try finish(index, outcome) }
    }
  }

  private func saveState() throws {
    try settlements.state.save(statePath)
    lastSave = .now
  }

  private func advance() {
    repeat {
      while let index = settlements.next() { attempt { try consider(index) } }
      if let error = committer.problem { fail(error) }
      let blocked = contended
      contended = []
      for index in blocked { attempt { try start(index) } }
      while settlements.states.isIdle, !isStopping, let index = queue.take(fits) { attempt { try start(index) } }
    } while !settlements.states.isIdle
  }

  /// Does `body`; an error of the engine itself, such as a full disk, stops the run.
  private func attempt(_ body: () throws -> Void) {
    do { try body() } catch { fail(error) }
  }

  private func fail(_ error: any Error) {
    if fatal == nil { tasks.cancel() }
    fatal = fatal ?? error
  }

  private func fits(_ index: Int) -> Bool { tasks.haveRoom(for: needs(index)) }

  private func needs(_ index: Int) -> Resources {
    let node = plan.graph.nodes[index]
    return tasks.needs(node, asked: settlements.asked(index), settlements.state.entries[node.id])
  }

  /// Finds out whether the result of a node is there; all above it is settled.
  private func consider(_ index: Int) throws {
    if isStopping { return }
    let isUnasked = plan.unasked.contains(index)
    switch try resolver.resolve(index, settlements.states.availability) {
    case .pending: settlements.wait(index)
    case .notRun(let reason): try settlements.leaveOut(index, reason)
    case .refused where isUnasked: try settlements.leaveOut(index, Availability.leftOut)
    case .refused(let fault): settlements.fail(index, .threw(fault.description), log: "")
    case .ready(let components):
      if components.lacksInputs, try settlements.keep(index) { return }
      let key = KeyComponents.digest(of: components.document)
      if try settlements.reuse(index, committer.record(key)) { return }
      if isUnasked { return try settlements.leaveOut(index, Availability.leftOut) }
      if let fault = settlements.columnFault(index) { return settlements.fail(index, .threw(fault), log: "") }
      // Not what earlier runs say: one of them may have been of other sizes.
      let asked = settlements.asked(index)
      if let refusal = tasks.refusal(of: plan.graph.nodes[index], asked: asked) {
        return settlements.fail(index, refusal, log: "")
      }
      settlements.queue(index)
      queue.insert(index, weight: weights[index])
    }
  }

  /// Starts a node, unless its result is there by now or is being made elsewhere.
  private func start(_ index: Int) throws {
    if isStopping { return }
    guard case .ready(let components) = try resolver.resolve(index, settlements.states.availability) else {
      return settlements.wait(index)
    }
    let (document, node) = (components.document, plan.graph.nodes[index])
    let key = KeyComponents.digest(of: document)
    if tasks.join(index, key) { return settlements.set(index, .blocked) }
    if try settlements.reuse(index, committer.record(key)) { return }
    guard options.permits(node) else {
      return settlements.fail(index, .threw(EngineError.commandsNotAllowed([node.entry]).description), log: "")
    }
    guard try store.keyLocks?.take(key) ?? true else {
      if case .blocked = settlements.states[index] {} else { emit(.waiting(id: node.id)) }
      settlements.set(index, .blocked)
      return contended.append(index)
    }
    do {
      // Another run may have made it between the look above and the lock.
      try store.refreshRecords()
      if try settlements.reuse(index, committer.record(key)) {
        store.keyLocks?.release(key)
        return
      }
      settlements.set(index, .running)
      let job = RunningTasks.Job(
        node: node, key: key, components: components, document: document, needs: needs(index),
        estimate: estimates.known(index))
      try tasks.start(index, job)
    } catch {
      store.keyLocks?.release(key)
      throw error
    }
  }

  private func finish(_ index: Int, _ outcome: StageOutcome) throws {
    guard let (end, twins) = try tasks.end(index, outcome) else { return }
    defer { twins.forEach { settlements.set($0, .open) } }
    switch end {
    case .made(let job, let result):
      for output in result.outputs { store.noteIntact(output.digest, output.fingerprint) }
      let record = Record(
        key: job.key, components: job.document,
        outputs: result.outputs.map { .init(name: $0.name, digest: $0.digest, size: Int($0.fingerprint.size)) },
        seconds: result.seconds, memory: result.memory, cores: job.needs.cores, log: result.log,
        origin: .init(time: Date().formatted(.iso8601), host: result.host ?? host, program: options.program),
        program: resolver.programs.identity(of: job.node.stage), expected: estimates.expected(index))
      let before = committer.record(job.key)
      committer.add(record)
      try settlements.made(index, record, before: before)
    case .failed(.interrupted, _) where isStopping:
      // What was stopped on request has not failed: the next run makes it.
      settlements.set(index, .queued)
    case .failed(let failure, let log): settlements.fail(index, failure, log: log)
    case .inputsLost(let digests): try settlements.rebuild(digests, for: index)
    }
  }
}
