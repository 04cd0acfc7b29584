import Documents
import Pipeline

/// What ends a command: the facts; the wording and the exit code stand here alone.
public enum CommandError: Error, Equatable {
  /// The manifest or the command line is wrong, in words that begin with the place.
  case usage(String)
  /// Something that the command rests on did not work, in words of its own.
  case failed(String)
  /// Ctrl-C, or a signal that asks to end.
  case stopped(signal: Int32)
  case stagesFailed([String])
  /// A lock is asked of results that the manifest does not describe.
  case lockOfVariant([String])
  case notReproduced(claims: [String])
  case damagedObjects, missingObjects
  case notWritable(path: String)
  case notReadable(path: String)
  case notFormatted([String])
  case noLock(path: String)
  case noProfileInLock(path: String, profile: String)
  case nothingToCompare, noReport
  /// Two sets of results could not be compared, in words of their own.
  case notCompared(String)
  /// What was compared differs, or a check of the cache failed; the output has said so.
  case told
  /// A text does not agree with the results; the output has said so.
  case drifted
  /// A stage that the results rest on has failed.
  case brokenResults(ResultUse, stage: String, reason: String)
  /// Results are missing or out of date; the profile is nil where it is the default.
  case staleResults(ResultUse, stale: Int, all: Int, first: String, profile: String?)
  /// The last run did not make what the manifest says; the profile is nil where it is the default.
  case otherSettings(ResultUse, stage: String, profile: String?)

  /// An error from below that has no exit code of its own.
  public init(_ error: any Error) {
    self = error as? CommandError ?? .failed(error is Problems ? "\(error)" : OneLine.words(error))
  }

  /// 1: something did not work. 2: the manifest or the command line is wrong. 3: a claim is not reproduced. 4: a text does not
  /// agree with the results. 128 and the number of the signal that ended it.
  public var exitCode: Int32 {
    switch self {
    case .usage, .lockOfVariant, .notCompared, .noLock, .notReadable, .noProfileInLock, .nothingToCompare, .noReport: 2
    case .notReproduced: 3
    case .drifted: 4
    case .stopped(let signal): 128 + signal
    case .failed, .stagesFailed, .damagedObjects, .missingObjects, .notWritable, .notFormatted,
      .brokenResults, .staleResults, .otherSettings, .told:
      1
    }
  }
}

extension CommandError: CustomStringConvertible {
  /// The line on standard error: the program, the fact and the remedy, or for the manifest the place, as compilers do; empty
  /// where everything is said.
  public var description: String {
    switch self {
    case .usage(let words): words
    case .told, .drifted: ""
    default: "plumb: \(fact)"
    }
  }

  private var fact: String {
    switch self {
    case .usage(let words), .failed(let words), .notCompared(let words): words
    case .told, .drifted: ""
    case .stopped: "stopped; what is done is kept, and the next `plumb run` goes on from here"
    case .stagesFailed(let ids):
      "\(ids.count.counted("stage")) failed: "
        + (ids.count > 8
          ? "\(ids.prefix(3).joined(separator: ", ")) and \(ids.count - 3) more" : ids.joined(separator: ", "))
    case .notReproduced(let claims): "not reproduced: \(claims.joined(separator: ", "))"
    case .lockOfVariant(let settings):
      "plumb.lock.json holds what the manifest says, not what --set \(settings.joined(separator: ", ")) makes of it; change "
        + "the manifest, or lock without --set"
    case .damagedObjects: "damaged objects are in quarantine; `plumb run` makes them anew"
    case .missingObjects: "results are missing from the cache; `plumb run` makes them anew"
    case .notWritable(let path): "cannot write `\(path)`; name a file in a folder that exists"
    case .notReadable(let path): "cannot read `\(path)`; name a manifest file"
    case .notFormatted(let files): "not formatted: \(files.joined(separator: ", ")); run `plumb format` on them"
    case .noLock(let path): "no lock file \(path); `plumb lock` writes one after a run"
    case .noProfileInLock(let path, let profile):
      "\(path) has no results of the profile \(profile); `plumb lock --profile \(profile)` adds those of the last run"
    case .nothingToCompare: "there are no results to compare; `plumb run` makes them"
    case .noReport: "the manifest has no report to attach; add one under `reports`"
    case .brokenResults(let use, let stage, let reason):
      "\(use.subject) is not whole: \(stage) failed: \(reason); mend that, run `plumb run`, then \(use.command)"
    case .staleResults(let use, let stale, let all, let first, let profile):
      "\(stale) of \(all.counted("result")) of \(use.subject) \(stale.are) not up to date, the first `\(first)`; "
        + "\(Self.run(profile)), then \(use.command)"
    case .otherSettings(let use, let stage, let profile):
      "the last run made `\(stage)` otherwise (with --pages, or from a manifest that was edited since); "
        + "\(Self.run(profile)), then \(use.command)"
    }
  }

  private static func run(_ profile: String?) -> String { "run `plumb run\(profile.map { " --profile \($0)" } ?? "")`" }
}

/// What is to be done with results.
public enum ResultUse: Equatable, Sendable {
  case attach
  case lock(profile: String)

  /// The command.
  fileprivate var command: String { self == .attach ? "attach" : "lock" }

  /// What the results make up.
  fileprivate var subject: String {
    switch self {
    case .attach: "the report"
    case .lock(let profile): "the profile \(profile)"
    }
  }
}

/// Does `body`; an error that has no exit code of its own becomes ``CommandError/failed(_:)``.
public func attempt<Value>(_ body: () throws -> Value) throws -> Value {
  do { return try body() } catch { throw CommandError(error) }
}
