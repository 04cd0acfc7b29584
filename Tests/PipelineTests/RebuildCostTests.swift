import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

/// What results cost to rebuild, and the file that keeps it.
@Suite struct RebuildCostTests {
  /// Two chains that meet in `end`: a, b, c and d.
  private static let graph: Graph = {
    var graph = TestGraph()
    graph.add("a", "sum", ["add": 1])
    graph.add("b", "sum", ["terms": ["a"]])
    graph.add("c", "sum", ["terms": ["b"]])
    graph.add("d", "sum", ["add": 2])
    graph.add("end", "sum", ["terms": ["c", "d"]])
    return graph.graph
  }()

  private static func record(_ id: String, _ seconds: Double, memory: Int, cores: Int = 1) -> Record {
    Record(
      key: Digest(of: id), components: [:], outputs: [], seconds: seconds, memory: memory, cores: cores, log: "",
      origin: .init(time: "2026-11-28T10:00:00Z", host: "elsewhere", program: "plumb 1"))
  }

  private static let records = [
    "a": record("a", 1, memory: 100), "b": record("b", 2, memory: 300), "c": record("c", 3, memory: 50),
    "d": record("d", 5, memory: 200), "end": record("end", 0.5, memory: 10),
  ]

  private func cost(
    _ id: String, cores: Int, _ records: [String: Record] = records
  ) -> RecordedCosts.Cost? {
    Self.graph.nodes.firstIndex { $0.id == id }.flatMap { RebuildCost(Self.graph, records, cores: cores)($0) }
  }

  @Test func `the longest chain or all cores decide the time, the largest that run at once the memory`() {
    // By hand: all that `end` needs takes 1 + 2 + 3 + 5 + 0.5 s, its longest chain 1 + 2 + 3 + 0.5 s.
    #expect(cost("end", cores: 1) == .init(seconds: 11.5, memory: 300))
    #expect(cost("end", cores: 2) == .init(seconds: 6.5, memory: 500))
    #expect(cost("end", cores: 8) == .init(seconds: 6.5, memory: 660))
    // What several results share counts in each of them, and once in a result that needs it twice.
    #expect(cost("b", cores: 2) == .init(seconds: 3, memory: 400))
    #expect(cost("c", cores: 2) == .init(seconds: 6, memory: 400))
    // 7 s on both cores, and 4.5 s on one: at least 9.25 s on two.
    var wide = Self.records
    wide["c"] = Self.record("c", 7, memory: 900, cores: 2)
    wide["d"] = Self.record("d", 1, memory: 200)
    #expect(cost("end", cores: 2, wide) == .init(seconds: 10.5, memory: 900))
    wide["d"] = Self.record("d", 9, memory: 200)
    #expect(cost("end", cores: 2, wide) == .init(seconds: 13.2, memory: 900))
    #expect(cost("end", cores: 1, wide) == .init(seconds: 19.5, memory: 900))
  }

  @Test func `a result of which something was not made has no cost`() {
    var fewer = Self.records
    fewer["a"] = nil
    #expect(cost("end", cores: 2, fewer) == nil && cost("d", cores: 2, fewer) == .init(seconds: 5, memory: 200))
  }

  private static func costs(
    _ seconds: Double = 10, _ memory: Int = 1_000_000_000, cores: Int = 2, processor: String = "P"
  ) -> RecordedCosts {
    RecordedCosts(
      .init(
        date: "2026-11-28", processor: processor, cores: cores, program: "Plumb 1", commit: "ab", isClean: false,
        elsewhere: 3),
      ["A1": .init(seconds: seconds, memory: memory), "A2": .init(seconds: 0.125, memory: 1000)])
  }

  @Test func `costs come back from their file as they were, and nothing else is taken for it`() throws {
    let sandbox = Sandbox()
    let path = sandbox.root + "/" + CostFile.name
    #expect(try CostFile(path: path) == nil)
    let bare = RecordedCosts(.init(date: "2026-01-02", processor: "Q", cores: 1, program: "Plumb 1"), [:])
    let file = CostFile(profiles: ["quick": Self.costs(), "full": bare])
    try file.write(to: path)
    #expect(try CostFile(path: path) == file)
    for text in [
      "{}", "[]", "{\"plumb-costs\": 2, \"profiles\": {}}", "{\"plumb-costs\": 1, \"profiles\": {\"quick\": {}}}",
      try String(contentsOfFile: path, encoding: .utf8).replacing("0.125", with: "-1"), "{",
    ] {
      try Data(text.utf8).write(to: URL(filePath: path))
      #expect(throws: EngineError.self, "\(text)") { try CostFile(path: path) }
    }
  }

  @Test func `a fifth more or less is the same again, another machine or another result is not`() {
    let costs = Self.costs()
    for same in [Self.costs(12), Self.costs(8), Self.costs(10, 1_200_000_000), costs] {
      #expect(costs.isRepeated(by: same))
    }
    for other in [
      Self.costs(12.1), Self.costs(7.9), Self.costs(10, 1_210_000_000), Self.costs(cores: 4),
      Self.costs(processor: "Q"),
    ] { #expect(!costs.isRepeated(by: other)) }
    #expect(!costs.isRepeated(by: costs.of(["A1"])))
    // Half a second of a short time and 50 MB of a small memory are noise.
    #expect(Self.costs(0.2, 1).isRepeated(by: Self.costs(0.7, 50_000_000)))
    #expect(!Self.costs(0.2, 1).isRepeated(by: Self.costs(0.71, 1)))
  }

  @Test func `what was measured on such a machine and is not here stays`() {
    let costs = Self.costs().of(["A1"])
    #expect(costs.keeping(Self.costs(3)) { _ in true }.results.mapValues(\.seconds) == ["A1": 10, "A2": 0.125])
    #expect(costs.keeping(Self.costs(3)) { $0 == "A1" } == costs)
    #expect(costs.keeping(Self.costs(cores: 3)) { _ in true } == costs)
  }

  @Test func `what stays says when and at which commit it was measured, however often it is kept`() throws {
    func costs(_ date: String, _ commit: String, _ names: [String]) -> RecordedCosts {
      RecordedCosts(
        .init(date: date, processor: "P", cores: 2, program: "Plumb \(commit)", commit: commit, isClean: true),
        Dictionary(uniqueKeysWithValues: names.map { ($0, .init(seconds: 1, memory: 2)) }))
    }
    let first = costs("2026-01-01", "aa", ["A1", "A2", "A3"])
    let second = costs("2026-02-02", "bb", ["A2", "A3"]).keeping(first) { _ in true }
    let third = costs("2026-03-03", "cc", ["A3"]).keeping(second) { _ in true }
    let kept = third.results.mapValues(\.kept)
    #expect(kept["A1"] == .init(date: "2026-01-01", program: "Plumb aa", commit: "aa", isClean: true))
    #expect(kept["A2"] == .init(date: "2026-02-02", program: "Plumb bb", commit: "bb", isClean: true))
    #expect(kept["A3"] == .some(nil))
    #expect(third.kept.map(\.moment.commit) == ["bb", "aa"] && third.kept.map(\.names) == [["A2"], ["A1"]])
    // The same measurement once more keeps nothing from before.
    let same = costs("2026-01-01", "aa", ["A1"]).keeping(first) { _ in true }
    #expect(same == first)
    let sandbox = Sandbox()
    let path = sandbox.root + "/" + CostFile.name
    try CostFile(profiles: ["quick": third]).write(to: path)
    #expect(try CostFile(path: path)?.profiles["quick"] == third)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try Data(text.replacing("\"date\": \"2026-01-01\", ", with: "").utf8).write(to: URL(filePath: path))
    #expect(throws: EngineError.self) { try CostFile(path: path) }
  }
}
