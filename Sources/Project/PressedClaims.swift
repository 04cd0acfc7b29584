import Documents
import Foundation
import Pipeline
import Reporting

/// Where the verdicts on claims turn, from results that are there.
public struct PressedClaims: Sendable {
  let claims: [PressedClaim]

  /// A few lines for each claim.
  public var lines: [String] {
    claims.isEmpty ? ["no claims"] : Array(claims.map(\.lines).joined(separator: [""]))
  }

  /// For programs.
  public var json: JSON { JSON(.array(claims.map { JSON(.object($0.members)) })) }
}

/// One claim: what was judged, and what more seeds would cost.
struct PressedClaim: Sendable {
  let id: String
  /// Nil where there is no result.
  let result: ClaimResult?
  /// Nil where nobody asked.
  let price: SeedPrice?

  var lines: [String] {
    guard let result else { return ["\(id)  it has no result; run it first"] }
    var lines = ["\(id)  \(result.verdict.rawValue)  \(result.title.wholeLine)"]
    if let reason = result.reason { lines.append("  \(reason)") }
    for check in result.checks where check.flip != nil {
      let role = check.role.map { ", \($0.rawValue)" } ?? ""
      lines.append("  \(check.id)\(role): \(check.word). \(check.pressure)")
    }
    for turn in result.turns { lines.append("  \(turn.sentence)") }
    return lines + (price.map { $0.rows + $0.commands } ?? []).map { "  " + $0 }
  }

  var members: [JSON.Member] {
    [JSON.Member("claim", JSON(.string(id)))] + judged + (price.map { [JSON.Member("seeds", $0.json)] } ?? [])
  }

  /// The verdict and where it turns; nothing without a result.
  var judged: [JSON.Member] {
    guard let result else { return [] }
    return [
      .init("verdict", JSON(.string(result.verdict.rawValue))),
      .init("checks", JSON(.array(result.checks.compactMap(Self.record)))),
      .init("turns", JSON(.array(result.turns.map(\.json)))),
    ]
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
        return PressedClaim(
          id: node.id, result: data.flatMap { try? ClaimResult(encoded: $0) },
          price: seeds.map { price(above: index, seeds: $0, last) })
      })
  }
}
