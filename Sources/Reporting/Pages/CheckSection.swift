import Foundation

/// A judged check in Markdown: what it is for, the criterion, the verdict, the number nearest to failing, then a table.
struct CheckSection {
  private let check: CheckResult
  private let claim: String
  private let sources: [String]
  private let column: NumberColumn

  /// The section of `check` within that of `claim`; `sources` are the manifest entries whose table holds the numbers.
  init(_ check: CheckResult, claim: String = "", sources: [String] = []) {
    (self.check, self.claim, self.sources) = (check, claim, sources)
    column = NumberColumn(check.rows.map(\.estimate), hasInterval: check.hasInterval, digits: check.digits)
  }

  /// The most columns of a pivot, of exact numbers and of numbers with intervals.
  private static let widest = (exact: 6, interval: 3)

  var markdown: String {
    let line = heading + source + "\n\n"
    return isSentence || check.rows.isEmpty ? line : line + table + "\n"
  }

  /// Whether a single number stands in the sentence.
  private var isSentence: Bool { check.rows.count == 1 && check.rows[0].labels.isEmpty }

  private var isJudged: Bool { check.relation != nil }
  private var verdicts: Set<Verdict> { Set(check.rows.map(\.verdict)) }

  private var heading: String {
    let start = "*\(check.purpose):* **\(Markdown.line(check.name))**" + (isJudged ? ": \(check.criterion)" : "")
    let isDecided = isJudged && check.verdict != .notRun
    let numbers = isSentence ? single : isDecided ? check.nearest : ""
    var parts = check.rows.isEmpty ? [] : [isDecided ? check.share : "", numbers]
    parts += [commonTheory, narrow, check.reason.map(Markdown.line) ?? ""]
    let told = parts.filter { !$0.isEmpty }.joined(separator: ", ")
    guard isJudged else { return start + (told.isEmpty ? "." : ": \(told).") }
    return "\(start). \(Markdown.verdict(check.word(check.verdict)))" + (told.isEmpty ? "." : ": \(told).")
  }

  private var single: String {
    let theory = check.rows[0].theory.map { ", theory \(TheoryText.column([$0], like: column)[0])" } ?? ""
    return "measured \(column.text(0))\(theory)" + (deviation == nil ? "" : ", \(check.nearest)")
  }

  /// Theory's value, where it is the same for all of several rows.
  private var commonTheory: String {
    // `covers` names it with the number.
    guard hasCommonTheory, !isSentence, check.relation != .covers, let theory = check.rows.first?.theory else {
      return ""
    }
    return "theory \(TheoryText.column([theory], like: column)[0])"
  }

  private var hasCommonTheory: Bool { check.rows.first?.theory != nil && Set(check.rows.map(\.theory)).count == 1 }

  private var narrow: String {
    column.isNarrow ? "intervals narrower than the last digit" : ""
  }

  /// Links to the stages whose table holds the numbers.
  private var source: String {
    guard !sources.isEmpty else { return "" }
    let links = sources.map { "[`\($0)`](#\(Markdown.stageAnchor($0, claim: claim)))" }
    return " Numbers from \(links.joined(separator: ", "))."
  }

  /// The distances of the numbers from what they are compared with, where these would print alike.
  private var deviation: (name: String, texts: [String])? {
    guard let relation = check.relation, !relation.isOrder else { return nil }
    let references = check.rows.map { relation.needsTheory ? $0.theory : check.bound }
    let pairs = zip(check.rows, references).map { row, reference in reference.map { (row.estimate.value, $0) } }
    let isAlike = pairs.contains { pair in
      pair.map { $0.0 != $0.1 && abs($0.0 - $0.1) < 1e-3 * abs($0.1) } ?? false
    }
    guard isAlike, !check.hasInterval || column.isNarrow else { return nil }
    let isRelative = relation == .withinRelative
    let distances = pairs.map { pair in pair.map { ($0.0 - $0.1) / (isRelative ? abs($0.1) : 1) } ?? .nan }
    let numbers = NumberColumn(distances.map { Estimate(value: $0, low: $0, high: $0) }, hasInterval: false, digits: 3)
    let name = relation.needsTheory ? isRelative ? "relative deviation" : "deviation" : "minus the limit"
    return (name, distances.indices.map(numbers.text))
  }

  private var table: String {
    if let pivot { return pivot }
    let rows = check.rows
    let symbols = rows.first?.labels.map { Markdown.line($0.symbol) } ?? []
    var columns: [(name: String, cells: [String])] = symbols.indices.map { place in
      (
        symbols[place],
        rows.map { place < $0.labels.count ? Markdown.line(NumberText.label($0.labels[place].value)) : "" }
      )
    }
    columns.append(("measured", rows.indices.map(column.text)))
    if !hasCommonTheory, rows.contains(where: { $0.theory != nil }) {
      columns.append(("theory", TheoryText.column(rows.map(\.theory), like: column)))
    }
    if let deviation { columns.append((deviation.name, deviation.texts)) }
    let numeric = columns.count
    if isJudged, verdicts.count > 1 { columns.append(("verdict", rows.map { check.word($0.verdict) })) }
    return Markdown.table(
      columns.map(\.name), rows.indices.map { row in columns.map { $0.cells[row] } },
      alignRight: Set(symbols.count..<numeric))
  }

  /// The table with the values of its last label side by side: where all rows have one verdict, theory does not differ and
  /// every combination of labels is there.
  private var pivot: String? {
    let rows = check.rows
    guard verdicts.count == 1, deviation == nil, rows.allSatisfy({ $0.theory == nil }) || hasCommonTheory,
      let first = rows.first, first.labels.count >= 2, rows.allSatisfy({ $0.labels.count == first.labels.count })
    else { return nil }
    let across = unique(rows.map { $0.labels.last?.value ?? "" })
    let down = unique(rows.map { $0.labels.dropLast().map(\.value) })
    let most = check.hasInterval && !column.isNarrow ? Self.widest.interval : Self.widest.exact
    guard 2...most ~= across.count, down.count >= 2, rows.count == across.count * down.count else { return nil }
    var places: [[String]: Int] = [:]
    for (index, row) in rows.enumerated() {
      guard places.updateValue(index, forKey: row.labels.map(\.value)) == nil else { return nil }
    }
    let symbol = first.labels.last?.symbol ?? ""
    let header =
      first.labels.dropLast().map { Markdown.line($0.symbol) }
      + across.map { "\(Markdown.line(symbol)) = \(Markdown.line(NumberText.label($0)))" }
    let cells = down.map { keys in
      keys.map { Markdown.line(NumberText.label($0)) }
        + across.map { key in places[keys + [key]].map(column.text) ?? "" }
    }
    return Markdown.table(header, cells, alignRight: Set(first.labels.count - 1..<header.count))
  }

  private func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }
}
