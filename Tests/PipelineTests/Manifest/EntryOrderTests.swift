import Testing

@testable import Pipeline

@Suite struct EntryOrderTests {
  @Test func `the order of the manifest is kept where it can be`() {
    #expect(EntryOrder(upstream: [[], [0], [1], []]).order == [0, 1, 2, 3])
    #expect(EntryOrder(upstream: [[3], [], [], [1]]).order == [1, 2, 3, 0])
    #expect(EntryOrder(upstream: []).order.isEmpty)
  }

  @Test func `a cycle is named from its first entry round`() {
    #expect(EntryOrder(upstream: [[1], [2], [0], []]).cycles == [[0, 1, 2]])
    #expect(EntryOrder(upstream: [[2], [0], [1]]).cycles == [[0, 2, 1]])
  }

  @Test func `separate cycles are all found, and what hangs on one is not part of it`() {
    #expect(EntryOrder(upstream: [[1], [2], [1], [4], [3]]).cycles == [[1, 2], [3, 4]])
    #expect(EntryOrder(upstream: [[0], [0]]).cycles == [[0]])
  }

  @Test func `a chain of a hundred thousand entries does not exhaust the stack`() {
    let count = 100_000
    let backwards = (0..<count).map { $0 + 1 < count ? [$0 + 1] : [] }
    #expect(EntryOrder(upstream: backwards).order == (0..<count).reversed())
    let ring = (0..<count).map { [($0 + 1) % count] }
    #expect(EntryOrder(upstream: ring).cycles.map(\.count) == [count])
  }

  @Test func `entries that wait for each other are refused with the whole cycle`() {
    #expect(
      refusals(
        """
        {"stages": {"a": {"kind": "join", "base": "c"},
        "b": {"kind": "join", "base": "a"}, "c": {"kind": "join", "base": "b"},
        "d": {"kind": "join", "base": "d"}, "e": {"kind": "join", "base": "a"}}}
        """) == [
          "pipeline.json:1:43: entries wait for each other: a -> c -> b -> a; drop one of these references",
          "pipeline.json:3:31: stage `d` refers to itself; refer to another entry",
        ])
  }
}
