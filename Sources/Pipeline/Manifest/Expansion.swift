import Documents

/// From entries to nodes: decode, order, wire, publish.
struct Expansion {
  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private var instances: Instances
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: [String]
  private let log: ManifestLog

  /// Decodes the entries of `sections`.
  init(
    sections: ManifestSections, catalogue: Catalogue, paths: ProjectPath, manifests: [String], log: ManifestLog
  ) {
    instances = Instances(sections.entries, index: sections.index, log: log)
    (entries, index) = (sections.entries, sections.index)
    (self.catalogue, self.paths, self.manifests, self.log) = (catalogue, paths, manifests, log)
  }

  /// The nodes in order; problems go to the log.
  mutating func nodes() -> [Node] {
    let order = orderedInstances()
    var references = instances.takeReferences()
    var positions = Array(repeating: 0, count: order.count)
    for (position, instance) in order.enumerated() { positions[instance] = position }
    var wiring = Wiring(
      entries: entries, index: index, instances: instances, positions: positions, paths: paths, log: log)
    var exports = Exports(catalogue: catalogue, paths: paths, manifests: manifests, log: log)
    var nodes: [Node] = []
    nodes.reserveCapacity(order.count)
    for number in order {
      let edges = wiring.edges(of: instances.all[number], references[number])
      references[number] = []
      let entry = instances.all[number].entry
      nodes.append(
        node(instances.all[number], entries[entry], edges, exports.exports(of: instances.all[number], entries[entry])))
    }
    return nodes
  }

  private func node(
    _ instance: Instance, _ entry: ManifestEntry, _ inputs: [Node.Edge], _ exports: [Node.Export]
  ) -> Node {
    Node(
      id: instance.id, entry: entry.id, section: entry.section, axes: instance.axes,
      kind: type(of: instance.stage).kind, stage: instance.stage, definition: instance.definition,
      parameters: instance.parameters, inputs: inputs, exports: exports, isTransient: entry.isTransient,
      timeout: entry.timeout, place: entry.place)
  }

  /// Instances in the order of their entries; after a cycle in manifest order, so that the other problems are found.
  private func orderedInstances() -> [Int] {
    let upstream = upstream()
    let order = EntryOrder(upstream: upstream.map { $0.map(\.entry) })
    for cycle in order.cycles {
      let next = cycle.count > 1 ? cycle[1] : cycle[0]
      let place = upstream[cycle[0]].first { $0.entry == next }?.place ?? entries[cycle[0]].place
      log.note(.cycle((cycle + [cycle[0]]).map { entries[$0].id }), at: place)
    }
    return (order.cycles.isEmpty ? order.order : Array(entries.indices)).flatMap { instances.ranges[$0] }
  }

  /// The entries that each entry reads, with the place of one reference; references to itself are left to the wiring.
  private func upstream() -> [[(entry: Int, place: Place)]] {
    entries.indices.map { entry in
      var seen: Set<Int> = [entry]
      var above: [(entry: Int, place: Place)] = []
      for references in instances.references[instances.ranges[entry]] {
        for reference in references where reference.type != SourceInput.typeName {
          for target in reference.targets {
            guard let name = Selector(target.name)?.entry, let found = index[String(name)] else { continue }
            if found != above.last?.entry, seen.insert(found).inserted { above.append((found, target.place)) }
          }
        }
      }
      return above
    }
  }
}
