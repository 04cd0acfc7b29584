/// What must come next where a text stops being JSON.
public enum Expected: Sendable, Equatable, CustomStringConvertible {
  case value
  case key
  case colon(key: String)
  case commaOrEndOfObject
  case commaOrEndOfList
  case endOfFile
  case digit
  case digitOfFraction
  case digitOfExponent
  case escape

  /// Its name in a sentence.
  public var description: String {
    switch self {
    case .value: "a value"
    case .key: "a key in double quotes"
    case .colon(let key): "`:` after the key `\(key.printable)`"
    case .commaOrEndOfObject: "`,` or `}`"
    case .commaOrEndOfList: "`,` or `]`"
    case .endOfFile: "the end of the file"
    case .digit: "a digit"
    case .digitOfFraction: "a digit after the decimal point"
    case .digitOfExponent: "a digit in the exponent"
    case .escape: "an escape"
    }
  }

  /// What helps where `found` stands instead; nil at the end of the file.
  func remedy(_ found: Character?) -> String {
    guard let found else { return "close what is open, or restore the rest of the file" }
    switch (self, found) {
    case (_, "/"), (_, "#"): return "JSON has no comments: drop it"
    case (.value, "<"), (.commaOrEndOfObject, "<"), (.commaOrEndOfList, "<"), (.key, "<"):
      return "drop it, and what else a merge has marked"
    case (.key, "}"): return "drop the comma before it"
    case (.value, "]"): return "drop the comma before it, or write a value"
    case (.key, "'"), (.value, "'"), (.value, "“"), (.key, "“"): return "texts stand in double quotes"
    case (.value, _) where found.isLetter: return "put a text in double quotes; other words are true, false and null"
    case (.value, "."), (.value, "+"): return "begin a number with a digit, such as 0.5"
    case (.value, _): return "write a value before it"
    case (.key, _): return "put the key in double quotes"
    case (.colon, _): return "write a colon before it"
    case (.commaOrEndOfObject, _), (.commaOrEndOfList, _): return "write a comma before it, or drop it"
    case (.endOfFile, _): return "drop what follows the first value"
    case (.digit, _), (.digitOfFraction, _), (.digitOfExponent, _): return "write the number out, such as 1.0 or 1e-5"
    case (.escape, _): return "write a backslash as \\\\"
    }
  }
}
