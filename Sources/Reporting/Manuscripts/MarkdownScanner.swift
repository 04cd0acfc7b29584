/// Finds in a Markdown source what a reader sees, and what is named: pictures, and numbers that a comment binds to a value,
/// `0.48<!-- plumb A1.slope -->`.
struct MarkdownScanner {
  private var text: MaskedText
  private var place = 0

  private init(_ source: String) { text = MaskedText(source, .markdown) }

  /// The text with its parts.
  static func scan(_ source: String) -> MaskedText {
    var scanner = MarkdownScanner(source)
    scanner.frontMatter()
    while scanner.place < scanner.text.count { scanner.line() }
    return scanner.text
  }

  /// The members of a YAML head that a reader sees: title, abstract, description.
  private mutating func frontMatter() {
    guard text.has("---\n", at: 0), let end = text.find("\n---", from: 3) else { return }
    var isRead = false
    var start = 4
    while start < end {
      let stop = text.endOfLine(start)
      if text[start]?.properties.isWhitespace == false {
        let key = text.text(start..<text.end(of: \.isASCIILetter, from: start))
        isRead = ["title", "subtitle", "abstract", "description", "summary"].contains(key)
        start += key.unicodeScalars.count + 1
      }
      if isRead { text.mark(start..<stop, .prose) }
      start = stop + 1
    }
    place = text.endOfLine(end + 1)
  }

  private mutating func line() {
    let start = text.end(of: { $0 == " " || $0 == ">" || $0 == "\t" }, from: place)
    for fence in ["```", "~~~"] where text.has(fence, at: start) {
      place = text.find("\n\(fence)", from: text.endOfLine(start)).map { text.endOfLine($0 + 1) } ?? text.count
      // A fence that is indented closes where the next one stands.
      if place == text.count, let close = text.find(fence, from: text.endOfLine(start)) {
        place = text.endOfLine(close)
      }
      return place += 1
    }
    if text.has("$$", at: start), let close = text.find("$$", from: start + 2) {
      formula(start + 2..<close)
      return place = close + 2
    }
    place = start
    // Numbers of headings and of lists.
    if text[start] == "#" {
      let number = text.afterSpace(text.end(of: { $0 == "#" }, from: start))
      place = text.end(of: { $0.isASCIIDigit || $0 == "." }, from: min(number, text.endOfLine(start)))
    } else {
      let digits = text.end(of: \.isASCIIDigit, from: start)
      if digits > start, let mark = text[digits], mark == "." || mark == ")", text[digits + 1] == " " { place = digits }
    }
    let end = text.endOfLine(start)
    // The definition of a link: `[name]: address`.
    if text[start] == "[", let close = text.closing(start), close < end, text[close + 1] == ":" {
      return place = end + 1
    }
    while place < end { sign() }
    if place < text.count, text[place] == "\n" { place += 1 }
  }

  private mutating func sign() {
    switch text.signs[place] {
    case "\\":
      if text.has("\\plumbvalue{", at: place), let end = text.closing(place + 11) {
        text.values.append((text.text(place + 12..<end), place))
        place = end + 1
      } else {
        place += 2
      }
    case "`":
      let ticks = text.end(of: { $0 == "`" }, from: place) - place
      let close = text.find(String(repeating: "`", count: ticks), from: place + ticks)
      place = close.map { $0 + ticks } ?? place + ticks
    case "<": tag()
    case "!" where text[place + 1] == "[": picture()
    case "]" where text[place + 1] == "(" || text[place + 1] == "[":
      place = (text.closing(place + 1) ?? place + 1) + 1
    case "[" where text[place + 1] == "@" || text[place + 1] == "^": place = (text.closing(place) ?? place) + 1
    case "@":
      place = text.end(
        of: { $0.isLetter || $0.isASCIIDigit || "_:-.".unicodeScalars.contains($0) }, from: place + 1)
    case "{": braces()
    case "$": dollar()
    case "h" where text.has("https://", at: place) || text.has("http://", at: place):
      place = text.end(of: { !$0.properties.isWhitespace && $0 != ")" && $0 != ">" }, from: place)
    default:
      text.parts[place] = .prose
      place += 1
    }
  }

  /// A comment, an element of HTML, or an address.
  private mutating func tag() {
    if text.has("<!--", at: place) {
      let end = text.find("-->", from: place) ?? text.count
      let words = text.text(place + 4..<end).split(whereSeparator: \.isWhitespace)
      if words.count == 2, words[0] == "plumb" { text.bound.append((String(words[1]), place)) }
      return place = min(end + 3, text.count)
    }
    guard let next = text[place + 1], next.isASCIILetter || next == "/", let end = text.find(">", from: place) else {
      text.parts[place] = .prose
      return place += 1
    }
    let element = text.text(place..<end)
    if element.hasPrefix("<img"), let match = element.firstMatch(of: #/src\s*=\s*["']([^"']+)["']/#) {
      text.figures.append((String(match.1), place))
    }
    place = end + 1
  }

  /// `![caption](path)`: the caption is read, the path is not.
  private mutating func picture() {
    let start = place
    place += 2
    guard let close = text.closing(start + 1), text[close + 1] == "(", let end = text.closing(close + 1) else { return }
    let target = text.text(close + 2..<end).split(whereSeparator: \.isWhitespace).first.map(String.init) ?? ""
    text.figures.append((target, start))
  }

  /// Attributes, `{#fig:a width=50%}`; other braces are text.
  private mutating func braces() {
    if let end = text.closing(place), text.text(place + 1..<end).contains(#/^\s*[#.]|=/#) { return place = end + 1 }
    place += 1
  }

  private mutating func dollar() {
    // As pandoc has it: no space behind the first sign, and no digit behind the last.
    guard let next = text[place + 1], !next.properties.isWhitespace, let end = text.find("$", from: place + 1),
      text[end + 1]?.isASCIIDigit != true, end - place < 2000, !text.text(place..<end).contains("\n\n")
    else {
      text.parts[place] = .prose
      return place += 1
    }
    formula(place + 1..<end)
    place = end + 1
  }

  private mutating func formula(_ range: Range<Int>) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      if text.signs[offset] == "^" || text.signs[offset] == "_" {
        offset = max(offset + 1, text.markScript(offset, opening: "{"))
      } else if text.has("\\plumbvalue{", at: offset), let end = text.closing(offset + 11) {
        text.values.append((text.text(offset + 12..<end), offset))
        offset = end + 1
      } else {
        text.parts[offset] = .maths
        offset += 1
      }
    }
  }
}
