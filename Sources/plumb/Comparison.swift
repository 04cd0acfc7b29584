import Documents
import Pipeline
import Verbs
import Reporting

/// Two sets of results side by side, as `run` counts the differences and `diff` shows them.
struct Comparison {
  /// Verdicts, numbers and figures.
  let difference: RunDifference
  /// A line each for what else differs: texts of claims and pages, published results of stages.
  let texts: [String]
  /// Every value that differs, of the results that count as different.
  let values: [ResultDifference]
  /// The results that count as different.
  let stages: Set<String>
  /// How many recorded results the second set lacks although the graph has their stages.
  let notCompared: Int

  /// - Parameters:
  ///   - graph: given when `new` is what a run left, which may be a part of what the graph makes.
  ///   - tolerance: numbers a, b count as equal when |a - b| <= tolerance * max(|a|, |b|).
  init(
    _ old: [String: LockFile.Result], _ new: [String: LockFile.Result], graph: Graph? = nil, tolerance: Double = 1e-9
  ) {
    let known = Set(graph?.nodes.map(\.id) ?? [])
    let compared = old.filter { new[$0.key] != nil || !known.contains($0.key) }
    notCompared = old.count - compared.count
    let all = Dictionary(grouping: ResultDifference.between(compared, new, tolerance: tolerance), by: \.stage)
    // A page names the keys of its stages: it follows whatever moved, and says something of its own only if nothing did.
    let isMoved = compared.contains { id, before in
      !before.isPage && new[id].map { $0.outputs != before.outputs } ?? true
    }
    var (texts, counted): ([String], Set<String>) = ([], [])
    for (id, values) in all.sorted(by: { $0.key < $1.key }) {
      let (before, after) = (compared[id], new[id])
      let shown = [before, after].compactMap { $0 }
      if shown.allSatisfy(\.isPage), isMoved, shown.count == 2 { continue }
      if shown.allSatisfy(\.isFigure), shown.count == 2,
        before?.outputs[VerbCatalogue.picture] == after?.outputs[VerbCatalogue.picture]
      {
        continue
      }
      counted.insert(id)
      let sides = [before, after].map { side in ResultSide(side.map { [id: $0] } ?? [:]).run }
      if RunDifference(sides[0], sides[1], tolerance: tolerance).isEmpty { texts += values.map(Self.line) }
    }
    let sides = [compared, new].map { side in ResultSide(side.filter { counted.contains($0.key) }).run }
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

  var isEmpty: Bool { stages.isEmpty }

  /// The differences as plain lines, and what was not compared.
  var lines: [String] {
    var lines = difference.lines
    if !texts.isEmpty {
      if difference.others.isEmpty { lines.append("other changes:") }
      lines += texts.map { "  " + $0 }
    }
    if isEmpty { lines.append("nothing differs") }
    if notCompared > 0 { lines.append(notComparedLine) }
    return lines
  }

  var notComparedLine: String {
    "\(notCompared == 1 ? "1 result" : "\(notCompared) results") not compared: the last run did not make "
      + (notCompared == 1 ? "it" : "them")
  }

  /// The differences as a page.
  func markdown(from old: String, to new: String, has: (_ folder: String, _ figure: String) -> Bool) -> String {
    let text = difference.markdown(from: old, to: new, has: has)
    if texts.isEmpty { return text }
    return text + (difference.others.isEmpty ? "## Other changes\n\n" : "") + texts.map { "- \($0)\n" }.joined() + "\n"
  }
}

extension LockFile.Result {
  /// Whether it is a page of the report.
  fileprivate var isPage: Bool { outputs[VerbCatalogue.page] != nil }
  /// Whether it is a figure.
  fileprivate var isFigure: Bool { outputs[VerbCatalogue.picture] != nil }
}
