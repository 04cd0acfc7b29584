import Foundation

/// The languages of texts that can be read.
public enum ManuscriptLanguage: String, Sendable, CaseIterable {
  case latex = "tex"
  case typst = "typ"
  case markdown = "md"

  /// The language of a file, by its ending.
  public init?(path: String) {
    switch URL(filePath: path).pathExtension.lowercased() {
    case "tex", "ltx": self = .latex
    case "typ": self = .typst
    case "md", "markdown", "qmd", "rmd": self = .markdown
    default: return nil
    }
  }

  /// What prints the value of a key in it.
  public func macro(_ key: String) -> String {
    switch self {
    case .latex: "\\plumbvalue{\(key)}"
    case .typst: "#plumbvalue(\"\(key)\")"
    case .markdown: "NUMBER<!-- plumb \(key) -->"
    }
  }
}

/// A number that stands in a text.
struct ManuscriptNumber: Sendable, Equatable {
  /// What a number is, by its place and its neighbours.
  enum Sort: Sendable, Equatable {
    /// Prose, a table, a caption, or a formula in which it stands as a value.
    case statement
    /// A coefficient or an exponent of a formula.
    case constant
    /// No statement of what came out, and why.
    case ignored(Reason)
  }

  /// Why a number states nothing: what it is.
  enum Reason: String, Sendable {
    case year, date, version, reference, length, identifier, time, level, option
  }

  /// From its first digit, or its sign, to its last.
  var range: Range<Int>
  /// Where the whole of it ends, `%` and power of ten included.
  var end: Int
  /// Its value; that of `48 %` is 48.
  var value: Double
  /// The distance of two neighbouring numbers of as many digits: 0.01 for 0.48, 1 for 2,000.
  var unit: Double
  /// Digits without zeros before the first other one; trailing zeros of whole numbers do not count.
  var digits: Int
  var isWhole: Bool
  var isPercentage = false
  /// Whether a sign, `-` or `+`, stands before it.
  var isSigned: Bool
  var sort = Sort.statement

  /// Whether so many digits stand there that it was hardly chosen round: two, of a number with a decimal point, a percentage
  /// or a power of ten.
  var isPrecise: Bool { digits >= 2 && (!isWhole || isPercentage) }
}
