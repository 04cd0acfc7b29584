import Foundation

/// A stage that was computed again.
public struct Rerun: Sendable, Equatable {
  public let id: String
  /// Whether it was asked for; else another one needed its result, which is not here.
  public let isAsked: Bool
  /// How long it took this time.
  public let seconds: Double
  public let outcome: Outcome

  /// How the second result is.
  public enum Outcome: Sendable, Equatable {
    /// Byte for byte as the first.
    case same
    /// These outputs have other bytes.
    case different([String])
    /// It was computed from a result that did not come out again, so that it proves nothing.
    case restsOnDifferent
  }
}

/// A result that was computed again, beside the first one.
public struct SecondResult {
  /// The stage's place in the graph.
  public let node: Int
  public let first, second: Record
  public let firstFiles, secondFiles: ResultFiles
}

/// Which stages are computed again, and at what cost.
public struct RerunPlan: Sendable {
  /// The stages that are computed again and compared, in the order of the graph.
  public let chosen: [Int]
  /// Those whose results they read, which are not here: computed again as well.
  public let also: [Int]
  /// How many stages have a result and could have been chosen.
  public let choice: Int
  /// What the first results took together.
  public let seconds: Double
  /// Whether some are chosen among others, whose results are taken as they are.
  let isSample: Bool

  /// A draw of stages that anybody can repeat.
  public struct Sample: Sendable, Equatable {
    /// How many are drawn.
    public let count: Int
    /// What decides which.
    public let seed: Int

    /// A draw of `count` stages by `seed`.
    public init(count: Int, seed: Int) { (self.count, self.seed) = (count, seed) }

    /// Where a stage stands in the draw: it follows from the seed and its name alone, so that a larger sample holds the
    /// smaller one, and what else there is plays no part.
    func rank(_ id: String) -> Digest { Digest(of: "plumb sample\n\(seed)\n\(id)") }
  }
}

extension Engine {
  /// What a rerun would compute: of the stages that `targets` rest on, all if nil, those that have a result, or a sample of
  /// them.
  public func rerunPlan(_ graph: Graph, targets: [Int]?, sample: RerunPlan.Sample?) throws -> RerunPlan {
    let records = try lastResults(graph).current
    let asked = targets.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    let all = asked.filter { records[graph.nodes[$0].id] != nil }
    guard let sample else { return plan(graph, records, chosen: all, also: [], choice: all.count, isSample: false) }
    // Stages that are the same by another name are one.
    var seen: Set<Digest> = []
    let different = all.filter { index in records[graph.nodes[index].id].map { seen.insert($0.key).inserted } ?? false }
    let ranks = different.map { (index: $0, rank: sample.rank(graph.nodes[$0].id)) }
    let chosen = ranks.sorted { $0.rank < $1.rank }.prefix(sample.count).map(\.index).sorted()
    let also = try needed(by: chosen, graph, records).again
    return plan(graph, records, chosen: chosen, also: also, choice: different.count, isSample: true)
  }

  /// What a rerun of just these stages would compute, from what is recorded of all others.
  public func rerunPlan(_ graph: Graph, of chosen: [Int]) throws -> RerunPlan {
    let records = try lastResults(graph).current
    let also = try needed(by: chosen, graph, records).again
    return plan(graph, records, chosen: chosen, also: also, choice: chosen.count, isSample: true)
  }

  func plan(
    _ graph: Graph, _ records: [String: Record], chosen: [Int], also: [Int], choice: Int, isSample: Bool
  ) -> RerunPlan {
    let seconds = (chosen + also).reduce(0) { $0 + (records[graph.nodes[$1].id]?.seconds ?? 0) }
    return RerunPlan(chosen: chosen, also: also, choice: choice, seconds: seconds, isSample: isSample)
  }

  /// What the stages `chosen` read: the objects that are here, and the stages whose objects are not and have to be made
  /// again, with what these read.
  func needed(
    by chosen: [Int], _ graph: Graph, _ records: [String: Record]
  ) throws -> (objects: Set<Digest>, again: [Int]) {
    let store = try Store(project.cache, writable: false)
    var (objects, again, open): (Set<Digest>, Set<Int>, [Int]) = ([], [], chosen)
    let isChosen = Set(chosen)
    while let reader = open.popLast() {
      for case .node(let above, let name) in graph.nodes[reader].inputs.flatMap({ Array($0.contents) })
      where !isChosen.contains(above) && !again.contains(above) {
        guard let output = records[graph.nodes[above].id]?.output(name) else { continue }
        if try store.intact(output.digest) != nil {
          objects.insert(output.digest)
        } else {
          again.insert(above)
          open.append(above)
        }
      }
    }
    return (objects, again.sorted())
  }

  /// Hashes what the targets rest on, then computes the stages of `plan` once more and compares.
  ///
  /// The second results stay in a folder of the cache until the end; what a killed call leaves goes with the next run.
  ///
  /// - Parameters:
  ///   - checked: what hashing found, where it was done already.
  ///   - inspect: is shown each result that was computed again, the first one, and where the files of both are.
  public func verifyByRerun(
    _ graph: Graph, targets: [Int]? = nil, plan: RerunPlan? = nil, checked: Verification? = nil, options: RunOptions,
    executor: any Executor,
    emit: @escaping (RunEvent) -> Void = { _ in }, inspect: ((SecondResult) throws -> Void)? = nil
  ) throws -> Verification {
    var result = try checked ?? verify([graph], targets: targets)
    let plan = try plan ?? rerunPlan(graph, targets: targets, sample: nil)
    let before = try lastResults(graph).current
    let store = try Store(project.cache, writable: true)
    defer { store.close() }
    let attempts = try Attempts(cache: project.cache)
    defer { attempts.finish() }
    var options = options
    options.stamp = nil
    let again = Engine(
      Project(
        root: project.root, cache: try attempts.make() + "/work", dataRoots: project.dataRoots,
        manifest: project.manifest))
    let made = Set(plan.chosen + plan.also)
    if plan.isSample { try lend(graph, before, made, to: again) }
    // Without places to publish to: a check must not touch the project. Of what is lent, only what is read is there.
    let unpublished = graph.unpublished
    let plain = unpublished.with(
      unpublished.nodes.enumerated().map { index, node in
        node.forRerun(isLent: plan.isSample && !made.contains(index), isKept: inspect != nil && made.contains(index))
      })
    let summary = try again.run(plain, targets: plan.chosen, options: options, executor: executor, emit: emit)
    result.recomputed = summary.ran
    result.failed = summary.failures.map { ($0.id, $0.failure.description) }
    let after = try again.records(graph.edition)
    let isAsked = Set(plan.chosen)
    let files = (first: try self.files(), second: try again.files())
    for index in made.sorted() {
      let id = graph.nodes[index].id
      guard let old = before[id], let new = after[id] else { continue }
      try inspect?(
        SecondResult(node: index, first: old, second: new, firstFiles: files.first, secondFiles: files.second))
      let outputs = zip(old.outputs, new.outputs).filter { $0 != $1 }.map { $0.0.name }
      let outcome: Rerun.Outcome =
        old.key != new.key ? .restsOnDifferent : outputs.isEmpty ? .same : .different(outputs)
      if case .different = outcome { result.different.append(id) }
      result.reruns.append(
        Rerun(id: id, isAsked: isAsked.contains(index), seconds: new.seconds, outcome: outcome))
    }
    return result
  }

  /// Gives the cache of another engine the records above what is made again, and the objects that this reads.
  private func lend(_ graph: Graph, _ records: [String: Record], _ made: Set<Int>, to other: Engine) throws {
    let own = try Store(project.cache, writable: false)
    let store = try Store(other.project.cache, writable: true)
    defer { store.close() }
    let keys = Set(made.compactMap { records[graph.nodes[$0].id]?.key })
    let lent = graph.closure(of: made).compactMap { records[graph.nodes[$0].id] }.filter { !keys.contains($0.key) }
    try store.append(Dictionary(lent.map { ($0.key, $0) }) { first, _ in first }.values.sorted { $0.key < $1.key })
    // Held by somebody else, so that nothing of it is dropped: two results may be the same bytes.
    var lender = try ProjectState("\(store.path)/projects/lender/lender.state")
    for record in lent { lender.entries[record.key.hex] = .init(key: record.key) }
    try FileSystem.makeDirectories("\(store.path)/projects/lender")
    try lender.save("\(store.path)/projects/lender/lender.state")
    for digest in try needed(by: made.sorted(), graph, records).objects {
      let draft = "\(store.path)/lent"
      try FileSystem.copy(own.objects.file(digest), to: FileSystem.Handle(draft, O_WRONLY | O_CREAT | O_TRUNC))
      let published = try store.objects.publish(draft)
      // Hashed as it is moved in: what is not what it should be is made again instead.
      store.noteIntact(published.digest, published.fingerprint)
    }
    try store.saveIndex()
  }
}

extension Node {
  /// - Parameter isKept: whether what it makes is looked at in the end.
  fileprivate func forRerun(isLent: Bool, isKept: Bool) -> Node {
    var node = self
    if isLent { node.isTransient = true }
    if isKept { node.isTransient = false }
    return node
  }
}
