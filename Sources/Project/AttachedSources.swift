import Documents
import Foundation
import Pipeline
import Reporting

/// The scripts and data files that results rest on, as attachments carry or name them.
///
/// A file of the project's own is carried at its path, so that `plumb run` works on what was attached; one of over
/// ``mostBytes``, and one that the manifest gives an `origin`, is named with size, digest and origin.
struct AttachedSources {
  /// A larger file is named, not carried.
  static let mostBytes = 1 << 20

  /// The files, sorted by path.
  let files: [Source]

  /// One file.
  struct Source {
    let path: String
    /// Its bytes where it is carried.
    let data: Data?
    let size: Int
    let digest: Digest
    let origin: String?
    /// The stage that reads it first.
    let stage: String
  }

  /// What the nodes of `graph` read of the project and of data folders; files that are not there are left out.
  init(_ graph: Graph, _ engine: Engine) throws {
    // A sweep reads one script many times.
    var read: [String: (stage: String, origin: String?)] = [:]
    for node in graph.nodes {
      for slot in node.inputs {
        for path in slot.contents.compactMap(\.file) where read[path] == nil {
          read[path] = (node.id, node.stage.origins[slot.path])
        }
      }
    }
    let paths = read.keys.sorted()
    var found: [String: Source] = [:]
    for (path, behind) in zip(paths, try engine.files(behind: paths)) {
      guard let (stage, origin) = read[path] else { continue }
      for file in behind where found[file.path] == nil {
        guard let data = try? Data(contentsOf: URL(filePath: file.place), options: .mappedIfSafe) else { continue }
        let isCarried = origin == nil && data.count <= Self.mostBytes
        found[file.path] = Source(
          path: file.path, data: isCarried ? data : nil, size: data.count, digest: file.digest, origin: origin,
          stage: stage)
      }
    }
    files = found.values.sorted { $0.path < $1.path }
  }

  /// The files that are carried.
  var carried: [AttachedFile] {
    files.compactMap { file in
      file.data.map { AttachedFile(path: file.path, data: $0, summary: "\(file.path), read by \(file.stage)") }
    }
  }

  /// The table of those that are not, a file of its own; nil where all are carried.
  var named: AttachedFile? {
    let named = files.filter { $0.data == nil }
    guard !named.isEmpty else { return nil }
    let columns: [(String, Table.Values)] = [
      ("file", .texts(named.map(\.path))), ("bytes", .numbers(named.map { Double($0.size) })),
      ("sha256", .texts(named.map(\.digest.hex))), ("origin", .texts(named.map { $0.origin ?? "" })),
    ]
    guard let table = try? Table(columns) else { return nil }
    return AttachedFile(
      path: "sources.csv", data: Data(table.csv.utf8), summary: "files that are not carried, with digest and origin")
  }

  /// The page that lists all of them; nil where no stage reads a file.
  var page: String? {
    guard !files.isEmpty else { return nil }
    let rows = files.map { file in
      SourcesPage.Row(
        path: file.path, stage: file.stage, size: file.size, digest: file.digest.hex, origin: file.origin,
        isCarried: file.data != nil)
    }
    return SourcesPage(rows).markdown
  }
}
