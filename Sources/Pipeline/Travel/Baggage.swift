import Documents

/// The results of a graph that travel: those which its targets rest on, as far as they are here or at a source.
struct Baggage {
  /// The graph's stages that have their result, with its record, in the order of the graph.
  let stages: [Stage]
  /// The stages of the targets that have none, and why.
  let lacking: [(id: String, status: StageStatus)]

  struct Stage {
    let index: Int
    let id: String
    let record: Record
    /// Whether its objects are dropped once nobody needs them, so that they need not travel.
    let isDroppable: Bool
  }

  /// - Parameters:
  ///   - survey: how the stages stand.
  ///   - targets: what is asked for, with all that it rests on; everything if nil.
  ///   - source: where records are found that are not here.
  init(_ survey: Survey, targets: [Int]?, source: (any ResultSource)? = nil) throws {
    let graph = survey.graph
    let droppable = graph.droppable
    var (stages, lacking): ([Stage], [(String, StageStatus)]) = ([], [])
    for index in targets.map({ graph.closure(of: $0) }) ?? Array(graph.nodes.indices) {
      let node = graph.nodes[index]
      if survey.statuses[index] == .upToDate, let key = survey.keys[index],
        let record = try survey.record(key, of: node)
      {
        stages.append(.init(index: index, id: node.id, record: record, isDroppable: droppable[index]))
      } else {
        lacking.append((node.id, survey.statuses[index]))
      }
    }
    (self.stages, self.lacking) = (stages, lacking)
  }

  /// The records, each once, ascending by key.
  var records: [Record] {
    let records = Dictionary(stages.map { ($0.record.key, $0.record) }) { first, _ in first }
    return records.values.sorted { $0.key < $1.key }
  }

  /// The outputs whose objects the results need, or with `transients` those of transient ones as well; each once.
  func outputs(transients: Bool) -> [Digest: Int] {
    let outputs = stages.filter { transients || !$0.isDroppable }.flatMap(\.record.outputs)
    return Dictionary(outputs.map { ($0.digest, $0.size) }) { first, _ in first }
  }

  /// Whether any of the results is at a source.
  func isOffered(by source: any ResultSource) throws -> Bool {
    try stages.contains { try source.record($0.record.key) != nil }
  }

  /// The transient results whose objects do not travel, although they are there.
  func leftOut(_ isThere: (Digest) -> Bool) -> [String] {
    let needed = outputs(transients: false)
    return stages.filter { stage in
      stage.isDroppable && stage.record.outputs.contains { needed[$0.digest] == nil && isThere($0.digest) }
    }.map(\.id)
  }
}
