/// Finds in a Typst source what a reader sees, and what is named: values, pictures, further files. Code, labels, references
/// and comments are neither.
struct TypstScanner {
  private var text: MaskedText
  private var place = 0

  private init(_ source: String) { text = MaskedText(source, .typst) }

  /// The text with its parts.
  static func scan(_ source: String) -> MaskedText {
    var scanner = TypstScanner(source)
    scanner.markup(until: nil)
    return scanner.text
  }

  /// Goes behind a comment or a raw text, if one begins here.
  private mutating func skipsHidden() -> Bool {
    if text.has("//", at: place), text[place - 1] != ":" {
      place = text.endOfLine(place)
    } else if text.has("/*", at: place) {
      place = text.find("*/", from: place + 2).map { $0 + 2 } ?? text.count
    } else if text[place] == "`" {
      let ticks = text.end(of: { $0 == "`" }, from: place) - place
      let close = ticks == 2 ? place : text.find(String(repeating: "`", count: ticks), from: place + ticks)
      place = close.map { $0 + ticks } ?? text.count
    } else {
      return false
    }
    return true
  }

  /// Content, up to the bracket that ends it.
  private mutating func markup(until end: Unicode.Scalar?) {
    var depth = 0
    while let sign = text[place] {
      if skipsHidden() { continue }
      switch sign {
      case "\\": place += 2
      case "#":
        place += 1
        expression()
      case "$": formula()
      case "@": place = word(from: place + 1)
      case "<" where text[place + 1]?.isASCIILetter == true && text[word(from: place + 1)] == ">":
        place = word(from: place + 1) + 1
      case "h" where text.has("https://", at: place) || text.has("http://", at: place):
        place = text.end(of: { !$0.properties.isWhitespace && $0 != "]" && $0 != ")" }, from: place)
      case "[" where end == "]":
        depth += 1
        place += 1
      case _ where depth == 0 && sign == end:
        place += 1
        return
      case "]" where end == "]":
        depth -= 1
        place += 1
      case _ where sign.isASCIIDigit && isListMark: place = text.end(of: \.isASCIIDigit, from: place)
      default:
        text.parts[place] = .prose
        place += 1
      }
    }
  }

  /// Whether `1. ` stands here, at the beginning of its line.
  private var isListMark: Bool {
    var start = place
    while text[start - 1] == " " { start -= 1 }
    let end = text.end(of: \.isASCIIDigit, from: place)
    return (start == 0 || text[start - 1] == "\n") && text[end] == "." && text[end + 1] == " "
  }

  /// The end of a name, a label or a reference.
  private func word(from offset: Int) -> Int {
    var end = text.end(of: { $0.isLetter || $0.isASCIIDigit || "_-:.".unicodeScalars.contains($0) }, from: offset)
    while end > offset, text[end - 1] == "." || text[end - 1] == ":" { end -= 1 }
    return end
  }

  /// What follows a `#`.
  private mutating func expression() {
    guard let sign = text[place] else { return }
    if sign.isASCIIDigit {
      let end = text.end(of: { $0.isASCIIDigit || $0 == "." }, from: place)
      text.mark(place..<end, .prose)
      return place = end
    }
    if sign == "(" || sign == "{" || sign == "[" || sign == "\"" { return operand() }
    let name = text.text(place..<word(from: place))
    switch name {
    case "let": binding()
    case "import", "include":
      if let opening = text.find("\"", from: place), opening < text.endOfLine(place) {
        let end = text.end(of: { $0 != "\"" && $0 != "\n" }, from: opening + 1)
        text.inclusions.append((text.text(opening + 1..<end), place))
      }
      place = text.endOfLine(place)
    case "set": place = afterStatement()
    case "show", "if", "for", "while", "return", "context", "else":
      place = word(from: place)
      let end = text.endOfLine(place)
      while place < end, text[place] != "]" { code() }
    default: call(name)
    }
  }

  /// `#let slope = 0.48`: a number alone counts as typed.
  private mutating func binding() {
    let end = text.endOfLine(place)
    if let equals = text.find("=", from: place), equals < end {
      let value = text.text(equals + 1..<end).prefix { $0 != ";" }
      let isNumber = value.wholeMatch(
        of: #/\s*[\[$]?\s*[-−]?[0-9.,]+(?:e-?[0-9]+)?\s*(?:%|times 10\^\(?-?[0-9]+\)?)?\s*[\]$]?\s*/#)
      if isNumber != nil {
        text.mark(equals + 1..<end, .prose)
        return place = end
      }
      place = equals + 1
    }
    let stop = afterStatement()
    while place < stop { code() }
  }

  /// Behind the line, or behind the lines that open brackets take along.
  private func afterStatement() -> Int {
    var (offset, depth) = (place, 0)
    while let sign = text[offset] {
      if "([{".unicodeScalars.contains(sign) { depth += 1 }
      if ")]}".unicodeScalars.contains(sign) {
        depth -= 1
        if depth < 0 { return offset }
      }
      if sign == "\n" || sign == ";", depth == 0 { return offset }
      offset += 1
    }
    return text.count
  }

  /// A name with what it is called with: `image("a.pdf", width: 80%)[caption]`.
  private mutating func call(_ name: String) {
    let start = place
    place = max(word(from: place), place + 1)
    if text[place] == "(" {
      let first = text.afterSpace(place + 1)
      if text[first] == "\"" {
        let end = text.end(of: { $0 != "\"" && $0 != "\n" }, from: first + 1)
        let string = text.text(first + 1..<end)
        if name == "image" { text.figures.append((string, start)) }
        if name == "plumbvalue" { text.values.append((string, start)) }
      }
      operand()
    }
    while text[place] == "[" { operand() }
  }

  /// A bracket of code or content, or a string.
  private mutating func operand() {
    guard let opening = text[place] else { return }
    place += 1
    switch opening {
    case "[": markup(until: "]")
    case "\"":
      while let sign = text[place], sign != "\"" { place += sign == "\\" ? 2 : 1 }
      place += 1
    default:
      let closing: Unicode.Scalar = opening == "(" ? ")" : "}"
      while let sign = text[place], sign != closing { code() }
      place += 1
    }
  }

  /// One step of code.
  private mutating func code() {
    if skipsHidden() { return }
    guard let sign = text[place] else { return }
    switch sign {
    case "(", "{", "[", "\"": operand()
    case "$": formula()
    case _ where sign.isLetter || sign == "_": call(text.text(place..<word(from: place)))
    case _ where sign.isASCIIDigit: place = text.end(of: { $0.isASCIIDigit || $0.isLetter || $0 == "." }, from: place)
    default: place += 1
    }
  }

  private mutating func formula() {
    place += 1
    while let sign = text[place], sign != "$" {
      switch sign {
      case "\\": place += 2
      case "#":
        place += 1
        expression()
      case "^", "_": place = max(place + 1, text.markScript(place, opening: "("))
      case "p" where text.has("plumbvalue(", at: place): call("plumbvalue")
      default:
        text.parts[place] = .maths
        place += 1
      }
    }
    place += 1
  }
}
