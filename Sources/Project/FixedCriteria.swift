import Documents
import Foundation
import Pipeline
import Reporting

/// What `fix` did, or what stands.
public struct FixedCriteria: Sendable {
  /// By claim: what was done, and what a page says.
  private let claims: [(id: String, deed: String, sentence: String)]
  /// What a timestamp said.
  private let timestamp: String?

  fileprivate init(_ claims: [(id: String, deed: String, sentence: String)], timestamp: String?) {
    (self.claims, self.timestamp) = (claims, timestamp)
  }

  /// A line for each claim.
  public var lines: [String] {
    let rows = claims.map { [$0.id, $0.deed] + ($0.sentence.isEmpty ? [] : [$0.sentence]) }
    return (rows.isEmpty ? ["no claims"] : aligned(rows)) + (timestamp.map { [$0] } ?? [])
  }

  /// For programs.
  public var json: JSON {
    JSON(
      .array(
        claims.map {
          ["claim": JSON(.string($0.id)), "done": JSON(.string($0.deed)), "history": JSON(.string($0.sentence))]
        }))
  }
}

extension LoadedProject {
  /// Writes the criteria of the claims among `nodes` into `criteria.log`, where they are not those that stand there last.
  ///
  /// - Parameters:
  ///   - authority: answers to a request for a timestamp of the log's last entry; nil where none is wanted.
  ///   - now: the time that is noted.
  /// - Throws: ``CommandError``, what `authority` throws, `EngineError` for what cannot be written.
  public func fix(
    _ nodes: [Int], timestamp authority: TimestampAuthority? = nil, now: Date = Date()
  ) throws -> FixedCriteria {
    try refuseSettings()
    var log = criteria ?? CriteriaLog()
    let time = now.formatted(.iso8601)
    let repository = GitRepository(around: root.path(percentEncoded: false))
    let commit = (name: repository?.head, isClean: repository?.isClean)
    let numbers = try MadeNumbers(self)
    var done: [(String, String, String)] = []
    for index in nodes where graph.nodes[index].section == names.claims {
      let (id, criterion) = (graph.nodes[index].id, criterion(of: index))
      let before = log.entries(id, graph.profile)
      let deed = before.isEmpty ? "fixed" : before.last?.criterion == criterion ? "as fixed" : "fixed anew"
      if deed != "as fixed" {
        log.append(id, graph.profile, criterion, time: time, results: numbers.first(of: index), commit: commit)
      }
      let history = CriterionHistory(log.entries(id, graph.profile).map(\.fixed), now: criterion)
      done.append((id, deed, history?.sentence ?? ""))
    }
    if log.chain.entries.count != criteria?.chain.entries.count ?? 0 { try log.chain.write(to: CriteriaLog.path(root)) }
    guard let authority else { return FixedCriteria(done, timestamp: nil) }
    // The entries stand, whatever the authority says.
    let stamped = try Timestamp.append(to: &log.chain, authority)
    try log.chain.write(to: CriteriaLog.path(root))
    return FixedCriteria(done, timestamp: stamped)
  }

  private func refuseSettings() throws {
    guard !graph.settings.isEmpty else { return }
    throw CommandError.usage(
      "criteria.log holds what the manifest says, not what --set makes of it; change the manifest, or fix without --set"
    )
  }

  /// What stands in the log of the claims among `nodes`.
  public func fixedCriteria(among nodes: [Int]) throws -> FixedCriteria {
    try refuseSettings()
    let claims = nodes.filter { graph.nodes[$0].section == names.claims }.map { index in
      let history = history(of: index)
      let deed = history == nil ? "not fixed" : history?.open.isEmpty == true ? "as fixed" : "changed"
      return (graph.nodes[index].id, deed, history?.sentence ?? "")
    }
    return FixedCriteria(claims, timestamp: nil)
  }

  /// The history of a claim's criterion; nil where it was not fixed, and for a variant, which the log says nothing of.
  func history(of index: Int) -> CriterionHistory? {
    guard let log = criteria, graph.settings.isEmpty else { return nil }
    let entries = log.entries(graph.nodes[index].id, graph.profile)
    return entries.isEmpty ? nil : CriterionHistory(entries.map(\.fixed), now: criterion(of: index))
  }

  /// What the manifest decides a claim by.
  private func criterion(of index: Int) -> Criterion {
    var seeds: [String: [Int]] = [:]
    for above in graph.closure(of: [index]) {
      let node = graph.nodes[above]
      let own =
        Self.seeds(in: node.definition) + node.axes.filter { Self.isSeed($0.axis) }.compactMap { Int($0.value) }
      if !own.isEmpty { seeds[node.entry, default: []] += own }
    }
    return Criterion(claim: graph.nodes[index].definition, seeds: seeds)
  }

  /// Whether a parameter of this name holds seeds.
  static func isSeed(_ key: String) -> Bool {
    ["seed", "seeds"].contains { key == $0 || key.hasSuffix("-" + $0) }
  }

  /// The seeds that a stage is given, one or a list, also within a part of it. Conditions on rows are none.
  static func seeds(in definition: JSON) -> [Int] {
    (definition.members ?? []).flatMap { member -> [Int] in
      if ["where", "between", "reference"].contains(member.key) { return [] }
      let values = member.value.elements ?? [member.value]
      return isSeed(member.key) ? values.compactMap(\.integer) : values.flatMap(seeds)
    }
  }

  /// The claims whose criterion is not the one that was fixed, or was fixed anew, each in a line.
  func revisedCriteria() -> (open: [(claim: String, sentence: String)], past: [String]) {
    var (open, past): ([(String, String)], [String]) = ([], [])
    for (index, node) in graph.nodes.enumerated() where node.section == names.claims {
      guard let history = history(of: index), history.isRevised else { continue }
      if history.open.isEmpty {
        past.append("\(node.id): \(history.sentence)")
      } else {
        open.append((node.id, history.sentence))
      }
    }
    return (open, past)
  }
}

/// Which claims have numbers by now, and since when: of the tables that they are judged on, in the cache, else of their verdicts
/// in plumb.lock.json.
private struct MadeNumbers {
  private let graph: Graph
  private let records: [String: Record]
  private let locked: [String: LockFile.Result]
  private let verdict: String

  init(_ project: LoadedProject) throws {
    graph = project.graph
    // Those of an earlier state of the manifest are numbers too.
    records = try project.engine.records(graph.edition)
    locked = try LockFile(path: project.settings.lockPath)?.profiles[graph.profile] ?? [:]
    verdict = project.names.verdict
  }

  /// When the first of them was made; empty where that is not known; nil where there are none.
  func first(of claim: Int) -> String? {
    let made = graph.upstream(of: claim).compactMap { records[graph.nodes[$0].id] }
    if !made.isEmpty { return made.compactMap { $0.origin?.time }.min() ?? "" }
    guard let word = locked[graph.nodes[claim].id]?.values[verdict]?["verdict"]?.string else { return nil }
    return word == Verdict.notRun.rawValue ? nil : ""
  }
}
