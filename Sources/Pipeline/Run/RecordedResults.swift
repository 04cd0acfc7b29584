import Documents

/// Results that plumb.lock.json holds and this cache does not, as far as they are still those of the graph.
///
/// A page keeps what it showed of a claim that is not made again: in a fresh clone, after a run of some other claim, or
/// where data are missing that its author had. What it is computed from must be the same: the definitions of all stages
/// above (``Graph/recipes``) and the files that are there. A variant has no recorded results.
final class RecordedResults {
  private let graph: Graph
  private let files: ProjectFiles
  private lazy var results = lock()
  private let root: String
  private lazy var recipes = graph.recipes
  private var known: [Int: Bool] = [:]

  init(_ graph: Graph, root: String, _ files: ProjectFiles) {
    (self.graph, self.root, self.files) = (graph, root, files)
  }

  private func lock() -> [String: LockFile.Result] {
    guard graph.settings.isEmpty else { return [:] }
    return (try? LockFile(path: "\(root)/\(LockFile.name)"))?.profiles[graph.profile] ?? [:]
  }

  /// Whether the lock holds a result of node `index` as it is now.
  func holds(_ index: Int) -> Bool {
    if let known = known[index] { return known }
    let isHeld = results[graph.nodes[index].id].map { result in
      result.recipe == recipes[index].hex
        && result.sources.allSatisfy { path, digest in
          guard case .success(let file) = files.locate(path, orFolder: true) else { return true }
          return (try? files.digest(file, name: path).hex) == digest
        }
    }
    known[index] = isHeld ?? false
    return isHeld ?? false
  }

  /// Every result that the lock holds of the graph as it is now.
  var all: [String: LockFile.Result] {
    Dictionary(
      uniqueKeysWithValues: graph.nodes.indices.filter(holds).compactMap { index in
        let id = graph.nodes[index].id
        return results[id].map { (id, $0) }
      })
  }

  /// The outputs of node `index` whose values the lock holds, as bytes; nil where it does not hold all of them.
  func values(_ index: Int) -> [(name: String, bytes: [UInt8])]? {
    let outputs = graph.nodes[index].stage.outputs
    guard !outputs.isEmpty, holds(index), let values = results[graph.nodes[index].id]?.values else { return nil }
    let found = outputs.compactMap { output in values[output.name].map { (output.name, Array($0.canonical.utf8)) } }
    return found.count == outputs.count ? found : nil
  }
}

extension Graph {
  /// What each result is computed from, as far as the manifest says it: kinds, revisions and parameters of a stage and of
  /// all above it, and how they hang together. Unlike a key it is known before anything ran.
  var recipes: [Digest] {
    var recipes: [Digest] = []
    recipes.reserveCapacity(nodes.count)
    for node in nodes {
      let inputs = node.inputs.sorted { $0.path < $1.path }.map { slot in
        slot.json { source -> [JSON.Member] in
          switch source {
          case .node(let above, let output):
            [.init("of", JSON(.string(recipes[above].hex))), .init("output", JSON(.string(output)))]
          case .file(let path): [.init("file", JSON(.string(path)))]
          }
        }
      }
      let document: JSON = [
        "inputs": JSON(.array(inputs)), "kind": JSON(.string(node.kind.name)), "parameters": node.parameters,
        "revision": JSON(.integer(node.kind.revision)),
      ]
      recipes.append(Digest(of: document.canonical))
    }
    return recipes
  }

  /// The files of the project that each stage rests on.
  var sources: [Set<String>] {
    var sources: [Set<String>] = []
    sources.reserveCapacity(nodes.count)
    for node in nodes {
      var own: Set<String> = []
      for source in node.inputs.flatMap({ Array($0.contents) }) {
        switch source {
        case .node(let above, _): own.formUnion(sources[above])
        case .file(let path): own.insert(path)
        }
      }
      sources.append(own)
    }
    return sources
  }
}

extension Engine {
  /// The recorded results of `graph` that are still those of the graph, by name; whether they are here too does not count.
  public func recordedResults(_ graph: Graph) throws -> [String: LockFile.Result] {
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    return RecordedResults(graph, root: project.root, open.files).all
  }
}
