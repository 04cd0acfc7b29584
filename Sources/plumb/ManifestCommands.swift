import ArgumentParser
import Documents
import Foundation
import Papers
import Pipeline
import Project
import Verbs

/// `plumb init [FOLDER]`: a small project that works.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a small project that works into a folder; what is there stays as it is.")

  @Argument(help: "The folder; this one if left out.", completion: .directory)
  var folder = "."

  func run() throws {
    let schema = Schema.document(for: PlumbCatalogue.standard).printed(width: 0)
    let starter = Starter(
      manifest: StarterProject.manifest, files: [("simulate.py", StarterProject.script)], schema: schema)
    Console.print(try starter.write(to: folder, .standard))
  }
}

/// `plumb schema`: the JSON Schema of the manifest.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema of pipeline.json, for editors.")

  func run() { Console.print(Schema.document(for: PlumbCatalogue.standard).pretty) }
}

/// `plumb format FILE...`: manifest files as they are committed.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "format", abstract: "Print manifest files anew: what fits into 120 columns stands on one line.",
    discussion: "Files are rewritten in place. Order and numbers stay as they are written.")

  @Argument(help: "Manifest files.", completion: .file(extensions: ["json"]))
  var files: [String]

  @Flag(name: .long, help: "Write nothing; name the files that are not formatted, and exit with 1 if there are any.")
  var check = false

  func run() throws {
    var different: [String] = []
    for path in files {
      guard let data = FileManager.default.contents(atPath: path) else { throw CommandError.notReadable(path: path) }
      let source = SourceText(name: path, bytes: Array(data))
      let text: String
      do { text = try JSON.parse(source).printed(numbersAsWritten: true) } catch {
        throw CommandError.usage("\(error)")
      }
      guard Array(text.utf8) != source.bytes else { continue }
      different.append(path)
      if !check {
        try ManifestText.write(text, to: path)
        Console.print("formatted: \(path)")
      }
    }
    if check, !different.isEmpty { throw CommandError.notFormatted(different) }
  }
}

/// `plumb migrate`: a manifest of an older format as this program reads it.
struct MigrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "Rewrite a manifest of an older format, and name what you have to change yourself.")

  @Option(name: .long, help: "The manifest.", completion: .file(extensions: ["json"]))
  var file = ProjectSettings.manifest

  func run() throws {
    let root = URL(filePath: file).absoluteURL.standardizedFileURL.deletingLastPathComponent()
    let migrated: MigratedManifest
    do {
      migrated = try Manifest.migrated(file: URL(filePath: file), root: root, catalogue: PlumbCatalogue.standard)
    } catch { throw CommandError.usage("\(error)") }
    let (old, new) = migrated.formats
    if old == new { return Console.print("\(file) is of format \(new) already") }
    for (name, text) in migrated.files {
      try ManifestText.write(text, to: root.appending(path: name).path(percentEncoded: false))
      Console.print("format \(old) to \(new): \(name)")
    }
    for problem in migrated.left { Console.print("\(problem)") }
    Console.print(
      migrated.left.isEmpty ? "`plumb run --dry-run` checks the manifest" : "change what is named above, then run it")
  }
}

private enum ManifestText {
  static func write(_ text: String, to path: String) throws {
    // A link stays one: the file behind it is replaced.
    let file = URL(filePath: path).resolvingSymlinksInPath()
    do { try Data(text.utf8).write(to: file, options: .atomic) } catch { throw CommandError.notWritable(path: path) }
  }
}
