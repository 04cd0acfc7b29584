import Documents
import Foundation
import Pipeline

/// A draw of stages that are computed again.
public struct RerunSample: Sendable {
  /// How many.
  public var count: Int
  /// What decides which; drawn if nil, so that nobody knows beforehand.
  public var seed: Int?

  /// A draw; see the properties.
  public init(count: Int, seed: Int? = nil) { (self.count, self.seed) = (count, seed) }

  /// The draw with its seed.
  var drawn: RerunPlan.Sample { .init(count: count, seed: seed ?? Int.random(in: 0..<1_000_000)) }
}

extension LoadedProject {
  /// Whether the cache holds what it says; with a request, whether stages come out the same again.
  ///
  /// - Parameters:
  ///   - names: of which all that they rest on is looked at; everything if empty.
  ///   - sample: how many stages are computed again; all if nil.
  ///   - isQuiet: whether nothing is told meanwhile.
  /// - Throws: ``CommandError``.
  public func verify(
    _ names: [String] = [], again request: RunRequest?, sample: RerunSample? = nil, isQuiet: Bool = false
  ) throws -> VerificationText {
    let targets = try chosen(names)
    guard let request else {
      let graphs = targets == nil ? try graphs() : [graph]
      return VerificationText(try attempt { try engine.verify(graphs, targets: targets) }, isRerun: false)
    }
    let draw = sample?.drawn
    let plan = try attempt { try engine.rerunPlan(graph, targets: targets, sample: draw) }
    guard !plan.chosen.isEmpty else {
      throw CommandError.failed(
        "there is no result to compute again; `plumb run` makes results, `plumb pull` takes them from elsewhere")
    }
    let found = try Recomputation(project: self, plan: plan, draw: draw, isQuiet: isQuiet)(targets, within: request)
    var result = VerificationText(found, isRerun: true)
    (result.draw, result.choice) = (draw, plan.choice)
    result.unlike = try attempt { try unlikeLock(found.reruns) }
    return result
  }

  /// The stages that came out as the cache has them, and that the lock has with other bytes.
  private func unlikeLock(_ reruns: [Rerun]) throws -> [String] {
    let (recorded, records) = (try engine.recordedResults(graph), try engine.records(graph))
    return reruns.filter { $0.outcome == .same }.map(\.id).filter { id in
      guard let outputs = recorded[id]?.outputs, let record = records[id] else { return false }
      return record.outputs.contains { output in outputs[output.name].map { $0 != output.digest.hex } ?? false }
    }
  }
}

/// What verification found, in words and for programs.
public struct VerificationText {
  private let found: Verification
  private let isRerun: Bool
  fileprivate var draw: RerunPlan.Sample?
  fileprivate var choice = 0
  /// Stages that came out as they were, and that the lock has otherwise.
  fileprivate var unlike: [String] = []

  /// What was found; `isRerun` says whether stages were computed again.
  public init(_ found: Verification, isRerun: Bool) { (self.found, self.isRerun) = (found, isRerun) }

  /// For people: of a sample every stage, else those with which something is wrong.
  public var lines: [String] {
    ["\(found.objects.counted("object")) hashed, \(found.damaged.count) damaged"]
      + (draw == nil ? [] : aligned(found.reruns.map(Self.row)))
      + (isRerun
        ? ["\(found.recomputed.counted("stage")) computed again, \(found.different.count) \(Self.differ(found))"] : [])
      + (draw.map { ["drawn from \(choice.counted("stage")); --seed \($0.seed) draws the same again"] } ?? [])
      + found.missing.map { "missing: \($0.id), \($0.output)" } + found.different.map { "differs: \($0)" }
      + unlike.map { "differs from \(LockFile.name), not from the cache: \($0)" }
      + found.failed.map { "could not be computed again: \($0.id): \($0.reason)" }
  }

  private static func row(_ rerun: Rerun) -> [String] {
    [rerun.id, duration(rerun.seconds), word(rerun.outcome) + (rerun.isAsked ? "" : ", needed by the others")]
  }

  private static func word(_ outcome: Rerun.Outcome) -> String {
    switch outcome {
    case .same: "the same bytes"
    case .different(let outputs): "other bytes: \(outputs.joined(separator: ", "))"
    case .restsOnDifferent: "not compared, as it rests on what came out otherwise"
    }
  }

  private static func differ(_ found: Verification) -> String { found.different.count == 1 ? "differs" : "differ" }

  /// For programs.
  public var json: JSON {
    let reruns = found.reruns.map { rerun -> JSON in
      [
        "id": JSON(.string(rerun.id)), "seconds": JSON(.number(rerun.seconds)), "asked": JSON(.boolean(rerun.isAsked)),
        "same": rerun.outcome == .restsOnDifferent ? JSON(.null) : JSON(.boolean(rerun.outcome == .same)),
      ]
    }
    return [
      "objects": JSON(.integer(found.objects)), "damaged": JSON(.array(found.damaged.map { JSON(.string($0.hex)) })),
      "missing": JSON(.array(found.missing.map { ["id": JSON(.string($0.id)), "output": JSON(.string($0.output))] })),
      "recomputed": JSON(.integer(found.recomputed)), "stages": JSON(.array(reruns)),
      "seed": draw.map { JSON(.integer($0.seed)) } ?? JSON(.null),
      "different": JSON(.array(found.different.map { JSON(.string($0)) })),
      "differentFromLock": JSON(.array(unlike.map { JSON(.string($0)) })),
      "failed": JSON(.array(found.failed.map { ["id": JSON(.string($0.id)), "reason": JSON(.string($0.reason))] })),
    ]
  }

  /// How the command ends; nil when all is well.
  public var error: CommandError? {
    if !found.damaged.isEmpty { return .damagedObjects }
    if !found.missing.isEmpty { return .missingObjects }
    return found.different.isEmpty && found.failed.isEmpty && unlike.isEmpty ? nil : .told
  }
}
