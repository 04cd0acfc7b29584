import Documents

/// Which files a run writes and which it reads: a file that it writes is nobody's source, or a run would read what an
/// earlier one left; and none of them lies within another, as if that were a folder.
struct PublishedPaths {
  /// A file that some entry reads from the project.
  struct Source {
    let path: String
    let reader: String
    let context: String
    let place: Place
  }

  private struct Published {
    let owner: String
    let entry: String
    let output: String
    let place: Place
  }

  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: [String]
  private var files: [String: Published] = [:]
  private var order: [String] = []

  /// `manifests` are the manifest's own files.
  init(catalogue: Catalogue, paths: ProjectPath, manifests: [String]) {
    (self.catalogue, self.paths, self.manifests) = (catalogue, paths, manifests)
  }

  /// The instance that publishes a file at `path`, without the folder of the profile.
  func owner(of path: String) -> String? { files[path]?.owner }

  mutating func add(_ export: Node.Export, _ instance: Instance, entry: String, place: Place) {
    files[export.path] = Published(owner: instance.id, entry: entry, output: export.output, place: place)
    order.append(export.path)
  }

  /// Notes what is wrong between the published files themselves, and between them and the `sources`.
  /// - Parameter folders: what stands before the paths of each profile.
  func check(_ sources: [Source], folders: [String], _ log: ManifestLog) {
    for source in sources {
      if let fault = fault(source, folders) { log.note(fault, at: source.place) }
    }
    let taken = Set(sources.map(\.path) + manifests)
    for path in order {
      guard let published = files[path] else { continue }
      for folder in Self.folders(of: path) {
        if let outer = files[folder] {
          log.note(.exportWithin(path: path, file: folder, owner: outer.owner), at: published.place)
        } else if SourceFolder.isOne(paths.url(folder).path(percentEncoded: false)),
          let source = sources.first(where: { $0.path == folder })
        {
          log.note(.exportInSource(path: path, folder: folder, reader: source.reader), at: published.place)
        } else if taken.contains(folder) || catalogue.provenance?.isTaken(folder) ?? false {
          log.note(.exportWithin(path: path, file: folder, owner: nil), at: published.place)
        }
      }
    }
  }

  private func fault(_ source: Source, _ folders: [String]) -> ManifestFault? {
    // By another name it is the same file.
    for path in [source.path, paths.target(source.path)] {
      for folder in folders where path.hasPrefix(folder) {
        let own = String(path.dropFirst(folder.count))
        if catalogue.provenance?.isTaken(own) ?? false {
          return .sourceIsRecord(path: source.path, context: source.context)
        }
        guard let file = files[own] else { continue }
        let isOwn = file.entry == source.reader
        return .sourceIsPublished(
          path: source.path, context: source.context, owner: isOwn ? nil : file.owner, output: file.output)
      }
    }
    return nil
  }

  /// The folders on the way to `path`: of `a/b/c` these are `a` and `a/b`.
  private static func folders(of path: String) -> [String] {
    path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
  }
}

extension ProjectPath {
  /// Where `path` leads, relative to the project, with its links followed; the path itself where it leads nowhere yet.
  fileprivate func target(_ path: String) -> String {
    guard let real = Self.resolved(root + "/" + path), real.hasPrefix(root + "/") else { return path }
    return String(real.dropFirst(root.count + 1))
  }
}
