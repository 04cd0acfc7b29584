import Documents
import Foundation
import Pipeline

/// What a referee asks for.
public struct RefereeRequest: Sendable {
  /// The claims; all if empty.
  public var claims: [String]
  /// How many stages are drawn of each claim, and by which seed.
  public var sample: RerunSample
  /// Whether what the drawn stages rest on is computed again as well.
  public var upstream: Bool
  /// The kernel that OpenBLAS takes, by its name for a processor; that of every run if nil.
  public var processor: String?

  /// A request; see the properties.
  public init(claims: [String] = [], sample: RerunSample, upstream: Bool = false, processor: String? = nil) {
    (self.claims, self.sample, self.upstream, self.processor) = (claims, sample, upstream, processor)
  }
}

/// What a referee found.
public struct RefereeReport: Sendable {
  /// A stage that was drawn.
  struct Stage: Sendable {
    let id: String
    /// The key of its first result.
    let key: String
    let agreement: Agreement
    /// Where it does not agree in all digits shown.
    let reason: String?
    /// What it took the first time, and this time.
    let seconds: (first: Double, second: Double)
  }

  /// A claim with what was drawn of it.
  struct Claim: Sendable {
    let id: String
    /// SHA-256 of its verdict as it is recorded.
    let digest: String
    let draw: ClaimDraw
    /// The drawn stages.
    let stages: [Stage]
    /// Outputs of stages that it rests on whose bytes are not what their record says.
    let damaged: [String]

    /// Those that agree in no way.
    var apart: [Stage] { stages.filter { $0.agreement == .none } }
    var agrees: Bool { apart.isEmpty && damaged.isEmpty && !stages.isEmpty }
    var bound: SampleBound { SampleBound(drawn: draw.drawn.count, population: draw.population) }
  }

  let claims: [Claim]
  let seed: Int
  let request: RefereeRequest
  let began, ended: Date

  /// How the command ends; nil when all agree.
  public var error: CommandError? { claims.allSatisfy(\.agrees) ? nil : .told }

  /// For people: a line for each claim, then what does not agree.
  public var lines: [String] {
    var seen: Set<String> = []
    let stages = claims.flatMap(\.stages).filter { seen.insert($0.id).inserted }
    let notes = stages.filter { $0.agreement >= .distribution }
    return aligned(claims.map { [$0.id, $0.sentence] })
      + Set(claims.flatMap(\.damaged)).sorted().map { "damaged: \($0)" }
      + notes.map { "\($0.agreement == .none ? "differs" : "same distribution"): \($0.id): \($0.reason ?? "")" }
      + ["\(stages.count.counted("stage")) computed again; --seed \(seed) draws the same"]
  }
}

extension RefereeReport.Claim {
  /// `12 of 240 stages computed again: 10 agree in every bit, 2 in the digits shown; faults in more than 21.3 % are excluded`
  var sentence: String {
    let counts = Agreement.allCases.compactMap { level -> String? in
      let count = stages.count { $0.agreement == level }
      if count == 0 || level == .none { return nil }
      return "\(count) in \(level.words)"
    }
    let again = "\(stages.count) of \(draw.population.counted("stage")) computed again"
    let agreed = counts.isEmpty ? "" : ", agreeing: \(counts.joined(separator: ", "))"
    if !damaged.isEmpty { return "\(again)\(agreed); \(damaged.count.counted("output")) damaged" }
    if !apart.isEmpty { return "\(again)\(agreed); \(apart.count) \(apart.count == 1 ? "differs" : "differ")" }
    if stages.isEmpty { return "no result to compute again" }
    let share = String(format: "%.1f", locale: nil, 100 * bound.share)
    let excluded =
      bound.faulty == 0
      ? "every stage was drawn" : "an undetected error in more than \(share) % of its stages is excluded at 95 %"
    return "\(again)\(agreed); \(excluded)"
  }
}

extension LoadedProject {
  /// Computes stages of claims again, drawn by a seed, and says how far they agree.
  ///
  /// - Throws: ``CommandError``.
  public func referee(_ request: RefereeRequest, within run: RunRequest, isQuiet: Bool = false) throws -> RefereeReport
  {
    let claims = (try chosen(request.claims) ?? Array(graph.nodes.indices)).filter {
      graph.nodes[$0].section == names.claims
    }
    guard !claims.isEmpty else {
      throw CommandError.usage("there is no claim to look at; name claims of the manifest, or none for all of them")
    }
    let began = Date()
    let makers = try makers(of: claims)
    let checked = try attempt { try engine.verify([graph], targets: claims) }
    let damaged = checked.damaged.flatMap { makers[$0] ?? [] }
    let draw = request.sample.drawn
    let (plan, draws) = try attempt {
      try engine.refereePlan(graph, claims: claims, sample: draw, upstream: request.upstream)
    }
    let found = try compareAgain(plan, checked, request, run, isQuiet)
    let records = try attempt { try engine.records(graph) }
    return RefereeReport(
      claims: draws.map { draw in
        let below = Set(graph.closure(of: [draw.claim]).map { graph.nodes[$0].id })
        return RefereeReport.Claim(
          id: graph.nodes[draw.claim].id,
          digest: records[graph.nodes[draw.claim].id]?.output(names.verdict)?.digest.hex ?? "", draw: draw,
          stages: draw.drawn.compactMap { found[$0] },
          damaged: damaged.filter { below.contains($0.stage) }.map { "\($0.stage), \($0.output)" })
      }, seed: draw.seed, request: request, began: began, ended: Date())
  }

  /// The stages below claims that have each object as an output.
  private func makers(of claims: [Int]) throws -> [Digest: [(stage: String, output: String)]] {
    let records = try attempt { try engine.records(graph) }
    var makers: [Digest: [(String, String)]] = [:]
    for index in graph.closure(of: claims) {
      let id = graph.nodes[index].id
      for output in records[id]?.outputs ?? [] { makers[output.digest, default: []].append((id, output.name)) }
    }
    return makers
  }

  private func compareAgain(
    _ plan: RerunPlan, _ checked: Verification, _ request: RefereeRequest, _ run: RunRequest, _ isQuiet: Bool
  ) throws -> [Int: RefereeReport.Stage] {
    guard !plan.chosen.isEmpty else { return [:] }
    var found: [Int: RefereeReport.Stage] = [:]
    let asked = Set(plan.chosen)
    let others = Siblings(graph, try attempt { try engine.records(graph) })
    let again = Recomputation(project: self, plan: plan, isQuiet: isQuiet, processor: request.processor)
    let result = try again(plan.chosen, checked: checked, within: run) { second in
      if asked.contains(second.node) { found[second.node] = try stage(second, others) }
    }
    let failed = Dictionary(result.failed.map { ($0.id, $0.reason) }) { first, _ in first }
    let records = try attempt { try engine.records(graph) }
    for index in plan.chosen where found[index] == nil {
      let id = graph.nodes[index].id
      found[index] = RefereeReport.Stage(
        id: id, key: records[id]?.key.hex ?? "", agreement: .none,
        reason: failed[id] ?? "it was not computed, as what it rests on was not",
        seconds: (records[id]?.seconds ?? 0, 0))
    }
    return request.upstream ? found : try lookAgain(found, again, checked, run, others)
  }

  /// Stages that differ may rest on others that came out otherwise, or in distribution alone. They are computed once more, from
  /// what is recorded: those first of which none rests on another.
  private func lookAgain(
    _ stages: [Int: RefereeReport.Stage], _ first: Recomputation, _ checked: Verification, _ run: RunRequest,
    _ others: Siblings
  ) throws -> [Int: RefereeReport.Stage] {
    var found = stages
    var looked: Set<Int> = []
    while true {
      let above = { [graph] (index: Int) in graph.closure(of: [index]).filter { $0 != index } }
      let open = found.keys.filter { index in
        found[index]?.agreement == Agreement.none && !looked.contains(index)
          && above(index).contains { found[$0].map { $0.agreement > .bits } ?? false }
      }
      let next = open.filter { !above($0).contains(where: open.contains) }.sorted()
      if next.isEmpty { return found }
      looked.formUnion(next)
      var again = first
      again.plan = try attempt { try engine.rerunPlan(graph, of: next) }
      _ = try again(next, checked: checked, within: run) { second in
        if next.contains(second.node) { found[second.node] = try stage(second, others) }
      }
    }
  }

  /// How far a stage agrees: as far as that output which agrees least. A picture that Plumb draws shows numbers which stand in
  /// another output of its stage; whatever a program draws counts by its bytes.
  private func stage(_ second: SecondResult, _ others: Siblings) throws -> RefereeReport.Stage {
    let node = graph.nodes[second.node]
    var found: [(agreement: Agreement, reason: String?)] = [(.bits, nil)]
    let outputs = node.stage.outputs
    let isDrawnHere = names.isDrawn(node)
    for output in outputs {
      guard let first = second.first.output(output.name), let again = second.second.output(output.name),
        first.digest != again.digest
      else { continue }
      if isDrawnHere, Self.pictures.contains(output.fileExtension) {
        found.append((.record, nil))
        continue
      }
      guard let a = try second.firstFiles.data(first), let b = try second.secondFiles.data(again) else {
        return .init(second, node.id, .none, "`\(output.name)` of one of the results is not there")
      }
      let siblings = try others.of(node).compactMap { try second.firstFiles.data($0.output(output.name)) }
      found.append(
        program.judge.agreement(a, b, others: siblings, of: output, columns: node.columns[output.name] ?? []))
    }
    let worst = found.max { $0.agreement < $1.agreement }
    return .init(second, node.id, worst?.agreement ?? .none, worst?.reason)
  }

  private static let pictures: Set<String> = ["png", "pdf", "svg"]
}

extension RefereeReport.Stage {
  fileprivate init(_ second: SecondResult, _ id: String, _ agreement: Agreement, _ reason: String?) {
    self.init(
      id: id, key: second.first.key.hex, agreement: agreement, reason: reason,
      seconds: (second.first.seconds, second.second.seconds))
  }
}

/// Stages that differ in their seed alone.
private struct Siblings {
  private var groups: [String: [(id: String, record: Record)]] = [:]

  init(_ graph: Graph, _ records: [String: Record]) {
    for node in graph.nodes where node.axes.contains(where: { $0.axis == "seed" }) {
      records[node.id].map { groups[Self.name(node), default: []].append((node.id, $0)) }
    }
  }

  private static func name(_ node: Node) -> String {
    node.entry + node.axes.filter { $0.axis != "seed" }.map { " \($0.axis)=\($0.text)" }.joined()
  }

  /// The results of the others.
  func of(_ node: Node) -> [Record] {
    guard node.axes.contains(where: { $0.axis == "seed" }) else { return [] }
    return (groups[Self.name(node)] ?? []).filter { $0.id != node.id }.map(\.record)
  }
}
