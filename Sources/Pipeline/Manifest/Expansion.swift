import Documents
import HeapModule

/// From entries to nodes: decode, order, wire, publish.
struct Expansion {
  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private var instances: Instances
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: [String]
  private let folder: String
  private let folders: [String]
  private let log: ManifestLog

  init(
    sections: ManifestSections, catalogue: Catalogue, paths: ProjectPath, manifests: [String], folder: String,
    log: ManifestLog
  ) {
    (self.folder, folders) = (folder, sections.profiles.folders)
    instances = Instances(sections.entries, index: sections.index, profiles: sections.profiles, log: log)
    (entries, index) = (sections.entries, sections.index)
    (self.catalogue, self.paths, self.manifests, self.log) = (catalogue, paths, manifests, log)
  }

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
      let instance = resolved(instances.all[number], edges, entry, broken: wiring.broken, &resolution)
      nodes.append(node(instance, entry, edges, resolution.last, exports.exports(of: instance, entry)))
    }
    exports.published.check(wiring.sources, folders: folders, log)
    return nodes.placed(in: folder)
  }

  /// The instance with the columns that its tables declare written into its definition.
  private func resolved(
    _ instance: Instance, _ edges: [Slot<Node.Source>], _ entry: ManifestEntry, broken: Set<String>,
    _ resolution: inout ColumnResolution
  ) -> Instance {
    let columns = resolution.inputs(edges, broken: broken)
    var instance = instance
    // A name that was found may tell the next: the estimate its interval.
    while let definition = resolution.completed(instance, columns, context: entry.context) {
      let problems = instance.complete(definition, context: entry.context)
      log.note(problems)
      if !problems.isEmpty {
        resolution.isBroken = true
        break
      }
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
      isTransient: entry.isTransient, timeout: entry.timeout, place: entry.place, consent: instance.consent)
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

/// Puts entries into an order in which each stands after those it reads, and finds the cycles that prevent it.
struct EntryOrder {
  let order: [Int]
  /// The entries on each cycle, from the first one in the manifest round to the one before it.
  let cycles: [[Int]]

  /// Orders the entries; `upstream[i]` are the entries that entry `i` reads. Manifest order is kept where it can be.
  init(upstream: [[Int]]) {
    var waiting = upstream.map(\.count)
    var downstream = Array(repeating: [Int](), count: upstream.count)
    for (entry, above) in upstream.enumerated() { for one in above { downstream[one].append(entry) } }
    var ready = Heap(upstream.indices.filter { waiting[$0] == 0 })
    var order: [Int] = []
    order.reserveCapacity(upstream.count)
    while let next = ready.popMin() {
      order.append(next)
      for below in downstream[next] {
        waiting[below] -= 1
        if waiting[below] == 0 { ready.insert(below) }
      }
    }
    self.order = order
    cycles = order.count == upstream.count ? [] : Self.cycles(upstream, waiting)
  }

  /// One cycle for each knot among the entries that still wait; walking upstream from any of them meets one.
  private static func cycles(_ upstream: [[Int]], _ waiting: [Int]) -> [[Int]] {
    var cycles: [[Int]] = []
    var visit = Array(repeating: 0, count: upstream.count)
    for start in upstream.indices where waiting[start] > 0 && visit[start] == 0 {
      var path: [Int] = []
      var entry: Int? = start
      while let current = entry, visit[current] == 0 {
        visit[current] = start + 1
        path.append(current)
        entry = upstream[current].first { waiting[$0] > 0 }
      }
      guard let meeting = entry, visit[meeting] == start + 1, let first = path.firstIndex(of: meeting) else { continue }
      let loop = Array(path[first...])
      let lowest = loop.indices.min { loop[$0] < loop[$1] } ?? 0
      cycles.append(Array(loop[lowest...] + loop[..<lowest]))
    }
    return cycles
  }
}
