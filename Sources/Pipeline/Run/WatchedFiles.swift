import Foundation

/// The files that the results of a manifest come from, as they were at one moment: equal as long as none was touched.
public struct WatchedFiles: Equatable, Sendable {
  /// Where sources are looked for, whether there is something or not.
  private let places: [String]
  private let states: [String: Fingerprint]

  /// The files of `manifests`, and the sources of `graph`, nil where the manifest cannot be loaded.
  public init(manifests: [String], graph: Graph?, in project: Project) {
    var places = manifests + [Permissions(of: project).path]
    let roots = [project.root] + project.dataRoots
    for path in Set((graph?.nodes ?? []).flatMap { $0.inputs.flatMap { $0.contents.compactMap(\.file) } }).sorted() {
      places += ProjectFiles.places(path, in: roots)
    }
    self.init(places)
  }

  private init(_ places: [String]) {
    self.places = places
    var states: [String: Fingerprint] = [:]
    for place in places {
      if let state = Fingerprint(path: place) {
        states[place] = state
      } else if SourceFolder.isOne(place), let folder = try? SourceFolder(place, name: place) {
        for file in folder.files { states["\(place)/\(file)"] = Fingerprint(path: "\(place)/\(file)") }
      }
    }
    self.states = states
  }

  /// The same files as they are now.
  public func now() -> WatchedFiles { WatchedFiles(places) }
}

extension Manifest {
  /// The files that the manifest at `file` consists of, as far as they can be read, and those that it names and lacks.
  public static func files(at file: URL, root: URL) -> [String] {
    let paths = ProjectPath(root: root)
    var names: [String] = []
    _ = ManifestFiles(main: ManifestFiles.read(file, name: file.lastPathComponent), log: ManifestLog()) { path in
      if let fault = paths.fault(path) { return .failure(fault) }
      names.append(path)
      return ManifestFiles.read(paths.url(path), name: path)
    }
    return [file.path(percentEncoded: false)] + names.map { paths.url($0).path(percentEncoded: false) }
  }
}
