import Foundation

/// The sentences of a text with the number of their words; a formula, a reference and a piece of code are one word each.
public struct Sentences {
  public let all: [(text: String, words: Int)]

  /// Reads Markdown without tables, headings and code in lines of its own. Paragraphs and items of lists end a sentence.
  public init(_ prose: String) throws {
    let pieces: [(pattern: String, word: String)] = [
      (#"`[^`]*`"#, "code"), (#"\$[^$\n]+\$"#, "formula"), (#"\{[A-Za-z][\w-]*(\.[\w-]+)+\}"#, "value"),
      (#"\b(et al|e\.g|i\.e|[Ff]ig|[Ee]q|cf)\."#, "word"),
    ]
    let ends = try Regex(#"[.!?]["'”’)\]*]*\s+"#)
    var found: [(String, Int)] = []
    for paragraph in try Self.paragraphs(prose) {
      var text = paragraph.replacing(try Regex(#"!?\[([^\]]*)\]\([^)]*\)"#)) { $0.output[1].substring ?? "" }
      for (pattern, word) in pieces { text = text.replacing(try Regex(pattern), with: word) }
      for sentence in text.split(separator: ends) {
        let words = sentence.split(whereSeparator: \.isWhitespace).filter { word in
          word.contains { $0.isLetter || $0.isNumber }
        }
        if !words.isEmpty { found.append((sentence.trimmingCharacters(in: .whitespaces), words.count)) }
      }
    }
    all = found
  }

  private static func paragraphs(_ prose: String) throws -> [String] {
    var paragraphs: [String] = [""]
    var isFenced = false
    for line in prose.split(separator: "\n", omittingEmptySubsequences: false) {
      let item = line.firstMatch(of: #/^\s*(?:[-*]|\d+\.)\s+/#)
      let isOther = ["    ", "#", "|", "<", "```"].contains { line.hasPrefix($0) }
      if line.hasPrefix("```") { isFenced.toggle() }
      if isFenced || isOther || line.allSatisfy(\.isWhitespace) {
        paragraphs.append("")
      } else if let item {
        paragraphs.append(String(line[item.range.upperBound...]))
      } else {
        paragraphs[paragraphs.count - 1] += " " + line
      }
    }
    return paragraphs
  }

  /// Words that are used in a sense of our own, each with what it should be.
  public static let words: [(pattern: String, better: String)] = [
    (#"(?i)\brungs?\b"#, "step of the ladder"),
    (#"(?i)\bbeside\b"#, "compared with, over, next to"),
    (#"(?i)\bless\s+(?:an?|the|that|those|its|their|one|two|half|\$|\{|\d)"#, "minus"),
  ]

  /// The mean number of words.
  public static func mean(_ sentences: [Sentences]) -> Double {
    let counts = sentences.flatMap { $0.all.map(\.words) }
    return Double(counts.reduce(0, +)) / Double(counts.count)
  }
}
