import Documents
import Foundation
import Pipeline
import Synchronization

/// What a run is asked for.
public struct RunRequest: Sendable {
  /// Stages, figures, claims or names; all if empty.
  public var targets: [String]
  /// Cores that stages use together.
  public var jobs: Int
  /// Bytes that stages use together.
  public var memory: Int
  /// How many graphics processors stages use together; as many as there are if nil.
  public var gpus: Int?
  /// Whether, after a failure, what does not rest on it goes on.
  public var keepGoing: Bool
  /// Whether stages may start programs.
  public var allowCommands: Bool
  /// Whether the report pages of the targets are written as well.
  public var pages: Bool
  /// Whether a claim that is not reproduced is an error.
  public var check: Bool
  /// Whether outputs may replace files that nothing here knows.
  public var replacesAll = false
  /// Whether results are published in the project; else they are kept in the cache alone.
  public var publishes = true
  /// The cluster on which stages are done; this machine if nil.
  public var cluster: ClusterRequest?
  /// The commands of which a single target may be a misspelling.
  public var commands: [String]

  /// The graphics processors that stages share.
  var devices: [String] {
    let found = Allowance.current.devices
    guard let gpus else { return found }
    return gpus <= found.count ? Array(found.prefix(gpus)) : (0..<gpus).map(String.init)
  }

  /// A request; see the properties.
  public init(
    targets: [String] = [], jobs: Int, memory: Int, gpus: Int? = nil, keepGoing: Bool = true,
    allowCommands: Bool = false,
    pages: Bool = false, check: Bool = false, commands: [String] = []
  ) {
    (self.targets, self.jobs, self.memory, self.keepGoing) = (targets, jobs, memory, keepGoing)
    self.gpus = gpus
    (self.allowCommands, self.pages, self.check, self.commands) = (allowCommands, pages, check, commands)
  }
}

/// What a run says in the end.
public struct RunConclusion {
  /// For standard output.
  public var lines: [String] = []
  /// For standard error; none of them makes the run fail.
  public var warnings: [String] = []
  /// How the run ends; nil when all is well.
  public var error: CommandError?

  /// - Parameters:
  ///   - verdicts: how many claims came out how, in a line.
  ///   - rewritten: what the run wrote of its own record because it was not there.
  fileprivate init(
    _ summary: RunSummary, verdicts: [String] = [], reports: [String], isVariant: Bool, rewritten: [String] = []
  ) {
    let label = isVariant ? "report of the variant" : "report"
    lines = StageGroup.lines(summary.notRun, as: "not run")
    if !summary.kept.isEmpty {
      lines.append(
        "kept as plumb.lock.json records \(summary.kept.count == 1 ? "it" : "them"): "
          + summary.kept.joined(separator: ", "))
    }
    warnings = summary.leftovers.prefix(3).map { "warning: cannot remove \($0), which no run needs; remove it" }
    if summary.leftovers.count > 3 { warnings.append("warning: nor \(summary.leftovers.count - 3) more beside it") }
    warnings += summary.remark.map { ["warning: \($0)"] } ?? []
    if summary.isInterrupted { return }
    lines.append(Self.counts(summary, rewritten))
    lines += reports.filter(FileManager.default.fileExists).map { "\(label): \($0)" }
    lines += verdicts
    if !summary.failures.isEmpty { error = .stagesFailed(summary.failures.map(\.id)) }
  }
}

extension RunConclusion {
  fileprivate static func counts(_ summary: RunSummary, _ rewritten: [String]) -> String {
    let files = summary.republished.count
    let published = files == 0 ? [] : ["\(files.counted("file")) published again"]
    if summary.ran == 0, summary.failures.isEmpty {
      let all = "\(summary.cached.counted("stage")) \(summary.cached.are) up to date"
      let written = published + (rewritten.isEmpty ? [] : [rewritten.joined(separator: " and ") + " written again"])
      return (written.isEmpty ? "nothing to do" : written.joined(separator: ", ")) + ": \(all)"
    }
    let others = summary.cached == 1 ? "1 was" : "\(summary.cached) were"
    let ran = "\(summary.ran.counted("stage")) ran, \(others) up to date, in \(duration(summary.seconds))"
    return ([ran] + published).joined(separator: ", ")
  }
}

/// A run of a project, from what people asked to what they are told.
public struct ProjectRun: Sendable {
  private let program: Program
  private let settings: ProjectSettings
  private let request: RunRequest

  /// A run of the project that `settings` name.
  public init(_ settings: ProjectSettings, _ program: Program, _ request: RunRequest) {
    (self.settings, self.program, self.request) = (settings, program, request)
  }

  /// Brings the targets up to date; on a terminal progress is shown meanwhile.
  ///
  /// - Throws: ``CommandError`` for what ends the run before it began.
  public func callAsFunction() throws -> RunConclusion {
    let engine = settings.engine
    // The stamp of an earlier run does not hold verdicts, which `--check` asks for.
    if !request.check, request.publishes, let summary = engine.unchanged(identity: identity) {
      return RunConclusion(
        summary, reports: summary.note.split(separator: "\n").map(String.init), isVariant: isVariant)
    }
    let project = try load()
    let chosen = try self.chosen(project)
    let wanted = chosen.map { project.graph.closure(of: $0) } ?? Array(project.graph.nodes.indices)
    let reports = reports(project, request.pages ? project.graph.withPages(wanted).chosen : wanted)
    let missing = isWhole ? project.missingProvenance : []
    let signal = LastSignal()
    var unwritten: CommandError?
    let summary = try attempt {
      try perform(project, chosen, note: reports.joined(separator: "\n"), signal) { summary in
        guard isWhole else { return true }
        do { try project.writeProvenance(replacesAll: request.replacesAll) } catch { unwritten = CommandError(error) }
        return unwritten == nil
      }
    }
    let failed = Set(summary.failures.map(\.id))
    let unpublished = Set(self.reports(project, wanted.filter { failed.contains(project.graph.nodes[$0].id) }))
    let written = reports.filter { !unpublished.contains($0) }
    let rewritten = unwritten == nil ? missing : []
    let claims = try summary.isInterrupted ? nil : attempt { try project.judgedClaims(among: wanted) }
    var conclusion = RunConclusion(
      summary, verdicts: claims?.ending ?? [], reports: written, isVariant: isVariant, rewritten: rewritten)
    if summary.isInterrupted { conclusion.error = .stopped(signal: signal.number) }
    // What failed in the run matters more than what could not be written.
    conclusion.error = conclusion.error ?? unwritten
    if request.check, conclusion.error == nil, let failed = claims?.failed, !failed.isEmpty {
      conclusion.error = .notReproduced(claims: failed)
    }
    if isWhole, !isVariant, summary.succeeded { compare(project, &conclusion) }
    return conclusion
  }

  /// Whether the run makes everything, and so describes the whole.
  private var isWhole: Bool { request.targets.isEmpty }

  /// Whether something was put over the manifest; the results then have a folder of their own.
  private var isVariant: Bool { !settings.settings.isEmpty }

  /// Says what would run, and writes nothing.
  public func plan() throws -> RunPlanText {
    let project = try load()
    let graph = graph(project)
    let wanted = try chosen(project).map { graph.closure(of: $0) } ?? Array(graph.nodes.indices)
    let (all, unasked) = request.pages ? graph.withPages(wanted) : (wanted, [])
    let chosen = all.filter { !unasked.contains($0) }
    return try attempt {
      let standing = try project.engine.standing(graph, unasked: unasked)
      let isChosen = Set(chosen)
      let estimate = try project.engine.estimate(
        graph, chosen.filter { standing.statuses[$0].wouldRun }, jobs: request.jobs, memory: request.memory)
      return RunPlanText(
        entries: chosen.map { (graph.nodes[$0].id, standing.statuses[$0]) },
        files: standing.disturbed.filter { $0.isReplaced && isChosen.contains($0.node) }.map(\.path),
        foreign: request.replacesAll ? [] : standing.foreign.filter { isChosen.contains($0.node) }.map(\.path),
        estimate: estimate, jobs: request.jobs)
    }
  }

  private func graph(_ project: LoadedProject) -> Graph {
    request.publishes ? project.graph : project.graph.unpublished
  }

  /// The project; without one, a single target may still be a misspelt command.
  private func load() throws -> LoadedProject {
    if settings.isMissing, request.targets.count == 1,
      let near = Suggestion.nearest(to: request.targets[0], among: request.commands)
    {
      throw CommandError.usage("there is no command `\(request.targets[0].printable)`; did you mean `\(near)`?")
    }
    return try settings.load(program)
  }

  private func chosen(_ project: LoadedProject) throws -> [Int]? {
    try project.chosen(request.targets, or: request.targets.count == 1 ? request.commands : [])
  }

  /// The report pages that the run publishes; those of papers in a project that has no others.
  private func reports(_ project: LoadedProject, _ wanted: [Int]) -> [String] {
    let section = project.names.pages(in: project.graph)
    let nodes = wanted.map { project.graph.nodes[$0] }.filter { $0.section == section }
    let pages = nodes.flatMap(\.exports).filter { $0.output == project.names.page }
    return pages.map { project.root.appending(path: $0.path).path(percentEncoded: false) }
  }

  /// What tells this run from others of the same project.
  private var identity: [String] {
    let folders = settings.engine.project.dataRoots
    let options = [request.allowCommands ? "commands" : "", request.pages ? "pages" : ""]
    // Pages say when criteria were fixed, what results cost, and how many statements of others are about those of the lock.
    let (criteria, statements) = (CriteriaLog.path(settings.root), Attestations.files(settings.root))
    let lock = statements.isEmpty ? [] : [settings.lockPath]
    let told = ([criteria, settings.costsPath] + statements + lock).map { path in
      (try? Data(contentsOf: URL(filePath: path))).map { Digest(of: $0).hex } ?? ""
    }
    return [program.identity, settings.file, settings.profile ?? ""] + told + options
      + ["\(folders.count) folders, \(request.targets.count) targets"] + folders + request.targets + settings.settings
  }

  private func perform(
    _ project: LoadedProject, _ chosen: [Int]?, note: String, _ signal: LastSignal,
    beforeStamp: (RunSummary) -> Bool
  ) throws -> RunSummary {
    let display = RunDisplay(
      stages: try project.expected(chosen), jobs: request.jobs, decided: try project.verdictLines()
    ) { settings.line("run", $0) + (request.allowCommands ? " --allow-commands" : "") }
    let interruption = Interruption {
      signal.note($0)
      display.say("stopping; press Ctrl-C again to end at once")
      project.engine.cancel()
    }
    defer { withExtendedLifetime(interruption) { display.close() } }
    // The main file by its own name, which may be a link that leads elsewhere next time.
    let main = URL(filePath: settings.file).lastPathComponent
    let sources = project.manifest.files
    let files = zip([main] + sources.dropFirst().map(\.name), sources).map { name, file in
      (settings.root.appending(path: name).path(percentEncoded: false), Digest(of: file.bytes))
    }
    let stamp = StampRequest(
      manifest: Dictionary(files) { first, _ in first }, identity: identity, note: note,
      leaves: isWhole ? project.provenanceFiles : [])
    let options = RunOptions(
      jobs: request.jobs, memory: request.memory, devices: request.devices, keepGoing: request.keepGoing,
      allowCommands: request.allowCommands,
      allowed: Permissions(of: project.engine.project).allowed, withPages: request.pages,
      replacesAll: request.replacesAll, program: "plumb \(program.version)",
      stamp: request.publishes ? stamp : nil)
    let executor = try request.cluster?.executor() ?? WorkerExecutor(program: Program.path)
    return try project.engine.run(
      graph(project), targets: chosen, options: options, executor: executor,
      emit: { display.show($0) }, beforeStamp: beforeStamp)
  }

  /// Counts what differs from the lock, which people merge by hand: the results stand whatever becomes of it.
  private func compare(_ project: LoadedProject, _ conclusion: inout RunConclusion) {
    do {
      if let line = try project.differenceFromLock() { conclusion.lines.insert(line, at: 0) }
    } catch { conclusion.warnings.append("warning: \(OneLine.words(error))") }
  }
}

/// The signal that asked a run to stop.
final class LastSignal: Sendable {
  private let value = Atomic<Int32>(0)

  var hasCome: Bool { value.load(ordering: .relaxed) != 0 }

  /// Ctrl-C as long as none has come.
  var number: Int32 { hasCome ? value.load(ordering: .relaxed) : SIGINT }

  func note(_ number: Int32) { value.store(number, ordering: .relaxed) }
}
