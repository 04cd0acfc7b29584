import Documents
import OrderedCollections

/// What stands behind a node while a run goes on.
enum Availability: Sendable {
  /// Not known yet.
  case pending
  case made(key: Digest, outputs: [Record.Output])
  /// There is no result, and this is why.
  case absent(String)

  /// Why there is none of what a run uses only if it is there.
  static let leftOut = "not part of this run"
}

/// Turns the inputs of a node into the components of its key, once everything above it is known.
struct Resolver {
  let graph: Graph
  let files: ProjectFiles

  /// What is known of a node's inputs.
  enum Resolution {
    case ready(KeyComponents)
    /// Something above it is still to be made.
    case pending
    case notRun(String)
    /// An input can never be used.
    case refused(SourceFault)
  }

  /// The components of the key of node `index`, given what stands behind each node above it.
  func resolve(_ index: Int, _ availability: (Int) -> Availability) throws -> Resolution {
    let node = graph.nodes[index]
    do {
      let inputs = try node.inputs.map { slot in
        try slot.map { try value($0.content, availability, missingIsFine: node.kind.toleratesMissingInputs) }
      }
      return .ready(
        KeyComponents(
          kind: node.kind.name, revision: node.kind.revision, parameters: node.parameters, inputs: inputs,
          lineage: node.kind.wantsLineage ? lineage(index, availability) : nil))
    } catch Obstacle.pending {
      return .pending
    } catch Obstacle.missing(let reason) {
      return .notRun(reason)
    } catch let fault as SourceFault {
      return .refused(fault)
    }
  }

  private enum Obstacle: Error {
    case pending
    case missing(String)
  }

  private func value(
    _ source: Node.Source, _ availability: (Int) -> Availability, missingIsFine: Bool
  ) throws -> InputValue {
    let reason: String
    switch source {
    case .node(let above, let name):
      let node = graph.nodes[above]
      switch availability(above) {
      case .pending: throw Obstacle.pending
      case .absent(let why): reason = why
      case .made(_, let outputs):
        if let output = outputs.first(where: { $0.name == name }) {
          return .object(
            output.digest, fileExtension: node.stage.outputs.first { $0.name == name }?.fileExtension ?? "")
        }
        reason = "\(node.id) has no output `\(name)`"
      }
    case .file(let path):
      switch files.locate(path) {
      case .success(let file): return .source(file, try files.entry(file).digest)
      case .failure(.missing): reason = "needs \(path)"
      case .failure(let fault): throw fault
      }
    }
    guard missingIsFine else { throw Obstacle.missing(reason) }
    return .missing
  }

  /// The inputs of a node in reading order, then everything above them by distance and name.
  private func lineage(_ index: Int, _ availability: (Int) -> Availability) -> Lineage {
    var entries: [Lineage.Entry] = []
    var seen: Set<Int> = []
    var level: [Int] = []
    for slot in graph.nodes[index].inputs {
      for above in slot.contents.compactMap(\.node) {
        entries.append(entry(above, input: slot.path, availability))
        if seen.insert(above).inserted { level.append(above) }
      }
    }
    while !level.isEmpty {
      level = Set(level.flatMap(graph.upstream)).subtracting(seen).sorted { graph.nodes[$0].id < graph.nodes[$1].id }
      seen.formUnion(level)
      entries += level.map { entry($0, input: nil, availability) }
    }
    return Lineage(
      entries: entries, profile: graph.profile, isDefaultProfile: graph.folder.isEmpty,
      published: graph.nodes[index].published, readers: graph.nodes[index].readers)
  }

  /// Every stage behind every input of a node, each once for an input.
  private func links(_ node: Node) -> [Lineage.Link] {
    var links: OrderedSet<Lineage.Link> = []
    for slot in node.inputs {
      for above in slot.contents.compactMap(\.node) { links.append(.init(path: slot.path, id: graph.nodes[above].id)) }
    }
    return links.elements
  }

  private func entry(_ index: Int, input: String?, _ availability: (Int) -> Availability) -> Lineage.Entry {
    let node = graph.nodes[index]
    var (key, missing): (String?, String?) = (nil, nil)
    switch availability(index) {
    case .made(let digest, _): key = digest.hex
    case .absent(let reason): missing = reason
    case .pending: break
    }
    return .init(
      id: node.id, kind: node.kind.name, key: key, input: input, inputs: links(node), missing: missing,
      title: missing == nil ? nil : node.definition["title"]?.string, published: node.published)
  }
}
