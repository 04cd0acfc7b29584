/// Tells what a number is by what stands around it: a year, a reference to a section, a length, a version, or a statement.
struct NumberContext {
  private let text: MaskedText

  init(_ text: MaskedText) { self.text = text }

  private static let references: Set = [
    "section", "sections", "sec", "secs", "subsection", "chapter", "chapters", "chap", "figure", "figures", "fig",
    "figs", "table", "tables", "tab", "tabs", "equation", "equations", "eq", "eqs", "eqn", "theorem", "theorems", "thm",
    "lemma", "lemmas", "lem", "corollary", "proposition", "prop", "definition", "def", "remark", "example", "examples",
    "assumption", "assumptions", "appendix", "appendices", "algorithm", "algorithms", "page", "pages", "p", "pp",
    "line",
    "lines", "step", "steps", "item", "items", "footnote", "footnotes", "part", "volume", "vol", "number", "no", "nos",
    "nr", "issue", "claim", "claims", "case", "problem", "exercise", "question", "hypothesis", "conjecture", "stage",
    "phase", "experiment", "study", "level", "article", "paragraph", "par", "listing", "scheme", "panel", "panels",
    "column", "row", "ref", "refs", "reference", "references", "note", "abschnitt", "kapitel", "abbildung", "tabelle",
  ]
  private static let versions: Set = [
    "version", "versions", "release", "v", "ver", "rev", "revision", "python", "numpy", "scipy", "pytorch",
    "tensorflow",
    "cuda", "julia", "matlab", "swift", "gcc", "clang", "ubuntu", "debian", "tex", "latex", "texlive", "live", "java",
    "perl", "ruby", "node", "linux", "windows", "macos", "rfc", "iso", "utf", "isbn", "issn", "doi", "arxiv", "licence",
    "license", "package", "natbib", "hyperref", "revtex", "lppl", "gpl", "apache", "sa", "nc", "nd",
  ]
  private static let months: Set = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
  ]
  private static let lengths: Set = [
    "pt", "cm", "mm", "in", "em", "ex", "bp", "pc", "dd", "cc", "sp", "px", "mu", "fr", "deg", "rem", "vh", "vw",
  ]
  private static let measures: Set = ["k", "M", "G", "s", "ms", "h", "x", "K", "kB", "MB", "GB", "TB", "min", "B"]
  private static let levels = ["confiden", "interval", "level", "quantile", "percentile", "credib", "signific"]
  private static let endings = ["width", "height", "skip", "indent", "size", "depth", "sep", "margin", "stretch"]

  /// What `number` is; `before` is the number before it.
  func sort(of number: ManuscriptNumber, after before: ManuscriptNumber?) -> ManuscriptNumber.Sort {
    if let reason = neighbours(number) ?? words(number, before) { return .ignored(reason) }
    switch text.parts[number.range.upperBound - 1] {
    case .script: return .constant
    case .maths: return standsAlone(number) ? .statement : .constant
    default: return .statement
    }
  }

  /// What the signs say that touch it.
  private func neighbours(_ number: ManuscriptNumber) -> ManuscriptNumber.Reason? {
    let (start, end) = (number.range.lowerBound, number.range.upperBound)
    let (before, after) = (text[start - 1], text[end])
    if let before {
      if before == "_" || before == "#" || before == "@" { return .identifier }
      if before.isLetter, !isCommand(endingAt: start - 1) { return .identifier }
      if before == "-", let other = text[start - 2], other.isLetter || other == "}" && after == "-" {
        return .identifier
      }
      if before == ".", text[start - 2]?.isASCIIDigit == true || text[start - 2]?.isLetter == true { return .version }
      if before == ":", text[start - 2]?.isASCIIDigit == true { return .time }
      if before == "/" || before == "-", text[start - 2]?.isASCIIDigit == true, number.isWhole, isDate(around: start) {
        return .date
      }
      // `[scale=0.9]` of a command that is not known.
      if before == "=", text.language == .latex, text.parts[end - 1] == .prose,
        (2...4).allSatisfy({ text[start - $0]?.isLetter == true })
      {
        return .option
      }
    }
    if after == ".", text[end + 1]?.isASCIIDigit == true { return .version }
    if after == ":", text[end + 1]?.isASCIIDigit == true { return .time }
    if after == "/" || after == "-", text[end + 1]?.isASCIIDigit == true, number.isWhole, isDate(around: start) {
      return .date
    }
    return unit(number)
  }

  /// What the letters are that follow it: a unit of length, or the rest of a name such as `3D`.
  private func unit(_ number: ManuscriptNumber) -> ManuscriptNumber.Reason? {
    let end = number.range.upperBound
    if text[end] == "\\" {
      let name = text.text(end + 1..<text.end(of: { $0.isASCIILetter || $0 == "@" }, from: end + 1))
      if Self.endings.contains(where: name.lowercased().hasSuffix) || ["p@", "z@"].contains(name) { return .length }
    }
    let word = text.text(end..<text.end(of: \.isLetter, from: end))
    if Self.lengths.contains(word) { return .length }
    let isName = !word.isEmpty && !Self.measures.contains(word) && text.parts[end - 1] == .prose
    if isName, number.isWhole, !number.isPercentage { return .identifier }
    // `(6.77u)`, but not `1.3m`.
    if isName, word.count == 1, !"mgVAWNJlL".contains(word) { return .version }
    guard word.isEmpty, text[end] == " " || text[end] == "~" else { return nil }
    let next = text.text(end + 1..<text.end(of: \.isLetter, from: end + 1))
    return ["pt", "em", "ex", "bp", "dd", "sp"].contains(next) ? .length : nil
  }

  /// `2026-11-28`, `28/11/2026`: whole numbers of at most two digits and one of four, with the same sign between.
  private func isDate(around start: Int) -> Bool {
    func isPart(_ sign: Unicode.Scalar) -> Bool { sign.isASCIIDigit || sign == "-" || sign == "/" }
    var first = start
    while let sign = text[first - 1], isPart(sign) { first -= 1 }
    let word = text.text(first..<text.end(of: isPart, from: start))
    return word.wholeMatch(of: #/(?:\d{4}([-\/])\d{1,2}(?:\1\d{1,2})?|\d{1,2}([-\/])\d{1,2}\2\d{2,4})/#) != nil
  }

  /// What the words say that stand around it.
  private func words(_ number: ManuscriptNumber, _ before: ManuscriptNumber?) -> ManuscriptNumber.Reason? {
    let previous = word(before: number.range.lowerBound)
    let next = word(after: number.end)
    if !number.isPercentage {
      if Self.references.contains(previous) || text.has("§", at: number.range.lowerBound - 1) { return .reference }
      if Self.versions.contains(previous) || previous.hasSuffix("version") { return .version }
      let isDay = number.isWhole && number.value <= 31
      if isDay, Self.months.contains(previous) || Self.months.contains(next) { return .date }
    }
    if let before, let reason = continued(before, number) { return reason }
    if number.isWhole, !number.isPercentage, isYear(number, previous, next) { return .year }
    if number.isPercentage || (0.5...0.9999).contains(number.value), isLevel(number) { return .level }
    return nil
  }

  /// `Sections 3.1, 3.2 and 4`: what follows a reference, with nothing but a comma, a dash or one small word between.
  private func continued(_ before: ManuscriptNumber, _ number: ManuscriptNumber) -> ManuscriptNumber.Reason? {
    guard case .ignored(let reason) = before.sort, [.reference, .version, .date].contains(reason), !number.isPercentage
    else { return nil }
    let between = text.text(before.end..<max(before.end, number.range.lowerBound))
    let joint = #/[\s~(){}$]*(?:,|and|or|to|through|--?|–|&|\\&|\/|,\s*and)?[\s~(){}$]*/#
    guard between.wholeMatch(of: joint) != nil, !between.contains("\n\n") else { return nil }
    if reason == .date { return number.isWhole && (1000...2999).contains(number.value) ? .year : nil }
    return reason
  }

  /// Four digits without a mark of thousands: from 1900 to 2100 a year wherever it stands, older ones behind a word that
  /// goes with years, or in brackets.
  private func isYear(_ number: ManuscriptNumber, _ previous: String, _ next: String) -> Bool {
    guard number.range.count == 4, (1500...2199).contains(number.value), text.parts[number.range.lowerBound] == .prose
    else { return false }
    if 1900...2100 ~= number.value { return true }
    let words: Set = ["in", "since", "of", "until", "from", "by", "after", "before", "year", "c", "circa", "around"]
    return words.contains(previous) || Self.months.contains(previous)
      || text[number.range.lowerBound - 1] == "(" && text[number.end] == ")"
  }

  /// Whether a round share is the level of an interval or of a test, and not its outcome.
  private func isLevel(_ number: ManuscriptNumber) -> Bool {
    let share = number.isPercentage ? number.value / 100 : number.value
    guard [0.5, 0.68, 0.8, 0.9, 0.95, 0.975, 0.98, 0.99, 0.995, 0.999].contains(where: { abs($0 - share) < 1e-9 })
    else {
      return false
    }
    let around = text.text(number.range.lowerBound - 28..<number.end + 28).lowercased()
    return Self.levels.contains(where: around.contains)
  }

  /// The word before an offset, in small letters, across spaces, ties and opening brackets.
  private func word(before offset: Int) -> String {
    var end = offset
    while let sign = text[end - 1], " ~\n({$.:\\\u{A0}".unicodeScalars.contains(sign) { end -= 1 }
    var start = end
    while let sign = text[start - 1], sign.isLetter, end - start < 24 { start -= 1 }
    return text.text(start..<end).lowercased()
  }

  /// The word after an offset, in small letters.
  private func word(after offset: Int) -> String {
    let start = text.end(of: { " ~\n.,\u{A0}".unicodeScalars.contains($0) }, from: offset)
    return text.text(start..<text.end(of: \.isLetter, from: start)).lowercased()
  }

  private func isCommand(endingAt offset: Int) -> Bool {
    var place = offset
    while let sign = text[place], sign.isASCIILetter { place -= 1 }
    return text[place] == "\\"
  }

  /// Whether a number of a formula is a value: between relations, brackets, commas, plus-minus and the formula's ends, and no
  /// factor of anything.
  private func standsAlone(_ number: ManuscriptNumber) -> Bool {
    let opening = text[afterFill(number.end)]
    if let opening, text.parts.indices.contains(afterFill(number.end)) {
      if opening.isLetter || opening == "(" && text.language != .typst || "^/".unicodeScalars.contains(opening) {
        return false
      }
      if opening == "\\" {
        let start = afterFill(number.end) + 1
        let name = text.text(start..<text.end(of: \.isASCIILetter, from: start))
        if !Self.following.contains(name), !name.isEmpty { return false }
      }
    }
    var left = number.range.lowerBound - 1
    while let sign = text[left], " {~+-−".unicodeScalars.contains(sign) { left -= 1 }
    guard let sign = text[left] else { return true }
    if sign.isASCIILetter, isCommand(endingAt: left) {
      var start = left
      while let sign = text[start], sign.isASCIILetter { start -= 1 }
      return Self.relations.contains(text.text(start + 1..<left + 1))
    }
    return "$=<>[(,&|:;≈≤≥±∼~\n".unicodeScalars.contains(sign) || [",", ";", "!", "(", "["].contains(sign)
  }

  private func afterFill(_ offset: Int) -> Int {
    var place = offset
    while let fill = [" ", "\\,", "\\;", "\\!", "\\ ", "}", "~"].first(where: { text.has($0, at: place) }) {
      place += fill.unicodeScalars.count
    }
    return place
  }

  /// Commands that may follow a value.
  private static let following: Set = [
    "pm", "mp", "le", "leq", "ge", "geq", "approx", "sim", "simeq", "quad", "qquad", "text", "mathrm", "textrm", "mbox",
    "to", "ldots", "dots", "cdots", "end", "rangle", "right", "rightarrow", "leqslant", "geqslant", "lesssim", "gtrsim",
    "and", "label", "tag", "nonumber", "notag", "si", "unit", "hline", "ll", "gg", "neq", "ne", "in", "footnote",
  ]
  /// Commands behind which a value may stand.
  private static let relations: Set = [
    "pm", "mp", "le", "leq", "ge", "geq", "approx", "sim", "simeq", "approxeq", "in", "to", "ll", "gg", "equiv", "left",
    "leqslant", "geqslant", "lesssim", "gtrsim", "quad", "qquad", "neq", "ne", "langle", "num", "ensuremath", "times",
    "textbf", "mathbf", "boldsymbol", "bm", "underline", "mathrm", "text",
  ]
}
