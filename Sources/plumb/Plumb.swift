import ArgumentParser
import Foundation
import Papers
import Pipeline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    if CommandLine.arguments.dropFirst().first == "worker" {
      Worker.main(catalogue: PlumbCatalogue.standard, arguments: Array(CommandLine.arguments.dropFirst(2)))
    }
    do {
      var command = try parseAsRoot()
      try command.run()
      end(0)
    } catch let error as CommandError {
      Console.error("\(error)")
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
    var status = stat()
    guard stat(path, &status) == 0 else { return version }
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return "\(version) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
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
