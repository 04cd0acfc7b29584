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

/// `plumb attach`: the report in the forms that a paper can carry.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Turn the report of the last run into what goes with a paper.",
    discussion: "Several forms may be asked for at once. Nothing is computed: `plumb run` comes first.")

  @Option(name: .long, help: "Write the report as one HTML file.", completion: .file())
  var html: String?

  @Option(name: .long, help: "Write LaTeX macros of every number, the figures and a sample into this folder.")
  var latex: String?

  @Option(
    name: .long, help: "With --latex or --typst: draw the figures for a text of this width, such as 345pt or 12cm.")
  var width: TextWidth?

  @Option(name: .long, help: "Write every number for Typst, and the figures, into this folder.")
  var typst: String?

  @Option(
    name: .long, help: "Write every number into this JSON or CSV file, by the keys of LaTeX.", completion: .file())
  var values: String?

  @Option(name: .long, help: "Write ancillary files for arXiv into this folder.")
  var arxiv: String?

  @Option(name: .long, help: "Write an RO-Crate: report, data, manifest and every stage as an action.")
  var crate: String?

  @Option(name: .long, help: "Attach the report to a copy of this PDF; -o names the copy.", completion: .file())
  var into: String?

  @Option(name: .shortAndLong, help: "The PDF that --into writes.", completion: .file())
  var output: String?

  @Flag(
    name: .long,
    help: "With --arxiv, --crate or --into: put an archive of the results beside the report, for `plumb pull`.")
  var results = false

  @OptionGroup var replacing: ReplaceOptions
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard [html, latex, typst, values, arxiv, crate, into].contains(where: { $0 != nil }) else {
      throw ValidationError("say what to write: --html, --latex, --typst, --values, --arxiv, --crate or --into")
    }
    guard (into == nil) == (output == nil) else {
      throw ValidationError("--into PAPER.pdf and -o OUT.pdf go together: the paper itself is never changed")
    }
    if width != nil, latex == nil, typst == nil {
      throw ValidationError("--width goes with --latex or --typst")
    }
    if results, arxiv == nil, crate == nil, into == nil {
      throw ValidationError("--results goes with --arxiv, --crate or --into; `plumb push` writes an archive by itself")
    }
    var places: Set<String> = []
    for path in [html, latex, typst, values, arxiv, crate, into, output].compactMap({ $0 }) {
      guard places.insert(URL(filePath: path).absoluteURL.standardizedFileURL.path).inserted else {
        throw ValidationError("\(path) is named twice; give every form a place of its own")
      }
    }
  }

  func run() throws {
    let project = try project.load()
    var places = AttachmentPlaces(
      html: html, latex: latex, typst: typst, values: values, arxiv: arxiv, crate: crate)
    (places.carriesResults, places.width) = (results, width?.points)
    if let into, let output { places.paper = (into, output) }
    try attempt { try project.attach(places, replacesAll: replacing.replace) { Console.print($0) } }
  }
}

/// A width as people write it: `345pt`, `12cm`, `4.8in`; points where there is no unit.
struct TextWidth: ExpressibleByArgument {
  /// In points of 1/72 inch, from 120 to 2,000; LaTeX's are 1/72.27 inch, 0.4 % less.
  let points: Double

  init?(argument: String) {
    let units = ["pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72, "": 1]
    let number = argument.prefix { $0.isNumber || $0 == "." }
    let unit = argument.dropFirst(number.count).trimmingCharacters(in: .whitespaces)
    guard let value = Double(number), let factor = units[unit], (120...2000).contains(value * factor) else {
      return nil
    }
    points = value * factor
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
