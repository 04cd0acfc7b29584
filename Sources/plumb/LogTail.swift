/// The end of a stage's log as the terminal shows it; `plumb log` prints all of it.
enum LogTail {
  /// The last lines, at most ten: without the frames of a trap, which say nothing to people, and without what would steer
  /// the terminal.
  static func lines(_ log: String) -> [String] {
    let lines = log.split(whereSeparator: \.isNewline).filter { !isFrame($0) && $0 != "Current stack trace:" }
    return lines.suffix(10).map { visible(String($0)) }
  }

  /// `7    plumb    0x000055ac261d7a00 static Sampling.sphere(count:dimension:stream:) + 313`
  private static func isFrame(_ line: Substring) -> Bool { line.prefixMatch(of: /[0-9]+\s+\S+\s+0x[0-9a-f]+\s/) != nil }

  /// The text with U+FFFD for every character that moves or hides text; tabs stay.
  static func visible(_ text: String) -> String {
    var shown = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar == "\t": shown.unicodeScalars.append(scalar)
      case .control, .format, .lineSeparator, .paragraphSeparator: shown += "\u{FFFD}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
