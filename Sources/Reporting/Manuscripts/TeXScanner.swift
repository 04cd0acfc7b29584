import Foundation

/// Finds in a LaTeX source what a reader sees: prose, formulas, captions and tables; and what is named: values, pictures,
/// further files. Commands, options, references, lengths, code and comments are neither.
struct TeXScanner {
  private var text: MaskedText
  private var place = 0
  /// The formulas that are open, by what ends each.
  private var formulas: [String] = []
  /// Before `\begin{document}` only titles, abstracts and definitions are read.
  private var isPreamble: Bool
  /// Whether an abstract of the preamble is being read.
  private var isAbstractEarly = false

  private init(_ source: String) {
    text = MaskedText(source, .latex)
    isPreamble = text.find("\\begin{document}", from: 0) != nil
  }

  /// The text with its parts.
  static func scan(_ source: String) -> MaskedText {
    var scanner = TeXScanner(source)
    scanner.run(until: scanner.text.count)
    return scanner.text
  }

  private var part: MaskedText.Part { isPreamble ? .nothing : formulas.isEmpty ? .prose : .maths }

  private mutating func run(until end: Int) {
    while place < end, let sign = text[place] {
      switch sign {
      case "%": place = text.endOfLine(place)
      case "\\": command()
      case "$": dollar()
      case "^", "_":
        place = formulas.isEmpty ? place + 1 : text.markScript(place, opening: "{")
      case "[" where isOption(place): place = (text.closing(place) ?? place) + 1
      default:
        text.parts[place] = part
        place += 1
      }
    }
  }

  private mutating func dollar() {
    let isDisplay = text[place + 1] == "$"
    let sign = isDisplay ? "$$" : "$"
    if formulas.last == sign {
      formulas.removeLast()
    } else if isDisplay, formulas.last == "$" {
      // An empty formula, or two that touch.
      formulas.removeLast()
      place += 1
      return
    } else if formulas.isEmpty || formulas.last?.first != "$" {
      formulas.append(sign)
    }
    place += sign.count
  }

  /// Whether the bracket at `offset` holds options: behind a command or a group, `key=value`, a place such as `[htb!]` or a
  /// length.
  private func isOption(_ offset: Int) -> Bool {
    guard offset > 0, let before = text[offset - 1], before.isASCIILetter || before == "}" || before == "*",
      let end = text.closing(offset), end - offset < 400
    else { return false }
    if before != "}" {
      var start = offset - 1
      while let sign = text[start], sign.isASCIILetter || sign == "*" { start -= 1 }
      guard text[start] == "\\" else { return false }
    }
    let content = text.text(offset + 1..<end)
    return content.contains("=") || content.wholeMatch(of: #/[a-zA-Z!,*]{1,12}/#) != nil
      || content.wholeMatch(of: #/\s*-?[0-9.]+\s*(?:[a-z]{2}|\\[a-zA-Z]+)\s*/#) != nil
  }

  private mutating func command() {
    let start = place
    guard let first = text[place + 1] else { return place += 1 }
    guard first.isASCIILetter || first == "@" else { return symbol(first) }
    place = text.end(of: { $0.isASCIILetter || $0 == "@" }, from: place + 1)
    let name = text.text(start + 1..<place)
    if text[place] == "*" { place += 1 }
    if isPreamble, !TeXCommands.ofPreamble.contains(name) {
      return arguments(TeXCommands.arguments(of: name) ?? "")
    }
    switch name {
    case "begin", "end": environment(begins: name == "begin")
    case "plumbvalue":
      if let key = group() { text.values.append((key, start)) }
    case "includegraphics":
      arguments("oo")
      if let path = group() { text.figures.append((path, start)) }
    case "graphicspath":
      if let list = group() { text.folders += list.split { "{}".contains($0) }.map(String.init) }
    case "input", "include", "subfile", "import", "subimport":
      // `\import{folder/}{file}` has the folder apart.
      let folder = name.hasSuffix("import") ? group() ?? "" : ""
      if let path = group() { text.inclusions.append((folder + path, start)) }
    case "verb", "lstinline", "mintinline": verbatim(name)
    case "newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "def", "gdef", "edef":
      definition()
    case "title", "subtitle", "abstract":
      let wasPreamble = isPreamble
      isPreamble = false
      arguments("o")
      if text[text.afterSpace(place)] == "{", let end = text.closing(text.afterSpace(place)) { run(until: end) }
      isPreamble = wasPreamble
    default:
      if let signature = TeXCommands.arguments(of: name) { return arguments(signature) }
      assignment(isParameter: TeXCommands.parameters.contains(name))
    }
  }

  /// `\\[2pt]`, `\(`, `\]` and the like.
  private mutating func symbol(_ sign: Unicode.Scalar) {
    place += 2
    switch sign {
    case "(", "[": if !isPreamble { formulas.append(sign == "(" ? "\\)" : "\\]") }
    case ")", "]": if formulas.last == "\\\(sign)" { formulas.removeLast() }
    case "\\":
      if text[place] == "*" { place += 1 }
      if text[place] == "[", let end = text.closing(place), end - place < 40 { place = end + 1 }
    default: break
    }
  }

  /// Skips arguments: `o` one in brackets, if it is there, `p` one in parentheses, if it is there, `m` one in braces.
  private mutating func arguments(_ signature: String) {
    for kind in signature {
      let next = text.afterSpace(place)
      let opening: Unicode.Scalar = kind == "o" ? "[" : kind == "p" ? "(" : "{"
      guard text[next] == opening, let end = text.closing(next) else {
        if kind == "m" { return }
        continue
      }
      place = end + 1
    }
  }

  /// What stands in the next braces.
  private mutating func group() -> String? {
    let next = text.afterSpace(place)
    guard text[next] == "{", let end = text.closing(next) else { return nil }
    place = end + 1
    return text.text(next + 1..<end).trimmed
  }

  private mutating func environment(begins: Bool) {
    guard let name = group() else { return }
    let plain = name.hasSuffix("*") ? String(name.dropLast()) : name
    guard begins else {
      if formulas.last == name { formulas.removeLast() }
      if name == "document" { place = text.count }
      if plain == "abstract", isAbstractEarly { (isPreamble, isAbstractEarly) = (true, false) }
      return
    }
    if plain == "abstract", isPreamble { (isPreamble, isAbstractEarly) = (false, true) }
    if plain == "document" { isPreamble = false }
    if TeXCommands.hidden.contains(plain) {
      place = text.find("\\end{\(name)}", from: place) ?? text.count
    } else if TeXCommands.formulas.contains(plain) {
      if !isPreamble { formulas.append(name) }
    }
    arguments(TeXCommands.environments[name] ?? TeXCommands.environments[plain] ?? "")
  }

  private mutating func verbatim(_ name: String) {
    if name != "verb" { arguments(name == "mintinline" ? "om" : "o") }
    guard let opening = text[place] else { return }
    let closing: Unicode.Scalar = opening == "{" ? "}" : opening
    let end = text.end(of: { $0 != closing && $0 != "\n" }, from: place + 1)
    place = min(end + 1, text.count)
  }

  /// `\newcommand{\slope}{0.48}`: what a definition without parameters holds, where it is nothing but numbers.
  private mutating func definition() {
    if text[text.afterSpace(place)] == "{" {
      arguments("m")
    } else {
      place = text.end(of: { $0.isASCIILetter || $0 == "@" || $0 == "\\" }, from: text.afterSpace(place))
    }
    arguments("oo")
    // The parameters of \def.
    place = text.end(of: { $0 != "{" && $0 != "\n" }, from: place)
    guard text[place] == "{", let end = text.closing(place) else { return }
    let body = text.text(place + 1..<end)
    let numbers =
      #/(?:[0-9.,;+\-−–~\s${}()\[\]]|\\(?:%|,|;|pm|times|cdot|num|ensuremath|xspace|SI|qty|percent|si)|10\^)+/#
    if body.wholeMatch(of: numbers) != nil, body.contains(where: \.isNumber) {
      let wasPreamble = isPreamble
      isPreamble = false
      place += 1
      run(until: end)
      isPreamble = wasPreamble
    }
    place = end + 1
  }

  /// `\parindent=0pt`, `\penalty10000`: a number that a command takes.
  private mutating func assignment(isParameter: Bool) {
    let next = text.afterSpace(place)
    guard formulas.isEmpty, isParameter || text[next] == "=" else { return }
    let value = text.afterSpace(text[next] == "=" ? next + 1 : next)
    let end = text.end(of: { $0.isASCIIDigit || ".-+'\"".unicodeScalars.contains($0) }, from: value)
    if end > value { place = end }
  }
}

extension String {
  /// Without white space at its ends.
  var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
