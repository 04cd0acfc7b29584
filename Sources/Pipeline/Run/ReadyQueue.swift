/// Stages that could run now, the one with the most work behind it first.
struct ReadyQueue {
  /// How often a stage may be passed over for smaller ones before they wait for it.
  private static let patience = 64

  private struct Item {
    let index: Int
    let weight: Double
    var passed = 0

    func precedes(_ other: Item) -> Bool { weight != other.weight ? weight > other.weight : index < other.index }
  }

  private var heap: [Item] = []

  var isEmpty: Bool { heap.isEmpty }

  mutating func insert(_ index: Int, weight: Double) { push(Item(index: index, weight: weight)) }

  /// Takes the first stage that `fits`, looking past a few that do not.
  mutating func take(_ fits: (Int) -> Bool) -> Int? {
    var skipped: [Item] = []
    var found: Int?
    while let item = pop() {
      if fits(item.index) {
        found = item.index
        break
      }
      skipped.append(item)
      if item.passed >= Self.patience || skipped.count >= 32 { break }
    }
    for var item in skipped {
      if found != nil { item.passed += 1 }
      push(item)
    }
    return found
  }

  private mutating func push(_ item: Item) {
    heap.append(item)
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Item? {
    guard let first = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return first }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[best]) {
        best = child
      }
      if best == parent { return first }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
