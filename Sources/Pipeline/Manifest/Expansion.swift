import Documents

/// From entries to nodes: decode, order, wire, publish.
struct Expansion {
  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private var instances: Instances
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: [String]
  private let folder: String
  private let log: ManifestLog

  /// Decodes the entries of `sections`.
  init(
    sections: ManifestSections, catalogue: Catalogue, paths: ProjectPath, manifests: [String], folder: String,
    log: ManifestLog
  ) {
    self.folder = folder
    instances = Instances(sections.entries, index: sections.index, profiles: sections.profiles, log: log)
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
    var exports = Exports(catalogue: catalogue, paths: paths, manifests: manifests, folder: folder, log: log)
    var resolution = ColumnResolution(log: log)
    var nodes: [Node] = []
    nodes.reserveCapacity(order.count)
    for number in order {
      let edges = wiring.edges(of: instances.all[number], references[number])
      references[number] = []
      let entry = entries[instances.all[number].entry]
      let instance = resolved(instances.all[number], edges, entry, &resolution)
      nodes.append(node(instance, entry, edges, resolution.last, exports.exports(of: instance, entry)))
    }
    return nodes.placed(in: folder)
  }

  /// The instance with the columns that its tables declare written into its definition.
  private func resolved(
    _ instance: Instance, _ edges: [Slot<Node.Source>], _ entry: ManifestEntry, _ resolution: inout ColumnResolution
  ) -> Instance {
    let columns = resolution.inputs(edges)
    var instance = instance
    // A name that was found may tell the next: the estimate its interval.
    while let definition = resolution.completed(instance, columns, context: entry.context) {
      let problems = instance.complete(definition, context: entry.context)
      log.note(problems)
      if !problems.isEmpty { break }
    }
    resolution.add(instance, columns, context: entry.context)
    return instance
  }

  private func node(
    _ instance: Instance, _ entry: ManifestEntry, _ inputs: [Slot<Node.Source>], _ columns: [String: [Column]],
    _ exports: [Node.Export]
  ) -> Node {
    Node(
      id: instance.id, entry: entry.id, section: entry.section, axes: instance.axes,
      kind: type(of: instance.stage).kind, stage: instance.stage, definition: instance.definition,
      parameters: instance.parameters, inputs: inputs, columns: columns, references: instance.columns, exports: exports,
      isTransient: entry.isTransient,
      timeout: entry.timeout, place: entry.place)
  }

  /// Instances in the order of their entries; after a cycle in manifest order, so that the other problems are found.
  private func orderedInstances() -> [Int] {
    let order = EntryOrder(upstream: entries.indices.map(upstream))
    for cycle in order.cycles {
      let ids = (cycle + [cycle[0]]).map { entries[$0].id }
      log.note(.cycle(ids), at: place(ofReferenceFrom: cycle[0], to: ids[1]))
    }
    return (order.cycles.isEmpty ? order.order : Array(entries.indices)).flatMap { instances.ranges[$0] }
  }

  /// The entries that an entry reads, each once; a reference to itself is left to the wiring.
  private func upstream(of entry: Int) -> [Int] {
    var above: [Int] = []
    var seen: Set<Int> = []
    for references in instances.references[instances.ranges[entry]] {
      for reference in references where reference.type != SourceInput.typeName {
        for target in reference.targets {
          guard let name = Selector(target.name)?.entry, let found = index[String(name)], found != entry else {
            continue
          }
          if above.count < 8 ? above.contains(found) : seen.contains(found) { continue }
          above.append(found)
          if above.count >= 8 { seen.formUnion(above.count == 8 ? above : [found]) }
        }
      }
    }
    return above
  }

  private func place(ofReferenceFrom entry: Int, to id: String) -> Place {
    let targets = instances.references[instances.ranges[entry]].joined().lazy.flatMap(\.targets)
    return targets.first { Selector($0.name).map { $0.entry == id } ?? false }?.place ?? entries[entry].place
  }
}
