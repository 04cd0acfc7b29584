/// A formula of the TeX subset that report pages use, as MathML Core.
///
/// The subset: letters, digits, Greek, sub- and superscripts, primes, `\frac`, `\sqrt`, `\binom`, accents, `\left` and
/// `\right`, `\mathbb`, `\mathrm`, `\text`, functions, relations and spaces; see ``FormulaSymbols``. Anything else is an
/// error, and a page then shows the source.
public struct Formula: Sendable, Equatable {
  /// What stands between the dollar signs.
  public let source: String
  /// The `<math>` element.
  public let mathML: String

  /// Converts `source`.
  ///
  /// - Parameter isDisplayed: whether it stands on a line of its own.
  /// - Throws: ``FormulaError``.
  public init(_ source: String, isDisplayed: Bool = false) throws(FormulaError) {
    self.source = source
    var reader = FormulaReader(source)
    let row = try reader.row(until: nil)
    let display = isDisplayed ? " display=\"block\"" : ""
    mathML = "<math\(display)><mrow>\(row)</mrow></math>"
  }
}

/// Why a formula cannot be shown.
public enum FormulaError: Error, Equatable, Sendable {
  case unknownCommand(String)
  case unknownSign(Character)
  case missingArgument(of: String)
  case unclosed(String)
  case unexpected(String)
  case doubleScript(String)
  case tooDeep(Int)
}

/// Reads one formula from left to right.
struct FormulaReader {
  private var rest: Substring
  /// Whether a sign such as `-` would be a prefix here.
  private var expectsOperand = true
  /// How many groups, arguments and scripts are open.
  private var depth = 0
  /// No formula that people write comes near it.
  private static let deepest = 200

  init(_ source: String) { rest = source[...] }

  /// Everything up to `end` (`}`, `\right` or, for nil, the end of the source).
  mutating func row(until end: String?) throws(FormulaError) -> String {
    var text = ""
    expectsOperand = true
    while true {
      skipSpaces()
      if rest.isEmpty {
        guard end == nil else { throw .unclosed(end == "}" ? "{" : "\\left") }
        return text
      }
      if let end, rest.hasPrefix(end) {
        rest = rest.dropFirst(end.count)
        expectsOperand = false
        return text
      }
      text += try scripted()
    }
  }

  /// One atom with its sub- and superscripts and primes.
  private mutating func scripted() throws(FormulaError) -> String {
    let name = functionName()
    let base: String
    if let name { base = "<mi>\(name)</mi>" } else { base = try atom() }
    var (below, above, primes): (String?, String?, Int) = (nil, nil, 0)
    while true {
      skipSpaces()
      guard let sign = rest.first, sign == "_" || sign == "^" || sign == "'" else { break }
      rest = rest.dropFirst()
      if sign == "'" {
        primes += 1
        continue
      }
      guard (sign == "_" ? below : above) == nil else { throw .doubleScript(String(sign)) }
      let script = try argument(of: String(sign))
      if sign == "_" { below = script } else { above = script }
    }
    if name != nil { expectsOperand = true } else if below != nil || above != nil { expectsOperand = false }
    let whole = Self.attach(base, below, Self.exponent(above, primes: primes))
    return name == nil ? whole : whole + spaceAfterFunction
  }

  private static func exponent(_ above: String?, primes: Int) -> String? {
    guard primes > 0 else { return above }
    let mark = "<mo>" + (primes == 2 ? "″" : String(repeating: "′", count: primes)) + "</mo>"
    return above.map { "<mrow>\(mark)\($0)</mrow>" } ?? mark
  }

  private static func attach(_ base: String, _ below: String?, _ above: String?) -> String {
    switch (below, above) {
    case (nil, nil): base
    case (let below?, nil): "<msub>\(base)\(below)</msub>"
    case (nil, let above?): "<msup>\(base)\(above)</msup>"
    case (let below?, let above?): "<msubsup>\(base)\(below)\(above)</msubsup>"
    }
  }

  /// The space that TeX puts between a function and an argument without a fence.
  private var spaceAfterFunction: String {
    guard let next = rest.first(where: { $0 != " " }), !"()[]},|=<>+-/".contains(next) else { return "" }
    return "<mspace width=\"0.167em\"></mspace>"
  }

  /// Takes a function's name, if one stands here.
  private mutating func functionName() -> String? {
    guard rest.first == "\\" else { return nil }
    let name = String(rest.dropFirst().prefix(while: \.isLetter))
    guard FormulaSymbols.functions.contains(name) else { return nil }
    rest = rest.dropFirst(name.count + 1)
    return name
  }

  /// One argument: a group in braces, or one atom.
  private mutating func argument(of command: String) throws(FormulaError) -> String {
    skipSpaces()
    guard let next = rest.first, next != "}" else { throw .missingArgument(of: command) }
    let outer = expectsOperand
    defer { expectsOperand = outer }
    expectsOperand = true
    if next.isNumber {
      rest = rest.dropFirst()
      return "<mn>\(next)</mn>"
    }
    if let name = functionName() { return "<mi>\(name)</mi>" }
    return try atom()
  }

  private mutating func atom() throws(FormulaError) -> String {
    guard let next = rest.first else { throw .unexpected("end") }
    guard depth < Self.deepest else { throw .tooDeep(Self.deepest) }
    depth += 1
    defer { depth -= 1 }
    rest = rest.dropFirst()
    if next == "\\" { return try command() }
    if next == "{" { return "<mrow>\(try row(until: "}"))</mrow>" }
    if next.isNumber { return number(first: next) }
    if next.isLetter {
      expectsOperand = false
      return "<mi>\(next)</mi>"
    }
    return try sign(String(next))
  }

  private mutating func number(first: Character) -> String {
    var digits = String(first)
    while let next = rest.first, next.isNumber || next == "." && rest.dropFirst().first?.isNumber == true {
      digits.append(next)
      rest = rest.dropFirst()
    }
    expectsOperand = false
    return "<mn>\(digits)</mn>"
  }

  /// A sign that is typed as itself.
  private mutating func sign(_ text: String) throws(FormulaError) -> String {
    if let fence = fence(text) { return fence }
    switch text {
    case "-", "+":
      let form = expectsOperand ? " form=\"prefix\"" : ""
      expectsOperand = true
      return "<mo\(form)>\(text == "-" ? "−" : "+")</mo>"
    case "/":
      expectsOperand = true
      return "<mo lspace=\"0\" rspace=\"0\">/</mo>"
    case "=", ",", ":", ";", "*":
      expectsOperand = true
      return "<mo>\(text)</mo>"
    case "<", ">":
      expectsOperand = true
      return text == "<" ? "<mo>&lt;</mo>" : "<mo>&gt;</mo>"
    case "!", ".": return "<mo lspace=\"0\" rspace=\"0\">\(text)</mo>"
    case "}": throw .unexpected("}")
    default: throw .unknownSign(Character(text))
    }
  }

  private mutating func fence(_ name: String) -> String? {
    if let text = FormulaSymbols.openings[name] {
      expectsOperand = true
      return "<mo form=\"prefix\" stretchy=\"false\">\(text)</mo>"
    }
    if let text = FormulaSymbols.closings[name], name != "}" {
      expectsOperand = false
      return "<mo form=\"postfix\" stretchy=\"false\">\(text)</mo>"
    }
    guard let text = FormulaSymbols.bars[name] else { return nil }
    let form = expectsOperand ? "prefix" : "postfix"
    return "<mo form=\"\(form)\" stretchy=\"false\" lspace=\"0\" rspace=\"0\">\(text)</mo>"
  }

  private mutating func skipSpaces() { rest = rest.drop { $0 == " " || $0 == "\n" } }
}

extension FormulaReader {
  /// What stands after a backslash.
  private mutating func command() throws(FormulaError) -> String {
    let letters = String(rest.prefix(while: \.isLetter))
    let name = letters.isEmpty ? String(rest.prefix(1)) : letters
    rest = rest.dropFirst(name.count)
    if let width = FormulaSymbols.spaces[name] { return "<mspace width=\"\(width)em\"></mspace>" }
    if name == "{" || name == "}" { return brace(name) }
    if !letters.isEmpty, let fence = fence(name) { return fence }
    if name == "|" { return fence("Vert") ?? "" }
    if let text = FormulaSymbols.operators[name] {
      expectsOperand = true
      return "<mo>\(text)</mo>"
    }
    if let text = FormulaSymbols.largeOperators[name] {
      expectsOperand = true
      return "<mo>\(text)</mo>"
    }
    defer { expectsOperand = false }
    if let text = FormulaSymbols.identifiers[name] { return "<mi>\(text)</mi>" }
    if let text = FormulaSymbols.uprightLetters[name] { return "<mi mathvariant=\"normal\">\(text)</mi>" }
    return try construction(name)
  }

  private mutating func brace(_ name: String) -> String {
    expectsOperand = name == "{"
    return "<mo form=\"\(name == "{" ? "prefix" : "postfix")\" stretchy=\"false\">\(name)</mo>"
  }

  private mutating func construction(_ name: String) throws(FormulaError) -> String {
    let shown = "\\" + name
    if let accent = FormulaSymbols.accents[name] {
      return "<mover accent=\"true\">\(try argument(of: shown))<mo stretchy=\"false\">\(accent)</mo></mover>"
    }
    switch name {
    case "frac", "tfrac", "dfrac":
      let top = try argument(of: shown)
      return "<mfrac>\(top)\(try argument(of: shown))</mfrac>"
    case "binom":
      let top = try argument(of: shown)
      let pair = "<mfrac linethickness=\"0\">\(top)\(try argument(of: shown))</mfrac>"
      return "<mrow><mo>(</mo>\(pair)<mo>)</mo></mrow>"
    case "sqrt": return try root()
    case "left": return try enclosed()
    case "mathbb", "mathrm", "text", "operatorname", "mathbf", "mathcal": return try lettering(name)
    default: throw .unknownCommand(name.isEmpty ? "\\" : shown)
    }
  }

  private mutating func root() throws(FormulaError) -> String {
    guard rest.first == "[", let end = rest.firstIndex(of: "]") else {
      return "<msqrt>\(try argument(of: "\\sqrt"))</msqrt>"
    }
    var inner = FormulaReader(String(rest[rest.index(after: rest.startIndex)..<end]))
    let degree = try inner.row(until: nil)
    rest = rest[rest.index(after: end)...]
    return "<mroot>\(try argument(of: "\\sqrt"))<mrow>\(degree)</mrow></mroot>"
  }

  /// `\left( … \right)`: fences as high as what they hold.
  private mutating func enclosed() throws(FormulaError) -> String {
    let left = try delimiter(of: "\\left")
    let inside = try row(until: "\\right")
    let right = try delimiter(of: "\\right")
    return "<mrow><mo form=\"prefix\">\(left)</mo>\(inside)<mo form=\"postfix\">\(right)</mo></mrow>"
  }

  private mutating func delimiter(of command: String) throws(FormulaError) -> String {
    let isCommand = rest.first == "\\"
    if isCommand { rest = rest.dropFirst() }
    let letters = isCommand ? String(rest.prefix(while: \.isLetter)) : ""
    let name = letters.isEmpty ? String(rest.prefix(1)) : letters
    rest = rest.dropFirst(name.count)
    if name == ".", !isCommand { return "" }
    if name == "|", isCommand { return "‖" }
    guard
      let sign = FormulaSymbols.openings[name] ?? FormulaSymbols.closings[name] ?? FormulaSymbols.bars[name]
    else { throw .missingArgument(of: command) }
    return sign
  }

  /// Letters in another script: `\mathbb{R}`, `\text{for all}`.
  private mutating func lettering(_ name: String) throws(FormulaError) -> String {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { throw .missingArgument(of: "\\" + name) }
    let letters = String(rest[rest.index(after: rest.startIndex)..<end])
    rest = rest[rest.index(after: end)...]
    switch name {
    case "text": return "<mtext>\(Markup.escaped(letters))</mtext>"
    case "mathbb":
      guard let letter = letters.first, letters.count == 1, let struck = FormulaSymbols.doubleStruck[letter] else {
        throw .unknownCommand("\\mathbb{\(letters)}")
      }
      return "<mi>\(struck)</mi>"
    case "mathbf", "mathcal":
      guard letters.count == 1, let scalar = letters.unicodeScalars.first, let styled = Self.styled(scalar, name) else {
        throw .unknownCommand("\\\(name){\(letters)}")
      }
      return "<mi>\(styled)</mi>"
    default: return "<mi mathvariant=\"normal\">\(Markup.escaped(letters))</mi>"
    }
  }

  /// A bold letter, or a script capital.
  private static func styled(_ scalar: Unicode.Scalar, _ name: String) -> Character? {
    let script: [Unicode.Scalar: Character] = [
      "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
    ]
    if name == "mathcal", let letter = script[scalar] { return letter }
    switch scalar {
    case "A"..."Z":
      return Unicode.Scalar((name == "mathbf" ? 0x1D400 : 0x1D49C) + scalar.value - 65).map(Character.init)
    case "a"..."z" where name == "mathbf": return Unicode.Scalar(0x1D41A + scalar.value - 97).map(Character.init)
    default: return nil
    }
  }
}
