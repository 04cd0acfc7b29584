/// What ends a command: the facts; the wording and the exit code stand here alone.
enum CommandError: Error, Equatable {
  /// The manifest or the command line is wrong, in words that begin with the place.
  case usage(String)
  /// Something that the command rests on did not work, in words of its own.
  case failed(String)
  /// Ctrl-C, or a signal that asks to end.
  case stopped
  case stagesFailed([String])
  case notReproduced(claims: [String])
  case damagedObjects
  case missingObjects
  case notWritable(path: String)
  case noLock(path: String)
  case noProfileInLock(path: String, profile: String)
  case nothingToCompare
  case noReport
  /// A stage that `subject` rests on has failed; `command` is what cannot be done with it.
  case broken(subject: String, stage: String, reason: String, command: String)
  /// The last run made a stage with values that are not the manifest's; the profile is nil where it is the default.
  case otherSettings(stage: String, profile: String?, command: String)
  /// Results that `subject` rests on are missing or out of date; the profile is nil where it is the default.
  case stale(subject: String, stale: Int, all: Int, first: String, profile: String?, command: String)

  /// An error from below that has no exit code of its own.
  init(_ error: any Error) { self = error as? CommandError ?? .failed("\(error)") }

  /// 1: something did not work. 2: the manifest or the command line is wrong. 3: a claim is not reproduced.
  var exitCode: Int32 {
    switch self {
    case .usage, .noLock, .noProfileInLock, .nothingToCompare, .noReport: 2
    case .notReproduced: 3
    case .failed, .stopped, .stagesFailed, .damagedObjects, .missingObjects, .notWritable, .broken,
      .otherSettings, .stale:
      1
    }
  }
}

extension CommandError: CustomStringConvertible {
  /// The line on standard error: the program, the fact and the remedy, or for the manifest the place, as compilers do.
  var description: String {
    if case .usage(let words) = self { return words }
    return "plumb: \(fact)"
  }

  private static func run(_ profile: String?) -> String {
    "run `plumb run\(profile.map { " --profile \($0)" } ?? "")`"
  }

  private var fact: String {
    switch self {
    case .usage(let words), .failed(let words): words
    case .stopped: "stopped; what is done is kept, and the next `plumb run` goes on from here"
    case .stagesFailed(let ids):
      "\(ids.count == 1 ? "1 stage" : "\(ids.count) stages") failed: \(ids.joined(separator: ", "))"
    case .notReproduced(let claims): "not reproduced: \(claims.joined(separator: ", "))"
    case .damagedObjects: "damaged objects are in quarantine; `plumb run` makes them anew"
    case .missingObjects: "results are missing from the cache; `plumb run` makes them anew"
    case .notWritable(let path): "cannot write `\(path)`; name a file in a folder that exists"
    case .noLock(let path): "no lock file \(path); `plumb lock` writes one after a run"
    case .noProfileInLock(let path, let profile):
      "\(path) has no results of the profile \(profile); `plumb lock --profile \(profile)` adds those of the last run"
    case .nothingToCompare: "there are no results to compare; `plumb run` makes them"
    case .noReport: "the manifest has no report to attach; add one under `reports`"
    case .broken(let subject, let stage, let reason, let command):
      "\(subject) is not whole: \(stage) failed: \(reason); mend that, run `plumb run`, then \(command)"
    case .otherSettings(let stage, let profile, let command):
      "the last run made `\(stage)` with other settings (--set, or an edited manifest); \(Self.run(profile)), then \(command)"
    case .stale(let subject, let stale, let all, let first, let profile, let command):
      "\(stale) of \(all) results of \(subject) are not up to date, the first `\(first)`; \(Self.run(profile)), then \(command)"
    }
  }
}

/// Does `body`; an error that has no exit code of its own becomes ``CommandError/failed(_:)``.
func attempt<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch { throw CommandError(error) }
}
