/// Markdown with its formulas taken out, so that the Markdown reader cannot take `_` and `*` in them for emphasis.
struct MathText {
  /// The Markdown with a placeholder for each formula.
  let markdown: String
  /// The sources of the formulas, in order, and whether each was displayed.
  let formulas: [(source: String, isDisplayed: Bool)]

  private static let opening: Character = "\u{E000}"
  private static let closing: Character = "\u{E001}"

  /// Whether a sign of a text would be taken for a part of a placeholder.
  static func isPlaceholder(_ sign: Character) -> Bool { sign == opening || sign == closing }

  /// Takes `$…$` and `$$…$$` out of `markdown`, code spans and fenced code left alone.
  ///
  /// A dollar sign opens a formula if no space follows it, and closes one if no space stands before it and no digit
  /// after it, so that prices stay text.
  init(_ markdown: String) {
    var text = ""
    var found: [(String, Bool)] = []
    var isFenced = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if !text.isEmpty || line.startIndex != markdown.startIndex { text += "\n" }
      if Self.isFence(line) { isFenced.toggle() }
      text += isFenced ? String(line) : Self.take(Array(line), into: &found)
    }
    self.markdown = text
    formulas = found
  }

  /// Whether a line begins or ends code in lines of its own: after its backticks there are none.
  private static func isFence(_ line: Substring) -> Bool {
    line.hasPrefix("```") && !line.drop { $0 == "`" }.contains("`")
  }

  private static func take(_ line: [Character], into found: inout [(String, Bool)]) -> String {
    let spans = CodeSpans(line)
    var (text, position) = ("", 0)
    while position < line.count {
      if line[position] == "`" {
        let end = spans.end(from: position)
        text += String(line[position..<end.text])
        position = end.text
      } else if line[position] == "\\", position + 1 < line.count, "$`\\".contains(line[position + 1]) {
        text += "\\\(line[position + 1])"
        position += 2
      } else if line[position] == "$", let (inside, end) = formula(line, position) {
        found.append((String(line[inside]), inside.lowerBound - position == 2))
        text += "\(opening)\(found.count - 1)\(closing)"
        position = end
      } else {
        text.append(line[position])
        position += 1
      }
    }
    return text
  }

  /// `text` with `change` applied to what stands outside of code spans and fenced code.
  static func mapProse(_ text: String, _ change: (String) -> String) -> String {
    var isFenced = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if isFence(line) { isFenced.toggle() }
      return isFenced || isFence(line) ? String(line) : mapProse(line: Array(line), change)
    }.joined(separator: "\n")
  }

  private static func mapProse(line: [Character], _ change: (String) -> String) -> String {
    let spans = CodeSpans(line)
    var (text, start, position) = ("", 0, 0)
    while position < line.count {
      if line[position] == "\\" {
        position += 2
      } else if line[position] == "`" {
        let end = spans.end(from: position)
        if end.isCode {
          text += change(String(line[start..<position])) + String(line[position..<end.text])
          start = end.text
        }
        position = end.text
      } else {
        position += 1
      }
    }
    return text + change(String(line[start...]))
  }

  /// Where the code spans of a line end: at the next run of as many backticks as they begin with.
  private struct CodeSpans {
    private let line: [Character]
    /// Where the last run of so many backticks begins.
    private var last: [Int: Int] = [:]

    init(_ line: [Character]) {
      self.line = line
      var position = 0
      while position < line.count {
        let run = ticks(at: position)
        if run > 0 { last[run] = position }
        position += max(run, 1)
      }
    }

    private func ticks(at position: Int) -> Int { line[position...].prefix { $0 == "`" }.count }

    /// The end of what the backticks at `start` begin: a code span, or themselves where none like them follow.
    func end(from start: Int) -> (text: Int, isCode: Bool) {
      let wanted = ticks(at: start)
      var position = start + wanted
      guard last[wanted].map({ $0 >= position }) == true else { return (position, false) }
      while position < line.count {
        let run = ticks(at: position)
        if run == wanted { return (position + run, true) }
        position += max(run, 1)
      }
      return (start + wanted, false)
    }
  }

  private static func formula(_ line: [Character], _ start: Int) -> (inside: Range<Int>, end: Int)? {
    let signs = start + 1 < line.count && line[start + 1] == "$" ? 2 : 1
    let first = start + signs
    guard first < line.count, line[first] != " ", line[first] != "$" else { return nil }
    var position = first
    while position < line.count {
      if line[position] == "\\" {
        position += 2
        continue
      }
      if line[position] == "$" {
        let end = position + signs
        guard end <= line.count, line[position..<end].allSatisfy({ $0 == "$" }), line[position - 1] != " ",
          signs == 2 || end == line.count || !line[end].isNumber
        else { return nil }
        return (first..<position, end)
      }
      position += 1
    }
    return nil
  }

  /// Puts what `render` makes of each formula in the place of its placeholder.
  func restore(in text: String, _ render: (String, Bool) -> String) -> String {
    guard text.contains(Self.opening) else { return text }
    var result = ""
    for (index, piece) in text.split(separator: Self.opening, omittingEmptySubsequences: false).enumerated() {
      guard index > 0, let end = piece.firstIndex(of: Self.closing), let number = Int(piece[..<end]),
        formulas.indices.contains(number)
      else {
        result += piece
        continue
      }
      result += render(formulas[number].source, formulas[number].isDisplayed) + piece[piece.index(after: end)...]
    }
    return result
  }

  /// Whether `text` is the placeholder of a displayed formula and nothing else.
  func isDisplayedAlone(_ text: String) -> Bool {
    guard text.first == Self.opening, text.last == Self.closing, let number = Int(text.dropFirst().dropLast()) else {
      return false
    }
    return formulas.indices.contains(number) && formulas[number].isDisplayed
  }

  /// The formula as MathML, or its source as code when it is outside the subset.
  static func markup(_ source: String, _ isDisplayed: Bool) -> String {
    (try? Formula(source, isDisplayed: isDisplayed).mathML) ?? "<code class=\"tex\">\(Markup.escaped(source))</code>"
  }
}
