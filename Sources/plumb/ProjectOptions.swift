import ArgumentParser
import Foundation
import Papers
import Pipeline

/// Which project, which profile, which cache: the options of every command.
struct ProjectOptions: ParsableArguments {
  @Option(name: .long, help: "The manifest.", completion: .file(extensions: ["json"]))
  var file = "pipeline.json"

  @Option(name: .long, help: "The profile whose values count; the first of the manifest if left out.")
  var profile: String?

  @Option(name: .customLong("set"), help: "Put a value over the manifest: ENTRY.KEY=VALUE; may be repeated.")
  var settings: [String] = []

  @Option(
    name: .long, help: "The cache folder; PLUMB_CACHE, or .plumb beside the manifest, if left out.",
    completion: .directory)
  var cache: String?

  @Option(
    name: .long, help: "A further folder in which data files are looked for; may be repeated.", completion: .directory)
  var data: [String] = []

  func validate() throws {
    for folder in data {
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue { continue }
      Console.error("warning: --data \(folder) is no folder; no data are looked for there")
    }
    guard let cache else { return }
    if cache.isEmpty { throw ValidationError("--cache is empty; name a folder, such as .plumb") }
    let folders = [URL(filePath: cache).absoluteURL, root].map { $0.standardizedFileURL.resolvingSymlinksInPath().path }
    if folders[0] == folders[1] {
      throw ValidationError("--cache \(cache) is the folder of the project; name one of its own, such as .plumb")
    }
  }

  /// The folder of the manifest.
  var root: URL { URL(filePath: file).absoluteURL.standardizedFileURL.deletingLastPathComponent() }

  /// The project that the options name.
  var project: Project {
    let beside = root.appending(path: ".plumb").path(percentEncoded: false)
    let named = ProcessInfo.processInfo.environment["PLUMB_CACHE"].flatMap { $0.isEmpty ? nil : $0 }
    let cache = cache ?? named ?? beside
    return Project(root: root.path(percentEncoded: false), cache: cache, dataRoots: data)
  }

  /// The committed record of results.
  var lockPath: String { root.appending(path: "plumb.lock.json").path(percentEncoded: false) }

  /// The manifest, read and expanded.
  func manifest() throws -> Manifest {
    do {
      return try Manifest.load(
        file: URL(filePath: file), root: root, catalogue: PlumbCatalogue.standard, profile: profile, settings: settings)
    } catch {
      throw CommandError.usage("\(error)")
    }
  }

  /// What a shell takes for `command` on the stage `id`, with the same project, profile, settings and data.
  func line(_ command: String, _ id: String) -> String {
    let options = [
      ("--file", file == "pipeline.json" ? [] : [file]), ("--profile", profile.map { [$0] } ?? []),
      ("--set", settings), ("--cache", cache.map { [$0] } ?? []), ("--data", data),
    ]
    let given = options.flatMap { option, values in values.flatMap { [option, Self.quoted($0)] } }
    return (["./plumb", command, Self.quoted(id)] + given).joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }

  /// The graphs of all profiles.
  func graphs() throws -> [Graph] {
    try manifest().profiles.map { name in
      var options = self
      options.profile = name
      return try options.manifest().graph
    }
  }

  /// The nodes that `names` stand for; nil for all when no name is given.
  ///
  /// - Parameter commands: the commands of which a name may be a misspelling.
  func targets(_ names: [String], in graph: Graph, or commands: [String] = []) throws -> [Int]? {
    do { return names.isEmpty ? nil : try graph.select(names, alsoKnown: commands) } catch {
      throw CommandError.usage("\(error)")
    }
  }
}
