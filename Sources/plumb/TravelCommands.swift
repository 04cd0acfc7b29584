import ArgumentParser
import Project

/// `plumb push DEST`: results for somebody else.
struct PushCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "push", abstract: "Copy results into a folder or an archive, for `plumb pull`.",
    discussion: """
      A name that ends in .tar, .tar.gz or .tgz is an archive, which is written anew; any other name is a folder, to which \
      what is missing is added. Results that are not up to date are named and left out.
      """)

  @Argument(help: "The folder or the archive.", completion: .file())
  var destination: String

  @OptionGroup var travel: TravelOptions

  @OptionGroup var replacing: ReplaceOptions

  @OptionGroup var project: ProjectOptions

  func run() throws {
    var request = travel.request
    request.replacesAll = replacing.replace
    Console.print(try project.load().push(to: destination, request))
  }
}

/// `plumb pull SOURCE`: results from somebody else.
struct PullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull", abstract: "Take results from a folder or an archive that `plumb push` wrote.",
    discussion: """
      Nothing is computed and nothing is published: `plumb run` comes next, and finds the results. What is not as it was \
      pushed is refused by name; `plumb verify --rerun` computes again what you doubt.
      """)

  @Argument(help: "The folder or the archive.", completion: .file())
  var source: String

  @OptionGroup var travel: TravelOptions

  @OptionGroup var project: ProjectOptions

  func run() throws { Console.print(try project.load().pull(from: source, travel.request)) }
}

/// Which results travel.
struct TravelOptions: ParsableArguments {
  @Argument(
    help: "Stages, claims or sections, with all that they rest on; everything if left out.", completion: .targets)
  var targets: [String] = []

  @Flag(name: .long, help: "Take transient results along as well, such as large matrices, as far as they are there.")
  var transients = false

  var request: TravelRequest { TravelRequest(targets: targets, transients: transients) }
}
