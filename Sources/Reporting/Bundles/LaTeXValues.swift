import Foundation

/// The numbers of claims as LaTeX macros: `\plumbvalue{A1.exponent.d=3,L=2,parity=even}`.
///
/// A key is the claim's id, the check's name as a slug of small letters, and, where a check has several rows, those of
/// the row's first labels that tell the rows apart, or `row=1`, `row=2` and so on without labels. After it, `.low`,
/// `.high`, `.theory` and `.verdict` name the rest of the row. `A1.verdict` is the claim's verdict, `A1.exponent` with
/// several rows has `.verdict`, `.count`, `.least` and `.greatest`.
public struct LaTeXValues: Sendable {
  /// Keys and what they print, in the order of the report.
  public let entries: [(key: String, text: String)]

  /// The numbers of `claims`.
  public init(_ claims: [(id: String, result: ClaimResult)]) {
    var entries: [(String, String)] = []
    for (id, claim) in claims {
      entries.append((id + ".verdict", claim.verdict.rawValue))
      var used: [String: Int] = [:]
      for check in claim.checks {
        let slug = Self.slug(check.name).lowercased()
        let name = Self.unique("\(id).\(slug.isEmpty ? "check" : slug)", &used)
        entries += check.rows.count == 1 ? Self.row(check.rows[0], check, key: name) : Self.rows(check, key: name)
      }
    }
    self.entries = entries
  }

  private static func rows(_ check: CheckResult, key: String) -> [(String, String)] {
    var entries = [(key + ".verdict", check.verdict.rawValue), (key + ".count", String(check.rows.count))]
    let values = check.rows.map(\.estimate.value).filter(\.isFinite)
    if let least = values.min(), let greatest = values.max() {
      entries += [(key + ".least", number(least)), (key + ".greatest", number(greatest))]
    }
    var used: [String: Int] = [:]
    let telling = tellingLabels(check.rows)
    for (number, row) in check.rows.enumerated() {
      let labels = row.labels.prefix(telling).map { "\(slug($0.symbol))=\(slug($0.value))" }.joined(separator: ",")
      entries += Self.row(row, check, key: unique("\(key).\(labels.isEmpty ? "row=\(number + 1)" : labels)", &used))
    }
    return entries
  }

  /// How many leading labels tell the rows apart; what follows are numbers shown beside them, which may change.
  private static func tellingLabels(_ rows: [CheckResult.Row]) -> Int {
    let most = rows.map(\.labels.count).max() ?? 0
    return (1..<max(most, 1)).first { count in
      Set(rows.map { $0.labels.prefix(count).map(\.value) }).count == rows.count
    } ?? most
  }

  private static func row(_ row: CheckResult.Row, _ check: CheckResult, key: String) -> [(String, String)] {
    let shown = NumberText.parts(row.estimate, hasInterval: check.hasInterval)
    var entries = [(key, shown.value.tex)]
    if let low = shown.low, let high = shown.high { entries += [(key + ".low", low.tex), (key + ".high", high.tex)] }
    if let theory = row.theory { entries.append((key + ".theory", number(theory))) }
    return entries + [(key + ".verdict", row.verdict.rawValue)]
  }

  /// Distinct keys for equal names: the second is called `name-2`.
  private static func unique(_ name: String, _ used: inout [String: Int]) -> String {
    used[name, default: 0] += 1
    return used[name] == 1 ? name : "\(name)-\(used[name] ?? 0)"
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

  private static func number(_ value: Double) -> String { NumberText.numeral(value, digits: 5).tex }

  /// What marks a file as written by this program.
  static let sign = "written by `plumb attach --latex`"

  /// The macro file.
  public var file: String {
    let definitions = entries.map { "\\plumb@define{\($0.key)}{\($0.text)}" }.joined(separator: "\n")
    return """
      % Numbers of the report, \(Self.sign). Load with \\input{plumb-values}, use as
      % \\plumbvalue{A1.verdict}. An unknown key is an error, so that no number can silently go missing.
      \\makeatletter
      \\providecommand{\\plumb@define}[2]{\\expandafter\\def\\csname plumb@#1\\endcsname{#2}}
      \\providecommand{\\plumbvalue}[1]{\\@ifundefined{plumb@#1}%
        {\\@latex@error{plumb: there is no value `#1'}{The keys are listed in plumb-values.tex.}}%
        {\\csname plumb@#1\\endcsname}}
      \(definitions)
      \\makeatother

      """
  }

  /// A document that prints every number and shows every figure.
  ///
  /// - Parameter figures: paths of PDF files.
  public func sample(figures: [String]) -> String {
    let rows = entries.map { "\\plumbvalue{\($0.key)} & \\path{\($0.key)} \\\\" }
    let shown = figures.map { "\\begin{center}\\includegraphics[width=\\linewidth]{\($0)}\\end{center}" }
    return """
      \\documentclass{article}
      \\usepackage[margin=25mm]{geometry}
      \\usepackage{graphicx}
      \\usepackage{longtable}
      \\usepackage[hyphens]{url}
      \\input{plumb-values}
      \\begin{document}
      \\scriptsize
      \\begin{longtable}{@{}lp{0.78\\linewidth}@{}}
      value & key \\\\ \\hline
      \(rows.joined(separator: "\n"))
      \\end{longtable}
      \(shown.joined(separator: "\n"))
      \\end{document}

      """
  }
}
