/// The results in force of a graph: what a command that looks at results takes for them.
///
/// They are what the last run left. Where it left nothing of a stage, they are what the cache holds under the graph's own
/// key: the note of the last run goes by the folder of the project, and is not there where that was copied or moved, or
/// where results came from elsewhere. So whatever `status` calls up to date is there for every command.
struct ResultsInForce {
  /// The records by stage.
  let records: [String: Record]

  /// - Parameter survey: how the stages of the graph stand, where somebody has asked already.
  init(_ open: OpenProject, _ graph: Graph, survey: Survey? = nil) throws {
    var records: [String: Record] = [:]
    for node in graph.nodes { records[node.id] = open.state.entries[node.id]?.key.flatMap { open.store.record($0) } }
    if records.count < graph.nodes.count {
      let survey = try survey ?? Survey(open, graph)
      for (index, node) in graph.nodes.enumerated() where records[node.id] == nil {
        // Also one whose objects were lost: its record says what is missing.
        records[node.id] = try survey.keys[index].flatMap { try survey.record($0, of: node) }
      }
    }
    self.records = records
  }
}

extension Engine {
  /// The records in force of all stages of a graph, by name.
  public func records(_ graph: Graph) throws -> [String: Record] {
    try ResultsInForce(OpenProject(project, edition: graph.edition, writable: false), graph).records
  }

  /// The seconds that each stage took when it ran last, by name.
  public func lastSeconds(_ graph: Graph) throws -> [String: Double] {
    try OpenProject(project, edition: graph.edition, writable: false).state.entries.compactMapValues {
      $0.key == nil ? nil : $0.seconds
    }
  }

  /// The record in force of the stage at `index`.
  public func record(_ graph: Graph, _ index: Int) throws -> Record? {
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    let id = graph.nodes[index].id
    // Most have one from the last run; only the others need a look at the whole graph.
    return try open.state.entries[id]?.key.flatMap { open.store.record($0) } ?? ResultsInForce(open, graph).records[id]
  }

  /// The records of the last results of all stages, by name, of one ``Graph/edition``.
  public func records(_ edition: String) throws -> [String: Record] {
    let open = try OpenProject(project, edition: edition, writable: false)
    return open.state.entries.compactMapValues { $0.key.flatMap { open.store.record($0) } }
  }

  /// The results in force that are those of the graph, by name, and the stages whose last result is another although the
  /// graph's own is in the cache, as after a run with other settings.
  public func lastResults(_ graph: Graph) throws -> (current: [String: Record], other: [Int]) {
    let survey = try survey(graph)
    let inForce = try ResultsInForce(survey.open, graph, survey: survey).records
    var (records, other): ([String: Record], [Int]) = ([:], [])
    for (index, node) in graph.nodes.enumerated() {
      guard let key = survey.keys[index], let record = inForce[node.id] else { continue }
      if record.key == key { records[node.id] = record }
      if record.key != key, survey.statuses[index] == .upToDate { other.append(index) }
    }
    return (records, other)
  }

  /// The log of the last attempt at the stage at `index`: of the failed one, with the reason, else of the one that made the
  /// result in force.
  /// - Returns: nil when the stage never ran.
  public func log(_ graph: Graph, _ index: Int) throws -> (text: String, failure: String?)? {
    try log(graph.nodes[index].id, edition: graph.edition) ?? record(graph, index).map { ($0.log, nil) }
  }
}
