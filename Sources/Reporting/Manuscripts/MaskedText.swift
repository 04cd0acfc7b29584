/// The source of a text, sign by sign, with what each sign is to a reader: what a scanner of its language finds out.
struct MaskedText: Sendable {
  /// What a sign belongs to.
  enum Part: UInt8, Sendable {
    /// Commands, options, references, code, comments: nothing that is read as a number.
    case nothing
    case prose
    case maths
    /// An exponent.
    case script
  }

  let language: ManuscriptLanguage
  let signs: [Unicode.Scalar]
  var parts: [Part]
  /// Values that are named: the key, and where.
  var values: [(key: String, offset: Int)] = []
  /// Typed numbers that name the value they stand for: the key, and where the number ends.
  var bound: [(key: String, offset: Int)] = []
  /// Pictures that are shown, and further texts that are read, by the path that stands there.
  var figures: [(path: String, offset: Int)] = []
  var inclusions: [(path: String, offset: Int)] = []
  /// Folders in which pictures are looked for.
  var folders: [String] = []

  init(_ text: String, _ language: ManuscriptLanguage) {
    self.language = language
    signs = Array(text.unicodeScalars)
    parts = Array(repeating: .nothing, count: signs.count)
  }

  var count: Int { signs.count }

  /// The sign at an offset; nil beyond either end.
  subscript(_ offset: Int) -> Unicode.Scalar? { signs.indices.contains(offset) ? signs[offset] : nil }

  /// The signs of a range, as far as they are there.
  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: signs[range.clamped(to: 0..<count)])
    return String(text)
  }

  /// Whether `word` stands at an offset.
  func has(_ word: String, at offset: Int) -> Bool {
    offset >= 0 && signs.dropFirst(offset).starts(with: word.unicodeScalars)
  }

  /// Where `word` begins next, from an offset on.
  func find(_ word: String, from offset: Int) -> Int? {
    guard let first = word.unicodeScalars.first else { return nil }
    var place = offset
    while place < count {
      if signs[place] == first, has(word, at: place) { return place }
      place += 1
    }
    return nil
  }

  /// The end of the line that an offset lies in.
  func endOfLine(_ offset: Int) -> Int {
    var place = offset
    while place < count, signs[place] != "\n" { place += 1 }
    return place
  }

  /// The offset behind white space; line breaks count as such.
  func afterSpace(_ offset: Int) -> Int {
    var place = offset
    while place < count, signs[place].properties.isWhitespace { place += 1 }
    return place
  }

  /// The end of a run of signs that fulfil `isWanted`.
  func end(of isWanted: (Unicode.Scalar) -> Bool, from offset: Int) -> Int {
    var place = offset
    while place < count, isWanted(signs[place]) { place += 1 }
    return place
  }

  /// The offset of the bracket that closes the one at `offset`; nil where none does. A backslash takes the sign after it.
  func closing(_ offset: Int) -> Int? {
    guard let opening = self[offset] else { return nil }
    let closing: Unicode.Scalar = opening == "{" ? "}" : opening == "[" ? "]" : ")"
    var (depth, place) = (0, offset)
    // Within square brackets braces hide what closes.
    var braces = 0
    while place < count {
      let sign = signs[place]
      if sign == "\\" {
        place += 2
        continue
      }
      if opening != "{" {
        if sign == "{" { braces += 1 }
        if sign == "}" { braces -= 1 }
        if braces < 0 { return nil }
      }
      if braces <= 0, sign == opening { depth += 1 }
      if braces <= 0, sign == closing {
        depth -= 1
        if depth == 0 { return place }
      }
      place += 1
    }
    return nil
  }

  /// Marks a range as one part.
  mutating func mark(_ range: Range<Int>, _ part: Part) {
    for offset in range.clamped(to: 0..<count) { parts[offset] = part }
  }

  /// Marks the exponent that begins behind the `^` at `offset`, and goes behind the index that a `_` begins; where it ends.
  mutating func markScript(_ offset: Int, opening: Unicode.Scalar) -> Int {
    let start = afterSpace(offset + 1)
    if self[start] == opening, let end = closing(start) {
      if signs[offset] == "^" { mark(start + 1..<end, .script) }
      return end + 1
    }
    if self[start] == "\\" { return self.end(of: \.isASCIILetter, from: start + 1) }
    if language == .typst, self[start]?.isASCIIDigit == true || self[start]?.isASCIILetter == true {
      return end(of: { $0.isASCIIDigit || $0.isASCIILetter || $0 == "." }, from: start)
    }
    return min(start + 1, count)
  }
}

extension Unicode.Scalar {
  var isASCIIDigit: Bool { ("0"..."9").contains(self) }
  var isASCIILetter: Bool { ("a"..."z").contains(self) || ("A"..."Z").contains(self) }
  /// Whether it is part of a word in any script.
  var isLetter: Bool { properties.isAlphabetic }
}
