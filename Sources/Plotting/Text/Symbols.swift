import Documents

/// The commands of labels and the characters that they stand for.
enum Symbols {
  /// Lower-case Greek letters, slanted between dollar signs.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "ϕ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "ell": "ℓ",
  ]

  /// Upright characters without space around them.
  static let upright: [String: String] = [
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "infty": "∞", "partial": "∂", "nabla": "∇", "sqrt": "√", "prime": "′",
    "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "lvert": "|", "rvert": "|", "langle": "⟨", "rangle": "⟩",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "ldots": "…", "dots": "…", "cdots": "⋯",
    "sum": "∑", "prod": "∏", "int": "∫", "R": "ℝ", "N": "ℕ", "Z": "ℤ", "E": "𝔼", "P": "ℙ", "circ": "∘", "degree": "°",
    "{": "{", "}": "}", "$": "$", "_": "_", "^": "^", "%": "%", "#": "#", "&": "&", "\\": "\\",
    ",": "\u{2009}", " ": "\u{2009}", ";": "\u{2005}", "quad": "\u{2003}", "!": "",
  ]

  /// Operators and relations: thin spaces around them when they stand between two things.
  static let binary: [String: String] = [
    "times": "×", "cdot": "⋅", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ll": "≪",
    "gg": "≫", "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "propto": "∝", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "mapsto": "↦", "in": "∈", "subset": "⊂", "cup": "∪", "cap": "∩",
    "otimes": "⊗", "oplus": "⊕", "ast": "∗", "mid": "|",
  ]

  /// Names set upright.
  static let functions: Set<String> = [
    "log", "ln", "exp", "sin", "cos", "tan", "min", "max", "sup", "inf", "lim", "det", "dim", "arg", "Pr",
  ]

  /// Commands that take a braced text.
  static let styles: [String: FontStyle] = [
    "text": .regular, "mathrm": .regular, "mathbf": .bold, "textbf": .bold, "mathit": .italic, "textit": .italic,
    "operatorname": .regular,
  ]

  /// Marks set above a braced text.
  static let accents: [String: String] = ["hat": "ˆ", "bar": "¯", "tilde": "˜", "dot": "˙"]

  /// The known command nearest to `command`.
  static func nearest(to command: String) -> String? {
    let known =
      Array(greek.keys) + Array(upright.keys) + Array(binary.keys) + Array(functions) + Array(styles.keys)
      + Array(accents.keys)
    return Suggestion.nearest(to: command, among: known.filter { $0.count > 1 }.sorted())
  }
}
