import Foundation

/// Pieces of HTML.
enum Markup {
  /// Text that stands for itself in an element or an attribute.
  static func escaped(_ text: some StringProtocol) -> String {
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

  /// A file within the page.
  static func dataAddress(_ data: Data, mediaType: String) -> String {
    "data:\(mediaType);base64,\(data.base64EncodedString())"
  }
}

/// Media types of what reports refer to.
public enum MediaType {
  private static let types: [String: String] = [
    "png": "image/png", "pdf": "application/pdf", "csv": "text/csv", "json": "application/json", "md": "text/markdown",
    "html": "text/html", "svg": "image/svg+xml", "txt": "text/plain", "cff": "application/yaml", "tex": "text/x-tex",
    "npy": "application/x-npy",
  ]

  /// The type of a file, from the ending of its name.
  public static func of(_ path: String) -> String {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[ending] ?? "application/octet-stream"
  }
}
