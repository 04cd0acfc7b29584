import Documents
import Foundation
import Pipeline
import Reporting

/// Two sets of results side by side, as `run` counts the differences and `diff` shows them.
public struct Comparison {
  /// Verdicts, numbers and figures.
  let difference: RunDifference
  /// A line each for what else differs: texts of claims and pages, published results of stages.
  private let texts: [String]
  /// Every value that differs, of the results that count as different.
  private let values: [ResultDifference]
  /// The results that count as different.
  let stages: Set<String>
  /// How many recorded results the second set lacks although the graph has their stages.
  private let notCompared: Int
  /// Claims whose criterion is not the one that was fixed, and, told only, those that were fixed anew.
  fileprivate var criteria: (open: [(claim: String, sentence: String)], past: [String]) = ([], [])
  /// What is compared, and how it is called.
  fileprivate var sides: [(name: String, results: [String: LockFile.Result])] = []

  /// - Parameters:
  ///   - graph: given when `new` is what a run left, which may be a part of what the graph makes.
  ///   - tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  init(
    _ old: [String: LockFile.Result], _ new: [String: LockFile.Result], _ names: ReportNames,
    graph: Graph? = nil, tolerance: Double = 1e-9
  ) {
    let known = Set(graph?.nodes.map(\.id) ?? [])
    let compared = old.filter { new[$0.key] != nil || !known.contains($0.key) }
    notCompared = old.count - compared.count
    let all = Dictionary(grouping: ResultDifference.between(compared, new, tolerance: tolerance), by: \.stage)
    // A page names the keys of its stages: it follows whatever moved, and says something of its own only if nothing did.
    let isMoved = compared.contains { id, before in
      !names.isPage(before) && new[id].map { $0.outputs != before.outputs } ?? true
    }
    var (texts, counted): ([String], Set<String>) = ([], [])
    for (id, values) in all.sorted(by: { $0.key < $1.key }) {
      let (before, after) = (compared[id], new[id])
      let shown = [before, after].compactMap { $0 }
      if shown.allSatisfy(names.isPage), isMoved, shown.count == 2 { continue }
      // A page has a figure too: it is as it was only if its text is.
      if shown.allSatisfy(names.isFigure), shown.count == 2,
        [names.picture, names.page].allSatisfy({ before?.outputs[$0] == after?.outputs[$0] })
      {
        continue
      }
      counted.insert(id)
      let sides = [before, after].map { side in RunDifference.Run(side.map { [id: $0] } ?? [:], names) }
      if RunDifference(sides[0], sides[1], tolerance: tolerance).isEmpty { texts += values.map(Self.line) }
    }
    let sides = [compared, new].map { side in RunDifference.Run(side.filter { counted.contains($0.key) }, names) }
    difference = RunDifference(sides[0], sides[1], tolerance: tolerance)
    stages = counted
    self.texts = texts
    self.values = all.filter { counted.contains($0.key) }.sorted { $0.key < $1.key }.flatMap(\.value)
  }

  /// A text in full would hide the other lines.
  private static func line(_ value: ResultDifference) -> String {
    if case .value(let id, let path, let old?, let new?) = value, old.string != nil, new.string != nil {
      return "\(id): \(path) has another text"
    }
    return "\(value)"
  }

  public var isEmpty: Bool { stages.isEmpty && criteria.open.isEmpty }

  /// The differences as plain lines, and what was not compared.
  public var lines: [String] {
    var lines = difference.lines
    if !texts.isEmpty {
      if difference.others.isEmpty { lines.append("other changes:") }
      lines += texts.map { "  " + $0 }
    }
    if !criteriaLines.isEmpty { lines += ["criteria that were revised:"] + criteriaLines.map { "  " + $0 } }
    if isEmpty { lines.append("nothing differs") }
    if notCompared > 0 { lines.append(notComparedLine) }
    return lines
  }

  private var criteriaLines: [String] { criteria.open.map { "\($0.claim): \($0.sentence)" } + criteria.past }

  /// Every value that differs.
  public var record: JSON {
    let values = values.map { ($0.stage, "\($0)") } + criteria.open.map { ($0.claim, "criterion: \($0.sentence)") }
    return JSON(.array(values.map { ["stage": JSON(.string($0.0)), "difference": JSON(.string($0.1))] }))
  }

  /// What was not compared; nil if everything was.
  public var omission: String? { notCompared > 0 ? notComparedLine : nil }

  private var notComparedLine: String {
    "\(notCompared == 1 ? "1 result" : "\(notCompared) results") not compared: the last run did not make "
      + (notCompared == 1 ? "it" : "them")
  }

  /// The differences as a page.
  fileprivate func markdown(has: (_ folder: String, _ figure: String) -> Bool) -> String {
    let text = difference.markdown(
      from: sides.first?.name ?? "", to: sides.last?.name ?? "", criteria: criteriaLines, has: has)
    if texts.isEmpty { return text }
    return text + (difference.others.isEmpty ? "## Other changes\n\n" : "") + texts.map { "- \($0)\n" }.joined() + "\n"
  }
}

extension LoadedProject {
  /// Compares the lock file `old`, that of the project if nil, with `new`, the last run if nil.
  ///
  /// - Parameter tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  public func compare(_ old: String?, _ new: String?, tolerance: Double) throws -> Comparison {
    let before = try recorded(in: old ?? settings.lockPath)
    let after = try new.map(recorded) ?? lastRun()
    var comparison = Comparison(before, after, names, graph: new == nil ? graph : nil, tolerance: tolerance)
    // The log tells of the project as it is now, not of two locks.
    if new == nil { comparison.criteria = revisedCriteria() }
    comparison.sides = [(old ?? LockFile.name, before), (new ?? "the last run", after)]
    return comparison
  }

  private func recorded(in path: String) throws -> [String: LockFile.Result] {
    guard let lock = try LockFile(path: path) else { throw CommandError.noLock(path: path) }
    guard let results = lock.profiles[graph.profile] else {
      throw CommandError.noProfileInLock(path: path, profile: graph.profile)
    }
    return results
  }

  private func lastRun() throws -> [String: LockFile.Result] {
    let results = try results()
    guard !results.isEmpty else { throw CommandError.nothingToCompare }
    return results
  }

  /// Writes a comparison as an HTML page, figures side by side.
  ///
  /// - Throws: `EngineError` when somebody else's file stands at `path`.
  public func write(_ comparison: Comparison, to path: String, replacesAll: Bool) throws {
    let files = try engine.files()
    var pictures: [String: Data] = [:]
    for (folder, side) in zip(["old", "new"], comparison.sides) {
      for figure in comparison.difference.figures {
        guard let digest = side.results[figure]?.outputs[names.picture].flatMap({ Digest(hex: $0) }),
          let file = try files[digest]
        else { continue }
        pictures["\(folder)/\(figure).png"] = try Data(contentsOf: URL(filePath: file))
      }
    }
    let shown = pictures
    let text = comparison.markdown { folder, figure in shown["\(folder)/\(figure).png"] != nil }
    let page = HTMLReport(
      title: "What changed", pages: [.init(name: "difference", markdown: text)], file: { shown[$0] },
      address: { _ in nil })
    try write(Data(try page.html().utf8), to: path, replacesAll: replacesAll)
  }
}

extension RunDifference.Run {
  /// The judged claims and the figures among `results`; claims of a revision that cannot be read any more are left out.
  fileprivate init(_ results: [String: LockFile.Result], _ names: ReportNames) {
    var (claims, figures): ([String: ClaimResult], [String: String]) = ([:], [:])
    for (id, result) in results {
      if let value = result.values[names.verdict] {
        claims[id] = try? ClaimResult(encoded: Data(value.canonical.utf8))
      } else if let picture = result.outputs[names.picture] {
        figures[id] = picture
      }
    }
    self.init(claims: claims, figures: figures)
  }
}

extension ResultDifference: CustomStringConvertible {
  /// The stage whose result differs.
  var stage: String {
    switch self {
    case .gone(let id), .new(let id), .bytes(let id, _), .value(let id, _, _, _): id
    }
  }

  /// One line.
  public var description: String {
    switch self {
    case .gone(let id): "\(id): has no result any more"
    case .new(let id): "\(id): new"
    case .bytes(let id, let output): "\(id): \(output) has other bytes"
    case .value(let id, let path, let old, let new): "\(id): \(path): \(Self.text(old)) -> \(Self.text(new))"
    }
  }

  private static func text(_ value: JSON?) -> String { value.map { $0.canonical.printable } ?? "(nothing)" }
}
