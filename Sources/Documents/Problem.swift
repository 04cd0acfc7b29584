import Synchronization

/// Something wrong in a document: the place, the fact and the remedy.
public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
  public let fault: Fault
  public let place: Place

  /// The fact `fault`, found at `place`.
  public init(_ fault: Fault, at place: Place = .none) { (self.fault, self.place) = (fault, place) }

  /// One line: `file:line:column: fact; remedy`.
  public var description: String { place.source == nil ? fault.description : "\(place): \(fault.description)" }
}

/// All problems found in one pass.
public struct Problems: Error, Sendable, CustomStringConvertible {
  public let all: [Problem]

  /// The problems in the order of their places.
  public init(_ problems: [Problem]) { all = problems.sorted { $0.place < $1.place } }

  /// One line for each problem.
  public var description: String { all.map(\.description).joined(separator: "\n") }
}

/// What can be wrong in a document.
public enum Fault: Sendable, Equatable, CustomStringConvertible {
  case syntax(expected: Expected, found: Character)
  case syntaxEndOfFile(expected: Expected)
  case tooDeep(limit: Int)
  case duplicateKey(String)
  case leadingZero
  case numberTooLarge(String)
  case controlCharacter(Int)
  case unclosedString
  case notUTF8
  case badEscape
  case halfSurrogate
  case unknownKey(String, context: String, known: [String])
  case missingKey(String, context: String, help: String)
  case wrongType(key: String, context: String, expected: String, found: String)
  case outOfRange(key: String, context: String, range: String, found: String)
  case notOneOf(key: String, context: String, choices: [String], found: String)
  case emptyList(key: String, context: String, isOptional: Bool = false)
  case refused(key: String, context: String, fact: String, remedy: String)
  case table(name: String, fact: String, remedy: String)
  /// A sentence that another module has put into words: the fact, a semicolon, the remedy.
  case stated(String)

  /// The key whose value is wrong.
  private var key: String? {
    switch self {
    case .wrongType(let key, context: _, expected: _, found: _), .outOfRange(let key, context: _, range: _, found: _),
      .notOneOf(let key, context: _, choices: _, found: _), .refused(let key, context: _, fact: _, remedy: _):
      key
    default: nil
    }
  }

  /// Whether the same value is wrong, perhaps found to be something else.
  public func isAbout(_ other: Fault) -> Bool { self == other || key != nil && key == other.key }

  /// Whether a key is not there that must be.
  public var isMissingKey: Bool { if case .missingKey = self { true } else { false } }

  /// The sentence that the reader sees.
  public var description: String {
    switch self {
    case .syntax(let expected, let found):
      "expected \(expected), found `\(String(found).printable)`; " + expected.remedy(found)
    case .syntaxEndOfFile(let expected):
      "the file ends where \(expected) was expected; " + expected.remedy(nil)
    case .tooDeep(let limit): "nested deeper than \(limit) levels; flatten the document"
    case .duplicateKey(let key): "the key `\(key.printable)` stands twice in this object; keep one"
    case .leadingZero: "a number must not begin with 0; drop the leading zero"
    case .numberTooLarge(let text): "the number \(text) does not fit a double; write a smaller one"
    case .controlCharacter(let code): "control character \(code) in a string; write it as an escape such as \\n"
    case .unclosedString: "a string is not closed; add the closing double quote"
    case .notUTF8: "a string is not valid UTF-8; save the file as UTF-8"
    case .badEscape: "unknown escape in a string; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
    case .halfSurrogate:
      "an escape is half of a surrogate pair; write both halves, such as \\ud83d\\ude00, or the character itself"
    case .unknownKey(let key, let context, let known):
      "unknown key `\(key.printable)` in \(context); " + Suggestion.sentence(for: key, among: known)
    case .missingKey(let key, let context, let help): "\(context) lacks `\(key)`; add it: \(help)"
    case .wrongType(let key, let context, let expected, let found):
      "`\(key)` in \(context) must be \(expected), not \(found.printable)"
    case .outOfRange(let key, let context, let range, let found):
      "`\(key)` in \(context) is \(found), outside \(range); choose a value inside"
    case .notOneOf(let key, let context, let choices, let found):
      "`\(key)` in \(context) is `\(found.printable)`; " + Suggestion.sentence(for: found, among: choices)
    case .emptyList(let key, let context, let isOptional):
      "`\(key)` in \(context) is an empty list; give at least one value" + (isOptional ? ", or leave it out" : "")
    case .refused(_, let context, let fact, let remedy): "\(fact) in \(context); \(remedy)"
    case .table(let name, let fact, let remedy): "\(name): \(fact); \(remedy)"
    case .stated(let sentence): sentence
    }
  }
}

extension String {
  /// The text on one line: at most 80 code points, those that move or hide text shown as U+FFFD.
  public var printable: String { printable(atMost: 80) }

  /// The text on one line, nothing of it cut off.
  public var wholeLine: String { printable(atMost: .max) }

  private func printable(atMost count: Int) -> String {
    var text = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      if index == count - 1, unicodeScalars.dropFirst(count).first != nil { return text + "…" }
      switch scalar.properties.generalCategory {
      case _ where scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F: text.unicodeScalars.append(scalar)
      case .control, .format, .lineSeparator, .paragraphSeparator: text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}

extension Int {
  /// So many of what `noun` names: `1 result`, `2 results`.
  public func counted(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }

  /// The verb of a sentence about so many things.
  public var are: String { self == 1 ? "is" : "are" }
}

/// A position in a source text.
public struct Place: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The text, or nil for a value that stands in none.
  public let source: SourceText?
  /// Bytes before the position.
  public let offset: Int

  /// A position `offset` bytes into `source`.
  public init(source: SourceText?, offset: Int) { (self.source, self.offset) = (source, offset) }

  /// A place outside every text.
  public static let none = Place(source: nil, offset: 0)

  /// Line and column, both from 1; a column counts characters, not bytes.
  public var lineAndColumn: (line: Int, column: Int) { source?.lineAndColumn(offset) ?? (0, 0) }

  public static func == (a: Place, b: Place) -> Bool { a.source === b.source && a.offset == b.offset }

  public static func < (a: Place, b: Place) -> Bool {
    let (left, right) = (a.source?.name ?? "", b.source?.name ?? "")
    return left == right ? a.offset < b.offset : left < right
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(offset) }

  /// `file:line:column`, the name alone for an option, or the empty string outside every text.
  public var description: String {
    guard let source else { return "" }
    guard source.hasLines else { return source.name }
    let (line, column) = lineAndColumn
    return "\(source.name):\(line):\(column)"
  }
}

/// A text that was read, kept so that a message can point into it.
public final class SourceText: Sendable {
  /// The name shown to the reader: a path relative to the project, or a command-line option.
  public let name: String
  /// The bytes as they were read.
  public let bytes: [UInt8]
  /// Whether messages name the line and the column; false for an option on the command line.
  public let hasLines: Bool
  /// Offsets at which lines begin, found when the first message needs them: many problems in a large file would
  /// otherwise cost a pass over it each.
  private let lineStarts = Mutex<[Int]>([])

  /// Keeps `bytes` under the name that messages use.
  public init(name: String, bytes: [UInt8], hasLines: Bool = true) {
    (self.name, self.bytes, self.hasLines) = (name, bytes, hasLines)
  }

  /// Line and column of a byte, both from 1; a column counts characters, not bytes.
  func lineAndColumn(_ offset: Int) -> (line: Int, column: Int) {
    let end = min(max(0, offset), bytes.count)
    let (line, start) = lineStarts.withLock { starts in
      if starts.isEmpty { starts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 } }
      var (low, high) = (0, starts.count)
      while high - low > 1 {
        let middle = (low + high) / 2
        if starts[middle] <= end { low = middle } else { high = middle }
      }
      return (low + 1, starts[low])
    }
    return (line, 1 + bytes[start..<end].count { ($0 & 0xC0) != 0x80 })
  }
}

/// The "did you mean" of error messages.
public enum Suggestion {
  /// The known name nearest to `word`, if it is near: at most a third of its letters differ.
  public static func nearest(to word: String, among known: [String]) -> String? {
    let letters = Array(word.unicodeScalars.prefix(100))
    let limit = max(1, letters.count / 3)
    var best: (distance: Int, name: String)?
    for name in known where name.utf8.count <= 4 * (letters.count + limit) {
      let found = distance(letters, Array(name.unicodeScalars.prefix(100)), atMost: best?.distance ?? limit)
      guard found <= limit else { continue }
      if let so = best, (so.distance, so.name) <= (found, name) { continue }
      best = (found, name)
    }
    return best?.name
  }

  /// "did you mean `x`?" or the list of what is known.
  public static func sentence(for word: String, among known: [String]) -> String {
    if let near = nearest(to: word, among: known) { return "did you mean `\(near.printable)`?" }
    if known.isEmpty { return "remove it" }
    let shown = known.sorted().prefix(12).map { "`\($0.printable)`" }.joined(separator: ", ")
    return "known: \(shown)" + (known.count > 12 ? " and \(known.count - 12) more" : "")
  }

  /// Damerau-Levenshtein distance (optimal string alignment); any number above `limit` means more than that.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int {
    if abs(left.count - right.count) > limit { return limit + 1 }
    var before: [Int] = []
    var above = Array(0...right.count)
    var row = above
    for i in 0..<left.count {
      row[0] = i + 1
      for j in 0..<right.count {
        var best = min(above[j + 1] + 1, row[j] + 1, above[j] + (left[i] == right[j] ? 0 : 1))
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] { best = min(best, before[j - 1] + 1) }
        row[j + 1] = best
      }
      // A swap reaches back two rows, so both must be beyond the limit.
      if i > 0, row.allSatisfy({ $0 > limit }), above.allSatisfy({ $0 > limit }) { return limit + 1 }
      (before, above, row) = (above, row, above)
    }
    return above[right.count]
  }
}
