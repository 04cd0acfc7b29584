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
      run. With --seeds it prices more seeds from recorded times, and prints the command that runs them as a variant; it does \
      not run it.
      """)

  @OptionGroup var listed: ListedTargets

  @Option(name: .long, help: "Price so many seeds for each stage that is swept over `seed`.")
  var seeds: Int?

  func validate() throws {
    if let seeds, !(2...100_000).contains(seeds) { throw ValidationError("--seeds is a number from 2 to 100000") }
  }

  func run() throws {
    let (project, chosen) = try listed.load()
    let pressed = try attempt { try project.press(chosen, seeds: seeds) }
    listed.listing.print(pressed.json, pressed.lines)
  }
}
