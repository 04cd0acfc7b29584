import ArgumentParser
import CProcessor  // It says a sentence on a processor that the rest cannot run on.
import Documents
import Foundation
import Papers
import Pipeline
import Project
import Verbs

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Program {
  /// This program.
  static let standard = Program(
    version: "0.1.0", catalogue: PlumbCatalogue.standard,
    names: ReportNames(
      claims: VerbCatalogue.claims.name, figures: VerbCatalogue.figures.name, papers: VerbCatalogue.papers.name,
      reports: VerbCatalogue.reports.name, verdict: VerbCatalogue.verdict, page: VerbCatalogue.page,
      picture: VerbCatalogue.picture, drawing: VerbCatalogue.drawing, data: VerbCatalogue.data,
      inline: VerbCatalogue.inline, provenance: VerbCatalogue.provenance), homes: Libraries.homes,
    judge: NumberAgreement(), redraw: { try VerbCatalogue.redrawn($0.stage, $1, width: $2) })
}

/// The command line.
@main
struct Plumb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plumb",
    abstract: "Rebuilds the figures, numbers and verdicts of a paper from one file, pipeline.json.",
    discussion: """
      Without a command: `plumb run`. Exit codes: 0 done, 1 a stage failed, 2 manifest or usage, 3 `run --check` and a claim is \
      not reproduced, 4 `manuscript` and a text does not agree with the results, 130 stopped by Ctrl-C. `plumb help NAME` also \
      explains kinds, marks, checks and keys of the manifest.
      """,
    version: Program.standard.version,
    subcommands: [
      InitCommand.self, RunCommand.self, CancelCommand.self, WatchCommand.self, AllowCommand.self, StatusCommand.self,
      ClaimsCommand.self, PressCommand.self, WhyCommand.self, ListCommand.self,
      ShowCommand.self, GraphCommand.self, LogCommand.self, DataCommand.self, AttachCommand.self, DiffCommand.self,
      LockCommand.self, FixCommand.self, ManuscriptCommand.self, VerifyCommand.self, RefereeCommand.self,
      AttestCommand.self,
      PushCommand.self, PullCommand.self,
      GarbageCommand.self, FormatCommand.self, MigrateCommand.self, SchemaCommand.self, CompletionsCommand.self,
      HelpCommand.self, WorkerCommand.self, LibrariesCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// The names of the commands that people give.
  static var commands: [String] {
    configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName)
  }

  static func main() {
    StandardOutput.occupyDescriptors()
    if CommandLine.arguments.dropFirst().first == WorkerCommand.configuration.commandName {
      Worker.main(catalogue: PlumbCatalogue.standard, arguments: Array(CommandLine.arguments.dropFirst(2))) {
        Libraries.record
      }
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      end(0)
    } catch let error as CommandError {
      if error != .told, error != .drifted { Console.error("\(error)") }
      end(error.exitCode)
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      // Help and the version are no errors: they are asked for, and go to standard output.
      if !text.isEmpty { code.isSuccess ? Console.print(text) : Console.error(text) }
      end(code == .validationFailure ? 2 : code.rawValue)
    }
  }

  /// Everything is written by then, so that the libraries' own closing of shop is left out.
  private static func end(_ code: Int32) -> Never { _exit(Console.finish(code)) }
}

/// The body of the worker processes; it is started by `run`, never by people.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)
}

/// `plumb libraries`: versions of the libraries, as a worker sees them.
struct LibrariesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "libraries", shouldDisplay: false)

  @Flag(name: .long, help: "Say it to the process that started this one.")
  var toCaller = false

  func run() throws {
    guard toCaller else { return Console.print(Libraries.record.pretty) }
    try WorkerProcess.answer(Libraries.record)
  }
}

/// `plumb completions SHELL`: a completion script.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.")

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func validate() throws {
    guard CompletionShell(rawValue: shell) != nil else {
      throw ValidationError("no completions for `\(shell)`; name bash, zsh or fish")
    }
  }

  func run() {
    guard let shell = CompletionShell(rawValue: shell) else { return }
    Console.print(Plumb.completionScript(for: shell))
  }
}

/// Which project, which profile, which cache: the options of every command.
struct ProjectOptions: ParsableArguments {
  @Option(
    name: .long, help: "The manifest; the nearest pipeline.json, here or in a folder above, if left out.",
    completion: .file(extensions: ["json"]))
  var file: String?

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
    let found = file ?? ProjectSettings.nearest() ?? ProjectSettings.manifest
    var project = ProjectSettings(file: found, profile: profile, settings: settings, cache: cache, data: data)
    project.isFound = file == nil
    return project
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

  @Option(name: .long, help: "Gigabytes that stages use together; nine tenths of what there is if left out.")
  var memory: Double?

  @Option(name: .long, help: "Graphics processors that stages use together; those that there are if left out.")
  var gpus: Int?

  /// Asked once: options are made several times over, and the answer is read from a dozen files.
  private static let cores = Allowance.current.cores

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs is \(jobs); give at least 1") }
    if let memory, !(memory > 0 && memory < 1e6) {
      throw ValidationError("--memory is \(memory); give a positive number of gigabytes")
    }
    if let gpus, !(0...1024 ~= gpus) { throw ValidationError("--gpus is \(gpus); give a number from 0 to 1024") }
  }

  /// A run of `targets` within these bounds.
  func request(_ targets: [String] = [], allowCommands: Bool) -> RunRequest {
    let bytes = Int(memory.map { $0 * 1e9 } ?? Double(Allowance.current.memory) * 0.9)
    return RunRequest(
      targets: targets, jobs: jobs, memory: bytes, gpus: gpus, allowCommands: allowCommands, commands: Plumb.commands)
  }
}

/// What becomes of files that are in the way.
struct ReplaceOptions: ParsableArguments {
  @Flag(name: .long, help: "Replace files that stand in the way, also those that plumb did not write.")
  var replace = false
}

/// What a listing lists, and how it is printed.
struct ListingOptions: ParsableArguments {
  @Flag(name: .long, help: "Print JSON.")
  var json = false

  /// Prints `record` where JSON is asked for, else `lines`.
  func print(_ record: @autoclosure () -> JSON, _ lines: @autoclosure () -> [String]) {
    Console.print(json ? [record().pretty] : lines())
  }
}

extension CompletionKind {
  /// Sections, entries and instances.
  static var targets: CompletionKind { .custom { words, _, word in Completion.targets(words, word, .standard) } }
}
