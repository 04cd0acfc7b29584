import ArgumentParser
import Documents
import Foundation
import Pipeline
import Verbs
import Reporting

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
    let graph = try project.manifest().graph
    let engine = Engine(project.project)
    let (before, after) = try attempt {
      (
        try results(of: old ?? project.lockPath, graph),
        try new.map { try results(of: $0, graph) } ?? lastRun(engine, graph)
      )
    }
    let comparison = Comparison(before, after, graph: new == nil ? graph : nil, tolerance: tolerance)
    if json {
      printValues(comparison)
    } else {
      for line in comparison.lines { Console.print(line) }
    }
    if let html {
      try attempt { try write(comparison, ResultSide(before), ResultSide(after), engine, to: html) }
      if !json { Console.print("page: \(html)") }
    }
    if !comparison.isEmpty { throw ExitCode(1) }
  }

  private func printValues(_ comparison: Comparison) {
    let values = comparison.values.map { value -> JSON in
      ["stage": JSON(.string(value.stage)), "difference": JSON(.string("\(value)"))]
    }
    Console.print(JSON(.array(values)).pretty)
    if comparison.notCompared > 0 { Console.error(comparison.notComparedLine) }
  }

  private func results(of path: String, _ graph: Graph) throws -> [String: LockFile.Result] {
    guard let lock = try LockFile(path: path) else {
      throw CommandError.noLock(path: path)
    }
    guard let results = lock.profiles[graph.profile] else {
      throw CommandError.noProfileInLock(path: path, profile: graph.profile)
    }
    return results
  }

  private func lastRun(_ engine: Engine, _ graph: Graph) throws -> [String: LockFile.Result] {
    let results = try Outcome(engine: engine, graph: graph).results()
    guard !results.isEmpty else {
      throw CommandError.nothingToCompare
    }
    return results
  }

  private func write(
    _ comparison: Comparison, _ before: ResultSide, _ after: ResultSide, _ engine: Engine, to path: String
  ) throws {
    let files = try engine.files()
    let pictures = try Dictionary(
      uniqueKeysWithValues: comparison.difference.figures.flatMap { figure in
        try [("old", before), ("new", after)].compactMap { folder, side in
          try side.run.figures[figure].flatMap { Digest(hex: $0) }.flatMap { try files[$0] }.map {
            ("\(folder)/\(figure).png", try Data(contentsOf: URL(filePath: $0)))
          }
        }
      })
    let text = comparison.markdown(from: old ?? "plumb.lock.json", to: new ?? "the last run") { folder, figure in
      pictures["\(folder)/\(figure).png"] != nil
    }
    let page = HTMLReport(
      title: "What changed", pages: [.init(name: "difference", markdown: text)], file: { pictures[$0] },
      address: { _ in nil })
    try EarlierOutput.check(path)
    try BundleFolder.write(Data(try page.html().utf8), to: URL(filePath: path))
  }
}

/// One side of a comparison.
struct ResultSide {
  /// Its judged claims and figures.
  let run: RunDifference.Run

  /// Claims of a revision that cannot be read any more are left out.
  init(_ results: [String: LockFile.Result]) {
    var (claims, figures): ([String: ClaimResult], [String: String]) = ([:], [:])
    for (id, result) in results {
      if let value = result.values[VerbCatalogue.verdict] {
        claims[id] = try? ClaimResult(encoded: Data(value.canonical.utf8))
      } else if let picture = result.outputs[VerbCatalogue.picture] {
        figures[id] = picture
      }
    }
    run = RunDifference.Run(claims: claims, figures: figures)
  }
}

extension ResultDifference: CustomStringConvertible {
  /// One line.
  public var description: String {
    switch self {
    case .gone(let id): "\(id): has no result any more"
    case .new(let id): "\(id): new"
    case .bytes(let id, let output): "\(id): \(output) has other bytes"
    case .value(let id, let path, let old, let new): "\(id): \(path): \(Self.text(old)) -> \(Self.text(new))"
    }
  }

  private static func text(_ value: JSON?) -> String { value.map { $0.canonical.printable } ?? "(nothing)" }
}
