import Foundation

/// One run of a graph: decides for each stage whether its result is there, runs those whose result is not, and settles
/// what rests on them.
///
/// A node is considered when everything directly above it is settled. Its key is then known; a record of that key means
/// that nothing is to be done (so an unchanged result above stops the rerun), else it joins the queue of what could run.
/// Objects that a running stage needs and that are gone, such as dropped transients, make the node above run again.
final class Runner {
  let graph: Graph
  let store: Store
  let files: ProjectFiles
  let options: RunOptions
  let executor: any Executor
  let emit: (RunEvent) -> Void
  let resolver: Resolver
  let publisher: Publisher
  let committer: Committer
  let attempts: Attempts
  let threads: TaskThreads

  /// The nodes of this run, ascending.
  let chosen: [Int]
  /// Those of them that are used if they are there, and not made.
  let unasked: Set<Int>
  /// The nodes of this run that read each node.
  var consumers: [[Int]]
  var upstream: [[Int]]
  var weights: [Double]
  var state: ProjectState
  var summary = RunSummary()

  var availability: [Availability]
  /// Nodes above that are not settled yet.
  var unsettledAbove: [Int]
  /// Readers that do not have their result yet: while there are any, a transient result is kept.
  var openReaders: [Int]
  /// Nodes that must run although they have a record, since someone needs their objects.
  var forced: Set<Int> = []
  /// For a forced node, those that wait for its objects.
  var waiters: [Int: [Int]] = [:]
  var missingAbove: [Int: Int] = [:]
  var settled = 0

  var worklist: [Int] = []
  var queue = ReadyQueue()
  /// Nodes whose key another process is making.
  var contended: [Int] = []
  var announced: Set<Int> = []
  var ran: Set<Int> = []
  var running: [Int: RunningTask] = [:]
  /// Nodes of the same key wait for the one that runs.
  var twins: [Digest: [Int]] = [:]
  /// Results of this run that are not on disk as records yet, without components and log.
  var fresh: [Digest: Record] = [:]
  /// Digests that results other than transient ones hold.
  var retained: Set<Digest> = []
  /// The transient nodes that hold each digest and are not done with: by chance two of them make the same.
  var holders: [Digest: Set<Int>] = [:]
  lazy var lastResults = resultsOfLastRun()
  var isStopping = false
  var fatal: (any Error)?

  /// A stage that is being made.
  struct RunningTask {
    let key: Digest
    let components: [Record.Component]
    let folder: String
    let cores: Int
    let memory: Int
    let sources: [String: ProjectFiles.Entry]
  }

  init(
    graph: Graph, targets: [Int]?, project: OpenProject, options: RunOptions, executor: any Executor,
    threads: TaskThreads, emit: @escaping (RunEvent) -> Void
  ) throws {
    self.graph = graph
    (store, files, state) = (project.store, project.files, project.state)
    self.options = options
    self.executor = executor
    self.threads = threads
    self.emit = emit
    resolver = Resolver(graph: graph, files: files)
    publisher = Publisher(root: project.root, store: store, files: files)
    attempts = try Attempts(cache: store.path)
    committer = Committer(store)
    let asked = targets.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    (chosen, unasked) = options.withPages ? graph.withPages(asked) : (asked, [])
    let count = graph.nodes.count
    availability = Array(repeating: .pending, count: count)
    upstream = Array(repeating: [], count: count)
    consumers = Array(repeating: [], count: count)
    weights = Array(repeating: 0, count: count)
    for index in chosen {
      upstream[index] = graph.upstream(of: index)
      for above in upstream[index] { consumers[above].append(index) }
    }
    unsettledAbove = upstream.map(\.count)
    openReaders = consumers.map(\.count)
    weigh()
  }

  /// The longest time from the start of each node to the end of the run, by what the last runs took.
  private func weigh() {
    var totals: [String: (sum: Double, count: Double)] = [:]
    for index in chosen {
      guard let entry = state.entries[graph.nodes[index].id], entry.key != nil else { continue }
      totals[graph.nodes[index].entry, default: (0, 0)].sum += entry.seconds
      totals[graph.nodes[index].entry, default: (0, 0)].count += 1
    }
    for index in chosen.reversed() {
      let node = graph.nodes[index]
      let own = estimate(index) ?? totals[node.entry].map { $0.sum / $0.count } ?? 1
      weights[index] = own + (consumers[index].map { weights[$0] }.max() ?? 0)
    }
  }

  /// Seconds that the node took when it last ran.
  func estimate(_ index: Int) -> Double? {
    let entry = state.entries[graph.nodes[index].id]
    return entry?.key == nil ? nil : entry?.seconds
  }

  /// Runs to the end, or until stopped.
  func run() throws -> RunSummary {
    emit(.began(total: chosen.count))
    attempt { note(try store.repair()) }
    worklist = chosen.filter { unsettledAbove[$0] == 0 }.reversed()
    repeat {
      advance()
      guard !running.isEmpty || !contended.isEmpty else { break }
      for message in threads.receive(within: contended.isEmpty ? nil : 0.05) {
        switch message {
        case .cancel: interrupt()
        case .finished(let index, let outcome): attempt { try finish(index, outcome) }
        }
      }
    } while true
    return try conclude()
  }

  /// Everything that can be done without waiting.
  private func advance() {
    repeat {
      while let index = worklist.popLast() { attempt { try consider(index) } }
      if let error = committer.problem { fail(error) }
      let blocked = contended
      contended = []
      for index in blocked { attempt { try start(index) } }
      while !isStopping, worklist.isEmpty, let index = queue.take(fits) { attempt { try start(index) } }
    } while !worklist.isEmpty
  }

  /// Does `body`; an error of the engine itself, such as a full disk, stops the run.
  private func attempt(_ body: () throws -> Void) {
    do { try body() } catch { fail(error) }
  }

  private func fail(_ error: any Error) {
    guard fatal == nil else { return }
    fatal = error
    stop()
    executor.cancel()
  }

  /// Starts nothing more.
  func stop() {
    isStopping = true
    contended = []
  }

  private func interrupt() {
    summary.isInterrupted = true
    stop()
    executor.cancel()
  }

  func note(_ damage: [Damage]) {
    summary.damage += damage
    damage.forEach { emit(.damaged($0)) }
  }

  /// Makes durable what was done and names what was not.
  private func conclude() throws -> RunSummary {
    let commit = Result { try committer.close() }
    attempts.finish()
    if let fatal { throw fatal }
    try commit.get()
    summary.ran = ran.count
    summary.cached = chosen.count { if case .made = availability[$0] { !ran.contains($0) } else { false } }
    let unreached = summary.isInterrupted ? "interrupted" : "stopped after a failure"
    let failed = Set(summary.failures.map(\.id))
    for index in chosen {
      let id = graph.nodes[index].id
      switch availability[index] {
      case .pending: summary.notRun.append((id, unreached))
      case .absent(let reason) where !failed.contains(id): summary.notRun.append((id, reason))
      default: break
      }
    }
    return summary
  }
}
