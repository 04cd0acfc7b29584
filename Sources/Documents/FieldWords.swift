extension FieldDescription.Shape {
  /// The values in words: "whole number from 1 to 12".
  public var words: String {
    switch self {
    case .boolean: "true or false"
    case .integer(let range): "whole number" + Self.words(range)
    case .number(let range): "number" + Self.words(range)
    case .string: "text"
    case .choice(let names): names.count == 1 ? names[0] : Self.alternatives(names)
    case .any: "value"
    case .list(let element): "list of " + element.manyWords
    case .object, .members: "object"
    case .dictionary: "object of objects by name"
    case .reference(let type, let many):
      (type == "any" ? "any result" : type.replacing("source-file", with: "file")) + (many ? ", one or more" : "")
    }
  }

  /// Several of the values in words.
  private var manyWords: String {
    switch self {
    case .integer(let range): plural + Self.words(range)
    case .number(let range): plural + Self.words(range)
    case .string: "texts"
    case .choice: words
    default: plural
    }
  }

  /// The objects within a value: their fields, and what stands between the key of the value and theirs.
  public var inner: (fields: [FieldDescription], step: String)? {
    switch self {
    case .object(let fields): (fields, ".")
    case .list(.object(let fields)): (fields, "[].")
    case .dictionary(let fields): (fields, ".NAME.")
    default: nil
    }
  }

  private static func alternatives(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }

  private static func words(_ range: ClosedRange<Int>) -> String {
    words(
      range.lowerBound == .min ? nil : String(range.lowerBound),
      range.upperBound == .max ? nil : String(range.upperBound))
  }

  /// Ends that no number of a document comes near are none.
  private static func words(_ range: ClosedRange<Double>) -> String {
    words(
      range.lowerBound <= -1e300 ? nil : JSON.text(of: range.lowerBound),
      range.upperBound >= 1e300 ? nil : JSON.text(of: range.upperBound))
  }

  private static func words(_ low: String?, _ high: String?) -> String {
    (low.map { " from \($0)" } ?? "") + (high.map { " to \($0)" } ?? "")
  }
}
