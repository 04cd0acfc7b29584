import ArgumentParser
import Dispatch
import Foundation
import Pipeline
import Reporting
import Stages

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `plumb run`: brings everything, or the named targets, up to date.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Rebuild what is not up to date: figures, report and all that they rest on.")

  @Argument(help: "Stages, figures, claims or sections; all if left out. `*` stands for any letters.")
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @Option(name: .shortAndLong, help: "Cores that stages use together.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(name: .long, help: "Gigabytes that stages use together; nine tenths of the machine's if left out.")
  var memory: Double?

  @Flag(name: .long, inversion: .prefixedNo, help: "After a failure, go on with what does not rest on it.")
  var keepGoing = true

  @Flag(name: .long, help: "Let stages of the kind `command` start programs.")
  var allowCommands = false

  @Flag(name: .long, help: "End with exit code 3 if a claim is not reproduced.")
  var check = false

  func validate() throws {
    guard jobs >= 1 else { throw ValidationError("--jobs is \(jobs); give at least 1") }
    if let memory, !(memory > 0) { throw ValidationError("--memory is \(memory); give a positive number of gigabytes") }
  }

  func run() throws {
    let manifest = try project.manifest()
    let chosen = try project.targets(targets, in: manifest.graph)
    let engine = Engine(project.project)
    let progress = Progress()
    let interrupts = Interrupts { engine.cancel() }
    defer { interrupts.stop() }
    let summary: RunSummary
    do {
      summary = try engine.run(
        manifest.graph, targets: chosen, options: options, executor: WorkerExecutor(program: Program.path)
      ) { progress.show($0) }
    } catch {
      progress.close()
      throw CommandFailure.failure(error)
    }
    progress.close()
    try conclude(summary, manifest)
  }

  private var options: RunOptions {
    let total = Double(ProcessInfo.processInfo.physicalMemory) * 0.9
    return RunOptions(
      jobs: jobs, memory: Int(memory.map { $0 * 1e9 } ?? total), keepGoing: keepGoing, allowCommands: allowCommands)
  }

  private func conclude(_ summary: RunSummary, _ manifest: Manifest) throws {
    for entry in summary.notRun.prefix(20) { Console.print("not run: \(entry.id): \(entry.reason)") }
    if summary.isInterrupted {
      throw CommandFailure(
        message: "stopped; what is done is kept, and the next `plumb run` goes on from here", code: 1)
    }
    if summary.ran == 0, summary.failures.isEmpty {
      Console.print("nothing to do: all \(summary.cached) stages are up to date")
    } else {
      Console.print("\(summary.ran) stages ran, \(summary.cached) were up to date, in \(duration(summary.seconds))")
    }
    for export in manifest.graph.nodes.filter({ $0.section == "reports" }).flatMap(\.exports) {
      Console.print("report: \(project.root.appending(path: export.path).path(percentEncoded: false))")
    }
    if !summary.failures.isEmpty {
      let names = summary.failures.map(\.id).joined(separator: ", ")
      throw CommandFailure(message: "\(summary.failures.count) stages failed: \(names)", code: 1)
    }
  }
}

/// Turns Ctrl-C and SIGTERM into a call; a second one ends the program at once.
final class Interrupts {
  private var sources: [any DispatchSourceSignal] = []

  init(_ handler: @escaping @Sendable () -> Void) {
    for number in [SIGINT, SIGTERM] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        signal(number, SIG_DFL)
        Console.error("stopping (press again to end at once)")
        handler()
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Gives the signals back.
  func stop() {
    sources.forEach { $0.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
