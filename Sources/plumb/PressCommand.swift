import ArgumentParser
import Project

/// `plumb press CLAIM…`: how far verdicts are from turning.
struct PressCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "press", abstract: "Say where the verdicts on claims turn: thresholds, seeds, ends of fits.",
    discussion: """
      It says of each check for which values of its own tolerance, bound or resolution it holds. It counts the sets without one \
      seed, the single seeds and the fits without an end point of which it holds. Of an inconclusive one it says how many \
      seeds would settle it. Then it says at which threshold the verdict on the claim itself turns. All of it is judged from results that are there, and nothing is \
      run. With --seeds it prices more seeds from recorded times, and prints the command that runs them as a variant. With \
      --run it runs that, keeps the results in the cache alone, and says the verdict before and after. More seeds until a \
      verdict turns are a choice made after looking: such a run is a new one, and the manifest stays as it was until its \
      author changes it and the criterion's history records that.
      """)

  @OptionGroup var listed: ListedTargets

  @Option(name: .long, help: "Price so many seeds for each stage that is swept over `seed`.")
  var seeds: Int?

  @Flag(
    name: .customLong("run"),
    help: "Run them; without --seeds as many as would settle each inconclusive claim. No page or figure is written.")
  var isRun = false

  @Flag(
    name: .long, help: "With --run: let stages of the kind `command` start programs, this once (see `plumb allow`).")
  var allowCommands = false

  @OptionGroup var resources: ResourceOptions

  func validate() throws {
    if allowCommands, !isRun { throw ValidationError("--allow-commands is for what is run; add --run") }
    if let seeds, !(2...100_000).contains(seeds) { throw ValidationError("--seeds is a number from 2 to 100000") }
  }

  func run() throws {
    let (project, chosen) = try listed.load()
    if isRun { return try runSeeds(project, chosen) }
    let pressed = try attempt { try project.press(chosen, seeds: seeds) }
    listed.listing.print(pressed.json, pressed.lines)
  }

  private func runSeeds(_ project: LoadedProject, _ chosen: [Int]) throws {
    let runs = try attempt {
      try project.runSeeds(chosen, seeds: seeds, resources.request(allowCommands: allowCommands)) { lines in
        for line in lines { Console.error(line) }
      }
    }
    listed.listing.print(runs.json, runs.lines)
    if let error = runs.error { throw error }
  }
}
