import Documents

/// From entries to nodes: decode, order, wire, publish.
struct Expansion {
  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private let instances: Instances
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: [String]
  private let log: ManifestLog

  /// Decodes the entries of `sections`.
  init(
    sections: ManifestSections, catalogue: Catalogue, paths: ProjectPath, manifests: [String], log: ManifestLog
  ) {
    var entries = sections.entries
    instances = Instances(&entries, log: log)
    (self.entries, index) = (entries, sections.index)
    (self.catalogue, self.paths, self.manifests, self.log) = (catalogue, paths, manifests, log)
  }

  /// The nodes in order; problems go to the log.
  func nodes() -> [Node] {
    let order = orderedInstances()
    var positions = Array(repeating: 0, count: instances.all.count)
    for (position, instance) in order.enumerated() { positions[instance] = position }
    var wiring = Wiring(
      entries: entries, index: index, instances: instances, positions: positions, paths: paths, log: log)
    var exports = Exports(catalogue: catalogue, paths: paths, manifests: manifests, log: log)
    var nodes: [Node] = []
    nodes.reserveCapacity(order.count)
    for number in order {
      let instance = instances.all[number]
      let entry = entries[instance.entry]
      nodes.append(
        Node(
          id: instance.id, entry: entry.id, section: entry.section, axes: instance.axes,
          kind: type(of: instance.stage).kind, stage: instance.stage, definition: instance.definition,
          parameters: instance.parameters, inputs: wiring.edges(of: instance),
          exports: exports.exports(of: instance, entry), isTransient: entry.isTransient, timeout: entry.timeout,
          place: entry.place))
    }
    return nodes
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
      for instance in instances.ranges[entry] {
        for reference in instances.all[instance].references where reference.type != SourceInput.typeName {
          for target in reference.targets {
            guard let name = Selector(target.name)?.entry, let found = index[String(name)] else { continue }
            if seen.insert(found).inserted { above.append((found, target.place)) }
          }
        }
      }
      return above
    }
  }
}
