import Pipeline

/// A file that people put into the project, as the stages that read it expect it.
public struct ExpectedFile: Sendable, Equatable {
  /// The path in the project.
  public let path: String
  /// The SHA-256 that its content must have; nil where any content is taken.
  public let digest: String?
  /// Where people get it, if the manifest says so.
  public let origin: String?
  /// The stages that read it, in the order of the graph.
  public fileprivate(set) var stages: [String] = []
  /// The claims that rest on it.
  public fileprivate(set) var claims: [String] = []

  /// The files that the nodes at `targets` rest on, all if nil; sorted by path.
  public static func all(in graph: Graph, for targets: [Int]? = nil) -> [ExpectedFile] {
    var files: [Name: ExpectedFile] = [:]
    var behind: [Set<Name>] = []
    for (index, node) in graph.nodes.enumerated() {
      let own = node.files
      for file in own { files[file.name, default: file].stages.append(node.id) }
      let names = Set(own.map(\.name)).union(graph.upstream(of: index).flatMap { behind[$0] })
      if node.section == VerbCatalogue.claims.name { for name in names { files[name]?.claims.append(node.id) } }
      behind.append(names)
    }
    let wanted = targets.map { Set($0.flatMap { behind[$0] }) } ?? Set(files.keys)
    return files.filter { wanted.contains($0.key) }.values.sorted {
      ($0.path, $0.digest ?? "") < ($1.path, $1.digest ?? "")
    }
  }

  /// What tells files apart: stages that expect different content at one path are told of separately.
  fileprivate struct Name: Hashable {
    let path: String
    let digest: String?
  }

  fileprivate var name: Name { Name(path: path, digest: digest) }
}

extension Node {
  /// The files that the node reads itself.
  fileprivate var files: [ExpectedFile] {
    let reader = stage as? any DataFileReader
    return inputs.flatMap { slot in
      slot.contents.compactMap(\.file).map { path in
        let digest = reader?.dataFiles.first { $0.source.path == slot.path }?.digest
        return ExpectedFile(path: path, digest: digest, origin: reader?.origin)
      }
    }
  }
}
