import ArgumentParser
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
      provenance: VerbCatalogue.provenance), homes: Libraries.homes)
}

/// The command line.
@main
struct Plumb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plumb",
    abstract: "Rebuilds the figures, numbers and verdicts of a paper from one file, pipeline.json.",
    discussion: """
      Without a command: `plumb run`. Exit codes: 0 done, 1 a stage failed, 2 manifest or usage, 3 `run --check` and a claim is \
      not reproduced.
      """,
    version: Program.standard.version,
    subcommands: [
      RunCommand.self, StatusCommand.self, WhyCommand.self, ListCommand.self, ShowCommand.self, GraphCommand.self,
      LogCommand.self, DataCommand.self, AttachCommand.self, DiffCommand.self, LockCommand.self, VerifyCommand.self,
      GarbageCommand.self, FormatCommand.self, MigrateCommand.self, SchemaCommand.self, CompletionsCommand.self,
      WorkerCommand.self, LibrariesCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// The names of the commands that people give.
  static var commands: [String] {
    configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName)
  }

  static func main() {
    StandardOutput.occupyDescriptors()
    if CommandLine.arguments.dropFirst().first == WorkerCommand.configuration.commandName {
      Worker.main(catalogue: PlumbCatalogue.standard, arguments: Array(CommandLine.arguments.dropFirst(2)))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      end(0)
    } catch let error as CommandError {
      if error != .told { Console.error("\(error)") }
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

  func run() { Console.print(Libraries.record.pretty) }
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
