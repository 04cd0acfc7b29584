import Documents
import Foundation
import Pipeline
import Reporting

/// Where the verdicts on claims turn, from results that are there.
public struct PressedClaims: Sendable {
  /// By claim: its id, what was judged, and what more seeds would cost.
  fileprivate let claims: [(id: String, result: ClaimResult?, price: SeedPrice?)]

  /// A few lines for each claim.
  public var lines: [String] {
    claims.isEmpty ? ["no claims"] : Array(claims.map(Self.lines).joined(separator: [""]))
  }

  private static func lines(_ id: String, _ result: ClaimResult?, _ price: SeedPrice?) -> [String] {
    guard let result else { return ["\(id)  it has no result; run it first"] }
    var lines = ["\(id)  \(result.verdict.rawValue)  \(result.title.wholeLine)"]
    if let reason = result.reason { lines.append("  \(reason)") }
    for check in result.checks where check.flip != nil {
      let role = check.role.map { ", \($0.rawValue)" } ?? ""
      lines.append("  \(check.id)\(role): \(check.word). \(check.pressure)")
    }
    for turn in result.turns { lines.append("  \(turn.sentence)") }
    return lines + (price?.lines(id) ?? []).map { "  " + $0 }
  }

  /// For programs.
  public var json: JSON {
    JSON(
      .array(
        claims.map { id, result, price in
          var members: [JSON.Member] = [.init("claim", JSON(.string(id)))]
          if let result {
            members.append(.init("verdict", JSON(.string(result.verdict.rawValue))))
            members.append(.init("checks", JSON(.array(result.checks.compactMap(Self.record)))))
            members.append(.init("turns", JSON(.array(result.turns.map(\.json)))))
          }
          if let price { members.append(.init("seeds", price.json)) }
          return JSON(.object(members))
        }))
  }

  private static func record(_ check: CheckResult) -> JSON? {
    guard let flip = check.flip, let data = try? flip.encoded(),
      let value = try? JSON.parse(SourceText(name: "flip", bytes: [UInt8](data)))
    else { return nil }
    return [
      "id": JSON(.string(check.id)), "verdict": JSON(.string(check.verdict.rawValue)),
      "says": JSON(.string(check.pressure)), "flip": value,
    ]
  }
}

/// What more seeds would cost: of each stage above a claim that is swept over seeds.
struct SeedPrice: Sendable {
  struct Stage: Sendable {
    let entry, axis: String
    let seeds: [Int]
    /// What the runs of one seed took when they ran last; nil where that is not known.
    let seconds: Double?
  }

  let stages: [Stage]
  let wanted: Int

  /// The seeds that are there, then the least others.
  private func list(_ seeds: [Int]) -> [Int] {
    let others = (1...).lazy.filter { !seeds.contains($0) }
    return Array((seeds + others.prefix(max(0, wanted - seeds.count))).prefix(wanted))
  }

  private func cost(_ stage: Stage) -> Double? { stage.seconds.map { $0 * Double(max(0, wanted - stage.seeds.count)) } }

  /// What is to be put over the manifest.
  private var settings: [String] {
    stages.filter { $0.seeds.count < wanted }.map { stage in
      "\(stage.entry).\(stage.axis)=[\(list(stage.seeds).map(String.init).joined(separator: ","))]"
    }
  }

  func lines(_ claim: String) -> [String] {
    if stages.isEmpty { return ["No stage above it is swept over seeds."] }
    let rows = stages.map { stage in
      if stage.seeds.count >= wanted {
        return "\(stage.entry): \(stage.seeds.count.counted("seed")), as many as wanted"
      }
      let price = cost(stage).map { "about \(RunEstimate.rough($0)) more" } ?? "of unknown price"
      return "\(stage.entry): \(stage.seeds.count.counted("seed")), \(wanted) wanted, \(price)"
    }
    if settings.isEmpty { return rows }
    let options = settings.map { "--set '\($0)'" }.joined(separator: " ")
    return rows + ["plumb run \(claim) \(options)"]
  }

  var json: JSON {
    [
      "wanted": JSON(.integer(wanted)),
      "stages": JSON(
        .array(
          stages.map { stage in
            [
              "entry": JSON(.string(stage.entry)), "seeds": JSON(.array(stage.seeds.map { JSON(.integer($0)) })),
              "seconds": cost(stage).map { JSON(.number($0)) } ?? JSON(.null),
            ]
          })), "settings": JSON(.array(settings.map { JSON(.string($0)) })),
    ]
  }
}

extension ClaimResult.Turn {
  fileprivate var json: JSON {
    [
      "check": JSON(.string(check)), "threshold": JSON(.string(turn.threshold.rawValue)),
      "ours": JSON(.number(turn.ours)), "at": JSON(.number(turn.at)), "verdict": JSON(.string(verdict.rawValue)),
    ]
  }
}

extension LoadedProject {
  /// Where the verdicts on the claims among `nodes` turn, as they stand now: nothing is computed but what is judged again.
  ///
  /// - Parameter seeds: how many are wanted of each stage that is swept over them; nil for no price.
  public func press(_ nodes: [Int], seeds: Int?) throws -> PressedClaims {
    let wanted = nodes.filter { graph.nodes[$0].section == names.claims }
    let (records, files, recorded) = try (engine.records(graph), engine.files(), engine.recordedResults(graph))
    let last = seeds == nil ? [:] : try engine.lastSeconds(graph)
    return PressedClaims(
      claims: try wanted.map { index in
        let node = graph.nodes[index]
        let data = try verdict(of: node, records[node.id], files, recorded)
        let price = seeds.map { SeedPrice(stages: seedStages(above: index, last), wanted: $0) }
        return (node.id, data.flatMap { try? ClaimResult(encoded: $0) }, price)
      })
  }

  /// The entries above a claim that are swept over seeds by themselves, and not as followers of others.
  private func seedStages(above claim: Int, _ last: [String: Double]) -> [SeedPrice.Stage] {
    let closure = graph.closure(of: [claim]).map { graph.nodes[$0] }.filter { node in
      node.axes.contains { Self.isSeed($0.axis) }
    }
    var order: [String] = []
    for node in closure where !order.contains(node.entry) { order.append(node.entry) }
    return order.compactMap { entry in
      let nodes = closure.filter { $0.entry == entry }
      guard let axis = nodes.first?.axes.first(where: { Self.isSeed($0.axis) })?.axis else { return nil }
      // A follower takes its axes over: its own definition holds no seed.
      guard nodes.allSatisfy({ $0.definition[axis] != nil || $0.kind.startsPrograms }) else { return nil }
      let seeds = Set(nodes.flatMap { $0.axes.filter { $0.axis == axis }.compactMap { Int($0.value) } }).sorted()
      let seconds = nodes.map { last[$0.id] }
      let sum = seconds.compactMap { $0 }.reduce(0, +)
      return SeedPrice.Stage(
        entry: entry, axis: axis, seeds: seeds,
        seconds: seconds.contains { $0 == nil } || seeds.isEmpty ? nil : sum / Double(seeds.count))
    }
  }
}
