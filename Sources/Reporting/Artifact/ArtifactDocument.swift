/// A short document that is written twice: as Markdown and as LaTeX.
struct ArtifactDocument {
  let title: String
  let blocks: [Block]

  /// A part of it; texts may hold formulas between dollars.
  enum Block {
    case heading(String)
    case paragraph(String)
    /// Points, each with a name in front or none.
    case points([(name: String, text: String)])
    /// Commands as they are typed.
    case commands([String])
    /// Rows below their heads; columns by their place that hold commands or names.
    case table(heads: [String], rows: [[String]], codes: Set<Int>)
  }

  /// For people and for repositories. What texts of the manifest have of HTML stands for itself, as on pages.
  var markdown: String {
    let parts = blocks.map { block in
      switch block {
      case .heading(let text): "## \(Markdown.line(text))"
      case .paragraph(let text): Markdown.line(text)
      case .points(let points):
        points.map { "- " + ($0.name.isEmpty ? "" : "**\(Markdown.line($0.name)).** ") + Markdown.line($0.text) }
          .joined(separator: "\n")
      case .commands(let lines): "```\n\(lines.joined(separator: "\n"))\n```"
      case .table(let heads, let rows, let codes):
        Markdown.table(
          heads.map(Markdown.line),
          rows.map { row in row.enumerated().map { codes.contains($0) ? Markdown.code($1) : Markdown.line($1) } }
        )
        .trimmingSuffix
      }
    }
    return (["# \(Markdown.line(title))"] + parts).joined(separator: "\n\n") + "\n"
  }

  /// A section to be read by `\input`, and by itself after a head that `\documentclass` decides.
  ///
  /// It needs no package beside `longtable`.
  var latex: String {
    let body = blocks.map(latex).joined(separator: "\n\n")
    return """
      % Written by `plumb attach`. Typeset it alone, or \\input it after
      %   \\newcommand{\\plumbappendix}{}\\usepackage{longtable}
      \\ifdefined\\plumbappendix\\else
      \\documentclass{article}
      \\usepackage[margin=25mm]{geometry}
      \\usepackage[T1]{fontenc}
      \\usepackage{textcomp}
      \\usepackage{longtable}
      \\begin{document}
      \\fi
      \\section*{\(TeXText.escaped(title))}

      \(body)

      \\ifdefined\\plumbappendix\\else
      \\end{document}
      \\fi

      """
  }

  private func latex(_ block: Block) -> String {
    switch block {
    case .heading(let text): "\\subsection*{\(TeXText.escaped(text))}"
    case .paragraph(let text): TeXText.escaped(text)
    case .points(let points):
      "\\begin{itemize}\n"
        + points.map {
          "\\item " + ($0.name.isEmpty ? "" : "\\textbf{\(TeXText.escaped($0.name)).} ") + TeXText.escaped($0.text)
        }.joined(separator: "\n") + "\n\\end{itemize}"
    case .commands(let lines):
      "\\begin{quote}\\raggedright\\small\n" + lines.map(TeXText.code).joined(separator: "\\\\\n") + "\n\\end{quote}"
    case .table(let heads, let rows, let codes): Self.table(heads, rows, codes)
    }
  }

  /// Widths of columns in letters: room for the longest word of each, and what is left of a line by the longest cells.
  private static func widths(_ rows: [[String]], _ codes: Set<Int>, columns: Int) -> [Double] {
    let line = 100.0
    let needed = (0..<columns).map { column -> (word: Double, cell: Double) in
      let cells = rows.compactMap { column < $0.count ? $0[column] : nil }
      let breaks: Set<Character> = codes.contains(column) ? [" ", "-", "_", ".", "/", "="] : [" ", "-"]
      let word = cells.flatMap { $0.split { breaks.contains($0) } }.map(\.count).max() ?? 0
      // Capitals and bold letters are wider than others, and each column has room beside it.
      return (min(30, 1.3 * Double(word) + 4), Double(min(60, cells.map(\.count).max() ?? 0)))
    }
    let left = max(0, line - needed.map(\.word).reduce(0, +))
    let wanted = max(1, needed.map(\.cell).reduce(0, +))
    return needed.map { $0.word + left * $0.cell / wanted }
  }

  /// Columns share the width of the text.
  private static func table(_ heads: [String], _ rows: [[String]], _ codes: Set<Int>) -> String {
    let widths = widths([heads] + rows, codes, columns: heads.count)
    let all = widths.reduce(0, +)
    let shape = widths.map { width in
      let share = (0.99 * width / all * 1000).rounded(.down) / 1000
      return "p{\\dimexpr \(share)\\linewidth-2\\tabcolsep\\relax}"
    }
    func line(_ cells: [String], isHead: Bool = false) -> String {
      cells.enumerated().map { index, cell in
        let text =
          isHead
          ? "\\textbf{\(TeXText.escaped(cell))}" : codes.contains(index) ? TeXText.code(cell) : TeXText.escaped(cell)
        return "\\raggedright " + text + (index == cells.count - 1 ? "\\arraybackslash" : "")
      }.joined(separator: " & ") + " \\\\"
    }
    return """
      {\\footnotesize\\providecommand{\\arraybackslash}{\\let\\\\\\tabularnewline}
      \\begin{longtable}{@{}\(shape.joined())@{}}
      \(line(heads, isHead: true)) \\hline
      \\endhead
      \(rows.map { line($0) }.joined(separator: "\n"))
      \\end{longtable}}
      """
  }
}

extension String {
  /// The text without line ends behind it.
  fileprivate var trimmingSuffix: String {
    var text = self
    while text.hasSuffix("\n") { text.removeLast() }
    return text
  }
}
