import Documents
import Foundation

/// Pieces of HTML.
enum Markup {
  /// Text that stands for itself in an element or an attribute.
  static func escaped(_ text: some StringProtocol) -> String { XMLText.escaped(text) }

  /// A file within the page.
  static func dataAddress(_ data: Data, mediaType: String) -> String {
    "data:\(mediaType);base64,\(data.base64EncodedString())"
  }

  /// What a file is called when it is saved from `address`: a zip archive within the page has an ending of its own.
  static func name(of path: String, at address: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name + (address.hasPrefix("data:application/zip") && !name.hasSuffix(".zip") ? ".zip" : "")
  }
}

/// Media types of what reports refer to.
public enum MediaType {
  private static let types: [String: String] = [
    "png": "image/png", "pdf": "application/pdf", "csv": "text/csv", "json": "application/json", "md": "text/markdown",
    "html": "text/html", "svg": "image/svg+xml", "txt": "text/plain", "cff": "application/yaml", "tex": "text/x-tex",
    "npy": "application/x-npy", "py": "text/x-python", "r": "text/x-r", "jl": "text/x-julia", "sh": "text/x-sh",
    "awk": "text/x-awk", "m": "text/x-matlab", "gz": "application/gzip", "zip": "application/zip",
  ]

  /// The type of a file, from the ending of its name.
  public static func of(_ path: String) -> String {
    let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    return types[ending] ?? "application/octet-stream"
  }
}

/// The files that a page carries for who wants to save them, up to a bound.
public struct CarriedFiles: Sendable {
  private var addresses: [String: String] = [:]

  /// Those of `files` whose addresses together have at most `limit` letters, the smallest first; a file that a zip archive
  /// makes smaller by a quarter or more is carried as one.
  ///
  /// - Throws: ``BundleError/archive(_:)``.
  public init(_ files: [AttachedFile], limit: Int) throws {
    var all: [(path: String, address: String)] = []
    for file in files where file.data.count * 4 / 3 <= limit * 16 {
      let archive = try ZipArchive.data([AttachedFile(path: file.name, data: file.data, summary: file.summary)])
      let isSmaller = archive.count < file.data.count / 4 * 3
      let address =
        isSmaller
        ? Markup.dataAddress(archive, mediaType: "application/zip")
        : Markup.dataAddress(file.data, mediaType: file.mediaType)
      all.append((file.path, address))
    }
    var size = 0
    for (path, address) in all.sorted(by: { ($0.address.utf8.count, $0.path) < ($1.address.utf8.count, $1.path) }) {
      size += address.utf8.count
      if size > limit { break }
      addresses[path] = address
    }
  }

  /// The file `path` as part of a page; nil if it is not carried.
  public subscript(path: String) -> String? { addresses[path] }
}

extension AttachedFile {
  /// The last part of its path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}
