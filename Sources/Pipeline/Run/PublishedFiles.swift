/// A published file that is not as a run left it; the next run publishes it again.
public struct DisturbedFile: Sendable, Equatable {
  /// The stage whose result it holds.
  public let node: Int
  /// Its name.
  public let id: String
  /// The path, relative to the project.
  public let path: String
  /// Whether nothing is there; else it was changed.
  public let isMissing: Bool
}

extension Engine {
  /// The published files of results that are up to date which are missing, or hold something else. Nothing is written.
  public func disturbedFiles(_ graph: Graph, _ statuses: [StageStatus]) throws -> [DisturbedFile] {
    let open = try OpenProject(project, profile: graph.profile, writable: false)
    let survey = graph.nodes.contains { !$0.exports.isEmpty } ? try survey(graph) : nil
    return try graph.nodes.indices.flatMap { index -> [DisturbedFile] in
      guard statuses[index] == .upToDate, let record = survey?.keys[index].flatMap({ open.store.record($0) }) else {
        return []
      }
      let id = graph.nodes[index].id
      return try graph.nodes[index].exports.compactMap { export in
        let file = "\(project.root)/\(export.path)"
        guard let output = record.output(export.output) else { return nil }
        guard Fingerprint(path: file) != nil else {
          return DisturbedFile(node: index, id: id, path: export.path, isMissing: true)
        }
        guard try open.files.entry(file).digest != output.digest else { return nil }
        return DisturbedFile(node: index, id: id, path: export.path, isMissing: false)
      }
    }
  }
}
