import Foundation

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
    let verdict = check.isEvidence ? check.verdict.mark : check.word(check.verdict)
    let judged = check.relation == nil ? reason : ": \(criterion). \(verdict)\(reason)"
    let role = check.role.map { " (\($0.rawValue), does not count)" } ?? ""
    let heading = "**\(Markdown.line(check.name))**\(role)\(judged.isEmpty ? "." : judged)\(source)\n\n"
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
    check.relation?.sentence(
      tolerance: check.tolerance.map(NumberText.plain), bound: NumberText.plain(check.bound ?? 0),
      resolution: check.resolution.map(NumberText.plain)) ?? "told without a criterion"
  }

  /// One line for the summary table: the single number, the greatest deviation, or the range.
  var measured: String {
    if check.rows.count == 1 { return check.text(check.rows[0].estimate) }
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
    let told = counts.filter { $0.1 > 0 }.map { "\($0.1) \(check.word($0.0))" }.joined(separator: ", ")
    return "\(check.rows.count) numbers, \(measured)\(check.relation == nil ? "" : ": \(told)")."
  }

  private func table(_ rows: [CheckResult.Row]) -> String {
    let symbols = rows.first?.labels.map { Markdown.line($0.symbol) } ?? []
    let hasTheory = rows.contains { $0.theory != nil }
    let isJudged = check.relation != nil
    let header = symbols + ["measured"] + (hasTheory ? ["theory"] : []) + (isJudged ? ["verdict"] : [])
    let cells = rows.map { row in
      row.labels.map { Markdown.line(NumberText.label($0.value)) }
        + [check.text(row.estimate)] + (hasTheory ? [row.theory.map { NumberText.text($0, digits: 5) } ?? ""] : [])
        + (isJudged ? [check.word(row.verdict)] : [])
    }
    return Markdown.table(header, cells, alignRight: Set(symbols.count..<header.count - (isJudged ? 1 : 0)))
  }
}

extension CheckResult {
  /// One of its numbers with its interval.
  func text(_ estimate: Estimate) -> String { NumberText.text(estimate, hasInterval: hasInterval, digits: digits) }
}

extension Verdict {
  /// The verdict as a report shows it.
  var mark: String { "**\(rawValue)**" }
}

/// Numbers as a report prints them.
public enum NumberText {
  /// `value` with `digits` significant digits, `×10ⁿ` beyond 1e-4 and 1e6, a true minus sign.
  public static func text(_ value: Double, digits: Int = 4) -> String { numeral(value, digits: digits).text }

  /// What ``text(_:digits:)`` writes, in its parts.
  static func numeral(_ value: Double, digits: Int) -> Numeral {
    guard value.isFinite else { return value.isNaN ? .missing : .infinite(isNegative: value < 0) }
    guard value != 0 else { return .decimal("0") }
    let exponent = Int(floor(log10(abs(value))))
    if exponent < -4 || exponent >= 6 {
      let parts = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e")
      return .scientific(String(parts[0]), power: parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    }
    if value == value.rounded() { return .decimal(String(Int(value))) }
    return .decimal(String(format: "%.\(max(0, digits - 1 - exponent))f", value))
  }

  /// ``numeral(_:digits:)`` where people ask for `digits`: what rounds up to a power of ten has no digit more.
  static func asked(_ value: Double, digits: Int) -> Numeral {
    let shown = numeral(value, digits: digits)
    guard case .decimal(let text) = shown, text.contains("."), value != 0 else { return shown }
    return .decimal(String(format: "%.\(decimals(value, digits: digits))f", value))
  }

  /// The decimals that `digits` significant digits of a number need, as it stands when it is rounded.
  private static func decimals(_ value: Double, digits: Int) -> Int {
    let power = String(format: "%.\(max(0, digits - 1))e", value).split(separator: "e").last.flatMap { Int($0) } ?? 0
    return max(0, digits - 1 - power)
  }

  /// What tells a row from others: texts and short numbers as they are, computed numbers rounded.
  public static func label(_ text: String) -> String {
    guard text.count > 6, text.contains(where: { $0 == "." || $0 == "e" }), let number = Double(text), number.isFinite
    else { return text }
    return numeral(number, digits: 4).trimmed.text
  }

  /// A number that people chose, with every digit they wrote and no other: `0.05`, `98.445`, `2.5×10⁻⁷`, `10⁻⁴⁰`.
  public static func plain(_ value: Double) -> String {
    let digits = (1...17).first { Double(String(format: "%.\($0 - 1)e", value)) == value } ?? 17
    return numeral(value, digits: digits).trimmed.text
  }

  /// `low to high` with equal decimals: three digits of the larger end, two of the smaller, or three if it is at most a
  /// decade below. Ends that print alike stand once, ends of very different size each in its own form.
  public static func range(_ low: Double, _ high: Double) -> String {
    let sizes = [low, high].map(abs).filter { $0 > 0 }
    let ends = [low, high].map { end($0, decimals: decimals(sizes)) }
    return ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])"
  }

  /// The decimals that both ends of a range get; nil when each stands in its own form.
  private static func decimals(_ sizes: [Double]) -> Int? {
    guard let least = sizes.min(), let most = sizes.max(), least >= 1e-4, most < 1e6, most <= 1e3 * least else {
      return nil
    }
    if sizes.allSatisfy({ $0 == $0.rounded() }) { return 0 }
    let (large, small) = (Int(floor(log10(most))), Int(floor(log10(least))))
    return max(0, 2 - large, 1 - small, min(2 - small, 3 - large))
  }

  private static func end(_ value: Double, decimals: Int?) -> String {
    guard let decimals, value != 0, value.isFinite else { return text(value, digits: 3) }
    return Numeral.decimal(String(format: "%.\(decimals)f", value)).text
  }

  /// A measured number and its interval, all with as many decimals as two digits of the interval's width need, or as
  /// `digits` significant digits of the number need.
  public static func text(_ estimate: Estimate, hasInterval: Bool, digits: Int? = nil) -> String {
    let shown = parts(estimate, hasInterval: hasInterval, digits: digits)
    guard let low = shown.low, let high = shown.high else { return shown.value.text }
    return "\(shown.value.text) [\(low.text), \(high.text)]"
  }

  /// The pieces of ``text(_:hasInterval:)``; without an interval only the value.
  static func parts(
    _ estimate: Estimate, hasInterval: Bool, digits wanted: Int? = nil
  ) -> (value: Numeral, low: Numeral?, high: Numeral?) {
    guard hasInterval, estimate.isComplete else {
      let value = wanted.map { asked(estimate.value, digits: $0) } ?? numeral(estimate.value, digits: 5)
      return (value, nil, nil)
    }
    let numbers = [estimate.value, estimate.low, estimate.high]
    if let wanted {
      let size = abs(estimate.value)
      guard size >= 1e-4, size < 1e6 else {
        let shown = numbers.map { numeral($0, digits: wanted) }
        return (shown[0], shown[1], shown[2])
      }
      let decimals = min(12, decimals(size, digits: wanted))
      let shown = numbers.map { Numeral.decimal(String(format: "%.\(decimals)f", $0)) }
      return (shown[0], shown[1], shown[2])
    }
    // Ends of opposite sign near the largest number are further apart than any number says.
    let width = min(estimate.high - estimate.low, .greatestFiniteMagnitude)
    let size = numbers.map(abs).max() ?? 0
    let shown: [Numeral]
    if size >= 1e-4, size < 1e6, width > 0 {
      let decimals = min(12, max(0, 1 - Int(floor(log10(width)))))
      shown = numbers.map { .decimal(String(format: "%.\(decimals)f", $0)) }
    } else {
      let digits = width > 0 && size > 0 ? min(12, max(3, Int((log10(size) - log10(width)).rounded(.up)) + 2)) : 5
      shown = numbers.map { numeral($0, digits: digits) }
    }
    return (shown[0], shown[1], shown[2])
  }
}

/// A printed number: the one place where its signs are chosen, for pages and for TeX.
enum Numeral: Equatable {
  case missing
  case infinite(isNegative: Bool)
  /// Digits, with `-` and `.`.
  case decimal(String)
  /// Digits times a power of ten; without digits, or with the sign alone, the power itself.
  case scientific(String, power: Int)

  /// Without trailing zeros, and without the factor 1 of a power of ten.
  var trimmed: Numeral {
    switch self {
    case .missing, .infinite: self
    case .decimal(let digits): .decimal(Self.trimmed(digits))
    case .scientific(let digits, let power): .scientific(Self.trimmed(digits, factor: true), power: power)
    }
  }

  private static func trimmed(_ digits: String, factor: Bool = false) -> String {
    var digits = digits
    if digits.contains(".") {
      while digits.last == "0" { digits.removeLast() }
      if digits.last == "." { digits.removeLast() }
    }
    if factor, digits == "1" || digits == "-1" { digits.removeLast() }
    return digits
  }

  /// For pages: `−2.5×10⁻⁶`, `10⁻⁴⁰`, `∞`, `n/a`.
  var text: String {
    switch self {
    case .missing: return "n/a"
    case .infinite(let isNegative): return isNegative ? "−∞" : "∞"
    case .decimal(let digits): return Self.minus(digits)
    case .scientific(let digits, let power):
      let raised = String(power).map { $0 == "-" ? "⁻" : Self.superscripts[$0.wholeNumberValue ?? 0] }.joined()
      return Self.minus(digits) + (Self.isFactor(digits) ? "×10" : "10") + raised
    }
  }

  /// For TeX: `\ensuremath{-2.5\times10^{-6}}`.
  var tex: String {
    switch self {
    case .missing: "n/a"
    case .infinite(let isNegative): "\\ensuremath{\(isNegative ? "-" : "")\\infty}"
    case .decimal(let digits): "\\ensuremath{\(digits)}"
    case .scientific(let digits, let power):
      "\\ensuremath{\(digits)\(Self.isFactor(digits) ? "\\times" : "")10^{\(power)}}"
    }
  }

  /// For Typst: `$-2.5 times 10^(-6)$`.
  var typst: String {
    switch self {
    case .missing: "n/a"
    case .infinite(let isNegative): "$\(isNegative ? "-" : "")infinity$"
    case .decimal(let digits): "$\(digits)$"
    case .scientific(let digits, let power): "$\(digits)\(Self.isFactor(digits) ? " times " : "")10^(\(power))$"
    }
  }

  private static let superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹".map(String.init)

  private static func isFactor(_ digits: String) -> Bool { digits.last?.isNumber == true }

  private static func minus(_ digits: String) -> String { digits.replacing("-", with: "−") }
}
