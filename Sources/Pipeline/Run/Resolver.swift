import Documents

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
    case ready(KeyComponents, inputs: [StageTask.Input], lineage: Lineage?)
    /// Something above it is still to be made.
    case pending
    case notRun(String)
    /// An input can never be used.
    case refused(SourceFault)
  }

  /// The components of the key of node `index`.
  func resolve(_ index: Int, _ availability: [Availability]) throws -> Resolution {
    let node = graph.nodes[index]
    var inputs: [StageTask.Input] = []
    for edge in node.inputs {
      var items: [StageTask.Item] = []
      for source in edge.sources {
        let item: StageTask.Item
        switch try content(source, availability) {
        case .success(let found): item = found
        case .failure(.pending): return .pending
        case .failure(.refused(let fault)): return .refused(fault)
        }
        if case .missing(let reason) = item.content, !node.kind.toleratesMissingInputs { return .notRun(reason) }
        items.append(item)
      }
      inputs.append(.init(path: edge.path, items: items))
    }
    let lineage = node.kind.wantsLineage ? self.lineage(index, availability) : nil
    var components = inputs.map(Self.component)
    if let lineage {
      let digest = Digest(of: lineage.json.canonical)
      components.append(.init(path: "@lineage", items: [.init(labels: [], content: .digest(digest.hex))]))
    }
    let key = KeyComponents(
      kind: node.kind.name, revision: node.kind.revision, parameters: node.parameters, inputs: components)
    return .ready(key, inputs: inputs, lineage: lineage)
  }

  private enum Obstacle: Error {
    case pending
    case refused(SourceFault)
  }

  private func content(
    _ source: Node.Source, _ availability: [Availability]
  ) throws -> Result<StageTask.Item, Obstacle> {
    switch source {
    case .node(let above, let name, let labels):
      switch availability[above] {
      case .pending: return .failure(.pending)
      case .absent(let reason): return .success(.init(labels: labels, content: .missing(reason)))
      case .made(_, let outputs):
        guard let output = outputs.first(where: { $0.name == name }) else {
          let reason = "\(graph.nodes[above].id) has no output `\(name)`"
          return .success(.init(labels: labels, content: .missing(reason)))
        }
        let ending = graph.nodes[above].stage.outputs.first { $0.name == name }?.fileExtension ?? ""
        return .success(.init(labels: labels, content: .object(output.digest, fileExtension: ending)))
      }
    case .file(let path):
      switch files.locate(path) {
      case .success(let file):
        return .success(.init(labels: [], content: .source(file, try files.entry(file).digest)))
      case .failure(.missing): return .success(.init(labels: [], content: .missing("needs \(path)")))
      case .failure(let fault): return .failure(.refused(fault))
      }
    }
  }

  private static func component(_ input: StageTask.Input) -> KeyComponents.Input {
    .init(
      path: input.path,
      items: input.items.map { item in
        switch item.content {
        case .object(let digest, _), .source(_, let digest): .init(labels: item.labels, content: .digest(digest.hex))
        case .missing(let reason): .init(labels: item.labels, content: .missing(reason))
        }
      })
  }

  /// The inputs of a node in reading order, then everything above them by distance and name.
  private func lineage(_ index: Int, _ availability: [Availability]) -> Lineage {
    var entries: [Lineage.Entry] = []
    var seen: Set<Int> = []
    var level: [Int] = []
    for edge in graph.nodes[index].inputs {
      for case .node(let above, _, _) in edge.sources {
        entries.append(entry(above, input: edge.path, availability))
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
    var seen: Set<Lineage.Link> = []
    return node.inputs.flatMap { edge in
      edge.sources.compactMap { source in
        guard case .node(let above, _, _) = source else { return nil }
        let link = Lineage.Link(path: edge.path, id: graph.nodes[above].id)
        return seen.insert(link).inserted ? link : nil
      }
    }
  }

  private func entry(_ index: Int, input: String?, _ availability: [Availability]) -> Lineage.Entry {
    let node = graph.nodes[index]
    let above = links(node)
    var (key, missing): (String?, String?) = (nil, nil)
    switch availability[index] {
    case .made(let digest, _): key = digest.hex
    case .absent(let reason): missing = reason
    case .pending: break
    }
    return .init(
      id: node.id, kind: node.kind.name, key: key, input: input, inputs: above, missing: missing,
      title: missing == nil ? nil : node.definition["title"]?.string, published: node.published)
  }
}
