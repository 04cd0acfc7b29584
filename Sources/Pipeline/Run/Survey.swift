import Documents

/// How a stage stands before a run.
public enum StageStatus: Sendable, Equatable {
  /// Its result is there.
  case upToDate
  /// It would run: these components of its key are not what they were.
  case changed([KeyChange])
  /// It would run: it never did, or the cache no longer knows.
  case neverRan
  /// It would run: its result was lost or damaged.
  case lost
  /// Whether it runs depends on this stage above it, which would run.
  case waits(on: String)
  /// It failed when it was last tried, and would be tried again.
  case failed(String)
  /// It cannot run, and why.
  case notRun(String)

  /// Whether it is known that the stage itself would run, or be tried.
  fileprivate var wouldRun: Bool {
    switch self {
    case .changed, .neverRan, .lost, .failed: true
    case .upToDate, .waits, .notRun: false
    }
  }
}

/// Looks at a graph without running or writing anything.
struct Survey {
  let open: OpenProject
  let graph: Graph
  private(set) var statuses: [StageStatus] = []
  private(set) var keys: [Digest?] = []
  private var availability: [Availability]
  private var late: LateColumns
  private let recorded: RecordedResults
  /// Where results count as well that are not here.
  private let source: (any ResultSource)?
  /// Nodes that failed, and those that lack something for that.
  private var tainted: Set<Int> = []

  /// - Parameters:
  ///   - unasked: nodes that are used if they are there, and would not run.
  ///   - source: where results count as well: the survey is then of the cache after they were taken.
  ///   - droppable: which nodes may lack their objects, where the graph is a part of another that says so.
  init(
    _ open: OpenProject, _ graph: Graph, unasked: Set<Int> = [], source: (any ResultSource)? = nil,
    droppable: [Bool]? = nil
  ) throws {
    (self.open, self.graph, self.source) = (open, graph, source)
    availability = Array(repeating: .pending, count: graph.nodes.count)
    late = LateColumns(graph, open.store)
    let resolver = Resolver(graph: graph, files: open.files)
    recorded = RecordedResults(graph, root: open.root, open.files)
    for (index, isDroppable) in (droppable ?? graph.droppable).enumerated() {
      let (status, key, outcome) = try look(index, resolver, isDroppable)
      let isLeftOut = unasked.contains(index) && status.wouldRun
      statuses.append(isLeftOut ? .notRun(Availability.leftOut) : status)
      keys.append(key)
      availability[index] = isLeftOut ? left(index, Availability.leftOut).2 : outcome
    }
  }

  private mutating func look(
    _ index: Int, _ resolver: Resolver, _ isDroppable: Bool
  ) throws -> (StageStatus, Digest?, Availability) {
    let node = graph.nodes[index]
    switch try resolver.resolve(index, { availability[$0] }) {
    case .pending:
      if let fault = late.fault(index, { [availability] in availability[$0] }) { return refused(index, fault) }
      return (.waits(on: cause(index)), nil, .pending)
    case .notRun(let reason): return left(index, reason)
    case .refused(let fault): return refused(index, fault.description)
    case .ready(let components):
      if components.lacksInputs, recorded.holds(index), !restsOnFailure(index) { return left(index, "") }
      let document = components.document
      let key = KeyComponents.digest(of: document)
      let last = open.state.entries[node.id]
      guard let record = try record(key, of: node) else {
        if let fault = late.fault(index, { [availability] in availability[$0] }) { return refused(index, fault) }
        if let failure = last?.failure { return (.failed(failure.reason), key, .pending) }
        guard let old = last?.key.flatMap({ open.store.record($0) }) else { return (.neverRan, key, .pending) }
        let changes = KeyChange.between(
          old.components, document, files: node.files, contents: open.files.changes(in:from:to:))
        // Its outputs are named otherwise now, or the record of its key was lost.
        return (changes.isEmpty ? .lost : .changed(changes), key, .pending)
      }
      let isThere =
        try isDroppable
        || record.outputs.allSatisfy { try open.store.intact($0.digest) != nil || source?.holds($0) ?? false }
      return (isThere ? .upToDate : .lost, key, isThere ? .made(key: key, outputs: record.outputs) : .pending)
    }
  }

  /// The record of a node's key, that of the cache before another.
  func record(_ key: Digest, of node: Node) throws -> Record? {
    if let own = open.store.record(key), node.accepts(own) { return own }
    return try source?.record(key).flatMap { node.accepts($0) ? $0 : nil }
  }

  /// A node that has no result here: what the lock holds of it is kept.
  private mutating func left(_ index: Int, _ reason: String) -> (StageStatus, Digest?, Availability) {
    if restsOnFailure(index) { tainted.insert(index) }
    guard !tainted.contains(index), recorded.holds(index) else { return (.notRun(reason), nil, .absent(reason)) }
    let outputs = (recorded.values(index) ?? []).map { name, bytes in
      Record.Output(name: name, digest: Digest(of: bytes), size: bytes.count)
    }
    return (.notRun("kept as plumb.lock.json records it"), nil, .kept(outputs))
  }

  private func restsOnFailure(_ index: Int) -> Bool { graph.upstream(of: index).contains(where: tainted.contains) }

  private mutating func refused(_ index: Int, _ fault: String) -> (StageStatus, Digest?, Availability) {
    tainted.insert(index)
    return (.failed(fault), nil, .absent("stage \(graph.nodes[index].id) failed"))
  }

  /// The first stage at or above the inputs of a node that would run.
  private func cause(_ index: Int) -> String {
    let above = graph.upstream(of: index).first { if case .pending = availability[$0] { true } else { false } }
    guard let above else { return graph.nodes[index].id }
    // What that one waits for is known: stages above stand before it.
    if case .waits(let cause) = statuses[above] { return cause }
    return graph.nodes[above].id
  }

  /// What every stage that has its result holds: what garbage collection must keep.
  var needed: (keys: Set<Digest>, objects: Set<Digest>) {
    var (neededKeys, objects): (Set<Digest>, Set<Digest>) = ([], [])
    for index in graph.nodes.indices {
      // A stage whose key is not known keeps its last result: it may turn out to be still in force.
      guard let key = keys[index] ?? open.state.entries[graph.nodes[index].id]?.key, let record = open.store.record(key)
      else { continue }
      neededKeys.insert(key)
      objects.formUnion(record.outputs.map(\.digest))
    }
    return (neededKeys, objects)
  }
}

extension Engine {
  /// How each stage stands, in the order of the graph. Nothing is written.
  /// - Parameter unasked: stages that are used if they are there, and would not run.
  public func status(_ graph: Graph, unasked: Set<Int> = []) throws -> [StageStatus] {
    try Survey(OpenProject(project, edition: graph.edition, writable: false), graph, unasked: unasked).statuses
  }

  /// Why the stage at `index` would run, or that it would not.
  public func why(_ graph: Graph, _ index: Int) throws -> StageStatus {
    let closure = graph.closure(of: [index])
    let place = Dictionary(uniqueKeysWithValues: closure.enumerated().map { ($0.element, $0.offset) })
    let part = graph.with(closure.map { graph.nodes[$0].moved(place) })
    let droppable = graph.droppable
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    return try Survey(open, part, droppable: closure.map { droppable[$0] }).statuses.last ?? .neverRan
  }

  func survey(_ graph: Graph) throws -> Survey {
    try Survey(OpenProject(project, edition: graph.edition, writable: false), graph)
  }

  /// The log of a stage's last attempt: of the failed one, with the reason, else of the one that made its result.
  /// - Returns: nil when the stage never ran.
  public func log(_ id: String, edition: String) throws -> (text: String, failure: String?)? {
    let open = try OpenProject(project, edition: edition, writable: false)
    guard let entry = open.state.entries[id] else { return nil }
    if let failure = entry.failure { return (failure.log, failure.reason) }
    return entry.key.flatMap { open.store.record($0) }.map { ($0.log, nil) }
  }

  /// The files of results, by one look at the cache.
  public func files() throws -> ResultFiles { ResultFiles(store: try Store(project.cache, writable: false)) }
}

/// The files of results in a cache.
public struct ResultFiles: Sendable {
  let store: Store

  /// The file of an object, whose content was found to match; nil when it is missing or damaged.
  public subscript(digest: Digest) -> String? {
    get throws { try store.intact(digest) == nil ? nil : store.objects.file(digest) }
  }
}

extension Node {
  fileprivate var files: [String: String] {
    let files = inputs.compactMap { slot in slot.contents.first { $0.file != nil }?.file.map { (slot.path, $0) } }
    return Dictionary(files) { first, _ in first }
  }

  /// The node with its inputs at other places of a graph.
  fileprivate func moved(_ place: [Int: Int]) -> Node {
    var node = self
    node.inputs = inputs.map { slot in
      slot.map { item in
        guard case .node(let above, let output) = item.content else { return item.content }
        return .node(place[above] ?? above, output: output)
      }
    }
    return node
  }
}
