/// How far a run is with one node.
///
///     waiting ──▶ open ──▶ queued ──▶ running ──▶ made, absent
///        ▲                   │▲          │
///        │                   ▼│          │
///        │                blocked        │
///        └── objects that it reads are gone
///
/// From open, queued and blocked it goes straight to made where its result is found, or to absent where it cannot have
/// one; from made back to open when its own objects are needed and gone.
enum NodeState {
  /// So many nodes directly above are not settled.
  case waiting(above: Int)
  /// All above is settled; the run looks for its result next.
  case open
  /// Its result has to be made, and is as soon as there is room.
  case queued
  /// Its key is being made already: for a twin in this run, or by another process.
  case blocked
  /// A task makes its result.
  case running
  /// Its result is there; `ran` says whether this run made it.
  case made(key: Digest, outputs: [Record.Output], ran: Bool)
  /// It has no result, and this is why.
  case absent(String)

  /// What those below see of it.
  var availability: Availability {
    switch self {
    case .waiting, .open, .queued, .blocked, .running: .pending
    case .made(let key, let outputs, _): .made(key: key, outputs: outputs)
    case .absent(let reason): .absent(reason)
    }
  }

  /// Whether those below can go on.
  var isSettled: Bool {
    switch self {
    case .made, .absent: true
    case .waiting, .open, .queued, .blocked, .running: false
    }
  }

  /// Whether a node may go on from here to `next`.
  fileprivate func leads(to next: NodeState) -> Bool {
    switch (self, next) {
    case (.waiting, .open), (.open, .waiting), (.open, .queued), (.open, .made), (.open, .absent), (.open, .open): true
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
  /// How many nodes are settled.
  private(set) var settled = 0

  /// Every node of `plan` waits for those above it.
  init(_ plan: RunPlan) {
    self.plan = plan
    states = plan.upstream.map { .waiting(above: $0.count) }
    for index in plan.chosen.reversed() where plan.upstream[index].isEmpty { set(index, .open) }
  }

  subscript(index: Int) -> NodeState { states[index] }

  /// The state of a node as those below see it.
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

  /// The outputs of a node that has its result.
  func outputs(_ index: Int) -> [Record.Output]? {
    if case .made(_, let outputs, _) = states[index] { outputs } else { nil }
  }

  /// Lets a node wait for those above that are not settled.
  mutating func wait(_ index: Int) {
    let above = plan.upstream[index].count { !states[$0].isSettled }
    set(index, above == 0 ? .open : .waiting(above: above))
  }

  /// The next node to be looked at.
  mutating func next() -> Int? {
    while let index = open.popLast() { if case .open = states[index] { return index } }
    return nil
  }

  /// Whether no node is to be looked at.
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
