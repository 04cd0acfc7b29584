import Foundation

/// The page of the scripts and data that a report rests on: part of what is attached, never of what a run publishes.
public struct SourcesPage: Sendable {
  /// One file.
  public struct Row: Sendable {
    let path, stage, digest: String
    let size: Int
    let origin: String?
    let isCarried: Bool

    /// The file `path` of `size` bytes, read by `stage`; `origin` is where people get one that is not carried along.
    public init(path: String, stage: String, size: Int, digest: String, origin: String?, isCarried: Bool) {
      (self.path, self.stage, self.size, self.digest) = (path, stage, size, digest)
      (self.origin, self.isCarried) = (origin, isCarried)
    }
  }

  let rows: [Row]

  /// A page of `rows`, in their order.
  public init(_ rows: [Row]) { self.rows = rows }

  /// The page as Markdown.
  public var markdown: String {
    let cells = rows.map { row in
      let name = Markdown.line(row.path)
      let address = row.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? row.path
      return [
        row.isCarried ? "[\(name)](\(address))" : name, "`\(row.stage)`", String(row.size),
        "`\(row.digest.prefix(16))`", Markdown.line(row.origin ?? (row.isCarried ? "attached" : "not attached")),
      ]
    }
    let table = Markdown.table(["file", "read by", "bytes", "SHA-256", "where it is"], cells, alignRight: [2])
    return "# Scripts and data\n\nWhat the stages read of the project, as it was when this was attached.\n\n" + table
  }
}
