import Foundation

/// What the program of a `command` is started with: its path, and the variables that it gets.
///
/// Nothing of the caller's but what `pass` names: which program a bare name means, where caches go and how many threads a
/// library starts must not depend on who runs it.
struct CommandEnvironment {
  /// The program and its arguments.
  let arguments: [String]
  let variables: [String: String]

  /// - Parameters:
  ///   - isPrivate: whether a file of that name is among the inputs of the stage.
  ///   - scratch: a folder for what belongs to no result; nil to state none.
  init(_ stage: CommandStage, _ surroundings: Surroundings, isPrivate: (String) -> Bool, scratch: String?) {
    let written = (stage.interpreter.map { [$0] } ?? []) + stage.arguments
    let first = written.first ?? ""
    let program = Self.isRelative(first) && !isPrivate(first) ? "\(surroundings.project)/\(first)" : first
    arguments = [program] + written.dropFirst()
    var variables = WorkerExecutor.environment
    for name in Self.threads { variables[name] = String(stage.needs.cores) }
    // The order of a Python set depends on it.
    variables["PYTHONHASHSEED"] = "0"
    if let scratch {
      for (name, folder) in Self.folders { variables[name] = scratch + folder }
    }
    if let environment = PythonEnvironment(program: program) {
      variables["VIRTUAL_ENV"] = environment.folder
      variables["PATH"] = "\(environment.folder)/bin:" + (variables["PATH"] ?? "")
    }
    self.variables = variables.merging(surroundings.variables) { $1 }.merging(stage.variables) { $1 }
  }

  /// Where a program looks for what is its user's: below a folder that goes with the attempt.
  private static let folders = [
    "HOME": "", "TMPDIR": "/tmp", "XDG_CACHE_HOME": "/cache", "MPLCONFIGDIR": "/matplotlib",
  ]

  /// Makes the folders that ``init(_:_:isPrivate:scratch:)`` names.
  static func make(_ scratch: String) throws {
    for folder in folders.values { try FileSystem.makeDirectories(scratch + folder) }
  }

  private static let threads = [
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
  ]

  /// Whether a program is named by a path that does not begin at the root: a bare name is looked for in `PATH`.
  private static func isRelative(_ program: String) -> Bool { program.contains("/") && !program.hasPrefix("/") }

  static func isName(_ text: String) -> Bool { text.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }

  /// The file of the program, as the kernel will find it; nil when there is none.
  var program: String? {
    guard let name = arguments.first, !name.isEmpty else { return nil }
    if name.contains("/") { return name.hasPrefix("/") && Fingerprint(path: name) != nil ? name : nil }
    let places = (variables["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
    return places.first { access($0, X_OK) == 0 && Fingerprint(path: $0) != nil }
  }
}

/// What a stage that starts programs is told of the world around its folder.
public struct Surroundings: Sendable {
  /// The folder of the project.
  let project: String
  /// The variables that are handed through, with their values: no record holds these.
  let variables: [String: String]

  init(project: String = ".", variables: [String: String] = [:]) {
    (self.project, self.variables) = (project, variables)
  }

  /// The surroundings of a run of `stage` in this process's environment, which has the graphics processors `devices`.
  init(project: String, of stage: any Stage, devices: [String] = []) {
    let here = stage.passed.isEmpty ? [:] : ProcessInfo.processInfo.environment
    var variables = here.filter { stage.passed.contains($0.key) }
    if !devices.isEmpty { variables[Allowance.deviceVariable] = devices.joined(separator: ",") }
    self.init(project: project, variables: variables)
  }
}

/// Names of files and folders that programs leave for themselves: they are nobody's result, and nobody's source.
enum CacheNames {
  private static let names: Set<String> = [
    "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".ipynb_checkpoints", ".cache", ".Rhistory",
    ".DS_Store",
  ]

  static func contains(_ name: String) -> Bool { names.contains(name) || name.hasSuffix(".pyc") }
}
