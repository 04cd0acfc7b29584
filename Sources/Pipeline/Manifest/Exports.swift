import Documents
import Foundation

/// Decides where outputs are published, and that no path is dangerous or taken.
struct Exports {
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: Set<String>
  private let folder: String
  private let log: ManifestLog
  private(set) var published: PublishedPaths
  private var refused: Set<String> = []

  /// `manifests` are the manifest's own files, which no output may replace; `folder` stands before every path.
  init(catalogue: Catalogue, paths: ProjectPath, manifests: [String], folder: String, log: ManifestLog) {
    (self.catalogue, self.paths, self.manifests, self.log) = (catalogue, paths, Set(manifests), log)
    self.folder = folder
    published = PublishedPaths(catalogue: catalogue, paths: paths, manifests: manifests)
  }

  mutating func exports(of instance: Instance, _ entry: ManifestEntry) -> [Node.Export] {
    if !entry.exports.isEmpty, !instance.axes.isEmpty {
      if refused.insert(entry.id).inserted { log.note(.exportOfSweep(id: entry.id), at: entry.exports[0].place) }
      return []
    }
    var result: [Node.Export] = []
    for (export, place) in entry.exports {
      guard let output = instance.outputs.called(export.output) else {
        let known = instance.outputs.map(\.name)
        log.note(.unknownExport(export.output, id: entry.id, known: known), at: place)
        continue
      }
      add(Node.Export(output: output.name, path: export.path), output, place, instance, entry, to: &result)
    }
    guard let section = catalogue.sections.first(where: { $0.name == entry.section }) else { return result }
    for (name, path) in section.exports(Self.fileName(instance)) {
      guard let output = instance.outputs.first(where: { $0.name == name }) else { continue }
      add(Node.Export(output: name, path: path, isFixed: true), output, entry.place, instance, entry, to: &result)
    }
    return result
  }

  /// The id of an instance in letters that every file system takes: `fig-kernel=ntk-layers=3`.
  static func fileName(_ instance: Instance) -> String {
    let entry = instance.id.prefix { $0 != "[" }
    return instance.axes.reduce(String(entry)) { name, label in name + "-" + safe(label.axis) + "=" + safe(label.text) }
  }

  private static func safe(_ text: String) -> String {
    String(
      text.unicodeScalars.map { scalar in
        scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789.+-_".unicodeScalars.contains(scalar))
          ? Character(scalar) : "_"
      })
  }

  private mutating func add(
    _ export: Node.Export, _ output: OutputDeclaration, _ place: Place, _ instance: Instance,
    _ entry: ManifestEntry, to result: inout [Node.Export]
  ) {
    if let fault = fault(export, output) {
      log.note(fault, at: place)
    } else if let first = published.owner(of: export.path) {
      log.note(.exportClash(path: export.path, first: first), at: place)
    } else {
      published.add(export, instance, entry: entry.id, place: place)
      result.append(Node.Export(output: export.output, path: folder + export.path, isFixed: export.isFixed))
    }
  }

  private func fault(_ export: Node.Export, _ output: OutputDeclaration) -> ManifestFault? {
    let path = export.path
    if let fault = paths.fault(path) { return fault }
    if manifests.contains(path) { return .exportOverManifest(path: path) }
    if catalogue.provenance?.isTaken(path) ?? false { return .exportOverProvenance(path: path) }
    let components = path.split(separator: "/")
    if components.contains(where: { $0.hasPrefix(".") }) { return .exportHidden(path: path) }
    if components.count < 2 { return .exportAtTop(path: path) }
    let ending = output.fileExtension.isEmpty ? "" : "." + output.fileExtension
    let name = components[components.count - 1]
    let fits = ending.isEmpty ? !name.contains(".") : name.hasSuffix(ending) && name.count > ending.count
    return fits ? nil : .exportEnding(path: path, output: output.name, expected: ending)
  }
}

/// Decides whether a path that a manifest gives stays inside the project.
struct ProjectPath {
  let root: String

  init(root: URL) {
    self.root = Self.resolved(root.path(percentEncoded: false)) ?? root.standardizedFileURL.path(percentEncoded: false)
  }

  /// Why `path` may not be used, or nil for a plain relative path that no symbolic link leads out of the project.
  func fault(_ path: String) -> ManifestFault? { Self.spellingFault(path) ?? linkFault(path) }

  /// The file at a path that ``fault(_:)`` accepts.
  func url(_ path: String) -> URL { URL(filePath: root).appending(path: path) }

  /// What file systems take, in bytes.
  private static let longestName = 255
  private static let longestPath = 1024

  static func spellingFault(_ path: String) -> ManifestFault? {
    if path.isEmpty { return .pathEmpty }
    if path.hasPrefix("/") || path.hasPrefix("~") { return .pathAbsolute(path) }
    if path.utf8.count > longestPath { return .pathTooLong(path, limit: longestPath) }
    if path.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) {
      return .pathNotPlain(path)
    }
    for component in path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      if component.elementsEqual("..".utf8) { return .pathLeaves(path) }
      if component.isEmpty || component.elementsEqual(".".utf8) { return .pathNotPlain(path) }
      if component.count > longestName { return .nameTooLong(path, limit: longestName) }
    }
    return nil
  }

  /// The plain spelling of a path with a slash or a dot too many; nil where that is not all that is wrong.
  static func plain(_ path: String) -> String? {
    let plain = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    return spellingFault(plain) == nil ? plain : nil
  }

  /// A link on the way may point anywhere; what does not exist yet is judged by the nearest folder that does.
  private func linkFault(_ path: String) -> ManifestFault? {
    var part = path
    while !part.isEmpty {
      let file = root + "/" + part
      if let real = Self.resolved(file) {
        return real == root || real.hasPrefix(root == "/" ? "/" : root + "/") ? nil : .pathThroughLink(path)
      }
      if Self.isLink(file) { return .pathThroughLink(path) }
      part = part.lastIndex(of: "/").map { String(part[..<$0]) } ?? ""
    }
    return nil
  }

  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }
}

/// Where a run records itself, beside the reports of its profile; no result may be published there.
public struct ProvenancePath: Sendable {
  /// Machine, libraries and cost of every stage.
  public let record: String
  /// The page made of the record.
  public let page: String

  /// The files called `path`, with their endings.
  public init(_ path: String) { (record, page) = (path + ".json", path + ".md") }

  /// Whether `path` is one of them, also where file systems do not tell capitals.
  func isTaken(_ path: String) -> Bool { [record, page].contains { $0.lowercased() == path.lowercased() } }
}
