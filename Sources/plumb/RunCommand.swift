import ArgumentParser
import Documents
import Foundation
import Pipeline
import Verbs

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

  @Flag(
    name: .long,
    help: "Write the report pages of the targets as well; claims whose numbers are not there are shown as not run.")
  var pages = false

  @Flag(name: .long, help: "End with exit code 3 if a claim is not reproduced.")
  var check = false

  func run() throws {
    let engine = Engine(project.project)
    // The stamp of an earlier run does not hold verdicts, which `--check` asks for.
    if !dryRun, !check, let summary = engine.unchanged(identity: identity) {
      return try conclude(summary, reports: summary.note.split(separator: "\n").map(String.init))
    }
    let manifest = try project.manifest()
    let graph = manifest.graph
    let chosen = try project.targets(targets, in: graph, or: targets.count == 1 ? Plumb.commands : [])
    let wanted = chosen.map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    if dryRun { return try plan(engine, graph, wanted) }
    let reports = reports(graph, pages ? graph.withPages(wanted).chosen : wanted)
    let summary = try perform(engine, manifest, chosen, note: reports.joined(separator: "\n"))
    let outcome = Outcome(engine: engine, graph: graph)
    var unwritten: (any Error)?
    if targets.isEmpty, project.settings.isEmpty {
      do { try outcome.writeProvenance(in: project.root, summary: summary) } catch { unwritten = error }
      if summary.succeeded { compareLock(outcome) }
    }
    let failed = check ? try attempt { try outcome.failedClaims(among: wanted) } : []
    try conclude(summary, reports: reports, failedClaims: failed)
    // What failed in the run matters more, and has been told by now.
    if let unwritten { throw CommandError(unwritten) }
  }

  /// The results stand whatever becomes of the lock, which people merge by hand.
  private func compareLock(_ outcome: Outcome) {
    do { try outcome.compareLock(at: project.lockPath) } catch { Console.error("warning: \(error)") }
  }

  /// The report pages that the run publishes.
  private func reports(_ graph: Graph, _ wanted: [Int]) -> [String] {
    wanted.map { graph.nodes[$0] }.filter { $0.section == VerbCatalogue.reports.name }.flatMap(\.exports).map {
      project.root.appending(path: $0.path).path(percentEncoded: false)
    }
  }

  /// What tells this run from others of the same project.
  private var identity: [String] {
    let folders = project.project.dataRoots
    return [
      Program.identity, project.file, project.profile ?? "", allowCommands ? "commands" : "", pages ? "pages" : "",
      "\(folders.count) folders, \(targets.count) targets",
    ] + folders + targets + project.settings
  }

  private func perform(
    _ engine: Engine, _ manifest: Manifest, _ chosen: [Int]?, note: String
  ) throws -> RunSummary {
    let progress = Progress { project.line("run", $0) + (allowCommands ? " --allow-commands" : "") }
    let interruption = Interruption {
      progress.say("stopping; press Ctrl-C again to end at once")
      engine.cancel()
    }
    defer { withExtendedLifetime(interruption) { progress.close() } }
    // The main file by its own name, which may be a link that leads elsewhere next time.
    let main = URL(filePath: project.file).lastPathComponent
    let files = zip([main] + manifest.files.dropFirst().map(\.name), manifest.files).map { name, file in
      (project.root.appending(path: name).path(percentEncoded: false), Digest(of: file.bytes))
    }
    let stamp = StampRequest(
      manifest: Dictionary(files) { first, _ in first }, identity: identity, note: note)
    let options = RunOptions(
      jobs: resources.jobs, memory: resources.memoryBytes, keepGoing: keepGoing, allowCommands: allowCommands,
      withPages: pages, stamp: stamp)
    return try attempt {
      try engine.run(
        manifest.graph, targets: chosen, options: options, executor: WorkerExecutor(program: Program.path)
      ) { progress.show($0) }
    }
  }

  private func plan(_ engine: Engine, _ graph: Graph, _ wanted: [Int]) throws {
    let (all, unasked) = pages ? graph.withPages(wanted) : (wanted, [])
    let chosen = all.filter { !unasked.contains($0) }
    let statuses = try attempt { try engine.status(graph, unasked: unasked) }
    var count = 0
    var notRun: [(id: String, reason: String)] = []
    for index in chosen where statuses[index] != .upToDate {
      if case .notRun(let reason) = statuses[index] {
        notRun.append((graph.nodes[index].id, reason))
      } else {
        count += 1
        Console.print("\(graph.nodes[index].id): \(statuses[index])")
      }
    }
    Self.tell(notRun, as: "cannot run")
    Console.print(count == 0 ? "nothing would run" : "\(count) of \(chosen.count) stages would run")
  }

  /// A line for each reason why stages have no result; the first reasons only.
  private static func tell(_ entries: [(id: String, reason: String)], as state: String) {
    let groups = byReason(entries)
    for (reason, ids) in groups.prefix(12) {
      Console.print("\(state): \(ids.count == 1 ? ids[0] : "\(ids.count) stages, \(ids[0]) and others"): \(reason)")
    }
    if groups.count > 12 { Console.print("\(state): \(groups.dropFirst(12).reduce(0) { $0 + $1.ids.count }) more") }
  }

  /// What was not run, put together by the reason, in the order of the graph.
  private static func byReason(_ entries: [(id: String, reason: String)]) -> [(reason: String, ids: [String])] {
    var order: [String] = []
    var ids: [String: [String]] = [:]
    for entry in entries {
      if ids[entry.reason] == nil { order.append(entry.reason) }
      ids[entry.reason, default: []].append(entry.id)
    }
    return order.map { ($0, ids[$0] ?? []) }
  }

  private func conclude(_ summary: RunSummary, reports: [String], failedClaims: [String] = []) throws {
    Self.tell(summary.notRun, as: "not run")
    if summary.isInterrupted { throw CommandError.stopped }
    if summary.ran == 0, summary.failures.isEmpty {
      let all = summary.cached == 1 ? "1 stage is" : "\(summary.cached) stages are"
      Console.print("nothing to do: \(all) up to date")
    } else {
      let ran = summary.ran == 1 ? "1 stage" : "\(summary.ran) stages"
      let others = summary.cached == 1 ? "1 was" : "\(summary.cached) were"
      Console.print("\(ran) ran, \(others) up to date, in \(duration(summary.seconds))")
    }
    for report in reports where FileManager.default.fileExists(atPath: report) { Console.print("report: \(report)") }
    if !summary.failures.isEmpty { throw CommandError.stagesFailed(summary.failures.map(\.id)) }
    if !failedClaims.isEmpty { throw CommandError.notReproduced(claims: failedClaims) }
  }
}
