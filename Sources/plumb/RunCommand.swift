import ArgumentParser
import Documents
import Foundation
import Pipeline

/// `plumb run`: brings everything, or the named targets, up to date.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Rebuild what is not up to date: figures, report and all that they rest on.")

  @Argument(help: "Stages, figures, claims or sections; all if left out. `*` stands for any letters.")
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions

  @Flag(name: .long, inversion: .prefixedNo, help: "After a failure, go on with what does not rest on it.")
  var keepGoing = true

  @Flag(name: .long, help: "Let stages of the kind `command` start programs.")
  var allowCommands = false

  @Flag(name: .shortAndLong, help: "Say what would run, and write nothing.")
  var dryRun = false

  @Flag(name: .long, help: "End with exit code 3 if a claim is not reproduced.")
  var check = false

  func run() throws {
    let engine = Engine(project.project)
    // A stamp remembers no verdicts, so a run that checks them looks at the results.
    if !dryRun, !check, let summary = engine.unchanged(identity: identity) {
      return try conclude(summary, RunNote(text: summary.note))
    }
    let manifest = try project.manifest()
    let chosen = try project.targets(targets, in: manifest.graph)
    if dryRun { return try plan(engine, manifest.graph, chosen) }
    let summary = try perform(engine, manifest, chosen)
    let outcome = Outcome(engine: engine, graph: manifest.graph)
    let note = try attempt { () -> RunNote in
      if targets.isEmpty, project.settings.isEmpty, summary.succeeded {
        try outcome.writeProvenance(in: project.root, summary: summary)
        try outcome.compareLock(at: project.lockPath)
      }
      return RunNote(manifest.graph, failedClaims: try outcome.failedClaims(), root: project.root)
    }
    try conclude(summary, note)
  }

  /// What tells this run from others of the same project.
  private var identity: [String] {
    [Program.identity, project.file, project.profile ?? "", allowCommands ? "commands" : ""] + project.data
      + ["targets"] + targets + ["settings"] + project.settings
  }

  private func perform(_ engine: Engine, _ manifest: Manifest, _ chosen: [Int]?) throws -> RunSummary {
    let progress = Progress()
    let interruption = Interruption {
      progress.say("stopping; press Ctrl-C again to end at once")
      engine.cancel()
    }
    defer { withExtendedLifetime(interruption) { progress.close() } }
    let files = manifest.files.map { project.root.appending(path: $0.name).path(percentEncoded: false) }
    let note = RunNote(manifest.graph, failedClaims: [], root: project.root)
    let stamp = StampRequest(manifest: files, identity: identity, note: note.text)
    let options = RunOptions(
      jobs: resources.jobs, memory: resources.memoryBytes, keepGoing: keepGoing, allowCommands: allowCommands,
      stamp: check ? nil : stamp)
    do {
      return try engine.run(
        manifest.graph, targets: chosen, options: options, executor: WorkerExecutor(program: Program.path)
      ) { progress.show($0) }
    } catch {
      throw CommandFailure.failure(error)
    }
  }

  private func plan(_ engine: Engine, _ graph: Graph, _ chosen: [Int]?) throws {
    let wanted = chosen.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    let statuses = try engine.status(graph)
    var count = 0
    for index in wanted where statuses[index] != .upToDate {
      count += 1
      Console.print("\(graph.nodes[index].id): \(statuses[index])")
    }
    Console.print(count == 0 ? "nothing would run" : "\(count) of \(wanted.count) stages would run")
  }

  private func conclude(_ summary: RunSummary, _ note: RunNote) throws {
    for entry in summary.notRun.prefix(20) { Console.print("not run: \(entry.id): \(entry.reason)") }
    if summary.notRun.count > 20 { Console.print("not run: and \(summary.notRun.count - 20) more; see `plumb status`") }
    if summary.isInterrupted {
      throw CommandFailure(
        message: "stopped; what is done is kept, and the next `plumb run` goes on from here", code: 1)
    }
    if summary.ran == 0, summary.failures.isEmpty {
      Console.print("nothing to do: \(summary.cached) stages are up to date")
    } else {
      Console.print("\(summary.ran) stages ran, \(summary.cached) were up to date, in \(duration(summary.seconds))")
    }
    for report in note.reports { Console.print("report: \(report)") }
    if !summary.failures.isEmpty {
      let names = summary.failures.map(\.id).joined(separator: ", ")
      throw CommandFailure(
        message: "\(summary.failures.count == 1 ? "1 stage" : "\(summary.failures.count) stages") failed: \(names)",
        code: 1)
    }
    if check, !note.failedClaims.isEmpty {
      throw CommandFailure(message: "not reproduced: \(note.failedClaims.joined(separator: ", "))", code: 3)
    }
  }
}

/// What a run tells at its end, kept beside its stamp so that a run with nothing to do tells the same.
struct RunNote {
  let reports: [String]
  let failedClaims: [String]

  init(_ graph: Graph, failedClaims: [String], root: URL) {
    let paths = graph.nodes.filter { $0.section == "reports" }.flatMap(\.exports).map(\.path)
    reports = paths.map { root.appending(path: $0).path(percentEncoded: false) }
    self.failedClaims = failedClaims
  }

  init(text: String) {
    let lines = text.split(separator: "\n").map(String.init)
    reports = lines
    failedClaims = []
  }

  /// One report a line.
  var text: String { reports.joined(separator: "\n") }
}
