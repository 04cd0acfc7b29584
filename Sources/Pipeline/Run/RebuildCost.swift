import Foundation

/// What stages cost together when they are rebuilt from nothing on so many cores.
///
/// Stages whose seconds are t and cores c take at least the time of the longest chain of stages that wait for each other, and
/// at least Σ t c / cores. The larger of the two is the cost: a run that always has something for every core to do takes
/// just that. The memory is a bound for stages that run at once: the highest peaks together, as many as the cores are enough
/// for, whether or not these stages can run beside one another.
///
/// Times are those of the records, whenever these were made. A stage that several results share counts in each of them.
struct RebuildCost {
  private let graph: Graph
  private let records: [String: Record]
  private let cores: Int

  /// Costs on `cores` cores of results whose records are given by name.
  init(_ graph: Graph, _ records: [String: Record], cores: Int) {
    (self.graph, self.records, self.cores) = (graph, records, max(1, cores))
  }

  /// The cost of the node at `index` and all that it rests on; nil where some of that has no record.
  func callAsFunction(_ index: Int) -> RecordedCosts.Cost? {
    let stages = graph.closure(of: [index])
    var (end, work): ([Int: Double], Double) = ([:], 0)
    var peaks: [(memory: Int, cores: Int)] = []
    for stage in stages {
      guard let record = records[graph.nodes[stage].id] else { return nil }
      let used = min(max(1, record.cores), cores)
      work += record.seconds * Double(used)
      end[stage] = record.seconds + (graph.upstream(of: stage).compactMap { end[$0] }.max() ?? 0)
      peaks.append((record.memory, used))
    }
    var (memory, free) = (0, cores)
    for peak in peaks.sorted(by: { $0.memory > $1.memory }) where peak.cores <= free {
      memory += peak.memory
      free -= peak.cores
    }
    return .init(
      seconds: Self.rounded(max(end[index] ?? 0, work / Double(cores))), memory: Int(Self.rounded(Double(memory))))
  }

  /// The number to three digits: more would only be noise in a committed file.
  private static func rounded(_ value: Double) -> Double {
    value > 0 && value.isFinite ? Double(String(format: "%.3g", value)) ?? value : 0
  }
}

extension Engine {
  /// What the results of `graph` in `sections` cost to rebuild here, by the records of what they rest on; nil where there is
  /// none that can be told.
  ///
  /// - Parameters:
  ///   - records: the results in force, by stage.
  ///   - describe: the measurement, from the day of the last result and how many results came from elsewhere.
  public func costs(
    _ graph: Graph, _ records: [String: Record], sections: Set<String>, cores: Int,
    describe: (_ date: String, _ elsewhere: Int) -> RecordedCosts.Measurement
  ) -> RecordedCosts? {
    let cost = RebuildCost(graph, records, cores: cores)
    let wanted = graph.nodes.indices.filter { sections.contains(graph.nodes[$0].section) }
    let costs = wanted.compactMap { index in cost(index).map { (graph.nodes[index].id, $0) } }
    let origins = graph.closure(of: wanted).compactMap { records[graph.nodes[$0].id]?.origin }
    guard !costs.isEmpty, let last = origins.map(\.time).max() else { return nil }
    let elsewhere = origins.count { $0.host != FileSystem.host }
    return RecordedCosts(describe(String(last.prefix(10)), elsewhere), Dictionary(costs) { first, _ in first })
  }
}
