import ArgumentParser
import Foundation
import Project

/// Which project, which profile, which cache: the options of every command.
struct ProjectOptions: ParsableArguments {
  @Option(name: .long, help: "The manifest.", completion: .file(extensions: ["json"]))
  var file = ProjectSettings.manifest

  @Option(name: .long, help: "The profile whose values count; the first of the manifest if left out.")
  var profile: String?

  @Option(
    name: .customLong("set"), help: "Put a value over the manifest: ENTRY.KEY=VALUE; may be repeated.",
    completion: .custom { Completion.settings($0, $1, $2, .standard) })
  var settings: [String] = []

  @Option(
    name: .long, help: "The cache folder; PLUMB_CACHE, or .plumb beside the manifest, if left out.",
    completion: .directory)
  var cache: String?

  @Option(
    name: .long, help: "A further folder in which data files are looked for; may be repeated.", completion: .directory)
  var data: [String] = []

  /// The project that the options name.
  var project: ProjectSettings {
    ProjectSettings(file: file, profile: profile, settings: settings, cache: cache, data: data)
  }

  func validate() throws {
    for folder in project.missingData {
      Console.error("warning: --data \(folder) is no folder; no data are looked for there")
    }
    if let fault = project.cacheFault { throw ValidationError(fault) }
  }

  /// The project with its manifest.
  func load() throws -> LoadedProject { try project.load(.standard) }
}

/// How much of the machine a command may use.
struct ResourceOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Cores that stages use together.")
  var jobs = Self.cores

  @Option(name: .long, help: "Gigabytes that stages use together; nine tenths of the machine's if left out.")
  var memory: Double?

  /// Asked once: options are made several times over, and the answer is read from a dozen files.
  private static let cores = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs is \(jobs); give at least 1") }
    if let memory, !(memory > 0 && memory < 1e6) {
      throw ValidationError("--memory is \(memory); give a positive number of gigabytes")
    }
  }

  /// A run of `targets` within these bounds.
  func request(_ targets: [String] = [], allowCommands: Bool) -> RunRequest {
    let bytes = Int(memory.map { $0 * 1e9 } ?? Double(ProcessInfo.processInfo.physicalMemory) * 0.9)
    return RunRequest(
      targets: targets, jobs: jobs, memory: bytes, allowCommands: allowCommands, commands: Plumb.commands)
  }
}

/// What a listing lists, and how it is printed.
struct ListingOptions: ParsableArguments {
  @Flag(name: .long, help: "Print JSON.")
  var json = false
}

extension CompletionKind {
  /// Sections, entries and instances.
  static var targets: CompletionKind { .custom { words, _, word in Completion.targets(words, word, .standard) } }
}
