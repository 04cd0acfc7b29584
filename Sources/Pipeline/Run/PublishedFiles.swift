/// A published file that is not as a run left it.
public struct DisturbedFile: Sendable, Equatable {
  /// The stage whose result it holds.
  public let node: Int
  /// Its name.
  public let id: String
  /// The path, relative to the project.
  public let path: String
  /// Whether nothing is there; else it was changed.
  public let isMissing: Bool
  /// Whether a run replaces it unasked (see ``Ownership``).
  public let isReplaced: Bool
}

/// How the stages of a graph stand, and the files that they have published.
public struct Standing {
  /// Of each stage, in the order of the graph.
  public let statuses: [StageStatus]
  /// The published files of results that are up to date which are missing, or hold something else.
  public let disturbed: [DisturbedFile]
  /// Files that a run meets where it would publish, and that it does not replace unasked.
  public let foreign: [DisturbedFile]
}

extension Engine {
  /// How the stages of a graph stand, and what they have published. Nothing is written.
  /// - Parameter unasked: stages that are used if they are there, and would not run.
  public func standing(_ graph: Graph, unasked: Set<Int> = []) throws -> Standing {
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    let survey = try Survey(open, graph, unasked: unasked)
    let ownership = Ownership(root: project.root, store: open.store, replacesAll: false)
    let disturbed = graph.nodes.indices.flatMap { disturbedFiles($0, survey, ownership) }
    let met = graph.nodes.indices.flatMap { foreignFiles($0, survey, ownership) }
    return Standing(
      statuses: survey.statuses, disturbed: disturbed, foreign: disturbed.filter { !$0.isReplaced } + met)
  }

  /// What stands where a stage that would run publishes: whether it will differ is not known yet.
  private func foreignFiles(_ index: Int, _ survey: Survey, _ ownership: Ownership) -> [DisturbedFile] {
    switch survey.statuses[index] {
    case .upToDate, .notRun: return []
    case .changed, .neverRan, .lost, .waits, .failed: break
    }
    let node = survey.graph.nodes[index]
    return node.exports.compactMap { export in
      let file = "\(project.root)/\(export.path)"
      let isReplaced =
        switch Fingerprint.kind(of: file) {
        case .absent: true
        case .file: (try? survey.open.files.entry(file)).map { ownership.mayReplace(file, $0) } ?? false
        case .link: ownership.mayReplaceLinks
        case .folder, .other: false
        }
      return isReplaced
        ? nil : DisturbedFile(node: index, id: node.id, path: export.path, isMissing: false, isReplaced: false)
    }
  }

  private func disturbedFiles(_ index: Int, _ survey: Survey, _ ownership: Ownership) -> [DisturbedFile] {
    let (node, open) = (survey.graph.nodes[index], survey.open)
    guard !node.exports.isEmpty, survey.statuses[index] == .upToDate,
      let record = survey.keys[index].flatMap({ open.store.record($0) })
    else { return [] }
    return node.exports.compactMap { export in
      let file = "\(project.root)/\(export.path)"
      guard let output = record.output(export.output) else { return nil }
      let isMissing = Fingerprint(path: file) == nil
      if isMissing {
        return DisturbedFile(node: index, id: node.id, path: export.path, isMissing: true, isReplaced: true)
      }
      let entry = try? open.files.entry(file)
      if entry?.digest == output.digest { return nil }
      let isReplaced = entry.map { ownership.mayReplace(file, $0) } ?? false
      return DisturbedFile(node: index, id: node.id, path: export.path, isMissing: false, isReplaced: isReplaced)
    }
  }
}
