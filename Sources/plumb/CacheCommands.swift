import ArgumentParser
import Project

/// `plumb verify`: whether the cache holds what it says.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash everything in the cache again; with --rerun, compute everything again and compare.",
    discussion: """
      With names, only what these rest on. With --sample, a few stages of that, drawn at random: their inputs are taken as \
      they are, so that two cells of a day's work are checked in minutes.
      """)

  @Argument(
    help: "Stages, claims or sections, with all that they rest on; everything if left out.", completion: .targets)
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions

  @Flag(name: .long, help: "Compute stages again and compare the bytes.")
  var rerun = false

  @Option(name: .long, help: "With --rerun: how many stages are drawn; all if left out.")
  var sample: Int?

  @Option(name: .long, help: "With --sample: the number that decides which; one that is told if left out.")
  var seed: Int?

  @Flag(name: .long, help: "Let stages of the kind `command` start programs, this once (see `plumb allow`).")
  var allowCommands = false

  @OptionGroup var listing: ListingOptions

  func validate() throws {
    if let sample, sample < 1 || !rerun { throw ValidationError("--sample is a number from 1 on, with --rerun") }
    if seed != nil, sample == nil { throw ValidationError("--seed decides what --sample draws; add --sample") }
  }

  func run() throws {
    let project = try project.load()
    let request = rerun ? resources.request(targets, allowCommands: allowCommands) : nil
    let drawn = sample.map { RerunSample(count: $0, seed: seed) }
    let result = try project.verify(targets, again: request, sample: drawn, isQuiet: listing.json)
    listing.print(result.json, result.lines)
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
    listing.print(result.json, result.lines)
  }
}
