import ArgumentParser
import Foundation
import Pipeline
import Project

/// `plumb run`: brings everything, or the named targets, up to date.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Rebuild what is not up to date: figures, report and all that they rest on.")

  @Argument(
    help: "Stages, figures, claims or sections; all if left out. `*` stands for any letters.", completion: .targets)
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions
  @OptionGroup var place: ExecutorOptions

  @Flag(name: .long, inversion: .prefixedNo, help: "After a failure, go on with what does not rest on it.")
  var keepGoing = true

  @Flag(name: .long, help: "Let stages of the kind `command` start programs, this once (see `plumb allow`).")
  var allowCommands = false

  @Flag(name: .shortAndLong, help: "Say what would run, and write nothing.")
  var dryRun = false

  @Flag(name: .long, help: "With --dry-run: print JSON.")
  var json = false

  @Flag(
    name: .long,
    help: "Write the report pages of the targets as well; claims whose numbers are not there are shown as not run.")
  var pages = false

  @Flag(name: .long, help: "End with exit code 3 if a claim is not reproduced.")
  var check = false

  @OptionGroup var replacing: ReplaceOptions
  func validate() throws {
    if json, !dryRun { throw ValidationError("--json tells what would run; add --dry-run") }
  }

  func run() throws {
    var request = resources.request(targets, allowCommands: allowCommands)
    (request.keepGoing, request.pages, request.check) = (keepGoing, pages, check)
    request.replacesAll = replacing.replace
    request.cluster = place.request
    if place.detach, let cluster = place.request {
      let project = try project.load()
      return Console.print(try attempt { try project.submit(cluster) })
    }
    let run = ProjectRun(project.project, .standard, request)
    if dryRun {
      let plan = try run.plan()
      return json ? Console.print(plan.json.pretty) : Console.print(plan.lines)
    }
    let conclusion = try run()
    for warning in conclusion.warnings { Console.error(warning) }
    Console.print(conclusion.lines)
    if let error = conclusion.error { throw error }
  }
}

/// `plumb lock`: records the results of the last run.
struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Record the last run's results and numbers in plumb.lock.json, to be committed.",
    discussion: "Time and memory to rebuild each claim go into plumb.costs.json, from which pages print them. "
      + "Where they differ from that file by less than a fifth, it stays as it is.")

  @Flag(name: .long, help: "Write time and memory anew, however little they changed.")
  var costs = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let project = try project.load()
    Console.print(try attempt { try project.lock(costsAnew: costs) })
  }
}

/// `plumb diff`: what differs between results.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the last run with plumb.lock.json, or two lock files with each other.",
    discussion: "Verdicts first, then numbers, then figures. Exit code 0 if nothing differs, 1 if something does, "
      + "2 if they cannot be compared.")

  @Argument(help: "A lock file; plumb.lock.json if left out.", completion: .file())
  var old: String?

  @Argument(help: "A second lock file; the last run if left out.", completion: .file())
  var new: String?

  @OptionGroup var project: ProjectOptions

  @Option(name: .long, help: "Relative differences of numbers up to this do not count.")
  var tolerance = 1e-9

  @Option(name: .long, help: "Write the comparison as a page, figures side by side.", completion: .file())
  var html: String?

  @Flag(name: .long, help: "Print JSON: every value that differs, by its place in the results.")
  var json = false

  @OptionGroup var replacing: ReplaceOptions

  func validate() throws {
    guard tolerance >= 0, tolerance.isFinite else {
      throw ValidationError("--tolerance \(tolerance): give a number from 0 on")
    }
  }

  func run() throws {
    let project = try project.load()
    let comparison = try asked { try project.compare(old, new, tolerance: tolerance) }
    Console.print(json ? [comparison.record.pretty] : comparison.lines)
    if json, let omission = comparison.omission { Console.error(omission) }
    if let html {
      try asked { try project.write(comparison, to: html, replacesAll: replacing.replace) }
      if !json { Console.print("page: \(html)") }
    }
    if !comparison.isEmpty { throw CommandError.told }
  }

  /// Does `body`; what cannot be done is no difference.
  private func asked<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as CommandError {
      throw error
    } catch { throw CommandError.notCompared(OneLine.words(error)) }
  }
}
