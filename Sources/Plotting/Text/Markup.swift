import Documents

/// A label as written by people: plain text with math between dollar signs.
///
/// `\mu` and other names stand for characters anywhere; between dollar signs letters are italic, `_` and `^` set
/// subscripts and superscripts, `-` is a minus sign and operators are spaced. Source of the conventions: plain TeX.
struct Markup {
  /// A part of a label.
  indirect enum Node: Equatable {
    case text(String, FontStyle)
    /// A space in hundredths of an em.
    case space(Int)
    case scripts(below: [Node], above: [Node])
    case accent(String, [Node])
  }

  private let source: String
  private let base: FontStyle
  private var rest: Substring
  private var inMath = false

  private init(_ source: String, _ base: FontStyle) { (self.source, self.base, rest) = (source, base, source[...]) }

  /// The parts of `source`; `base` is the face outside math.
  ///
  /// - Throws: ``PlottingError`` for an unknown command or an unclosed brace or dollar sign.
  static func nodes(_ source: String, _ base: FontStyle = .regular) throws -> [Node] {
    var parser = Markup(String(source.prefix(lengthLimit)), base)
    let nodes = try parser.sequence(until: nil)
    if parser.inMath, source.count <= lengthLimit { throw PlottingError.unbalanced("$", text: source) }
    return nodes
  }

  /// `text` with every special character kept as it is.
  static func escaped(_ text: String) -> String { String(text.flatMap { "\\${}".contains($0) ? ["\\", $0] : [$0] }) }

  /// No label is longer on a page; what follows would be cut in any case.
  private static let lengthLimit = 2000

  private mutating func sequence(until end: Character?) throws -> [Node] {
    var nodes: [Node] = []
    while let character = rest.first {
      if character == end {
        rest.removeFirst()
        return nodes
      }
      try element(character, after: &nodes)
    }
    if let end { throw PlottingError.unbalanced(end == "}" ? "{" : String(end), text: source) }
    return nodes
  }

  private mutating func element(_ character: Character, after nodes: inout [Node]) throws {
    rest.removeFirst()
    switch character {
    case "$": inMath.toggle()
    case "\\": try command(after: &nodes)
    case "{": nodes += try sequence(until: "}")
    case "}": throw PlottingError.unbalanced("}", text: source)
    case "_" where inMath: try script(&nodes, isAbove: false)
    case "^" where inMath: try script(&nodes, isAbove: true)
    case _ where inMath: math(character, &nodes)
    default: append(String(character.isWhitespace ? " " : character), base, &nodes)
    }
  }

  private func math(_ character: Character, _ nodes: inout [Node]) {
    switch character {
    case "-": binary("−", &nodes)
    case "+", "=", "<", ">": binary(String(character), &nodes)
    case ",": nodes += [.text(",", .regular), .space(17)]
    case "'": prime(&nodes)
    case _ where character.isWhitespace: break
    case _ where character.isLetter: append(String(character), base == .bold ? .bold : .italic, &nodes)
    default: append(String(character), base, &nodes)
    }
  }

  /// The sign has no margin of its own, so the first after a letter is set off a little.
  private func prime(_ nodes: inout [Node]) {
    if case .text(_, .italic) = nodes.last { nodes.append(.space(4)) }
    append("′", .regular, &nodes)
  }

  /// A sign between two things has space around it; at the beginning, or after another sign, it belongs to what follows.
  private func binary(_ sign: String, _ nodes: inout [Node]) {
    let isBinary: Bool
    switch nodes.last {
    case nil, .space: isBinary = false
    case .text(let text, _): isBinary = !"([{,|‖ ".contains(text.last ?? "(")
    default: isBinary = true
    }
    nodes += isBinary ? [.space(22), .text(sign, base), .space(22)] : [.text(sign, base)]
  }

  private mutating func command(after nodes: inout [Node]) throws {
    var name = String(rest.prefix { $0.isASCII && $0.isLetter })
    if name.isEmpty, let sign = rest.first { name = String(sign) }
    rest = rest.dropFirst(name.count)
    if let letter = Symbols.greek[name] {
      append(letter, inMath ? .italic : base, &nodes)
    } else if let sign = Symbols.upright[name] {
      append(sign, base, &nodes)
    } else if let sign = Symbols.binary[name] {
      if inMath { binary(sign, &nodes) } else { append(sign, base, &nodes) }
    } else if Symbols.functions.contains(name) {
      nodes += [.space(10), .text(name, base), .space(10)]
    } else if let style = Symbols.styles[name] {
      nodes.append(.text(try plainArgument(), style))
    } else if let accent = Symbols.accents[name] {
      nodes.append(.accent(accent, try argument()))
    } else {
      throw PlottingError.unknownCommand(name, text: source)
    }
  }

  private mutating func plainArgument() throws -> String {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else {
      throw PlottingError.unbalanced("{", text: source)
    }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end].dropFirst())
  }

  private mutating func argument() throws -> [Node] {
    var nodes: [Node] = []
    rest = rest.drop { $0 == " " }
    if let first = rest.first { try element(first, after: &nodes) }
    return nodes
  }

  private mutating func script(_ nodes: inout [Node], isAbove: Bool) throws {
    let content = try argument()
    var (below, above): ([Node], [Node]) = ([], [])
    if case .scripts(let before, let over) = nodes.last, isAbove ? over.isEmpty : before.isEmpty {
      (below, above) = (before, over)
      nodes.removeLast()
    }
    nodes.append(isAbove ? .scripts(below: below, above: content) : .scripts(below: content, above: above))
  }

  private func append(_ text: String, _ style: FontStyle, _ nodes: inout [Node]) {
    if case .text(let before, style) = nodes.last {
      nodes[nodes.count - 1] = .text(before + text, style)
    } else {
      nodes.append(.text(text, style))
    }
  }
}

/// The commands of labels and the characters that they stand for.
enum Symbols {
  /// Lower-case Greek letters, slanted between dollar signs.
  static let greek: [String: String] = [
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "ϕ", "varphi": "φ", "chi": "χ",
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
    let known = [greek, upright, binary, accents].flatMap(\.keys) + functions + styles.keys
    return Suggestion.nearest(to: command, among: known.filter { $0.count > 1 }.sorted())
  }
}
