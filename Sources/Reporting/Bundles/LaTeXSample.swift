/// A LaTeX document of two pages that shows how numbers and figures of the report get into a paper.
public struct LaTeXSample: Sendable {
  private let values: ReportValues
  private let figures: [String]

  /// A sample with some of `values` and the first of `figures`, paths of PDF and PNG files.
  public init(_ values: ReportValues, figures: [String]) { (self.values, self.figures) = (values, figures) }

  /// Claims beyond these do not fit on the page.
  private static let mostClaims = 36

  /// The keys of the report, and the ends that they have.
  private var keys: Set<String> { Set(values.entries.map(\.key)) }

  /// The claims in their order.
  private var claims: [String] {
    values.entries.map(\.key).filter { $0.hasSuffix(".verdict") && !$0.dropLast(".verdict".count).contains(".") }
      .map { String($0.dropLast(".verdict".count)) }
  }

  /// A number with an interval, and one with a limit, to be shown.
  private var examples: [(macro: String, key: String, meaning: String)] {
    let keys = keys
    let number = values.entries.first { keys.contains($0.key + ".low") }?.key
    let judged = claims.first { keys.contains($0 + ".nearest") }
    let verdict = claims.first.map { [("plumbvalue", $0 + ".verdict", "a verdict")] } ?? []
    let interval =
      number.map {
        [
          ("plumbvalue", $0, "a number"), ("plumbinterval", $0, "its interval"), ("plumbestimate", $0, "both together"),
        ]
      } ?? []
    let deviation =
      judged.map { [("plumbdeviation", $0, "nearest to failing, and the limit")] } ?? []
    return verdict + interval + deviation
  }

  /// The source, for pdflatex and lualatex.
  public var source: String {
    let keys = keys
    let shown = examples.map { macro, key, meaning in
      "\\path{\\\(macro){\(key)}} & \\\(macro){\(key)} & \(meaning) \\\\"
    }
    let rows = claims.prefix(Self.mostClaims).map { claim in
      let nearest = keys.contains(claim + ".nearest") ? "\\plumbdeviation{\(claim)}" : ""
      return "\\path{\(claim)} & \\plumbvalue{\(claim).verdict} & \(nearest) \\\\"
    }
    let rest = claims.count - rows.count
    let which = figures.count == 1 ? "The figure" : "The first of \(figures.count) figures"
    let figure = figures.first.map { path in
      """
      \\begin{figure}[h!]
      \\centering
      \\includegraphics[width=\\linewidth,height=0.6\\textheight,keepaspectratio]{\(path)}
      \\caption{\(which): \\texttt{\\detokenize{\(path)}}. Its letters
      are text, with their fonts in the file.}
      \\end{figure}
      """
    }
    return """
      \\documentclass{article}
      \\usepackage[margin=25mm]{geometry}
      \\usepackage{graphicx}
      \\usepackage[hyphens]{url}
      \\input{plumb-values}
      \\begin{document}
      \\section*{Numbers}
      All \(keys.count) keys stand in \\path{plumb-values.tex}. They stay when checks are reworded or change places; a key that
      is not there is an error.
      \\begin{center}\\footnotesize
      \\begin{tabular}{@{}lll@{}}
      \(shown.joined(separator: "\n"))
      \\end{tabular}
      \\end{center}
      \\section*{Claims}
      \\begin{center}\\footnotesize
      \\begin{tabular}{@{}lll@{}}
      claim & verdict & nearest to failing \\\\ \\hline
      \(rows.joined(separator: "\n"))
      \\end{tabular}
      \\end{center}
      \(rest > 0 ? "And \(rest) more.\n" : "")\\clearpage
      \\section*{Figures}
      \(figure ?? "The report has no figure.")
      \\end{document}

      """
  }
}
