import Foundation
import Pipeline

extension LoadedProject {
  /// Remembers that the programs of the manifest may be started in this folder, or with `isShown` only tells; what these
  /// are, a line each, nothing of it cut off.
  ///
  /// - Throws: ``CommandError``.
  public func allow(isShown: Bool = false) throws -> [String] {
    let nodes = try graphs().flatMap(\.nodes).filter { $0.startedAs != nil }
    guard !nodes.isEmpty else { return ["the manifest starts no programs: there is nothing to allow"] }
    if !isShown { try attempt { try Permissions(of: engine.project).allow(nodes) } }
    var rows: [[String]] = []
    for node in nodes {
      let row = [node.entry, node.startedAs ?? ""]
      if !rows.contains(row) { rows.append(row) }
    }
    return [isShown ? "what `allow` would let start:" : "allowed in \(engine.project.root):"]
      + aligned(rows).map { "  " + $0 }
  }

  /// Takes back what ``allow()`` remembered of this folder.
  ///
  /// - Throws: ``CommandError``.
  public func revoke() throws -> [String] {
    try attempt { try Permissions(of: engine.project).revoke() }
    return ["nothing is allowed in \(engine.project.root) any more"]
  }
}
