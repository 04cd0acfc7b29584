import ArgumentParser
import Foundation
import Pipeline
import Reporting

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
    let manifest = try project.manifest()
    try attempt {
      let material = try ReportMaterial(engine: Engine(project.project), manifest: manifest, root: project.root)
      let bundle = try Bundle(material)
      if let html { try bundle.writeHTML(to: html) }
      if let latex { try bundle.write(try bundle.latex(), to: latex) }
      if let arxiv {
        try bundle.write(
          try bundle.arxiv(), to: ArxivFolder.location(URL(filePath: arxiv)).path(percentEncoded: false))
      }
      if let crate { try bundle.writeCrate(to: crate) }
      if let into, let output { try bundle.attach(to: into, output: output) }
    }
  }
}
