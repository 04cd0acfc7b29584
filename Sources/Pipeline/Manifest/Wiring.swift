import Documents

/// Follows references: what stands behind each input of each instance.
struct Wiring {
  /// More edges are refused: the product of two unrelated sweeps is a mistake.
  static let mostEdges = 1_000_000

  private let entries: [ManifestEntry]
  private let index: [String: Int]
  private let instances: Instances
  private let paths: ProjectPath
  private let log: ManifestLog
  private var indices: [Int: InstanceIndex] = [:]
  /// Places already complained about: the instances of a sweep share them.
  private var reported: Set<Place> = []
  private var edgeCount = 0
  /// The files that entries read, each once for an entry.
  private(set) var sources: [PublishedPaths.Source] = []
  private var seenSources: Set<[String]> = []
  private var positions: [Int]
  /// The inputs of the last instance behind which something is wrong or not there.
  private(set) var broken: Set<String> = []

  init(
    entries: [ManifestEntry], index: [String: Int], instances: Instances, positions: [Int], paths: ProjectPath,
    log: ManifestLog
  ) {
    (self.entries, self.index, self.instances, self.positions) = (entries, index, instances, positions)
    (self.paths, self.log) = (paths, log)
  }

  static let anyType = "any"

  mutating func edges(of instance: Instance, _ references: [Reference]) -> [Slot<Node.Source>] {
    broken = []
    return references.compactMap { reference in
      let items = reference.targets.map { sources($0, of: reference, in: instance) }
      if reference.isCompanion, items.allSatisfy(\.isEmpty) { return nil }
      if items.contains(where: \.isEmpty), !reference.isCompanion { broken.insert(reference.path) }
      return Slot(path: reference.path, items: items.flatMap { $0 })
    }
  }

  private mutating func note(_ fault: ManifestFault, at place: Place) {
    if reported.insert(place).inserted { log.note(fault, at: place) }
  }

  private mutating func sources(
    _ target: Reference.Target, of reference: Reference, in instance: Instance
  ) -> [Slot<Node.Source>.Item] {
    if reference.type == SourceInput.typeName {
      if let fault = paths.fault(target.name) {
        note(fault, at: target.place)
      } else if seenSources.insert([entries[instance.entry].id, target.name]).inserted {
        let entry = entries[instance.entry]
        sources.append(.init(path: target.name, reader: entry.id, context: entry.context, place: target.place))
      }
      return [.init(content: .file(target.name))]
    }
    guard let (selector, above) = entry(target, in: instance) else { return [] }
    let matched = matches(selector, above, target, reference, instance)
    edgeCount += matched.count
    guard edgeCount <= Self.mostEdges else {
      if edgeCount - matched.count <= Self.mostEdges {
        log.note(.tooManyEdges(limit: Self.mostEdges), at: target.place)
      }
      return []
    }
    return matched.compactMap { found in
      let upstream = instances.all[found]
      guard let output = output(of: upstream, above, selector, target, reference, instance) else { return nil }
      return .init(
        labels: reference.many ? labels(upstream, instance, selector) : [],
        content: .node(positions[found], output: output))
    }
  }

  /// The axes that tell `upstream` from its siblings: those on which neither the reader nor the selector fixes it.
  private func labels(_ upstream: Instance, _ instance: Instance, _ selector: Selector) -> [Workspace.Label] {
    if upstream.axes.isEmpty { return [] }
    return upstream.axes.filter { label in
      !instance.axes.contains { $0.axis == label.axis } && !selector.fixed.contains { $0.axis == label.axis }
    }
  }

  private mutating func entry(_ target: Reference.Target, in instance: Instance) -> (Selector, Int)? {
    let context = entries[instance.entry].context
    guard let selector = Selector(target.name) else {
      note(.badReference(target.name, context: context), at: target.place)
      return nil
    }
    let name = String(selector.entry)
    guard let above = index[name] else {
      if log.isComplete, !reported.contains(target.place) {
        let near = log.nearest(to: name, among: entries.lazy.map(\.id))
        note(.unknownEntry(name, context: context, near: near), at: target.place)
      }
      return nil
    }
    if above == instance.entry { note(.selfReference(context), at: target.place) }
    return above == instance.entry || instances.ranges[above].isEmpty ? nil : (selector, above)
  }

  private mutating func matches(
    _ selector: Selector, _ above: Int, _ target: Reference.Target, _ reference: Reference, _ instance: Instance
  ) -> [Int] {
    let range = instances.ranges[above]
    if instances.all[range.lowerBound].axes.isEmpty, selector.fixed.isEmpty { return Array(range) }
    let context = entries[instance.entry].context
    var index = indices.removeValue(forKey: above) ?? InstanceIndex(instances.all, range)
    defer { indices[above] = index }
    if let unknown = selector.fixed.first(where: { !index.axes.contains($0.axis) }) {
      note(.unknownAxis(unknown.axis, entry: entries[above].id, context: context, known: index.axes), at: target.place)
      return []
    }
    let found = index.matches(instances.all, labels: instance.axes, fixed: selector.fixed)
    if found.isEmpty {
      note(noInstance(selector, index.axes, range, target, instance), at: target.place)
    } else if found.count > 1, !reference.many {
      note(severalInstances(selector, found, target, instance), at: target.place)
      return []
    }
    return found
  }

  private func noInstance(
    _ selector: Selector, _ axes: [String], _ range: Range<Int>, _ target: Reference.Target, _ instance: Instance
  ) -> ManifestFault {
    let own = instance.axes.filter { label in
      axes.contains(label.axis) && !selector.fixed.contains { $0.axis == label.axis }
    }
    let wanted = own.map { "\($0.axis)=\($0.text)" } + selector.fixed.map { "\($0.axis)=\($0.text)" }
    return .noInstance(
      reference: target.name, context: entries[instance.entry].context, wanted: wanted.joined(separator: ","),
      example: instances.all[range.lowerBound].id)
  }

  private func severalInstances(
    _ selector: Selector, _ found: [Int], _ target: Reference.Target, _ instance: Instance
  ) -> ManifestFault {
    var free: [String] = []
    for match in found {
      for label in labels(instances.all[match], instance, selector) where !free.contains(label.axis) {
        free.append(label.axis)
      }
    }
    return .severalInstances(
      reference: target.name, context: entries[instance.entry].context,
      matched: found.prefix(3).map { instances.all[$0].id }, count: found.count, free: free)
  }

  /// The output meant: the one named, else the only one of the type asked for.
  private mutating func output(
    of upstream: Instance, _ above: Int, _ selector: Selector, _ target: Reference.Target, _ reference: Reference,
    _ instance: Instance
  ) -> String? {
    let (context, entry) = (entries[instance.entry].context, entries[above].id)
    let types = [reference.type] + (reference.alternative.map { [$0] } ?? [])
    if reference.isCompanion {
      let found = upstream.outputs.filter { $0.type == reference.type }
      return found.count == 1 ? found[0].name : nil
    }
    func fits(_ output: OutputDeclaration, _ type: String) -> Bool { type == Self.anyType || output.type == type }
    if let name = selector.output {
      guard let output = upstream.outputs.called(name) else {
        note(
          .unknownOutput(name, entry: entry, context: context, known: upstream.outputs.map(\.name)), at: target.place)
        return nil
      }
      if types.contains(where: { fits(output, $0) }) { return output.name }
      note(
        .wrongOutputType(reference: target.name, context: context, expected: reference.type, found: output.type),
        at: target.place)
      return nil
    }
    let meant = upstream.outputs.filter { !$0.isAside }
    let fitting = types.lazy.map { type in meant.filter { fits($0, type) } }.first { !$0.isEmpty } ?? []
    if fitting.count == 1 { return fitting[0].name }
    let outputs = (fitting.isEmpty ? meant : fitting).map {
      fitting.isEmpty ? "\($0.name) (\($0.type))" : $0.name
    }
    note(
      fitting.isEmpty
        ? .noOutputOfType(entry: entry, context: context, expected: reference.type, outputs: outputs)
        : .severalOutputsOfType(entry: entry, context: context, expected: reference.type, outputs: outputs),
      at: target.place)
    return nil
  }
}

/// A reference taken apart: `entry[axis=value,...].output`.
struct Selector {
  let entry: Substring
  /// Axis values asked for, as readable text.
  let fixed: [(axis: String, text: String)]
  let output: String?

  /// Takes `text` apart; nil when it has another form.
  init?(_ text: String) {
    guard let end = text.utf8.firstIndex(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: ".") }) else {
      (entry, fixed, output) = (text[...], [], nil)
      return
    }
    entry = text[..<end]
    var rest = text[end...]
    var fixed: [(axis: String, text: String)] = []
    if rest.utf8.first == UInt8(ascii: "[") {
      guard let close = Self.closing(rest), let pairs = Self.pairs(rest[rest.utf8.index(after: end)..<close]) else {
        return nil
      }
      fixed = pairs
      rest = rest[rest.utf8.index(after: close)...]
    }
    self.fixed = fixed
    if rest.isEmpty {
      output = nil
    } else {
      guard rest.utf8.first == UInt8(ascii: "."), rest.utf8.count > 1 else { return nil }
      output = String(rest.dropFirst())
    }
  }

  /// Whether the reference stands for `node`, among others perhaps.
  func matches(_ node: Node) -> Bool {
    node.entry == entry
      && fixed.allSatisfy { fixed in
        node.axes.contains { $0.axis == fixed.axis && $0.text == fixed.text }
      }
  }

  /// The bracket that closes the first one; brackets within lists and quoted texts do not count.
  private static func closing(_ text: Substring) -> Substring.Index? {
    scan(text) { byte, depth in byte == UInt8(ascii: "]") && depth == 0 }
  }

  private static func pairs(_ text: Substring) -> [(axis: String, text: String)]? {
    var pairs: [(axis: String, text: String)] = []
    var rest = text
    while true {
      let end = scan(rest) { byte, depth in byte == UInt8(ascii: ",") && depth == 0 } ?? rest.endIndex
      guard let equals = rest[..<end].utf8.firstIndex(of: UInt8(ascii: "=")), equals > rest.startIndex else {
        return nil
      }
      pairs.append((String(rest[..<equals]), readable(rest[rest.utf8.index(after: equals)..<end])))
      if end == rest.endIndex { return pairs }
      rest = rest[rest.utf8.index(after: end)...]
    }
  }

  /// The first byte that `matches` accepts outside quoted texts; it sees the depth of brackets after it.
  private static func scan(_ text: Substring, _ matches: (UInt8, Int) -> Bool) -> Substring.Index? {
    var depth = 0
    var quoted = false
    var escaped = false
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      if quoted {
        if byte == UInt8(ascii: "\""), !escaped { quoted = false }
        escaped = byte == UInt8(ascii: "\\") && !escaped
        continue
      }
      if byte == UInt8(ascii: "\"") { quoted = true }
      if byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: "]") { depth -= 1 }
      if matches(byte, depth) { return index }
    }
    return nil
  }

  /// A value as sweeps print it: `1e3` and `1000.0` name the instance `1000`.
  private static func readable(_ text: Substring) -> String {
    guard let json = try? JSON.parse(SourceText(name: "", bytes: Array(text.utf8))) else { return String(text) }
    return Sweep.text(of: json) ?? String(text)
  }
}
