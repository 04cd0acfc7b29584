/// Text within XML and HTML.
public enum XMLText {
  /// Text that stands for itself in an element or an attribute.
  public static func escaped(_ text: some StringProtocol) -> String {
    var shown = ""
    // By scalars: as a character, a quote that an accent follows would not be found.
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "\"": shown += "&quot;"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
