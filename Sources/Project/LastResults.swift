import Documents
import Foundation
import Pipeline
import Reporting

/// The results of the last run of a manifest, found to be whole and its own: what may be published or recorded.
struct WholeResults {
  /// The records by stage; those of stages that lack their data are left out.
  let records: [String: Record]

  /// - Parameter isWanted: the nodes whose results must be there, or lack data only.
  /// - Throws: ``CommandError`` when some result is missing, out of date, or of a run with other settings.
  init(_ project: LoadedProject, for use: ResultUse, _ isWanted: (Node) -> Bool) throws {
    let graph = project.graph
    let wanted = graph.nodes.indices.filter { isWanted(graph.nodes[$0]) }
    let statuses = try project.engine.status(graph)
    let (records, other) = try project.engine.lastResults(graph)
    self.records = records
    let stale = wanted.filter { index in
      if case .notRun = statuses[index] { return false }
      return records[graph.nodes[index].id] == nil || statuses[index] != .upToDate
    }
    for index in graph.closure(of: stale) {
      guard case .failed(let reason) = statuses[index] else { continue }
      throw CommandError.brokenResults(use, stage: graph.nodes[index].id, reason: reason)
    }
    if let first = other.first {
      throw CommandError.otherSettings(use, stage: graph.nodes[first].id, profile: project.namedProfile)
    }
    if let first = stale.first {
      throw CommandError.staleResults(
        use, stale: stale.count, all: wanted.count, first: graph.nodes[first].id, profile: project.namedProfile)
    }
  }
}

extension LoadedProject {
  /// The results of the last run as a lock keeps them.
  func results() throws -> [String: LockFile.Result] { try engine.results(graph, valuesOf: [names.claims]) }

  /// Records the last run's results in the lock file, and what they cost beside it; what was done, in lines.
  ///
  /// - Parameter costsAnew: whether costs are written that are those of the file within a fifth.
  /// - Throws: ``CommandError`` when the results are not whole.
  public func lock(costsAnew: Bool = false) throws -> [String] {
    if !graph.settings.isEmpty { throw CommandError.lockOfVariant(graph.settings) }
    let whole = try lockable()
    let lock = try lock(of: whole)
    let costs = try recordCosts(of: whole.records, always: costsAnew)
    // The pages print the costs, and hold the statements of others against the lock, which names the pages.
    let project = try settings.load(program, lock: lock)
    if costs.isWritten || project.graph.nodes.map(\.notes) != graph.nodes.map(\.notes) { try project.makePages() }
    return [try project.recordResults()] + costs.lines
  }

  /// The lock with these results in place of those that it has of the profile.
  private func lock(of whole: WholeResults) throws -> LockFile {
    var lock = try LockFile(path: settings.lockPath) ?? LockFile()
    // What is not here and still is what the lock holds stays in it.
    lock.profiles[graph.profile] = try results().filter { whole.records[$0.key] != nil }
      .merging(engine.recordedResults(graph)) { here, _ in here }
    return lock
  }

  private func lockable() throws -> WholeResults {
    let section = names.claims
    return try WholeResults(self, for: .lock(profile: graph.profile)) { !$0.exports.isEmpty || $0.section == section }
  }

  /// Writes the lock file; what was done, in a line.
  private func recordResults() throws -> String {
    let lock = try lock(of: lockable())
    try lock.write(to: settings.lockPath)
    let count = lock.profiles[graph.profile]?.count ?? 0
    return "\(count.counted("result")) of the profile \(graph.profile) recorded in plumb.lock.json"
  }

  /// How many results differ, as `diff` counts them, from those that the lock holds of this profile; nil when none does, or
  /// there is no lock.
  func differenceFromLock() throws -> String? {
    guard let recorded = try LockFile(path: settings.lockPath)?.profiles[graph.profile] else { return nil }
    let count = Comparison(recorded, try results(), names, graph: graph).stages.count
    guard count > 0 else { return nil }
    return "\(count.counted("result")) \(count == 1 ? "differs" : "differ") from plumb.lock.json; "
      + "`plumb diff` shows them, `plumb lock` records them"
  }

  /// Where a whole run describes itself; nowhere without a report.
  var provenanceFiles: [String] {
    guard names.pages(in: graph) != nil else { return [] }
    return [names.provenance.record, names.provenance.page].map {
      root.appending(path: graph.folder + $0).path(percentEncoded: false)
    }
  }

  /// Those of ``provenanceFiles`` that are not there, relative to the project.
  var missingProvenance: [String] {
    provenanceFiles.filter { !FileManager.default.fileExists(atPath: $0) }.map {
      String($0.dropFirst(root.path(percentEncoded: false).count))
    }
  }

  /// Writes the provenance of the results and its page: the machine, the libraries, what each stage took, and when, where
  /// and by what it was made.
  func writeProvenance(replacesAll: Bool) throws {
    guard !provenanceFiles.isEmpty else { return }
    let records = try engine.records(graph)
    let stages = graph.nodes.compactMap { node -> JSON? in
      guard let record = records[node.id] else { return nil }
      let members: [JSON.Member] = [
        .init("id", JSON(.string(node.id))), .init("kind", JSON(.string(node.kind.name))),
        .init("revision", JSON(.integer(node.kind.revision))), .init("key", JSON(.string(record.key.hex))),
        .init("seconds", JSON(.number(record.seconds))), .init("memory", JSON(.integer(record.memory))),
        .init("cores", JSON(.integer(record.cores))),
      ]
      let origin = record.origin.map { origin -> [JSON.Member] in
        [
          .init("time", JSON(.string(origin.time))), .init("host", JSON(.string(origin.host))),
          .init("program", JSON(.string(origin.program))),
        ]
      }
      return JSON(.object(members + (origin ?? []) + (record.program.map { [.init("interpreter", $0)] } ?? [])))
    }
    let document: JSON = [
      "sign": JSON(.string(ProvenancePage.sign)), "profile": JSON(.string(graph.profile)),
      "machine": Machine.record(root: root, version: program.version), "libraries": Program.libraries(),
      "stages": JSON(.array(stages)),
    ]
    let files = [
      (graph.folder + names.provenance.record, Array(document.printed(width: 0).utf8)),
      (graph.folder + names.provenance.page, Array(ProvenancePage(document).markdown.utf8)),
    ]
    // They are neither committed nor locked, and the cache may have been deleted since.
    try engine.outputWriter(graph, kept, replacesAll: replacesAll).write(
      files, in: root.path(percentEncoded: false), sign: ProvenancePage.sign)
  }
}
