import ArgumentParser
import Foundation
import Project

/// `plumb attach`: the report in the forms that a paper can carry.
struct AttachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Turn the report of the last run into what goes with a paper.",
    discussion: "Several forms may be asked for at once. Nothing is computed: `plumb run` comes first.")

  @Option(name: .long, help: "Write the report as one HTML file.", completion: .file())
  var html: String?

  @Option(name: .long, help: "Write LaTeX macros of every number, the figures and a sample into this folder.")
  var latex: String?

  @Option(name: .long, help: "Write ancillary files for arXiv into this folder.")
  var arxiv: String?

  @Option(name: .long, help: "Write an RO-Crate: report, data, manifest and every stage as an action.")
  var crate: String?

  @Option(name: .long, help: "Attach the report to a copy of this PDF; -o names the copy.", completion: .file())
  var into: String?

  @Option(name: .shortAndLong, help: "The PDF that --into writes.", completion: .file())
  var output: String?

  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard html != nil || latex != nil || arxiv != nil || crate != nil || into != nil else {
      throw ValidationError("say what to write: --html, --latex, --arxiv, --crate or --into")
    }
    guard (into == nil) == (output == nil) else {
      throw ValidationError("--into PAPER.pdf and -o OUT.pdf go together: the paper itself is never changed")
    }
    var places: Set<String> = []
    for path in [html, latex, arxiv, crate, into, output].compactMap({ $0 }) {
      guard places.insert(URL(filePath: path).absoluteURL.standardizedFileURL.path).inserted else {
        throw ValidationError("\(path) is named twice; give every form a place of its own")
      }
    }
  }

  func run() throws {
    let project = try project.load()
    var places = AttachmentPlaces(html: html, latex: latex, arxiv: arxiv, crate: crate)
    if let into, let output { places.paper = (into, output) }
    try attempt { try project.attach(places) { Console.print($0) } }
  }
}

/// `plumb diff`: what differs between results.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the last run with plumb.lock.json, or two lock files with each other.",
    discussion: "Verdicts first, then numbers, then figures. Exit code 0 if nothing differs, 1 otherwise.")

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

  func validate() throws {
    guard tolerance >= 0, tolerance.isFinite else {
      throw ValidationError("--tolerance \(tolerance): give a number from 0 on")
    }
  }

  func run() throws {
    let project = try project.load()
    let comparison = try attempt { try project.compare(old, new, tolerance: tolerance) }
    Console.print(json ? [comparison.record.pretty] : comparison.lines)
    if json, let omission = comparison.omission { Console.error(omission) }
    if let html {
      try attempt { try project.write(comparison, to: html) }
      if !json { Console.print("page: \(html)") }
    }
    if !comparison.isEmpty { throw CommandError.told }
  }
}
