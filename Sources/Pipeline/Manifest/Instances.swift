import Documents

/// One decoded stage instance, its references not yet followed.
struct Instance {
  let entry: Int
  let id: String
  let axes: [Workspace.Label]
  private(set) var stage: any Stage
  private(set) var definition: JSON
  private(set) var parameters: JSON
  private(set) var outputs: [OutputDeclaration]
  private(set) var columns: [ColumnReference]
  /// What the entry says of the programs that it starts, as it is written; nil where it starts none.
  private(set) var consent: JSON?
  /// Keys of the definition that are there for templates.
  private let parameterKeys: Set<String>

  init(
    entry: Int, id: String, axes: [Workspace.Label], type: any Stage.Type, definition: JSON, consent: JSON? = nil,
    keys: Set<String> = [], _ fields: Fields
  ) {
    (self.entry, self.id, self.axes, self.definition) = (entry, id, axes, definition)
    (self.consent, parameterKeys) = (consent, keys)
    stage = type.init(fields)
    fields.finish(alsoKnown: keys)
    parameters = fields.canonical
    outputs = fields.problems.isEmpty ? stage.outputs : []
    columns = fields.columnReferences
  }

  /// The instance with a definition that columns were added to; the problems that are met are returned.
  mutating func complete(_ definition: JSON, context: String) -> [Problem] {
    let fields = Fields(definition, context: context)
    self = Instance(
      entry: entry, id: id, axes: axes, type: type(of: stage), definition: definition, consent: consent,
      keys: parameterKeys, fields)
    return fields.problems
  }
}

struct Instances {
  /// More nodes are refused: no person asks for them on purpose.
  static let most = 1_000_000
  /// An entry with so many different problems is not decoded further.
  private static let enough = 20

  private(set) var all: [Instance] = []
  private(set) var references: [[Reference]] = []
  /// The instances of each entry; empty when it could not be decoded.
  private(set) var ranges: [Range<Int>] = []
  private let index: [String: Int]
  private let profiles: Profiles
  private var progress: [Progress] = []
  private let log: ManifestLog

  private enum Progress { case untouched, open, done }

  /// More entries that follow one another are refused.
  private static let deepest = 100

  init(_ entries: [ManifestEntry], index: [String: Int], profiles: Profiles, log: ManifestLog) {
    (self.log, self.profiles) = (log, profiles)
    self.index = index
    all.reserveCapacity(entries.count)
    references.reserveCapacity(entries.count)
    ranges = Array(repeating: 0..<0, count: entries.count)
    progress = Array(repeating: .untouched, count: entries.count)
    for entry in entries.indices { expand(entry, entries, depth: 0) }
  }

  /// Gives the references away, so that each can be freed once it is followed.
  mutating func takeReferences() -> [[Reference]] {
    defer { references = [] }
    return references
  }

  /// Decodes one entry, after the one whose instances it follows.
  private mutating func expand(_ number: Int, _ entries: [ManifestEntry], depth: Int) {
    let entry = entries[number]
    guard progress[number] == .untouched, !entry.failed, let type = entry.type else { return }
    progress[number] = .open
    defer { progress[number] = .done }
    guard let bases = bases(entry, entries, depth: depth) else { return }
    let start = all.count
    if !decode(entry, number, type, bases) {
      all.removeSubrange(start...)
      references.removeSubrange(start...)
    }
    ranges[number] = start..<all.count
  }

  /// The axes that the instances of an entry take over, one list for each; a single empty one without `each`, nil after
  /// a problem.
  private mutating func bases(_ entry: ManifestEntry, _ entries: [ManifestEntry], depth: Int) -> [[Workspace.Label]]? {
    guard let each = entry.each else { return [[]] }
    guard let selector = Selector(each.target), selector.output == nil else {
      return log.note(.badReference(each.target, context: entry.context), at: each.place, giving: nil)
    }
    guard let above = index[String(selector.entry)] else {
      let near = log.nearest(to: String(selector.entry), among: entries.lazy.map(\.id))
      log.note(.unknownEntry(String(selector.entry), context: entry.context, near: near), at: each.place)
      return nil
    }
    guard depth < Self.deepest else { return log.note(.eachTooDeep(limit: Self.deepest), at: each.place, giving: nil) }
    expand(above, entries, depth: depth + 1)
    if progress[above] == .open { return log.note(.eachCycle(entry.id), at: each.place, giving: nil) }
    let matching = all[ranges[above]].filter { instance in
      selector.fixed.allSatisfy { fixed in instance.axes.contains { $0.axis == fixed.axis && $0.text == fixed.text } }
    }
    if matching.isEmpty, let example = all[ranges[above]].first {
      let wanted = selector.fixed.map { "\($0.axis)=\($0.text)" }.joined(separator: ",")
      log.note(
        .noInstance(reference: each.target, context: entry.context, wanted: wanted, example: example.id), at: each.place
      )
    }
    return matching.isEmpty ? nil : matching.map(\.axes)
  }

  private mutating func decode(
    _ entry: ManifestEntry, _ number: Int, _ type: any Stage.Type, _ bases: [[Workspace.Label]]
  ) -> Bool {
    var sweep: Sweep?
    if let json = entry.sweep {
      sweep = Sweep(json, definition: entry.definition, context: entry.context, log: log)
      guard let axes = sweep?.names else { return false }
      if let each = entry.each, let axis = axes.first(where: { name in bases[0].contains { $0.axis == name } }) {
        log.note(.axisOfEach(axis: axis, context: entry.context, each: each.target), at: json.place)
        return false
      }
    }
    let own = sweep.map(\.count) ?? 1
    let product = own.map { $0.multipliedReportingOverflow(by: bases.count) }
    guard let product, !product.overflow, all.count + product.partialValue <= Self.most else {
      let count = product.flatMap { $0.overflow ? nil : String($0.partialValue) } ?? "more than 2^63"
      log.note(.tooManyNodes(count: count, limit: Self.most), at: entry.sweep?.place ?? entry.place)
      return false
    }
    var problems: [Problem] = []
    var seen: Set<String> = []
    for step in 0..<product.partialValue {
      let (base, combination) = step.quotientAndRemainder(dividingBy: own ?? 1)
      var found: [Problem] = []
      append(entry, number, type, bases[base], sweep?.instance(combination) ?? [], &found)
      let earlier = problems
      for problem in found where !problems.contains(problem) {
        let isKnown = earlier.contains { $0.place == problem.place && $0.fault.isAbout(problem.fault) }
        if !isKnown { problems.append(problem) }
      }
      if problems.count >= Self.enough { break }
      if let id = all.last?.id, !seen.insert(id).inserted {
        problems.append(Problem(.repeatedInstance(id), at: entry.sweep?.place ?? entry.place))
        break
      }
    }
    log.note(problems.map { profiles.explained($0, in: entry.definition) })
    return problems.isEmpty
  }

  private mutating func append(
    _ entry: ManifestEntry, _ index: Int, _ type: any Stage.Type, _ base: [Workspace.Label],
    _ assignments: [Sweep.Assignment], _ problems: inout [Problem]
  ) {
    let written = assignments.isEmpty ? entry.definition : Sweep.definition(entry.definition, with: assignments)
    let axes = base + assignments.map(\.label)
    let kind = type.kind
    let filled = FilledDefinition(written, keys: kind.templates, axes: axes, context: entry.context)
    let fields = Fields(filled.definition, context: entry.context)
    let swept = kind.templates.isEmpty ? [] : assignments.filter { $0.path.count == 1 }.map(\.label.axis)
    all.append(
      Instance(
        entry: index, id: entry.id + Workspace.Label.suffix(axes), axes: axes, type: type,
        definition: filled.definition,
        consent: kind.startsPrograms ? written.consent(to: kind.consent, axes: axes) : nil,
        keys: filled.used.union(swept), fields))
    problems = filled.problems + fields.problems
    // After another mistake an axis may be unused only for that.
    for axis in swept where problems.isEmpty && !fields.reads(axis) && !filled.used.contains(axis) {
      let fault = ManifestFault.unusedAxis(axis: axis, context: entry.context, templates: kind.templates)
      problems.append(Problem(fault, at: entry.sweep?.place ?? entry.place))
    }
    references.append(fields.references)
  }
}

/// Finds the instances of a swept entry that agree with given axis values.
///
/// Instances may differ in the axes they have (a Laplace kernel has no depth). They are looked up by the values on the
/// axes that both sides have, through tables built when first needed, so that wiring two sweeps costs no product.
struct InstanceIndex {
  /// Instances of one entry that have the same axes.
  private struct Shape {
    let axes: [String]
    var members: [Int]
    /// By names of axes: the members by their values on these.
    var tables: [[String]: [[String]: [Int]]] = [:]
  }

  private var shapes: [Shape] = []
  let axes: [String]

  init(_ all: [Instance], _ range: Range<Int>) {
    var places: [[String]: Int] = [:]
    var axes: [String] = []
    for index in range {
      let names = all[index].axes.map(\.axis)
      if let place = places[names] {
        shapes[place].members.append(index)
      } else {
        places[names] = shapes.count
        shapes.append(Shape(axes: names, members: [index]))
        for name in names where !axes.contains(name) { axes.append(name) }
      }
    }
    self.axes = axes
  }

  /// Instances, ascending, that agree with `labels` on every axis both have, except where `fixed` says otherwise: an
  /// instance must have the axes named there, with these values.
  mutating func matches(_ all: [Instance], labels: [Workspace.Label], fixed: [(axis: String, text: String)]) -> [Int] {
    var found: [Int] = []
    for place in shapes.indices {
      let axes = shapes[place].axes
      guard fixed.allSatisfy({ axes.contains($0.axis) }) else { continue }
      var common: [String] = []
      var wanted: [String] = []
      for axis in axes {
        let text = fixed.first { $0.axis == axis }?.text ?? labels.first { $0.axis == axis }?.text
        guard let text else { continue }
        common.append(axis)
        wanted.append(text)
      }
      found += common.isEmpty ? shapes[place].members : look(place, common, wanted, all)
    }
    return shapes.count > 1 ? found.sorted() : found
  }

  private mutating func look(_ place: Int, _ common: [String], _ wanted: [String], _ all: [Instance]) -> [Int] {
    if shapes[place].tables[common] == nil {
      var table: [[String]: [Int]] = [:]
      for index in shapes[place].members {
        table[all[index].axes.filter { common.contains($0.axis) }.map(\.text), default: []].append(index)
      }
      shapes[place].tables[common] = table
    }
    return shapes[place].tables[common]?[wanted] ?? []
  }
}
