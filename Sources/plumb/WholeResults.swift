import Pipeline

/// The results of the last run of a manifest, found to be whole and its own: what may be published or recorded.
struct WholeResults {
  /// The records by stage; those of stages that lack their data are left out.
  let records: [String: Record]

  /// - Parameters:
  ///   - wanted: the nodes whose results must be there, or lack data only.
  ///   - subject: what they make up, for messages: "the report".
  ///   - command: what is to be done with them: "attach".
  /// - Throws: ``CommandFailure`` when some result is missing, out of date, or of a run with other settings.
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
      throw CommandFailure(
        message: "plumb: \(subject) is not whole: \(graph.nodes[index].id) failed: \(reason); "
          + "mend that, run `plumb run`, then \(command)", code: 1)
    }
    let run = "run `plumb run\(graph.profile == manifest.profiles.first ? "" : " --profile \(graph.profile)")`"
    if let first = other.first {
      throw CommandFailure(
        message: "plumb: the last run made `\(graph.nodes[first].id)` with other settings (--set, or an edited "
          + "manifest); \(run), then \(command)", code: 1)
    }
    if let first = stale.first {
      throw CommandFailure(
        message: "plumb: \(stale.count) of \(wanted.count) results of \(subject) are not up to date, the first "
          + "`\(graph.nodes[first].id)`; \(run), then \(command)", code: 1)
    }
  }
}
