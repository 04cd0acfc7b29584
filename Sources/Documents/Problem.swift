/// Something wrong in a document: the place, the fact and the remedy.
public struct Problem: Error, Sendable, Equatable {
  public let fault: Fault
  public let place: Place

  /// The fact `fault`, found at `place`.
  public init(_ fault: Fault, at place: Place = .none) {
    self.fault = fault
    self.place = place
  }
}

extension Problem: CustomStringConvertible {
  /// One line: `file:line:column: fact; remedy`.
  public var description: String {
    place.source == nil ? fault.description : "\(place): \(fault.description)"
  }
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
public enum Fault: Sendable, Equatable {
  case syntax(expected: String, found: String)
  case syntaxEndOfFile(expected: String)
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
  case emptyList(key: String, context: String)
  case refused(key: String, context: String, fact: String, remedy: String)
  case table(name: String, fact: String, remedy: String)
  /// A fact that another module has put into words.
  case stated(fact: String, remedy: String)
}

extension Fault: CustomStringConvertible {
  /// The sentence that the reader sees.
  public var description: String {
    switch self {
    case .syntax(let expected, let found): "expected \(expected), found `\(found.printable)`"
    case .syntaxEndOfFile(let expected): "the file ends where \(expected) was expected"
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
    case .emptyList(let key, let context): "`\(key)` in \(context) is an empty list; give at least one value"
    case .refused(_, let context, let fact, let remedy): "\(fact) in \(context); \(remedy)"
    case .table(let name, let fact, let remedy): "\(name): \(fact); \(remedy)"
    case .stated(let fact, let remedy): "\(fact); \(remedy)"
    }
  }
}

extension Fault {
  /// The fact and the remedy of what another module has put into words; other faults are facts alone.
  public var parts: (fact: String, remedy: String) {
    if case .stated(let fact, let remedy) = self { (fact, remedy) } else { (description, "") }
  }
}

extension String {
  /// The text on one line: at most 80 code points, those that move or hide text shown as U+FFFD.
  public var printable: String {
    var text = ""
    for (index, scalar) in unicodeScalars.enumerated() {
      if index == 79, unicodeScalars.dropFirst(80).first != nil { return text + "…" }
      switch scalar.properties.generalCategory {
      case _ where scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F: text.unicodeScalars.append(scalar)
      case .control, .format, .lineSeparator, .paragraphSeparator: text += "\u{FFFD}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
