/// Pieces of GitHub-flavoured Markdown.
public enum Markdown {
  /// A text of the manifest, which is Markdown without HTML: what would begin a tag or an entity outside of formulas and
  /// code stands for itself. `a < b` and `R & D` stay as they are.
  static func text(_ text: String) -> String {
    let math = MathText(text.filter { !MathText.isPlaceholder($0) })
    return math.restore(in: MathText.mapProse(math.markdown, literal)) { source, isDisplayed in
      isDisplayed ? "$$\(source)$$" : "$\(source)$"
    }
  }

  /// ``text(_:)`` on one line.
  static func line(_ text: String) -> String { self.text(joined(text)) }

  /// A text as code on one line, whatever is in it; nothing of an empty one.
  static func code(_ text: String) -> String {
    let line = joined(text)
    guard line.contains("`") else { return line.isEmpty ? "" : "`\(line)`" }
    let longest = line.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(line) \(fence)"
  }

  /// The lines of a text as one.
  static func joined(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }

  /// ``text(_:)`` as a block quote, whatever lines it has.
  static func quote(_ text: String) -> String {
    self.text(text).split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.isEmpty ? ">" : "> \($0)" }.joined(separator: "\n")
  }

  private static func literal(_ prose: String) -> String {
    var shown = ""
    var rest = prose[...]
    while let sign = rest.popFirst() {
      switch sign {
      // A backslash shields the next sign.
      case "\\" where rest.first.map { "\\`$&<".contains($0) } == true:
        let next = rest.removeFirst()
        shown += next == "<" ? "&lt;" : next == "&" ? "&amp;" : "\\\(next)"
      case "<" where rest.first.map { $0.isLetter || "/!?".contains($0) } == true: shown += "&lt;"
      case "&" where isEntity(rest): shown += "&amp;"
      default: shown.append(sign)
      }
    }
    return shown
  }

  /// Whether an ampersand before `rest` would begin an entity such as `lt;` or `#60;`.
  private static func isEntity(_ rest: Substring) -> Bool {
    let name = rest.first == "#" ? rest.dropFirst() : rest
    guard let end = name.firstIndex(where: { !$0.isASCII || !($0.isLetter || $0.isNumber) }) else { return false }
    return name[end] == ";" && end > name.startIndex
  }

  /// A table; cells are escaped only for what would break the table.
  public static func table(_ header: [String], _ rows: [[String]], alignRight: Set<Int> = []) -> String {
    let rule = header.indices.map { alignRight.contains($0) ? "---:" : "---" }
    return ([header, rule] + rows).map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
      + "\n"
  }

  /// Text that may stand in a table cell.
  static func cell(_ text: String) -> String {
    String(text.map { $0.isNewline ? " " : $0 }).replacing("|", with: "\\|")
  }

  /// A part that the reader opens.
  static func folded(_ summary: String, _ body: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(body)\n</details>\n"
  }

  /// A verdict, which pages show as a badge; where `claim` is given, the section of that claim begins with it.
  ///
  /// A tag: texts of the manifest have none, so that no word of an author is taken for a verdict.
  static func verdict(_ word: String, of claim: String? = nil) -> String {
    "<b\(claim.map { " id=\"\(claimMark)\($0)\"" } ?? "")>\(word)</b>"
  }

  /// What the id of a claim's verdict begins with.
  static let claimMark = "claim-"

  /// The anchor of a stage's row within the section of a claim.
  static func stageAnchor(_ stage: String, claim: String) -> String { "stage-\(claim)-\(stage)".lowercased() }

  /// The anchor that GitHub gives to a heading.
  public static func anchor(_ heading: String) -> String {
    heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
      .replacing(" ", with: "-")
  }
}
