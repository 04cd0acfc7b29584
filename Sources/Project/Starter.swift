import Foundation

/// A project that is written into a folder to begin with.
public struct Starter: Sendable {
  /// The files by path, in the order in which people should look at them.
  let files: [(path: String, text: String)]

  /// A project of `manifest` and the other `files` that it names; `schema` is the JSON Schema of manifests, for editors.
  public init(manifest: String, files: [(path: String, text: String)], schema: String) {
    self.files =
      [(ProjectSettings.manifest, manifest)] + files + [
        ("pipeline.schema.json", schema), (".gitignore", ".plumb/\nreports/provenance.*\nvariants/\n"),
      ]
  }

  /// Writes the project into `folder`, which is made where it is missing; files that are there stay as they are. What it
  /// wrote whole may start its program: nobody else has had a hand in it.
  ///
  /// - Returns: what to tell, a line each.
  /// - Throws: ``CommandError``.
  public func write(to folder: String, _ program: Program) throws -> [String] {
    if folder.isEmpty { throw CommandError.usage("the name of the folder is empty; write one, or `.` for this one") }
    let place = URL(filePath: folder, directoryHint: .isDirectory)
    var lines: [String] = []
    for (path, text) in files {
      let file = place.appending(path: path)
      let shown = folder == "." ? path : "\(folder)/\(path)"
      if FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) {
        lines.append("kept: \(shown)")
        continue
      }
      do {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file, options: .withoutOverwriting)
      } catch { throw CommandError.notWritable(path: shown) }
      lines.append("written: \(shown)")
    }
    let isOwn = !lines.contains { $0.hasPrefix("kept: ") }
    let manifest = place.appending(path: ProjectSettings.manifest).path(percentEncoded: false)
    if isOwn { _ = try ProjectSettings(file: manifest).load(program).allow() }
    let enter = folder == "." ? "" : "cd \(ProjectSettings.quoted(folder, always: false)) && "
    return lines + ["next: \(enter)\(Program.called) run\(isOwn ? "" : " --dry-run")"]
  }
}
