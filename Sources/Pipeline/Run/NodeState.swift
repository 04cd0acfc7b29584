import HeapModule

/// How far a run is with one node.
///
///     waiting ──▶ open ──▶ queued ──▶ running ──▶ made, absent
///        ▲                   │▲          │
///        │                   ▼│          │
///        │                blocked        │
///        └── objects that it reads are gone
///
/// From open, queued and blocked it goes straight to made where its result is found, or to absent where it cannot have
/// one, from open to kept where the lock holds one that is not made here; from made back to open when its own objects are
/// needed and gone.
enum NodeState {
  /// So many nodes directly above are not settled.
  case waiting(above: Int)
  /// All above is settled; the run looks for its result next.
  case open
  /// Its result has to be made, and is as soon as there is room.
  case queued
  /// Its key is being made already: for a twin in this run, or by another process.
  case blocked
  case running
  /// Its result is there; `ran` says whether this run made it.
  case made(key: Digest, outputs: [Record.Output], ran: Bool)
  case absent(String)
  /// Its result is not here and is not made, and the lock holds it: outputs whose values stand there.
  case kept([Record.Output])

  /// What those below see of it.
  var availability: Availability {
    switch self {
    case .waiting, .open, .queued, .blocked, .running: .pending
    case .made(let key, let outputs, _): .made(key: key, outputs: outputs)
    case .absent(let reason): .absent(reason)
    case .kept(let outputs): .kept(outputs)
    }
  }

  /// Whether those below can go on.
  var isSettled: Bool {
    switch self {
    case .made, .absent, .kept: true
    case .waiting, .open, .queued, .blocked, .running: false
    }
  }

  /// Whether a node may go on from here to `next`.
  fileprivate func leads(to next: NodeState) -> Bool {
    switch (self, next) {
    case (.waiting, .open), (.open, .waiting), (.open, .queued), (.open, .made), (.open, .absent), (.open, .kept),
      (.open, .open):
      true
    case (.queued, .running), (.queued, .blocked), (.queued, .waiting), (.queued, .made), (.queued, .open): true
    case (.blocked, .blocked), (.blocked, .running), (.blocked, .open), (.blocked, .waiting), (.blocked, .made): true
    case (.running, .made), (.running, .absent), (.running, .waiting), (.running, .open), (.running, .queued): true
    case (.made, .open), (.queued, .absent), (.blocked, .absent): true
    // A name in it was found to be wrong.
    case (.waiting, .absent): true
    default: false
    }
  }
}

/// The states of all nodes of a run; whoever changes one wakes those below through it.
struct NodeStates {
  private let plan: RunPlan
  private var states: [NodeState]
  /// Nodes to be looked at, the next one last.
  private var open: [Int] = []
  /// Nodes whose record does not count, since the objects that it names are gone.
  private var remade: Set<Int> = []
  private(set) var settled = 0

  /// Every node of `plan` waits for those above it.
  init(_ plan: RunPlan) {
    self.plan = plan
    states = plan.upstream.map { .waiting(above: $0.count) }
    for index in plan.chosen.reversed() where plan.upstream[index].isEmpty { set(index, .open) }
  }

  subscript(index: Int) -> NodeState { states[index] }

  func availability(_ index: Int) -> Availability { states[index].availability }

  /// The only way by which a node gets another state.
  mutating func set(_ index: Int, _ next: NodeState) {
    let before = states[index]
    assert(before.leads(to: next), "\(before) does not lead to \(next)")
    states[index] = next
    if case .open = next { open.append(index) }
    guard before.isSettled != next.isSettled else { return }
    settled += next.isSettled ? 1 : -1
    if next.isSettled { remade.remove(index) }
    // The first reader is looked at first.
    for reader in plan.consumers[index].reversed() {
      guard case .waiting(let above) = states[reader] else { continue }
      let left = above + (next.isSettled ? -1 : 1)
      if left == 0 { set(reader, .open) } else { states[reader] = .waiting(above: left) }
    }
  }

  func outputs(_ index: Int) -> [Record.Output]? {
    if case .made(_, let outputs, _) = states[index] { outputs } else { nil }
  }

  mutating func wait(_ index: Int) {
    let above = plan.upstream[index].count { !states[$0].isSettled }
    set(index, above == 0 ? .open : .waiting(above: above))
  }

  mutating func next() -> Int? {
    while let index = open.popLast() { if case .open = states[index] { return index } }
    return nil
  }

  var isIdle: Bool { open.isEmpty }

  /// Opens a node again: its record does not count until it is settled anew.
  mutating func remake(_ index: Int) {
    remade.insert(index)
    set(index, .open)
  }

  /// Notes that the record of a node does not count, since objects that it names are gone.
  mutating func distrustRecord(of index: Int) { remade.insert(index) }

  /// Whether a node must run although it may have a record.
  func mustRun(_ index: Int) -> Bool { remade.contains(index) }
}

/// Which nodes a run looks at, and how they hang together.
struct RunPlan {
  let graph: Graph
  let chosen: [Int]
  /// Those of them that are used if they are there, and not made.
  let unasked: Set<Int>
  let upstream: [[Int]]
  let consumers: [[Int]]

  /// A run of `targets` with all that they rest on, nil for all; `withPages` adds what tolerates missing inputs below.
  init(_ graph: Graph, targets: [Int]?, withPages: Bool) {
    self.graph = graph
    let asked = targets.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    (chosen, unasked) = withPages ? graph.withPages(asked) : (asked, [])
    var (upstream, consumers) = ([[Int]](repeating: [], count: graph.nodes.count), [[Int]]())
    consumers = upstream
    for index in chosen {
      upstream[index] = graph.upstream(of: index)
      for above in upstream[index] { consumers[above].append(index) }
    }
    (self.upstream, self.consumers) = (upstream, consumers)
  }

  /// Whether the objects of a node may be missing although nothing is wrong.
  func isDroppable(_ index: Int) -> Bool { graph.nodes[index].mayBeDropped(isRead: !consumers[index].isEmpty) }

  /// The longest time from the start of each node to the end of the run.
  func weights(_ estimates: Estimates) -> [Double] {
    var weights = [Double](repeating: 0, count: graph.nodes.count)
    for index in chosen.reversed() {
      weights[index] = estimates[index].seconds + (consumers[index].map { weights[$0] }.max() ?? 0)
    }
    return weights
  }
}

extension ProjectState {
  func estimate(_ id: String) -> Double? {
    let entry = entries[id]
    return entry?.key == nil ? nil : entry?.seconds
  }
}

/// Stages that could run now, the one with the most work behind it first.
struct ReadyQueue {
  /// How often a stage may be passed over for smaller ones before they wait for it.
  private static let patience = 64
  /// How many stages that do not fit are looked past.
  private static let reach = 32

  private struct Item: Comparable {
    let index: Int
    let weight: Double
    var passed = 0

    static func < (a: Item, b: Item) -> Bool { a.weight != b.weight ? a.weight < b.weight : a.index > b.index }
  }

  private var heap = Heap<Item>()

  mutating func insert(_ index: Int, weight: Double) { heap.insert(Item(index: index, weight: weight)) }

  /// Takes the first stage that `fits`, looking past a few that do not.
  mutating func take(_ fits: (Int) -> Bool) -> Int? {
    var skipped: [Item] = []
    var found: Int?
    while let item = heap.popMax() {
      if fits(item.index) {
        found = item.index
        break
      }
      skipped.append(item)
      if item.passed >= Self.patience || skipped.count >= Self.reach { break }
    }
    for var item in skipped {
      if found != nil { item.passed += 1 }
      heap.insert(item)
    }
    return found
  }
}
