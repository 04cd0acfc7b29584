import Foundation

extension CheckResult {
  /// What must hold of the numbers.
  var criterion: String {
    relation?.sentence(
      tolerance: tolerance.map(NumberText.plain), bound: NumberText.plain(bound ?? 0),
      resolution: resolution.map(NumberText.plain)) ?? "told without a criterion"
  }

  /// What the check is for, in front of its name.
  var purpose: String {
    if relation == nil { return "Told without a criterion" }
    return role.map { "\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst()), does not count" } ?? "Evidence"
  }

  /// How many of the numbers have the verdict: `all 27`, `2 of 27`; nothing of a single one.
  var share: String {
    let (whole, worst) = (rows.count, verdict)
    let part = rows.count { $0.verdict == worst }
    return whole < 2 ? "" : part == whole ? "all \(whole)" : "\(part) of \(whole)"
  }

  /// The number nearest to failing, with its limit: `largest deviation 0.0082 (limit 0.05)`.
  ///
  /// The number is that of ``decisive``, whose margin figures show.
  var nearest: String {
    guard let relation, !rows.isEmpty else { return reason ?? "" }
    let isSingle = rows.count == 1
    // An interval that holds the limit may reach farther than the number that decides: then that one is no extreme.
    let isExtreme = !isSingle && decisive.flatMap(reach) == rows.compactMap(reach).max()
    switch relation {
    case .within, .withinRelative:
      guard let largest = decisive.flatMap(reach) else { return reason ?? "no finite number" }
      let kind = relation == .within ? "deviation" : "relative deviation"
      let told = NumberText.text(largest, digits: 2)
      return "\(isExtreme ? "largest " : "")\(kind) \(told) (limit \(NumberText.plain(limit ?? 0)))"
    case .below, .above:
      guard let row = decisive, row.estimate.isComplete else { return reason ?? "no finite number" }
      let word = !isExtreme ? "" : relation == .below ? "largest " : "smallest "
      return word + compared(row.estimate)
    case .covers:
      guard let row = decisive, let theory = row.theory, row.estimate.isComplete else {
        return reason ?? "no finite number"
      }
      let slack = tolerance.map { " within \(NumberText.plain($0))" } ?? ""
      let column = NumberColumn([row.estimate], hasInterval: hasInterval, digits: digits)
      let expected = TheoryText.column([theory], like: column)[0]
      return "\(isSingle ? "" : "closest call ")\(column.text(0)), theory \(expected)\(slack)"
    case .increasing, .decreasing:
      guard let row = decisive, row.margin != nil else { return reason ?? "no pair to compare" }
      return "closest step leads to \(shortened(row.estimate))"
    }
  }

  /// A number with the bound, told apart where they would print alike.
  private func compared(_ estimate: Estimate) -> String {
    let (bound, shown) = (bound ?? 0, shortened(estimate))
    let end = relation == .below ? estimate.high : estimate.low
    if end != bound, abs(end - bound) < 1e-3 * abs(bound) {
      let side = end > bound ? "above" : "below"
      return "\(NumberText.text(abs(end - bound), digits: 2)) \(side) the limit \(NumberText.plain(bound))"
    }
    return "\(shown) (limit \(NumberText.plain(bound)))"
  }

  /// One number alone.
  func shortened(_ estimate: Estimate) -> String {
    NumberColumn([estimate], hasInterval: hasInterval, digits: digits).text(0)
  }
}

extension ClaimResult {
  /// How the evidence stands, with the number nearest to failing and its limit: what follows the verdict on a page, in a table
  /// and on a terminal.
  public var nearest: String {
    if let reason { return reason }
    let evidence = checks.filter(\.isEvidence)
    guard let decisive else { return "" }
    let rows = evidence.flatMap(\.rows)
    let part = rows.count { $0.verdict == verdict }
    let several = evidence.count > 1
    let count =
      rows.count == 1
      ? "" : (part == rows.count ? "All \(part)" : "\(part) of \(rows.count)") + " \(verdict.rawValue)"
    let told = (count.isEmpty ? "" : count + "; ") + decisive.nearest
    let sentence = told.prefix(1).uppercased() + told.dropFirst()
    return several ? "\(sentence): \(decisive.name)" : sentence
  }
}
