import Foundation
import Pipeline

/// Stages that are computed again to be compared: what `verify --rerun` and `referee` have in common.
struct Recomputation {
  let project: LoadedProject
  var plan: RerunPlan
  /// The draw that chose the stages; nil where all were chosen.
  var draw: RerunPlan.Sample?
  /// Whether nothing is told meanwhile.
  var isQuiet = false
  /// The kernel that OpenBLAS takes, by its name for a processor; that of every run if nil.
  var processor: String?

  /// Computes the stages of the plan again.
  ///
  /// - Parameters:
  ///   - targets: what the plan was made for; everything if nil.
  ///   - checked: what a check of the cache said; made now if nil.
  ///   - inspect: is handed each result that came out, with the first one.
  /// - Throws: ``CommandError``.
  func callAsFunction(
    _ targets: [Int]?, checked: Verification? = nil, within request: RunRequest,
    inspect: ((SecondResult) throws -> Void)? = nil
  ) throws -> Verification {
    let display = isQuiet ? nil : RunDisplay { project.settings.line("run", $0) }
    defer { display?.close() }
    lines.forEach { display?.say($0) }
    let options = RunOptions(
      jobs: request.jobs, memory: request.memory, devices: request.devices, allowCommands: request.allowCommands,
      allowed: Permissions(of: project.engine.project).allowed)
    var environment = WorkerExecutor.environment
    if let processor { environment["OPENBLAS_CORETYPE"] = processor }
    return try attempt {
      try project.engine.verifyByRerun(
        project.graph, targets: targets, plan: plan, checked: checked, options: options,
        executor: WorkerExecutor(program: Program.path, environment: environment), emit: { display?.show($0) },
        inspect: inspect)
    }
  }

  /// What is computed again, before it is.
  private var lines: [String] {
    let chosen = plan.chosen.count.counted("stage")
    let drawn = draw.map { " of \(plan.choice), drawn by --seed \($0.seed)" } ?? ""
    let also = plan.also.map { project.graph.nodes[$0].id }
    let expected =
      "\(chosen)\(drawn), to be computed again; about \(duration(plan.seconds)) by what the first results took"
    return [expected]
      + (also.isEmpty
        ? [] : ["computed again as well, since what it made is read and not here: \(StageGroup.names(also))"])
  }
}
