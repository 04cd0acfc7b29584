import Documents
import Foundation
import OrderedCollections

/// What stands behind a node while a run goes on.
enum Availability: Sendable {
  case pending
  case made(key: Digest, outputs: [Record.Output])
  case absent(String)
  /// It is not here, and the lock holds it: outputs whose values stand there.
  case kept([Record.Output])

  /// Why there is none of what a run uses only if it is there.
  static let leftOut = "not part of this run"
}

/// Turns the inputs of a node into the components of its key, once everything above it is known.
struct Resolver {
  let graph: Graph
  let files: ProjectFiles
  let programs: ProgramIdentities

  init(graph: Graph, files: ProjectFiles) {
    (self.graph, self.files) = (graph, files)
    programs = ProgramIdentities(project: files.project, files: files)
  }

  enum Resolution {
    case ready(KeyComponents)
    case pending
    case notRun(String)
    case refused(SourceFault)
  }

  /// The components of the key of node `index`, given what stands behind each node above it.
  func resolve(_ index: Int, _ availability: (Int) -> Availability) throws -> Resolution {
    let node = graph.nodes[index]
    do {
      let inputs = try node.inputs.map { slot in
        try slot.map {
          try value(
            $0.content, availability, missingIsFine: node.kind.toleratesMissingInputs,
            takesFolders: node.kind.startsPrograms, origin: node.stage.origins[slot.path])
        }
      }
      return .ready(
        KeyComponents(
          kind: node.kind.name, revision: node.kind.revision, parameters: node.parameters, inputs: inputs,
          lineage: node.kind.wantsLineage ? lineage(index, availability) : nil,
          program: node.stage.tracksProgram
            ? programs.identity(of: node.stage).map(ProgramIdentities.component) : nil))
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
    _ source: Node.Source, _ availability: (Int) -> Availability, missingIsFine: Bool, takesFolders: Bool,
    origin: String?
  ) throws -> InputValue {
    let reason: String
    switch source {
    case .node(let above, let name):
      let node = graph.nodes[above]
      switch availability(above) {
      case .pending: throw Obstacle.pending
      case .absent(let why): reason = why
      case .made(_, let outputs), .kept(let outputs):
        if let output = outputs.first(where: { $0.name == name }) {
          return .object(output.digest, name: node.fileName(of: name))
        }
        reason = "\(node.id) has no output `\(name)` here"
      }
    case .file(let path):
      switch files.locate(path, orFolder: takesFolders) {
      case .success(let file): return .source(file, try files.digest(file, name: path))
      case .failure(.missing):
        if takesFolders, origin == nil, let fault = files.absence(of: path) { throw fault }
        // What lies in `data` is listed with its origin by `plumb data`, and pages name it by its path alone.
        let isListed = path.hasPrefix("data/")
        reason = "needs \(path)" + (isListed ? "" : origin.map { ", to be had from \($0.printable)" } ?? "")
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
    let named = [index] + graph.nodes[index].inputs.flatMap { $0.contents.compactMap(\.node) }
    return Lineage(
      entries: entries, profile: graph.profile, isDefaultProfile: graph.isDefaultProfile,
      settings: graph.settings,
      published: graph.nodes[index].published, readers: graph.nodes[index].readers,
      origins: named.compactMap { origin(graph.nodes[$0]) }, editions: named.flatMap { editions(graph.nodes[$0]) },
      costs: graph.costs?.of(named.map { graph.nodes[$0].id }))
  }

  private func origin(_ node: Node) -> Lineage.Origin? {
    node.place.source.map { .init(id: node.id, file: $0.name, line: node.place.lineAndColumn.line) }
  }

  /// What the other profiles published of a node, as far as it is there.
  private func editions(_ node: Node) -> [Lineage.Edition] {
    graph.otherProfiles.compactMap { profile, folder in
      let there = node.published.mapValues { folder + $0 }.filter {
        FileManager.default.fileExists(atPath: "\(files.project)/\($0.value)")
      }
      return there.isEmpty ? nil : .init(id: node.id, profile: profile, published: there)
    }
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
    var (key, missing, isRecorded): (String?, String?, Bool) = (nil, nil, false)
    switch availability(index) {
    case .made(let digest, _): key = digest.hex
    case .absent(let reason): missing = reason
    case .kept: isRecorded = true
    case .pending: break
    }
    return .init(
      id: node.id, kind: node.kind.name, key: key, input: input, inputs: links(node), missing: missing,
      title: missing == nil ? nil : node.definition["title"]?.string, isRecorded: isRecorded,
      published: node.published, notes: node.notes)
  }
}

/// The columns of tables that only their programs know, read from the headers when these have run, and what is then wrong
/// with the names of columns below.
struct LateColumns {
  /// A table read by more nodes is looked at when the reader's turn comes: asking it after each of them would cost a product.
  private static let fewAbove = 64

  private let graph: Graph
  private let store: Store
  private var found: [Int: [String: [Column]]] = [:]

  init(_ graph: Graph, _ store: Store) { (self.graph, self.store) = (graph, store) }

  /// What is wrong with the columns that a node names, as far as those of its tables are known by now and were not when
  /// the manifest was loaded.
  mutating func fault(_ index: Int, _ availability: (Int) -> Availability) -> String? {
    let node = graph.nodes[index]
    guard !node.references.isEmpty, node.inputs.contains(where: isLate) else { return nil }
    let columns = inputs(node, availability)
    let context = ManifestEntry.context(section: node.section, id: node.entry)
    for reference in node.references {
      guard var fault = columns.fault(reference, context: context) else { continue }
      if case .columnOfTexts(let name, _) = fault, let cell = text(in: name, reference, node, availability) {
        fault = .textInColumn(cell, context: context)
      }
      return Problem(fault, at: reference.place).description
    }
    return nil
  }

  /// The first cell that is no number in the column `name` of the tables that `reference` means, and where it stands.
  private func text(
    in name: String, _ reference: ColumnReference, _ node: Node, _ availability: (Int) -> Availability
  ) -> String? {
    for case .node(let above, let output) in node.inputs.filter({ reference.inputs.contains($0.path) }).flatMap(
      \.contents)
    {
      guard case .made(_, let outputs) = availability(above), let made = outputs.first(where: { $0.name == output }),
        let table = try? Table(readingFrom: URL(filePath: store.objects.file(made.digest))),
        let values = try? table.column(name), let row = values.firstText
      else { continue }
      let place = table.place(of: row)
      return
        "\(place.row) of \(graph.nodes[above].fileName(of: output)) has `\(values.text(row).printable)` in the column "
        + "`\(name.printable)`"
    }
    return nil
  }

  /// The faults of all nodes below one that was just made; `consumers` reads each node.
  mutating func faults(
    below index: Int, _ plan: RunPlan, _ availability: (Int) -> Availability
  ) -> [(index: Int, fault: String)] {
    guard graph.nodes[index].hasLateTables else { return [] }
    var faults: [(Int, String)] = []
    var (seen, open): (Set<Int>, [Int]) = ([], [index])
    while let above = open.popLast() {
      for reader in plan.consumers[above] where plan.upstream[reader].count <= Self.fewAbove {
        guard seen.insert(reader).inserted else { continue }
        if let fault = fault(reader, availability) { faults.append((reader, fault)) }
        open.append(reader)
      }
    }
    return faults.sorted { $0.0 < $1.0 }
  }

  private func isLate(_ slot: Slot<Node.Source>) -> Bool {
    slot.contents.contains { source in
      guard case .node(let above, let output) = source else { return false }
      return graph.nodes[above].columns[output] == nil
    }
  }

  private mutating func inputs(_ node: Node, _ availability: (Int) -> Availability) -> InputColumns {
    for above in Set(node.inputs.flatMap { $0.contents.compactMap(\.node) }) where found[above] == nil {
      found[above] = columns(above, availability)
    }
    return InputColumns(node.inputs) { above, output in graph.nodes[above].columns[output] ?? found[above]?[output] }
  }

  /// The columns of the tables of a node that were not known at first; nil while they are not known yet.
  private mutating func columns(_ index: Int, _ availability: (Int) -> Availability) -> [String: [Column]]? {
    let node = graph.nodes[index]
    guard node.hasLateTables else { return [:] }
    if case .made(_, let outputs) = availability(index) {
      var columns: [String: [Column]] = [:]
      for output in outputs where node.columns[output.name] == nil && node.isTable(output.name) {
        let file = URL(filePath: store.objects.file(output.digest))
        columns[output.name] = (try? Table(readingFrom: file)).map { [Column](of: $0) }
      }
      return columns
    }
    let inputs = inputs(node, availability)
    var columns: [String: [Column]] = [:]
    for output in node.stage.outputs where node.isTable(output.name) && node.columns[output.name] == nil {
      guard let own = node.stage.columns(of: output, inputs) else { return nil }
      columns[output.name] = own
    }
    return columns
  }
}

extension Node {
  fileprivate func isTable(_ output: String) -> Bool {
    stage.outputs.contains { $0.name == output && $0.type == Table.typeName }
  }

  /// Whether the columns of some table of the node were not known when the manifest was loaded.
  fileprivate var hasLateTables: Bool {
    stage.outputs.contains { $0.type == Table.typeName && columns[$0.name] == nil }
  }
}
