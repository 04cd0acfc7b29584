import ArgumentParser
import Foundation
import Pipeline
import Stages

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
    version: Program.version,
    subcommands: [
      RunCommand.self, StatusCommand.self, WhyCommand.self, ListCommand.self, ShowCommand.self, GraphCommand.self,
      LogCommand.self, DataCommand.self, AttachCommand.self, DiffCommand.self, LockCommand.self, VerifyCommand.self,
      GarbageCommand.self, SchemaCommand.self, CompletionsCommand.self, WorkerCommand.self, LibrariesCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  /// The names of the commands that people give.
  static var commands: [String] {
    configuration.subcommands.map { $0.configuration }.filter(\.shouldDisplay).compactMap(\.commandName)
  }

  static func main() {
    StandardOutput.occupyDescriptors()
    if CommandLine.arguments.dropFirst().first == "worker" {
      Worker.main(catalogue: PlumbCatalogue.standard, arguments: Array(CommandLine.arguments.dropFirst(2)))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      Foundation.exit(Console.finish(0))
    } catch let error as CommandError {
      Console.error("\(error)")
      Foundation.exit(Console.finish(error.exitCode))
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      // Help and the version are no errors: they are asked for, and go to standard output.
      if !text.isEmpty { code.isSuccess ? Console.print(text) : Console.error(text) }
      Foundation.exit(Console.finish(code == .validationFailure ? 2 : code.rawValue))
    }
  }
}

/// The program itself.
enum Program {
  static let version = "0.1.0"

  /// The compiler's version, as far as the language shows it.
  static var compiler: String {
    #if compiler(>=6.3)
      "6.3 or later"
    #elseif compiler(>=6.2)
      "6.2"
    #else
      "6.1"
    #endif
  }

  /// Tells this build from others: results of another build are looked at again.
  static var identity: String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    let size = attributes?[.size] as? Int ?? 0
    let time = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "\(version) \(size) \(time)"
  }
  /// The running executable, which workers are started from.
  static var path: String {
    #if os(Linux)
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    #else
      Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
  }
}

/// The body of the worker processes; it is started by `run`, never by people.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "worker", shouldDisplay: false)
}
