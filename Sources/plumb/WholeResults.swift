import Pipeline

/// The results of the last run of a manifest, found to be whole and its own: what may be published or recorded.
struct WholeResults {
  /// The records by stage; those of stages that lack their data are left out.
  let records: [String: Record]

  /// - Parameters:
  ///   - wanted: the nodes whose results must be there, or lack data only.
  ///   - subject: what they make up, for messages: "the report".
  ///   - command: what is to be done with them: "attach".
  /// - Throws: ``CommandError`` when some result is missing, out of date, or of a run with other settings.
  init(_ engine: Engine, _ manifest: Manifest, wanted: [Int], of subject: String, to command: String) throws {
    let graph = manifest.graph
    let statuses = try engine.status(graph)
    let (records, other) = try engine.lastResults(graph)
    self.records = records
    let stale = wanted.filter { index in
      if case .notRun = statuses[index] { return false }
      return records[graph.nodes[index].id] == nil || statuses[index] != .upToDate
    }
    for index in graph.closure(of: stale) {
      guard case .failed(let reason) = statuses[index] else { continue }
      throw CommandError.broken(subject: subject, stage: graph.nodes[index].id, reason: reason, command: command)
    }
    let profile = graph.profile == manifest.profiles.first ? nil : graph.profile
    if let first = other.first {
      throw CommandError.otherSettings(stage: graph.nodes[first].id, profile: profile, command: command)
    }
    if let first = stale.first {
      throw CommandError.stale(
        subject: subject, stale: stale.count, all: wanted.count, first: graph.nodes[first].id, profile: profile,
        command: command)
    }
  }
}
