import Foundation

/// Text of claims and pages for LaTeX: formulas between dollars stay as they are, everything else is escaped.
///
/// What comes out is set by pdflatex without further packages. A sign outside ASCII is written as a command where one is
/// known, a letter with an accent stays, and any other is named by its number.
enum TeXText {
  /// `text` as LaTeX.
  static func escaped(_ text: String) -> String {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    // A dollar without a partner is a sign.
    guard parts.count % 2 == 1 else { return plain(text) }
    return parts.enumerated().map { index, part in
      index % 2 == 0 ? plain(String(part)) : part.isEmpty ? "" : "$\(math(part))$"
    }.joined()
  }

  /// A name, a path or a command, in letters of one width, that may break after `/`, `.`, `-`, `_` and blanks.
  static func code(_ text: String) -> String {
    let broken = text.map { letter in plain(String(letter)) + ("/.-_=".contains(letter) ? "\\allowbreak{}" : "") }
    return "\\texttt{\(broken.joined())}"
  }

  private static func plain(_ text: String) -> String { text.unicodeScalars.map(plain).joined() }

  private static func plain(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\\": "\\textbackslash{}"
    case "{", "}", "%", "#", "&", "_", "$": "\\\(scalar)"
    case "~": "\\textasciitilde{}"
    case "^": "\\textasciicircum{}"
    case "<": "\\ensuremath{<}"
    case ">": "\\ensuremath{>}"
    case "|": "\\ensuremath{|}"
    case "`": "\\textquoteleft{}"
    case "\"": "\\textquotedbl{}"
    case "\n", "\t": " "
    case "\u{20}"..."\u{7E}": String(scalar)
    // Letters of western and central Europe, which every LaTeX knows.
    case "\u{C0}"..."\u{D6}", "\u{D8}"..."\u{F6}", "\u{F8}"..."\u{17E}": String(scalar)
    default: commands[scalar].map { $0.hasPrefix("\\text") ? $0 + "{}" : "\\ensuremath{\($0)}" } ?? number(scalar)
    }
  }

  /// A formula: its signs outside ASCII become commands.
  private static func math(_ text: Substring) -> String {
    text.unicodeScalars.map { scalar in
      scalar.isASCII
        ? String(scalar)
        : commands[scalar].map { $0.hasPrefix("\\") ? $0 + " " : $0 } ?? "\\mbox{\(number(scalar))}"
    }.joined()
  }

  private static func number(_ scalar: Unicode.Scalar) -> String {
    scalar.properties.isWhitespace ? " " : "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
  }

  private static let commands: [Unicode.Scalar: String] = [
    "−": "-", "×": "\\times", "·": "\\cdot", "±": "\\pm", "÷": "\\div", "≤": "\\le", "≥": "\\ge", "≠": "\\ne",
    "≈": "\\approx", "∼": "\\sim", "∝": "\\propto", "∞": "\\infty", "√": "\\surd", "∑": "\\sum", "∏": "\\prod",
    "∫": "\\int", "∂": "\\partial", "∇": "\\nabla", "∈": "\\in", "∉": "\\notin", "⊂": "\\subset", "∪": "\\cup",
    "∩": "\\cap", "→": "\\to", "←": "\\leftarrow", "↔": "\\leftrightarrow", "⇒": "\\Rightarrow", "↦": "\\mapsto",
    "ℓ": "\\ell", "°": "^\\circ", "′": "'", "⟨": "\\langle", "⟩": "\\rangle", "‖": "\\|", "½": "\\frac12",
    "⁰": "^{0}", "¹": "^{1}", "²": "^{2}", "³": "^{3}", "⁴": "^{4}", "⁵": "^{5}", "⁶": "^{6}", "⁷": "^{7}",
    "⁸": "^{8}", "⁹": "^{9}", "⁻": "^{-}", "₀": "_{0}", "₁": "_{1}", "₂": "_{2}", "₃": "_{3}", "₄": "_{4}",
    "₅": "_{5}", "₆": "_{6}", "₇": "_{7}", "₈": "_{8}", "₉": "_{9}",
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon", "ζ": "\\zeta", "η": "\\eta",
    "θ": "\\theta", "ι": "\\iota", "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu", "µ": "\\mu", "ν": "\\nu",
    "ξ": "\\xi", "π": "\\pi", "ρ": "\\rho", "σ": "\\sigma", "τ": "\\tau", "υ": "\\upsilon", "φ": "\\varphi",
    "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega", "Γ": "\\Gamma", "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda",
    "Ξ": "\\Xi", "Π": "\\Pi", "Σ": "\\Sigma", "Φ": "\\Phi", "Ψ": "\\Psi", "Ω": "\\Omega",
    "–": "\\textendash", "—": "\\textemdash", "‘": "\\textquoteleft", "’": "\\textquoteright",
    "“": "\\textquotedblleft", "”": "\\textquotedblright", "…": "\\textellipsis", "•": "\\textbullet",
    "§": "\\textsection", "©": "\\textcopyright", "€": "\\texteuro", "¬": "\\neg",
  ]
}
