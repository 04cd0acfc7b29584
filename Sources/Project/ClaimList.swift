import Documents
import Foundation
import Pipeline
import Reporting

/// The claims of a project and what came of each, for the terminal.
public struct ClaimList {
  fileprivate let entries: [Entry]

  /// One claim.
  fileprivate struct Entry {
    let id, title: String
    let verdict: Verdict
    /// Why it has no verdict.
    let reason: String?
    /// The criterion and the number nearest to failing.
    let nearest: String
    /// Whether the verdict is that of an earlier state of the manifest or its data.
    let isOutOfDate: Bool
  }

  /// For people: a line for each claim, then the counts.
  public var lines: [String] {
    guard !entries.isEmpty else { return ["no claims"] }
    let rows = entries.map { entry in
      let state = entry.verdict.rawValue + (entry.isOutOfDate ? " (out of date)" : "")
      return [entry.id, state, entry.title.wholeLine + (entry.nearest.isEmpty ? "" : ": \(entry.nearest.wholeLine)")]
    }
    let isColored = Ink.isWanted(on: 1)
    let lines = zip(aligned(rows), entries).map { line, entry in
      guard let state = line.range(of: entry.verdict.rawValue) else { return line }
      return line.replacingCharacters(in: state, with: entry.verdict.ink.paint(entry.verdict.rawValue, if: isColored))
    }
    return lines + tally
  }

  /// How many claims have each verdict, and which those are that are not reproduced; nothing without claims.
  var tally: [String] {
    guard !entries.isEmpty else { return [] }
    let parts = [Verdict.reproduced, .notReproduced, .inconclusive, .notRun].compactMap { verdict -> String? in
      let ids = entries.filter { $0.verdict == verdict }.map(\.id)
      if ids.isEmpty { return verdict == .reproduced ? "0 reproduced" : nil }
      return verdict.ink.paint("\(ids.count) \(verdict.rawValue)", if: Ink.isWanted(on: 1))
        + (verdict == .reproduced ? "" : " (\(ids.joined(separator: ", ")))")
    }
    let count = entries.count(where: \.isOutOfDate)
    let remark = count == 0 ? "" : "; \(count) \(count.are) out of date, `plumb run` judges again"
    return [parts.joined(separator: " · ") + remark]
  }

  /// What a run ends with: the claims that are not reproduced or inconclusive, each with its number nearest to failing, then
  /// the counts.
  var ending: [String] {
    let open = entries.filter { [.notReproduced, .inconclusive].contains($0.verdict) }
    return aligned(open.map { [$0.id, $0.verdict.rawValue, $0.nearest.wholeLine] }) + tally
  }

  /// The claims that came out as not reproduced.
  var failed: [String] { entries.filter { $0.verdict == .notReproduced }.map(\.id) }

  /// For programs.
  public var json: JSON {
    JSON(
      .array(
        entries.map { entry in
          [
            "id": JSON(.string(entry.id)), "title": JSON(.string(entry.title)),
            "verdict": JSON(.string(entry.verdict.rawValue)),
            "nearest": JSON(.string(entry.nearest)), "reason": entry.reason.map { JSON(.string($0)) } ?? JSON(.null),
            "upToDate": JSON(.boolean(!entry.isOutOfDate)),
          ]
        }))
  }
}

extension LoadedProject {
  /// The claims among `nodes`, as they stand now.
  public func claims(among nodes: [Int]) throws -> ClaimList {
    let standing = try engine.standing(graph)
    return try claims(among: nodes) { index in
      if case .notRun = standing.statuses[index] { return false }
      return standing.statuses[index] != .upToDate
    }
  }

  /// The line of a claim as it is decided, by its id and what its stage made; nil for other stages.
  func verdictLines() throws -> @Sendable (String, [Record.Output]) -> String? {
    let claims = Set(graph.nodes.filter { $0.section == names.claims }.map(\.id))
    let (files, verdict, isColored) = (try engine.files(), names.verdict, Ink.isWanted(on: 2))
    let width = claims.map(\.count).max() ?? 0
    return { id, outputs in
      guard claims.contains(id), let output = outputs.first(where: { $0.name == verdict }),
        let file = try? files[output.digest], let data = try? Data(contentsOf: URL(filePath: file)),
        let result = try? ClaimResult(encoded: data)
      else { return nil }
      let word = result.verdict.rawValue
      let gap = String(
        repeating: " ", count: max(Verdict.allCases.map(\.rawValue.count).max() ?? 0, word.count) - word.count)
      return id + String(repeating: " ", count: width - id.count + 2) + result.verdict.ink.paint(word, if: isColored)
        + gap
        + "  " + result.title.wholeLine
    }
  }

  /// What the stages of a run took when they ran last, by id; all stages if `chosen` is nil.
  func expected(_ chosen: [Int]?) throws -> [String: RunProgress.Stage] {
    let wanted = chosen.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    let last = try engine.lastSeconds(graph)
    return Dictionary(
      wanted.map { index in
        let node = graph.nodes[index]
        return (node.id, RunProgress.Stage(entry: node.entry, seconds: last[node.id]))
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The claims of a paper, however its manifest names them: by a list, one alone, or a sweep with all its instances.
  func claims(of paper: Node) -> [String] {
    var seen: Set<Int> = []
    return paper.inputs.flatMap { $0.contents.compactMap(\.node) }
      .filter { graph.nodes[$0].section == names.claims && seen.insert($0).inserted }.map { graph.nodes[$0].id }
  }

  /// The claims among `nodes` after a run that made them.
  func judgedClaims(among nodes: [Int]) throws -> ClaimList { try claims(among: nodes) { _ in false } }

  private func claims(among nodes: [Int], isOutOfDate: (Int) -> Bool) throws -> ClaimList {
    let wanted = nodes.filter { graph.nodes[$0].section == names.claims }
    if wanted.isEmpty { return ClaimList(entries: []) }
    let (records, files, recorded) = try (engine.records(graph), engine.files(), engine.recordedResults(graph))
    return ClaimList(
      entries: try wanted.map { index in
        let node = graph.nodes[index]
        let data = try verdict(of: node, records[node.id], files, recorded)
        // A result of an earlier revision of the program cannot be read; it is out of date anyway.
        let result = data.flatMap { try? ClaimResult(encoded: $0) }
        let title = result?.title ?? node.definition["title"]?.string ?? ""
        return ClaimList.Entry(
          id: node.id, title: title, verdict: result?.verdict ?? .notRun,
          reason: result == nil ? "it has no result" : result?.reason, nearest: result?.nearest ?? "it has no result",
          isOutOfDate: result != nil && isOutOfDate(index))
      })
  }

  /// The judged claim of a node as it was written: by the run that made `record`, else as plumb.lock.json holds it.
  func verdict(
    of node: Node, _ record: Record?, _ files: ResultFiles, _ recorded: [String: LockFile.Result]
  ) throws -> Data? {
    try files.data(record?.output(names.verdict))
      ?? recorded[node.id]?.values[names.verdict].map { Data($0.canonical.utf8) }
  }
}
