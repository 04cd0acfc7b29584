import Documents
import Foundation
import Pipeline
import Reporting
import Verbs

/// What is done with the results of a run.
struct Outcome {
  let engine: Engine
  let graph: Graph

  /// The claims among `nodes` whose verdict is "not reproduced".
  func failedClaims(among nodes: [Int]) throws -> [String] {
    let records = try engine.records(profile: graph.profile)
    let files = try engine.files()
    return try nodes.map { graph.nodes[$0] }.filter { $0.section == VerbCatalogue.claims.name }.compactMap { node in
      guard let output = records[node.id]?.outputs.first, let file = try files[output.digest] else {
        return nil
      }
      // A result of an earlier revision of the program cannot be read; it is out of date anyway.
      let claim = try? ClaimResult(encoded: Data(contentsOf: URL(filePath: file)))
      return claim?.verdict == .notReproduced ? node.id : nil
    }
  }

  /// The results of the last run as a lock keeps them.
  func results() throws -> [String: LockFile.Result] {
    try engine.results(graph, valuesOf: [VerbCatalogue.claims.name])
  }

  /// Says so if results differ, as `diff` counts them, from those that the lock holds of this profile; without a lock there
  /// is nothing to say.
  func compareLock(at path: String) throws {
    guard let lock = try LockFile(path: path), let recorded = lock.profiles[graph.profile] else { return }
    let count = Comparison(recorded, try results(), graph: graph).stages.count
    guard count > 0 else { return }
    Console.print(
      "\(count == 1 ? "1 result differs" : "\(count) results differ") from plumb.lock.json; "
        + "`plumb diff` shows them, `plumb lock` records them")
  }

  /// Writes the provenance of the run: the machine, the libraries, and what each stage took.
  func writeProvenance(in root: URL, summary: RunSummary) throws {
    guard graph.nodes.contains(where: { $0.section == VerbCatalogue.reports.name }) else { return }
    let records = try engine.records(profile: graph.profile)
    let stages = graph.nodes.compactMap { node -> JSON? in
      guard let record = records[node.id] else { return nil }
      return [
        "id": JSON(.string(node.id)), "kind": JSON(.string(node.kind.name)),
        "revision": JSON(.integer(node.kind.revision)),
        "key": JSON(.string(record.key.hex)), "seconds": JSON(.number(record.seconds)),
        "memory": JSON(.integer(record.memory)), "cores": JSON(.integer(record.cores)),
      ]
    }
    let document: JSON = [
      "profile": JSON(.string(graph.profile)), "machine": Machine.record(root: root),
      "libraries": Libraries.ofWorkers(),
      "run": ["ran": JSON(.integer(summary.ran)), "seconds": JSON(.number(summary.seconds))],
      "stages": JSON(.array(stages)),
    ]
    let project = ProjectFolder(root: root.path(percentEncoded: false))
    try project.write(Array(document.printed(width: 0).utf8), to: graph.folder + VerbCatalogue.provenance.record)
    try project.write(Array(ProvenancePage(document).markdown.utf8), to: graph.folder + VerbCatalogue.provenance.page)
  }
}

extension ResultDifference {
  /// The stage whose result differs.
  var stage: String {
    switch self {
    case .gone(let id), .new(let id), .bytes(let id, _), .value(let id, _, _, _): id
    }
  }
}
