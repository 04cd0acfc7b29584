import Documents
import Foundation

/// The columns of tables that only their programs know, read from the headers when these have run, and what is then wrong
/// with the names of columns below.
struct LateColumns {
  /// A table read by more nodes is looked at when the reader's turn comes: asking it after each of them would cost a product.
  private static let fewAbove = 64

  private let graph: Graph
  private let store: Store
  /// What was found, by node.
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
      if let fault = columns.fault(reference, context: context) {
        return Problem(fault, at: reference.place).description
      }
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
