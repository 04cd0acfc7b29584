import Foundation

/// The numbers of claims under keys that stay, for LaTeX, Typst and programs: `\plumbvalue{A1.exponent.3,2,even}`.
///
/// A key is the claim's id, the check's id and, where the check has labels, the values of the first of them that tell its
/// rows apart, so that it stays whatever becomes of wording and order. Numbers have six digits in it, words thirteen
/// letters. After it, `.low`, `.high`, `.theory` and `.verdict` name the rest of the row; numbers without a criterion have
/// no verdict. `A1.verdict` is the claim's verdict; `A1.exponent` with several rows has `.verdict`, `.count`, `.least` and
/// `.greatest`. Several rows that no label tells apart have these alone. Where numbers are held against theory or a bound,
/// `A1.exponent.nearest` is the one nearest to failing (the largest deviation from theory, or the end of an interval that
/// reaches furthest) and `A1.exponent.limit` what it must keep; `A1.nearest` and `A1.limit` are those of the check that
/// decides the claim.
public struct ReportValues: Sendable {
  /// The most letters that a key has.
  public static let longestKey = 56

  /// Keys and what they stand for, in the order of the report.
  let entries: [(key: String, value: Value)]

  /// What a key stands for.
  enum Value {
    case word(String)
    /// A number, and how it is printed.
    case number(Double, Numeral)
    case count(Int)
  }

  /// The numbers of `claims`.
  ///
  /// - Throws: ``BundleError/longKey(_:)``, ``BundleError/repeatedKey(_:)``.
  public init(_ claims: [(id: String, result: ClaimResult)]) throws {
    var entries: [(String, Value)] = []
    for (id, claim) in claims {
      entries.append((id + ".verdict", .word(claim.verdict.rawValue)))
      if claim.reason == nil { entries += claim.decisive.map { Self.headline($0, key: id) } ?? [] }
      for check in claim.numbers { entries += Self.entries(check, key: "\(id).\(check.id)") }
    }
    var seen: Set<String> = []
    for (key, _) in entries {
      if key.count > Self.longestKey { throw BundleError.longKey(key) }
      if !seen.insert(key).inserted { throw BundleError.repeatedKey(key) }
    }
    self.entries = entries
  }

  private static func entries(_ check: CheckResult, key: String) -> [(String, Value)] {
    let short = tellingLabels(check.rows, shortened)
    // Signs are spelled only where rows differ in nothing else, so that no other key changes.
    let (telling, written) =
      short.map { ($0, shortened) } ?? (tellingLabels(check.rows, spelled) ?? mostLabels(check), spelled)
    func labels(_ row: CheckResult.Row) -> String {
      row.labels.prefix(telling).map { written($0.value) }.joined(separator: ",")
    }
    let isLabelled = check.rows.contains { !$0.labels.isEmpty }
    let rows = check.rows.flatMap { row in
      isLabelled
        ? Self.row(row, check, key: "\(key).\(labels(row))")
        : check.rows.count == 1 ? Self.row(row, check, key: key) : []
    }
    let headline = headline(check, key: key)
    guard check.rows.count > 1 else { return headline + rows }
    var entries: [(String, Value)] =
      (check.relation == nil ? [] : [(key + ".verdict", .word(check.word(check.verdict)))]) + headline
      + [(key + ".count", .count(check.rows.count))]
    let values = check.rows.map(\.estimate.value).filter(\.isFinite)
    if let least = values.min(), let greatest = values.max() {
      let ends = [(".least", least), (".greatest", greatest)]
      entries += ends.map { end, value in
        (key + end, check.digits.map { .number(value, NumberText.asked(value, digits: $0)) } ?? number(value))
      }
    }
    return entries + rows
  }

  /// The number nearest to failing, and its limit; nothing where numbers are compared with each other or cover theory.
  private static func headline(_ check: CheckResult, key: String) -> [(String, Value)] {
    guard let reach = check.decisive.flatMap(check.reach), let limit = check.limit else { return [] }
    let nearest = check.relation == .above ? -reach : reach
    return [
      (key + ".nearest", .number(nearest, NumberText.numeral(nearest, digits: 2))),
      (key + ".limit", .number(limit, NumberText.plainNumeral(limit))),
    ]
  }

  private static func mostLabels(_ check: CheckResult) -> Int { check.rows.map(\.labels.count).max() ?? 0 }

  /// How many leading labels tell the rows apart as `written`; what follows are numbers shown beside them, which may change.
  private static func tellingLabels(_ rows: [CheckResult.Row], _ written: (String) -> String) -> Int? {
    let most = rows.map(\.labels.count).max() ?? 0
    return (0...most).first { count in
      (count > 0 || most == 0)
        && Set(rows.map { $0.labels.prefix(count).map { written($0.value) } }).count == rows.count
    }
  }

  /// ``shortened(_:)`` with the signs of a label as words, but for hyphens between letters.
  private static func spelled(_ label: String) -> String {
    let signs = Array(label)
    func isWord(_ place: Int) -> Bool {
      signs.indices.contains(place) && (signs[place].isLetter || signs[place].isNumber)
    }
    return shortened(
      signs.indices.map { place in
        switch signs[place] {
        case "+": " plus "
        case "−": " minus "
        case "-" where !isWord(place - 1) || !isWord(place + 1): " minus "
        default: String(signs[place])
        }
      }.joined())
  }

  private static func shortened(_ label: String) -> String {
    if let number = Double(label), number.isFinite { return slug(String(format: "%.6g", number)) }
    return String(slug(label).filter { $0 != "-" }.prefix(13))
  }

  private static func row(_ row: CheckResult.Row, _ check: CheckResult, key: String) -> [(String, Value)] {
    let (estimate, digits) = (row.estimate, check.digits)
    let shown = NumberText.parts(estimate, hasInterval: check.hasInterval, digits: digits)
    var entries: [(String, Value)] = [(key, .number(estimate.value, shown.value))]
    if let low = shown.low, let high = shown.high {
      entries += [(key + ".low", .number(estimate.low, low)), (key + ".high", .number(estimate.high, high))]
    }
    if let theory = row.theory { entries.append((key + ".theory", number(theory))) }
    return entries + (check.relation == nil ? [] : [(key + ".verdict", .word(check.word(row.verdict)))])
  }

  /// A name of a-z, A-Z, 0-9, `.`, `-`: stable, and plain to TeX.
  static func slug(_ name: String) -> String {
    var slug = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".": slug.unicodeScalars.append(scalar)
      case "−", "-": slug += "-"
      case _ where greek[scalar] != nil: slug += greek[scalar] ?? ""
      default: if !slug.hasSuffix("-"), !slug.isEmpty { slug += "-" }
      }
    }
    while slug.hasSuffix("-") || slug.hasSuffix(".") { slug.removeLast() }
    return slug
  }

  private static let greek: [Unicode.Scalar: String] = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ν": "nu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega",
  ]

  private static func number(_ value: Double) -> Value { .number(value, NumberText.numeral(value, digits: 5)) }
}
