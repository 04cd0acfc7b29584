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

  @Option(
    name: .long,
    help:
      "Write an archive for Zenodo or Software Heritage: sources, report, results, and the descriptions of --appendix.")
  var archive: String?

  @Option(
    name: .long,
    help: "Write the artifact appendix, checklists, metadata.yaml and codemeta.json into this folder.")
  var appendix: String?

  @Option(name: .long, help: "Attach the report to a copy of this PDF; -o names the copy.", completion: .file())
  var into: String?

  @Option(name: .shortAndLong, help: "The PDF that --into writes.", completion: .file())
  var output: String?

  @Flag(
    name: .long,
    help: "With --arxiv, --crate or --into: put an archive of the results beside the report, for `plumb pull`.")
  var results = false

  @Flag(
    name: .long,
    help: "With --html, --crate or --archive: for a double-blind review; refused where a file still tells who you are.")
  var anonymous = false

  @Option(name: .long, help: "With --anonymous: a word that is no name of yours where it stands; may be repeated.")
  var keep: [String] = []

  @OptionGroup var replacing: ReplaceOptions
  @OptionGroup var project: ProjectOptions

  func validate() throws {
    guard [html, latex, typst, values, arxiv, crate, archive, appendix, into].contains(where: { $0 != nil }) else {
      throw ValidationError(
        "say what to write: --html, --latex, --typst, --values, --arxiv, --crate, --archive, --appendix or --into")
    }
    if anonymous, [latex, typst, values, arxiv, appendix, into].contains(where: { $0 != nil }) {
      throw ValidationError(
        "--anonymous goes with --html, --crate or --archive alone; write the other forms by themselves")
    }
    if anonymous, results {
      throw ValidationError("--results names machines and folders; leave it out with --anonymous")
    }
    if !anonymous, !keep.isEmpty { throw ValidationError("--keep goes with --anonymous") }
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
    for path in [html, latex, typst, values, arxiv, crate, archive, appendix, into, output].compactMap({ $0 }) {
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
    (places.archive, places.appendix) = (archive, appendix)
    places.anonymousBut = anonymous ? Set(keep) : nil
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
