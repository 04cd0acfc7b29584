/// A judged check in Markdown.
struct CheckText {
  let check: CheckResult
  /// The claim that it belongs to.
  var claim = ""
  /// The manifest entries whose table holds the numbers.
  var sources: [String] = []

  /// More rows than this are folded away behind the row nearest to failing.
  static let longest = 8

  /// The criterion, the numbers and the verdicts.
  var markdown: String {
    let count = check.rows.count
    let heading = "**\(Markdown.line(check.name))**: \(criterion). \(check.verdict.mark)\(reason)\(source)\n\n"
    if check.rows.isEmpty { return heading }
    guard count > Self.longest else { return heading + table(check.rows) + "\n" }
    return heading + summary + "\n\n" + Markdown.folded("All \(count) numbers", table(check.rows)) + "\n"
  }

  private var reason: String { check.reason.map { ": \(Markdown.line($0))." } ?? "" }

  /// Links to the stages whose table holds the numbers.
  private var source: String {
    guard !sources.isEmpty else { return "" }
    let links = sources.map { "[`\($0)`](#\(Markdown.stageAnchor($0, claim: claim)))" }
    return " Numbers from \(links.joined(separator: ", "))."
  }

  /// What must hold of the numbers.
  var criterion: String {
    check.relation.sentence(
      tolerance: check.tolerance.map(NumberText.plain), bound: NumberText.plain(check.bound ?? 0),
      resolution: check.resolution.map(NumberText.plain))
  }

  /// One line for the summary table: the single number, the greatest deviation, or the range.
  var measured: String {
    if check.rows.count == 1 { return NumberText.text(check.rows[0].estimate, hasInterval: check.hasInterval) }
    guard let low = check.rows.map(\.estimate.low).filter(\.isFinite).min(),
      let high = check.rows.map(\.estimate.high).filter(\.isFinite).max()
    else { return "n/a" }
    if let deviation = largestDeviation { return "off theory by at most \(NumberText.text(deviation, digits: 2))" }
    // The ends of the intervals, which the verdicts rest on.
    return (check.hasInterval ? "intervals from " : "") + NumberText.range(low, high)
  }

  /// The greatest distance from theory that an interval reaches, in the units of the criterion.
  private var largestDeviation: Double? {
    guard check.relation == .within || check.relation == .withinRelative else { return nil }
    return check.rows.compactMap { row in
      row.theory.map { theory in
        let distance = max(abs(row.estimate.low - theory), abs(row.estimate.high - theory))
        return check.relation == .within ? distance : distance / abs(theory)
      }
    }.max()
  }

  private var summary: String {
    let counts = Verdict.allCases.map { verdict in (verdict, check.rows.count { $0.verdict == verdict }) }
    let told = counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0.rawValue)" }.joined(separator: ", ")
    return "\(check.rows.count) numbers, \(measured): \(told)."
  }

  private func table(_ rows: [CheckResult.Row]) -> String {
    let symbols = rows.first?.labels.map { Markdown.line($0.symbol) } ?? []
    let hasTheory = rows.contains { $0.theory != nil }
    let header = symbols + ["measured"] + (hasTheory ? ["theory"] : []) + ["verdict"]
    let cells = rows.map { row in
      row.labels.map { NumberText.label($0.value) } + [NumberText.text(row.estimate, hasInterval: check.hasInterval)]
        + (hasTheory ? [row.theory.map { NumberText.text($0, digits: 5) } ?? ""] : []) + [row.verdict.rawValue]
    }
    return Markdown.table(header, cells, alignRight: Set(symbols.count..<header.count - 1))
  }
}

extension Verdict {
  /// The verdict as a report shows it.
  var mark: String { "**\(rawValue)**" }
}
