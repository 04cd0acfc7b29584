import Pipeline

/// The results of the last run of a manifest, found to be whole and its own: what may be published or recorded.
struct WholeResults {
  /// The records by stage; those of stages that lack their data are left out.
  let records: [String: Record]

  /// What is to be done with results.
  enum Use: Equatable {
    case attach
    case lock(profile: String)
  }

  /// - Parameter wanted: the nodes whose results must be there, or lack data only.
  /// - Throws: ``CommandError`` when some result is missing, out of date, or of a run with other settings.
  init(_ engine: Engine, _ manifest: Manifest, wanted: [Int], for use: Use) throws {
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
      throw CommandError.brokenResults(use, stage: graph.nodes[index].id, reason: reason)
    }
    let profile = graph.profile == manifest.profiles.first ? nil : graph.profile
    if let first = other.first {
      throw CommandError.otherSettings(use, stage: graph.nodes[first].id, profile: profile)
    }
    if let first = stale.first {
      throw CommandError.staleResults(
        use, stale: stale.count, all: wanted.count, first: graph.nodes[first].id, profile: profile)
    }
  }
}

extension WholeResults.Use {
  /// The command.
  var command: String { self == .attach ? "attach" : "lock" }

  /// What the results make up.
  var subject: String {
    switch self {
    case .attach: "the report"
    case .lock(let profile): "the profile \(profile)"
    }
  }
}
