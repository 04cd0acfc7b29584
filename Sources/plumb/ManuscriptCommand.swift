import ArgumentParser
import Project

/// `plumb manuscript FILE…`: the numbers and figures of a text against those of the last run.
struct ManuscriptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manuscript",
    abstract: "Compare the numbers and figures of a text (.tex, .typ, .md) with those of the last run.",
    discussion: """
      Told are known values typed by hand, numbers that no value is, keys that do not exist, figures that are old or missing, \
      and values that changed since --accept was last given. --accept records what stands there in FILE.plumb.json, to be \
      committed. Exit codes: 0 nothing to mend, 4 findings, 2 manifest or usage. Values that the last run did not make are \
      those of plumb.lock.json. See docs/manuscript.md.
      """)

  @Argument(help: "The texts; files that they include are read with them.", completion: .file())
  var files: [String]

  @Flag(name: .long, help: "Record that somebody looked at the numbers that stand there now.")
  var accept = false

  @Flag(name: .long, help: "Tell of unknown whole numbers, and of numbers of one digit, as well.")
  var strict = false

  @OptionGroup var replacing: ReplaceOptions
  @OptionGroup var project: ProjectOptions
  @OptionGroup var listing: ListingOptions

  func run() throws {
    let project = try project.load()
    var request = ManuscriptRequest(files: files)
    (request.accepts, request.strict, request.replacesAll) = (accept, strict, replacing.replace)
    let review = try attempt { try project.review(request) }
    if !listing.json { for remark in review.remarks { Console.error("warning: \(remark)") } }
    listing.print(review.json, review.lines)
    if !review.isClean { throw CommandError.drifted }
  }
}
