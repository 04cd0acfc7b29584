import ArgumentParser
import Documents
import Foundation
import Pipeline
import Project

/// `plumb referee`: a few stages of each claim computed again, and a statement of what came out.
struct RefereeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "referee",
    abstract: "Compute some stages of claims again, compare numbers, and write a statement of what agrees.",
    discussion: """
      Stages are drawn by a seed among those that a claim rests on. A result agrees in every bit, in every number, in the \
      digits that a report shows, or in distribution: as other seeds do. The statement says which, and which share of \
      faulty stages the draw excludes. Ends with exit code 1 if something does not agree.
      """)

  @Argument(help: "Claims; all if left out.", completion: .targets)
  var claims: [String] = []

  @Option(name: .long, help: "How many stages are drawn of each claim.")
  var sample = 3

  @Option(name: .long, help: "The number that decides which; one that is told if left out.")
  var seed: Int?

  @Flag(name: .long, help: "Compute all that the drawn stages rest on again as well, instead of taking it as it is.")
  var upstream = false

  @Option(
    name: .long,
    help:
      "The kernel that OpenBLAS takes, such as SkylakeX or Prescott, to see what another processor would do to digits.")
  var openblas: String?

  @Option(name: .long, help: "Who computes again, for the statement.")
  var by: String?

  @Option(name: .long, help: "Write the statement, an in-toto attestation, to this file.", completion: .file())
  var statement: String?

  @Option(name: .long, help: "Write the configuration of a CODECHECK to this file.", completion: .file())
  var codecheck: String?

  @Option(name: .long, help: "Sign the statement with this private key, by ssh-keygen.", completion: .file())
  var sign: String?

  @Flag(name: .long, help: "Let stages of the kind `command` start programs, this once (see `plumb allow`).")
  var allowCommands = false

  @OptionGroup var replacing: ReplaceOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions
  @OptionGroup var listing: ListingOptions

  func validate() throws {
    if sample < 1 { throw ValidationError("--sample is \(sample); give at least 1") }
    if sign != nil, statement == nil { throw ValidationError("--sign signs a statement; say where with --statement") }
  }

  func run() throws {
    let project = try project.load()
    let request = RefereeRequest(
      claims: claims, sample: RerunSample(count: sample, seed: seed), upstream: upstream, processor: openblas)
    let report = try project.referee(
      request, within: resources.request(allowCommands: allowCommands), isQuiet: listing.json)
    let said = project.statement(of: report, by: by)
    // First what it took long to find out.
    listing.print(said.json, report.lines)
    let files = [(statement, said.json.pretty), (codecheck, said.codecheck)].compactMap { path, text in
      path.map { (path: $0, text: text) }
    }
    var written = try attempt { try project.write(files, replacesAll: replacing.replace) }
    if let sign, let statement { written.append(try attempt { try Signature.sign(statement, key: sign) }) }
    if !written.isEmpty, !listing.json { Console.print(["written: \(written.joined(separator: ", "))"]) }
    if let error = report.error { throw error }
  }
}
