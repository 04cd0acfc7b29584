/// What the commands of formulas stand for.
enum FormulaSymbols {
  /// Commands that print one letter or sign of an identifier.
  static let identifiers: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "ell": "ℓ", "partial": "∂", "nabla": "∇", "infty": "∞", "emptyset": "∅", "hbar": "ℏ",
  ]

  /// Commands that print an upright letter.
  static let uprightLetters: [String: String] = [
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω",
  ]

  /// Commands that print an operator or a relation.
  static let operators: [String: String] = [
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "ll": "≪", "gg": "≫", "sim": "∼", "simeq": "≃",
    "approx": "≈", "equiv": "≡", "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪",
    "cap": "∩", "to": "→", "rightarrow": "→", "mapsto": "↦", "Rightarrow": "⇒", "pm": "±", "mp": "∓", "times": "×",
    "cdot": "⋅", "ast": "∗", "circ": "∘", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "forall": "∀", "exists": "∃",
    "dots": "…", "ldots": "…", "cdots": "⋯", "mid": "∣", "top": "⊤", "perp": "⊥", "asymp": "≍",
  ]

  /// Commands that print a large operator.
  static let largeOperators: [String: String] = ["sum": "∑", "prod": "∏", "int": "∫"]

  /// Fences: signs that open or close.
  static let openings: [String: String] = ["(": "(", "[": "[", "langle": "⟨", "lfloor": "⌊", "lceil": "⌈", "{": "{"]
  static let closings: [String: String] = [")": ")", "]": "]", "rangle": "⟩", "rfloor": "⌋", "rceil": "⌉", "}": "}"]
  static let bars: [String: String] = [
    "|": "|", "Vert": "‖", "vert": "|", "lvert": "|", "rvert": "|", "lVert": "‖", "rVert": "‖",
  ]

  /// Commands that print their own name upright.
  static let functions: Set<String> = [
    "log", "ln", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "max", "min", "sup",
    "inf", "lim", "det", "dim", "Pr", "arg", "deg", "ker", "tr", "sign",
  ]

  /// Spaces, in em.
  static let spaces: [String: String] = [
    ",": "0.167", ":": "0.222", ";": "0.278", "!": "-0.167", " ": "0.25", "quad": "1", "qquad": "2",
  ]

  /// Accents over one argument.
  static let accents: [String: String] = [
    "tilde": "~", "widetilde": "~", "hat": "^", "widehat": "^", "bar": "¯", "overline": "¯", "vec": "→", "dot": "˙",
  ]

  /// Letters with a double stroke.
  static let doubleStruck: [Character: String] = [
    "C": "ℂ", "E": "𝔼", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "S": "𝕊", "Z": "ℤ",
  ]
}
