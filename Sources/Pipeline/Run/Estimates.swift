/// How long the nodes of a graph will take, by what is recorded and by what their kinds say of their work.
///
/// The first of these that there is: the node's own last run; runs of the same entry; runs of the same kind; the kind's own
/// rate. Where the kind says its work (``Work``), a record counts in proportion to it, so that a run of ten times the points
/// is not taken for the one that is recorded.
struct Estimates {
  /// What one run will take.
  struct Estimate: Equatable {
    /// Seconds of wall time.
    let seconds: Double
    let basis: Basis
  }

  /// What an estimate rests on.
  enum Basis: Equatable {
    /// Records of the stage, of its entry or of its kind.
    case records
    /// What its kind says of its work, or that it is small.
    case kind
    /// Nothing: it starts a program that never ran here.
    case nothing
  }

  /// Seconds of a stage whose kind says nothing of its work: tables, fits, figures.
  static let small = 0.1
  /// Seconds by which a program that never ran is ordered among others.
  static let unknown = 1.0
  /// The newest records that rates are learnt from.
  static let reach = 4096

  /// What runs took together.
  private struct Sum {
    /// Processor seconds of those whose kinds expected something, and what that was.
    var cost = 0.0
    var expected = 0.0
    /// Seconds of all of them.
    var seconds = 0.0
    var count = 0.0

    mutating func add(_ record: Record) {
      seconds += record.seconds
      count += 1
      guard let work = record.expected, work > 0 else { return }
      cost += record.seconds * Double(max(record.cores, 1))
      expected += work
    }

    /// Processor seconds of a run of which so many are expected.
    func cost(of work: Double) -> Double? { expected > 0 ? work * cost / expected : nil }
    var mean: Double? { count > 0 ? seconds / count : nil }
  }

  private let graph: Graph
  private let prospects: Graph.Prospects
  private let own: [String: Record]
  private let state: ProjectState
  private var entries: [String: Sum] = [:]
  private var kinds: [String: Sum] = [:]

  /// - Parameters:
  ///   - state: what the last runs of this profile left behind.
  ///   - others: the same of the project's other profiles.
  ///   - records: the newest records of the cache.
  init(_ graph: Graph, _ prospects: Graph.Prospects, state: ProjectState, others: [ProjectState], records: [Record]) {
    (self.graph, self.prospects, self.state) = (graph, prospects, state)
    let byKey = Dictionary(records.map { ($0.key, $0) }) { first, _ in first }
    let revisions = Dictionary(graph.nodes.map { ($0.kind.name, $0.kind.revision) }) { first, _ in first }
    func counts(_ record: Record) -> Bool {
      guard let kind = record.components["kind"]?.string else { return false }
      return record.components["revision"]?.integer == revisions[kind]
    }
    for record in records where counts(record) {
      kinds[record.components["kind"]?.string ?? "", default: Sum()].add(record)
    }
    own = state.entries.compactMapValues { $0.key.flatMap { byKey[$0] } }
    for last in [state] + others {
      for (id, entry) in last.entries.sorted(by: { $0.key < $1.key }) {
        guard let record = entry.key.flatMap({ byKey[$0] }), counts(record) else { continue }
        entries[String(id.prefix { $0 != "[" }), default: Sum()].add(record)
      }
    }
  }

  /// What a run of the node at `index` will take on `cores`.
  subscript(index: Int, cores cores: Int) -> Estimate {
    let node = graph.nodes[index]
    let work = prospects.works[index]
    let cores = Double(max(cores, 1))
    if let last = state.estimate(node.id) {
      guard let work, let record = own[node.id], let then = record.expected, then > 0 else {
        return Estimate(seconds: last, basis: .records)
      }
      let cost = last * Double(max(record.cores, 1)) * work.seconds / then
      return Estimate(seconds: cost / cores, basis: .records)
    }
    let (entry, kind) = (entries[node.entry], kinds[node.kind.name])
    if let work {
      if let cost = entry?.cost(of: work.seconds) ?? kind?.cost(of: work.seconds) {
        return Estimate(seconds: cost / cores, basis: .records)
      }
      return Estimate(seconds: work.seconds / cores, basis: .kind)
    }
    if let mean = entry?.mean ?? (node.kind.startsPrograms ? nil : kind?.mean) {
      return Estimate(seconds: mean, basis: .records)
    }
    return node.kind.startsPrograms
      ? Estimate(seconds: Self.unknown, basis: .nothing) : Estimate(seconds: Self.small, basis: .kind)
  }

  /// The seconds that a run of the node will take, where anything tells.
  func known(_ index: Int) -> Double? {
    let estimate = self[index]
    return estimate.basis == .nothing ? nil : estimate.seconds
  }

  /// Processor seconds that the kind of the node expects of a run, before anything was measured.
  func expected(_ index: Int) -> Double? { prospects.works[index]?.seconds }

  /// What a run of the node will take on the cores that it asks for.
  subscript(index: Int) -> Estimate { self[index, cores: graph.nodes[index].stage.needs.cores] }

  /// The bytes that will be kept for a run of the node.
  func memory(_ index: Int) -> Int {
    let node = graph.nodes[index]
    return node.memory(asked: node.stage.memory(reading: prospects.sizes[index]), after: state.entries[node.id])
  }
}

extension Node {
  /// The bytes that a run is given which asks for `asked`, where the last one is known: its measurement counts for more.
  func memory(asked: Int, after last: ProjectState.Entry?) -> Int {
    let measured = last?.corrected(asked) ?? asked
    // What a manifest says of a program holds: the next run of it may take what this one did not.
    return kind.startsPrograms ? max(asked, measured) : measured
  }
}

extension OpenProject {
  /// The estimates for `graph`, of which this is the state.
  func estimates(_ graph: Graph) -> Estimates {
    let folder = FileSystem.parent(statePath)
    let names = ((try? FileSystem.names(in: folder)) ?? []).filter { $0.hasSuffix(".state") }.sorted()
    let others = names.map { "\(folder)/\($0)" }.filter { $0 != statePath }.compactMap { try? ProjectState($0) }
    return Estimates(
      graph, graph.prospects, state: state, others: others, records: store.newestRecords(Estimates.reach))
  }
}

/// What a run will take.
public struct RunEstimate: Sendable, Equatable {
  /// Seconds of all stages on all their cores.
  public private(set) var processor = 0.0
  /// Seconds from the start to the end.
  public private(set) var seconds = 0.0
  /// The most bytes that one stage will have.
  public private(set) var memory = 0
  /// The share of ``processor`` that rests on records.
  public private(set) var recorded = 0.0
  /// Stages that start programs which never ran: they are not counted.
  public private(set) var unknown = 0

  /// The estimate for running `chosen`, ascending, with `jobs` cores and `limit` bytes together: no less than the longest
  /// chain of stages that wait for each other, nor than the processor time shared by the cores, nor than the bytes allow.
  init(_ graph: Graph, _ chosen: [Int], _ estimates: Estimates, jobs: Int, limit: Int) {
    var ends: [Int: Double] = [:]
    var (occupied, known) = (0.0, 0.0)
    for index in chosen {
      let start = graph.upstream(of: index).compactMap { ends[$0] }.max() ?? 0
      let cores = min(max(graph.nodes[index].stage.needs.cores, 1), max(jobs, 1))
      let estimate = estimates[index, cores: cores]
      if estimate.basis == .nothing {
        unknown += 1
        ends[index] = start
        continue
      }
      ends[index] = start + estimate.seconds
      processor += estimate.seconds * Double(cores)
      if estimate.basis == .records { known += estimate.seconds * Double(cores) }
      memory = max(memory, estimates.memory(index))
      occupied += estimate.seconds * Double(min(estimates.memory(index), limit))
    }
    recorded = processor > 0 ? min(known / processor, 1) : 0
    seconds = max(ends.values.max() ?? 0, processor / Double(max(jobs, 1)), limit > 0 ? occupied / Double(limit) : 0)
  }
}

extension Engine {
  /// What running the nodes at `chosen` will take. Nothing is written.
  public func estimate(_ graph: Graph, _ chosen: [Int], jobs: Int, memory: Int) throws -> RunEstimate {
    let open = try OpenProject(project, edition: graph.edition, writable: false)
    return RunEstimate(graph, chosen, open.estimates(graph), jobs: jobs, limit: memory)
  }
}
