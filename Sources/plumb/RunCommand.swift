import ArgumentParser
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

  @Flag(name: .long, inversion: .prefixedNo, help: "After a failure, go on with what does not rest on it.")
  var keepGoing = true

  @Flag(name: .long, help: "Let stages of the kind `command` start programs.")
  var allowCommands = false

  @Flag(name: .shortAndLong, help: "Say what would run, and write nothing.")
  var dryRun = false

  @Flag(
    name: .long,
    help: "Write the report pages of the targets as well; claims whose numbers are not there are shown as not run.")
  var pages = false

  @Flag(name: .long, help: "End with exit code 3 if a claim is not reproduced.")
  var check = false

  func run() throws {
    var request = resources.request(targets, allowCommands: allowCommands)
    (request.keepGoing, request.pages, request.check) = (keepGoing, pages, check)
    let run = ProjectRun(project.project, .standard, request)
    if dryRun { return Console.print(try run.plan()) }
    let conclusion = try run()
    for warning in conclusion.warnings { Console.error(warning) }
    Console.print(conclusion.lines)
    if let error = conclusion.error { throw error }
  }
}

/// `plumb lock`: records the results of the last run.
struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Record the last run's results and numbers in plumb.lock.json, to be committed.")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let project = try project.load()
    Console.print(try attempt { try project.lock() })
  }
}

/// `plumb verify`: whether the cache holds what it says.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash everything in the cache again; with --rerun, compute everything again and compare.")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions

  @Flag(name: .long, help: "Compute every stage again and compare the bytes.")
  var rerun = false

  @Flag(name: .long, help: "Let stages of the kind `command` start programs.")
  var allowCommands = false

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let project = try project.load()
    let request = rerun ? resources.request(allowCommands: allowCommands) : nil
    let result = VerificationText(try attempt { try project.verify(again: request) }, isRerun: rerun)
    Console.print(listing.json ? [result.json.pretty] : result.lines)
    if let error = result.error { throw error }
  }
}

/// `plumb gc`: removes what no profile of the manifest needs.
struct GarbageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Show, and with --delete remove, what the manifest no longer needs of the cache.")

  @OptionGroup var project: ProjectOptions

  @Flag(name: .long, help: "Remove it.")
  var delete = false

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let project = try project.load()
    let result = GarbageText(try attempt { try project.collectGarbage(delete: delete) }, isDeleted: delete)
    Console.print(listing.json ? result.json.pretty : result.line)
  }
}
