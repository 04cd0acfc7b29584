import HeapModule

/// Which nodes a run looks at, and how they hang together.
struct RunPlan {
  let graph: Graph
  /// The nodes of the run, ascending.
  let chosen: [Int]
  /// Those of them that are used if they are there, and not made.
  let unasked: Set<Int>
  /// The nodes directly above each node of the run.
  let upstream: [[Int]]
  /// The nodes of the run that read each node.
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

  /// The longest time from the start of each node to the end of the run, by what the last runs took.
  func weights(_ state: ProjectState) -> [Double] {
    var weights = [Double](repeating: 0, count: graph.nodes.count)
    var totals: [String: (sum: Double, count: Double)] = [:]
    for index in chosen {
      guard let seconds = state.estimate(graph.nodes[index].id) else { continue }
      totals[graph.nodes[index].entry, default: (0, 0)].sum += seconds
      totals[graph.nodes[index].entry, default: (0, 0)].count += 1
    }
    for index in chosen.reversed() {
      let node = graph.nodes[index]
      let own = state.estimate(node.id) ?? totals[node.entry].map { $0.sum / $0.count } ?? 1
      weights[index] = own + (consumers[index].map { weights[$0] }.max() ?? 0)
    }
    return weights
  }
}

extension ProjectState {
  /// Seconds that the stage `id` took when it last ran.
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
