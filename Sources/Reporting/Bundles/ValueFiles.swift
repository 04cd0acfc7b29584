import Documents

extension ReportValues.Value {
  /// As LaTeX prints it.
  var tex: String {
    switch self {
    case .word(let word): word
    case .number(_, let numeral): numeral.tex
    case .count(let count): String(count)
    }
  }

  /// As Typst prints it.
  fileprivate var typst: String {
    switch self {
    case .word(let word): "[\(word)]"
    case .number(_, let numeral): "[\(numeral.typst)]"
    case .count(let count): "[\(count)]"
    }
  }

  /// For programs.
  fileprivate var json: JSON {
    switch self {
    case .word(let word): ["text": JSON(.string(word))]
    case .number(let value, let numeral):
      // JSON has no infinities; the text says them.
      ["value": value.isFinite ? JSON(.number(value)) : JSON(.null), "text": JSON(.string(numeral.text))]
    case .count(let count): ["value": JSON(.integer(count)), "text": JSON(.string(String(count)))]
    }
  }
}

extension ReportValues {
  /// The numbers for programs: by key, the value with every digit and the text that pages show.
  public var json: JSON { JSON(.object(entries.map { JSON.Member($0.key, $0.value.json) })) }

  /// The module for Typst.
  public var typst: String {
    """
    // Numbers of the report, written by `plumb attach --typst`. Use as
    //   #import "plumb-values.typ": plumbvalue
    //   #plumbvalue("A1.verdict")
    // An unknown key is an error, so that no number can silently go missing.
    #let plumb-values = (
    \(entries.map { "  \"\($0.key)\": \($0.value.typst)," }.joined(separator: "\n"))
    )
    #let plumbvalue(key) = {
      assert(key in plumb-values, message: "plumb: there is no value `" + key + "`")
      plumb-values.at(key)
    }

    """
  }

  /// The macro file for LaTeX.
  public var latex: String {
    let definitions = entries.map { "\\plumb@define{\($0.key)}{\($0.value.tex)}" }.joined(separator: "\n")
    return """
      % Numbers of the report, written by `plumb attach --latex`. Load with \\input{plumb-values}, use as
      % \\plumbvalue{A1.verdict}. An unknown key is an error, so that no number can silently go missing.
      \\makeatletter
      \\providecommand{\\plumb@define}[2]{\\expandafter\\def\\csname plumb@\\detokenize{#1}\\endcsname{#2}}
      \\providecommand{\\plumbvalue}[1]{\\@ifundefined{plumb@\\detokenize{#1}}%
        {\\@latex@error{plumb: there is no value `\\detokenize{#1}'}{The keys are listed in plumb-values.tex.}}%
        {\\csname plumb@\\detokenize{#1}\\endcsname}}
      \(definitions)
      \\makeatother

      """
  }

  /// A LaTeX document that prints every number and shows every figure.
  ///
  /// - Parameter figures: paths of PDF and PNG files.
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
