import ArgumentParser
import Documents
import Foundation
import Pipeline
import Project
import Verbs

/// `plumb list`: every stage with its kind.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List stages, figures, claims and reports.")

  @OptionGroup var listed: ListedTargets

  func run() throws {
    let (project, chosen) = try listed.load()
    let nodes = chosen.map { project.graph.nodes[$0] }
    listed.listing.print(JSON(.array(nodes.map(LoadedProject.record))), aligned(nodes.map { [$0.id, $0.kind.name] }))
  }
}

/// `plumb show STAGE`: what a stage is made from, and the columns of its tables.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show parameters, inputs and outputs of a stage, and the columns or the rows of its tables.")

  @OptionGroup var named: NamedTarget

  @Option(
    name: .long, defaultAsFlag: "", help: "Print the rows of its tables, or of the output named; of a matrix the shape."
  )
  var table: String?

  @Option(name: .long, help: "With --table: how many rows are printed.")
  var rows: Int?

  func validate() throws {
    if let rows, rows < 0 || table == nil { throw ValidationError("--rows is a number from 0 on, with --table") }
  }

  func run() throws {
    let (project, chosen) = try named.load()
    if let table {
      let output = table.isEmpty ? nil : table
      let tables = try attempt { try chosen.flatMap { try project.tables(of: $0, output: output) } }
      return named.listing.print(
        JSON(.array(tables.map { $0.json(limit: rows) })),
        Array(tables.map { $0.lines(limit: rows ?? 20) }.joined(separator: [""])))
    }
    let descriptions = try attempt { try chosen.map { try project.description(of: $0) } }
    named.listing.print(JSON(.array(descriptions.map(\.json))), descriptions.flatMap(\.lines))
  }
}

/// `plumb status`: what is up to date and what is not.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say which stages are up to date, which would run, and which cannot.")

  @OptionGroup var listed: ListedTargets

  func run() throws {
    let (project, chosen) = try listed.load()
    let list = try attempt { try project.statuses(of: chosen) }
    listed.listing.print(list.json, list.lines + project.clusterLines)
  }
}

/// `plumb claims`: what came of each claim.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims", abstract: "List the claims with their verdicts, and how many came out how.")

  @OptionGroup var listed: ListedTargets

  func run() throws {
    let (project, chosen) = try listed.load()
    let claims = try attempt { try project.claims(among: chosen) }
    listed.listing.print(claims.json, claims.lines)
  }
}

/// `plumb why STAGE`: what changed since a stage last ran.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain why a stage would run: which part of its key changed, with old and new value.")

  @OptionGroup var named: NamedTarget

  func run() throws {
    let (project, chosen) = try named.load()
    let reasons = try attempt { try chosen.map(project.reason) }
    named.listing.print(JSON(.array(reasons.map(\.json))), reasons.flatMap(\.lines))
  }
}

/// `plumb log STAGE`: what a stage wrote when it last ran.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print what a stage wrote when it last ran, or has written so far.")

  @OptionGroup var named: NamedTarget

  @Flag(name: .shortAndLong, help: "Print what a running stage writes as it writes it.")
  var follow = false

  func run() throws {
    let (project, chosen) = try named.load()
    if follow {
      guard chosen.count == 1 else { throw ValidationError("-f follows one stage; name an instance of the sweep") }
      if project.follow(chosen[0], { Console.follow($0) }) { return }
    }
    let logs = try attempt { try chosen.map(project.log) }
    named.listing.print(JSON(.array(logs.map(\.json))), logs.flatMap { $0.lines(isTerminal: Console.outputIsTerminal) })
  }
}

/// `plumb data`: the files that people put into the project.
struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data",
    abstract: "List the data files that stages read: whether they are there, which claims wait, and what to do.",
    discussion: """
      With --fetch the files that are missing are fetched from the mirrors that the manifest lists, those below data/ alone. What \
      was cut off is gone on with, and content with another SHA-256 than the manifest's is refused. No other command opens a \
      connection.
      """)

  @OptionGroup var listed: ListedTargets

  @Flag(name: .long, help: "Fetch the files that are missing.")
  var fetch = false

  func run() throws {
    let (project, chosen) = try listed.load()
    func found() throws -> [FoundFile] {
      try attempt { try FoundFile.all(in: project.graph, for: listed.targets.isEmpty ? nil : chosen, project.engine) }
    }
    var files = try found()
    var isWhole = true
    if fetch {
      isWhole = fetchMissing(of: files, project)
      files = try found()
    }
    listed.listing.print(JSON(.array(files.map(\.record))), FoundFile.lines(files, aligned: aligned, LogTail.visible))
    if !isWhole { throw CommandError.told }
  }

  /// Fetches what is missing and tells of it; whether all is there.
  private func fetchMissing(of files: [FoundFile], _ project: LoadedProject) -> Bool {
    let line = ProgressLine()
    let fetch = DataFetch(project.engine) { event in
      switch event {
      case .began(let path, let address, let done, let size):
        let start = done > 0 ? " after \(byteCount(done))" : ""
        line.say("\(path): \(byteCount(size)) from \(LogTail.visible(address))\(start)")
      case .received(let path, let done, let size):
        line.show("\(path): \(byteCount(done)) of \(byteCount(size)), \(done * 100 / max(size, 1)) %")
      case .finished(let path, _, _): line.say("\(path): fetched, with the SHA-256 of the manifest")
      case .refused(let path, let address, let reason):
        line.say("plumb: \(path): \(LogTail.visible((address.map { "\($0): " } ?? "") + reason))")
      }
    }
    defer { line.clear() }
    return fetch.run(files)
  }
}

/// `plumb graph`: the graph of stages.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Draw the graph of stages, or of what some of them rest on, and how each stands.")

  @Argument(help: "What is drawn with all that it rests on; everything if left out.", completion: .targets)
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @Option(name: .long, help: "mermaid, dot, svg, pdf or json.")
  var format = GraphFormat.mermaid

  @Option(name: .shortAndLong, help: "The file to write; standard output if left out.", completion: .file())
  var output: String?

  @Flag(name: .long, help: "Show every instance of a sweep instead of one box with their number.")
  var expanded = false

  @OptionGroup var replacing: ReplaceOptions

  func run() throws {
    let project = try project.load()
    let outline = try attempt { try project.outline(of: targets, expanded: expanded) }
    let data = try attempt {
      switch format {
      case .mermaid: Data(outline.mermaid.utf8)
      case .dot: Data(outline.dot.utf8)
      case .svg: try GraphDrawing(outline).svg()
      case .pdf: try GraphDrawing(outline).pdf()
      case .json: Data(outline.record.pretty.utf8)
      }
    }
    guard let output else { return Console.print(data) }
    try attempt { try project.write(data, to: output, replacesAll: replacing.replace) }
  }
}

extension GraphFormat: ExpressibleByArgument {}

/// Any number of targets, and how they are listed.
struct ListedTargets: ParsableArguments {
  @Argument(help: "Names, sections or patterns; all if left out.", completion: .targets)
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  /// The project and the nodes that are listed.
  func load() throws -> (LoadedProject, [Int]) {
    let project = try project.load()
    return (project, try project.targets(targets))
  }
}

/// One target, and how it is shown.
struct NamedTarget: ParsableArguments {
  @Argument(help: "A stage, a sweep or a pattern.", completion: .targets)
  var target: String

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  /// The project and the nodes that are shown.
  func load() throws -> (LoadedProject, [Int]) {
    let project = try project.load()
    return (project, try project.targets([target]))
  }
}
