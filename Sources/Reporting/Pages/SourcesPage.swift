import Documents
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

/// The page of the archive of results that stands beside an attached report.
public struct ResultsPage: Sendable {
  /// The name of the archive.
  public let file: String
  let results, size: Int
  let digest, options: String

  /// The archive `file` of `size` bytes with so many results; `options` follow the commands that read it.
  public init(file: String, results: Int, size: Int, digest: String, options: String) {
    (self.file, self.results, self.size, self.digest, self.options) = (file, results, size, digest, options)
  }

  /// What the archive is, in words.
  public var summary: String {
    "results of \(results.counted("stage")); plumb pull takes them into the project's cache"
  }

  /// The page as Markdown.
  public var markdown: String {
    """
    # Results

    `\(file)` holds the results of \(results.counted("stage")), \(size) bytes, SHA-256 `\(digest)`. In a folder with the manifest and \
    its sources they take the place of the computation, and a few of them can be computed again to see whether they agree:

    ```
    plumb pull \(file)\(options)
    plumb run\(options)
    plumb verify --rerun --sample 2\(options)
    ```

    """
  }
}
