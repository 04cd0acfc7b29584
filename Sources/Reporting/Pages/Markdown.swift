/// Pieces of GitHub-flavoured Markdown.
enum Markdown {
  /// A table; cells are escaped only for what would break the table.
  static func table(_ header: [String], _ rows: [[String]], alignRight: Set<Int> = []) -> String {
    let rule = header.indices.map { alignRight.contains($0) ? "---:" : "---" }
    return ([header, rule] + rows).map { "| " + $0.map(cell).joined(separator: " | ") + " |" }.joined(separator: "\n")
      + "\n"
  }

  /// Text that may stand in a table cell.
  static func cell(_ text: String) -> String {
    text.replacing("\n", with: " ").replacing("|", with: "\\|")
  }

  /// A part that the reader opens.
  static func folded(_ summary: String, _ body: String) -> String {
    "<details><summary>\(summary)</summary>\n\n\(body)\n</details>\n"
  }

  /// The anchor of a stage's row within the section of a claim.
  static func stageAnchor(_ stage: String, claim: String) -> String { "stage-\(claim)-\(stage)".lowercased() }

  /// The anchor that GitHub gives to a heading.
  static func anchor(_ heading: String) -> String {
    heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
      .replacing(" ", with: "-")
  }
}
