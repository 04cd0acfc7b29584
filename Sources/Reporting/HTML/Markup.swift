import Foundation

/// Pieces of HTML.
enum Markup {
  /// Text that stands for itself in an element or an attribute.
  static func escaped(_ text: some StringProtocol) -> String {
    text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
      .replacingOccurrences(of: ">", with: "&gt;").replacingOccurrences(of: "\"", with: "&quot;")
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
