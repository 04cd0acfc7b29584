import HeapModule

/// Puts entries into an order in which each stands after those it reads, and finds the cycles that prevent it.
struct EntryOrder {
  /// Entries in order; those on a cycle are left out.
  let order: [Int]
  /// The entries on each cycle, from the first one in the manifest round to the one before it.
  let cycles: [[Int]]

  /// Orders the entries; `upstream[i]` are the entries that entry `i` reads. Manifest order is kept where it can be.
  init(upstream: [[Int]]) {
    var waiting = upstream.map(\.count)
    var downstream = Array(repeating: [Int](), count: upstream.count)
    for (entry, above) in upstream.enumerated() { for one in above { downstream[one].append(entry) } }
    var ready = Heap(upstream.indices.filter { waiting[$0] == 0 })
    var order: [Int] = []
    order.reserveCapacity(upstream.count)
    while let next = ready.popMin() {
      order.append(next)
      for below in downstream[next] {
        waiting[below] -= 1
        if waiting[below] == 0 { ready.insert(below) }
      }
    }
    self.order = order
    cycles = order.count == upstream.count ? [] : Self.cycles(upstream, waiting)
  }

  /// One cycle for each knot among the entries that still wait; walking upstream from any of them meets one.
  private static func cycles(_ upstream: [[Int]], _ waiting: [Int]) -> [[Int]] {
    var cycles: [[Int]] = []
    var visit = Array(repeating: 0, count: upstream.count)
    for start in upstream.indices where waiting[start] > 0 && visit[start] == 0 {
      var path: [Int] = []
      var entry: Int? = start
      while let current = entry, visit[current] == 0 {
        visit[current] = start + 1
        path.append(current)
        entry = upstream[current].first { waiting[$0] > 0 }
      }
      guard let meeting = entry, visit[meeting] == start + 1, let first = path.firstIndex(of: meeting) else { continue }
      let loop = Array(path[first...])
      let lowest = loop.indices.min { loop[$0] < loop[$1] } ?? 0
      cycles.append(Array(loop[lowest...] + loop[..<lowest]))
    }
    return cycles
  }
}
