import Documents

/// Decides where outputs are published, and that no path is dangerous or taken.
struct Exports {
  private let catalogue: Catalogue
  private let paths: ProjectPath
  private let manifests: Set<String>
  private let folder: String
  private let log: ManifestLog
  private var owners: [String: String] = [:]
  private var refused: Set<String> = []

  /// `manifests` are the manifest's own files, which no output may replace; `folder` stands before every path.
  init(catalogue: Catalogue, paths: ProjectPath, manifests: [String], folder: String, log: ManifestLog) {
    (self.catalogue, self.paths, self.manifests, self.log) = (catalogue, paths, Set(manifests), log)
    self.folder = folder
  }

  /// The exports of one instance.
  mutating func exports(of instance: Instance, _ entry: ManifestEntry) -> [Node.Export] {
    if !entry.exports.isEmpty, !instance.axes.isEmpty {
      if refused.insert(entry.id).inserted { log.note(.exportOfSweep(id: entry.id), at: entry.exports[0].place) }
      return []
    }
    var result: [Node.Export] = []
    for (export, place) in entry.exports {
      guard let output = instance.outputs.first(where: { $0.name == export.output }) else {
        let known = instance.outputs.map(\.name)
        log.note(.unknownExport(export.output, id: entry.id, known: known), at: place)
        continue
      }
      add(export, output, place, instance, to: &result)
    }
    guard let section = catalogue.sections.first(where: { $0.name == entry.section }) else { return result }
    for (name, path) in section.exports(Self.fileName(instance)) {
      guard let output = instance.outputs.first(where: { $0.name == name }) else { continue }
      add(Node.Export(output: name, path: path, isFixed: true), output, entry.place, instance, to: &result)
    }
    return result
  }

  /// The id of an instance in letters that every file system takes: `fig-kernel=ntk-layers=3`.
  static func fileName(_ instance: Instance) -> String {
    let entry = instance.id.prefix { $0 != "[" }
    return instance.axes.reduce(String(entry)) { name, label in
      name + "-" + safe(label.axis) + "=" + safe(label.text)
    }
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
    to result: inout [Node.Export]
  ) {
    if let fault = fault(export, output) {
      log.note(fault, at: place)
    } else if let first = owners[export.path] {
      log.note(.exportClash(path: export.path, first: first), at: place)
    } else {
      owners[export.path] = instance.id
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
