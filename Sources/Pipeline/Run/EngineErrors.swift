import Documents
import Foundation

/// What stops the engine as a whole.
public enum EngineError: Error, Equatable, Sendable {
  case exportLeavesProject(String)
  case exportThroughLink(String, part: String)
  case exportNotWritten(String, code: Int32)
  case exportOverFile(String)
  case outputOverFile(String)
  case outputOverResult(String)
  /// A file that is fetched would be hidden.
  case arrivalHidden(String)
  /// Another process fetches the file.
  case arrivalGoesOn(String)
  case objectLost(Digest)
  case commandsNotAllowed([String])
  case cacheInUse(String)
  case foreignCache(String)
  case damagedLockFile(String, reason: String)
  case stateLost(String)
  /// The file of the site cannot be read.
  case siteUnreadable(String, reason: String)
  case slurmOptions(String)
  /// SLURM cannot be asked; the reason is one line.
  case slurmSilent(String)
  case submissionRefused(String)
  /// Another run of the same project goes on, on `host`, since `time`.
  case runGoesOn(host: String, time: String, seconds: Int)
  /// Jobs of another run are in the queue, of which nothing is known here.
  case jobsOfAnotherRun(String)
  /// `plumb cancel` was typed somewhere.
  case cancelledElsewhere
  /// No worker could be had; the reason is one line.
  case executorUnusable(String)
  /// A file could not be signed; the reason is one line.
  case notSigned(String)
  /// A signature of a file does not hold; the reason is one line.
  case signatureRefused(String, reason: String)
}

extension EngineError: CustomStringConvertible {
  /// One line: what, where, and what helps.
  public var description: String {
    switch self {
    case .exportLeavesProject(let path):
      "cannot publish to `\(path.printable)`: it leaves the project; use a relative path without `..`"
    case .exportThroughLink(let path, let part):
      "cannot publish to `\(path.printable)`: `\(part.printable)` is a link or a file; make it a folder"
    case .exportNotWritten(let path, let code):
      "cannot write `\(path.printable)`: \(String(cString: strerror(code)).lowercased())" + Self.remedy(code)
    case .exportOverFile(let path):
      "`\(path.printable)` holds something else, which neither this cache nor plumb.lock.json nor Git's index knows as a "
        + "result; move it away, or accept that it is replaced with --replace"
    case .outputOverResult(let path): "\(path.printable) is what `plumb run` reads or publishes; name another place"
    case .outputOverFile(let path):
      "\(path.printable) holds what plumb did not write; move it away, name another place, or accept that it is replaced "
        + "with --replace"
    case .arrivalHidden(let path):
      "`\(path.printable)` names a hidden file or folder, where nothing is fetched to; choose a name without a leading dot"
    case .arrivalGoesOn(let path): "another process fetches `\(path.printable)`; wait for it"
    case .objectLost(let digest): "the object \(digest.hex.prefix(12)) is missing or damaged; run again to rebuild it"
    case .commandsNotAllowed(let ids):
      "\(Self.list(ids)) would start a program; see which with `plumb allow --show`, and if you trust it type `plumb allow`, or "
        + "add --allow-commands this once"
    case .cacheInUse(let path): "the cache \(path) is in use by a run; try again when it has ended"
    case .foreignCache(let path):
      "\(path) holds files and is no cache of plumb; name a new or an empty folder with --cache"
    case .damagedLockFile(let path, let reason):
      "\(path) cannot be read: \(reason); mend it, or delete it and write it anew with `plumb lock`"
    case .executorUnusable(let reason): reason
    case .cancelledElsewhere: "stopped by `plumb cancel`; `plumb run` goes on where it was"
    case .siteUnreadable(let path, let reason):
      "the site file \(path.printable) cannot be read: \(reason); docs/clusters.md shows one"
    case .slurmOptions(let text):
      "--slurm \(text.printable): quotes are not understood; write options without blanks in them, such as --slurm \"-p main -t "
        + "2:00:00\""
    case .notSigned(let reason):
      "not signed: \(reason.isEmpty ? "ssh-keygen does not say why" : reason); name a private key of `ssh-keygen`"
    case .signatureRefused(let file, let reason):
      "\(file.printable): its signature does not hold: \(reason.isEmpty ? "ssh-keygen does not say why" : reason); ask for the "
        + "statement anew, or name the file of signers that has its key"
    case .slurmSilent(let reason): "SLURM does not answer: \(reason); try again when `sinfo` works here"
    case .submissionRefused(let reason):
      "the job was not submitted: \(reason); check --slurm, --workers and the site file"
    case .runGoesOn(let host, let time, let seconds):
      "a run of this project goes on on \(host) since \(time), last heard of \(seconds) s ago; wait for it, or end it with "
        + "`plumb cancel`"
    case .jobsOfAnotherRun(let jobs):
      "jobs of another run of this project are in the queue: \(jobs); wait for them, or end them with `plumb cancel`"
    case .stateLost(let path):
      "\(path) is damaged, so that nobody can tell what its project holds; run that project again, or delete the file"
    }
  }

  private static func remedy(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT: "; free some space"
    case EROFS, EACCES, EPERM: "; make the project's folder writable"
    case EISDIR: "; move that folder away"
    case ENOENT, ENOTDIR: "; name a place in a folder that is there"
    case EIO: "; the disk fails: save what matters"
    default: ""
    }
  }

  private static func list(_ ids: [String]) -> String {
    let shown = ids.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }
}

extension StageFailure: CustomStringConvertible {
  /// One line: what happened to the stage.
  public var description: String {
    switch self {
    case .threw(let message): message
    case .outputMissing(let name): "the stage did not write its output \(name)"
    case .outputNotAFile(let name):
      "the output \(name.printable) is not a plain file; write a file there, no link and no folder"
    case .undeclared(let name):
      "the stage wrote \(name.printable), which it does not declare; name it under `outputs`, or remove it"
    case .timeout(let seconds): "stopped after its timeout of \(Self.text(seconds)) s; raise `timeout` or ask for less"
    case .tooLargeForNode(let asked, let node):
      "asks for \(Self.size(asked)), the largest node has \(Self.size(node)); lower what it computes"
    case .tooFewDevices(let asked, let machine):
      "it asks for \(asked) \(asked == 1 ? "graphics processor" : "graphics processors"), and \(machine) "
        + "\(machine == 1 ? "is" : "are") here; run it where there are more, or say with --gpus how many there are"
    case .tooLarge(let asked, let machine):
      "asks for \(Self.size(asked)), this machine has \(Self.size(machine)); lower what it computes, or run it on a larger "
        + "machine"
    case .signal(SIGKILL): "killed (signal 9), probably for lack of memory; lower --jobs or ask for less"
    case .signal(let number): "crashed (signal \(number), \(String(cString: strsignal(number)).lowercased()))"
    case .exit(let code): "its process ended with exit code \(code) before the stage was done"
    case .interrupted: "stopped on request"
    case .sourceChanged(let path): "\(path) changed while the stage read it; run again"
    case .noSuchKind(let kind): "the worker does not know the kind `\(kind.printable)`; build it anew"
    case .file(let error): error.description
    case .exportFailed(let message): message
    case .notSeen(let path, let host):
      "\(host) does not see \(path.printable) as it is here, after a minute; put it into a folder that all machines share"
    case .lost(let reason, let tries):
      "the worker was lost \(tries) times, the last time for this: \(reason); run again, or leave such nodes out"
    case .jobLimit(let limit):
      "it ran into the job's limit of \(limit); give more with --slurm \"-t …\", or ask for less"
    case .memoryLimit(let asked):
      "took more than the \(Self.size(asked)) that its job asked for; raise `memory` of the stage, or compute less"
    }
  }

  /// Bytes to three digits.
  private static func size(_ bytes: Int) -> String {
    let units = ["kB", "MB", "GB", "TB", "PB", "EB"]
    var (value, unit) = (Double(bytes) / 1000, 0)
    while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
    return String(format: "%.3g ", value) + units[unit]
  }

  private static func text(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
  }
}

extension SourceFault: CustomStringConvertible {
  var description: String {
    switch self {
    case .missing(let path): "needs \(path.printable)"
    case .lacking(let path, let near):
      "the source `\(path.printable)` is not there; "
        + (near.map { "did you mean `\($0.printable)`?" }
          ?? "put it into the project, or name its `origin` if people fetch it")
    case .leavesProject(let path):
      "the source `\(path.printable)` leaves the project; use a relative path without `..` or links to outside"
    case .notAFile(let path): "the source `\(path.printable)` is not a file; name one"
    }
  }

  static func wording(_ error: any Error) -> String {
    (error as? FileError).map { "\($0.fact); make it readable" } ?? "\(error)"
  }
}

extension Damage: CustomStringConvertible {
  /// One line: what was damaged and what becomes of it.
  public var description: String {
    switch self {
    case .object(let digest): "object \(digest.hex.prefix(12)) was damaged; moved to quarantine, made anew"
    case .records(1): "1 record was damaged; moved to quarantine, its result is made anew"
    case .records(let count): "\(count) records were damaged; moved to quarantine, their results are made anew"
    case .stateFile(let name): "the state file `\(name)` was damaged; written anew"
    }
  }
}

extension FileError: CustomStringConvertible {
  /// One line: what, where, why, and what helps.
  public var description: String {
    switch code {
    case ENOSPC, EDQUOT: return fact + "; free some space (`plumb gc --delete`) or choose another cache with --cache"
    case EROFS, EACCES, EPERM: return fact + "; make it writable or choose another cache with --cache"
    case EIO: return fact + "; the disk fails: save what matters, then choose another cache with --cache"
    case EMFILE, ENFILE: return fact + "; raise the limit with `ulimit -n 4096` or lower --jobs"
    default: return fact
    }
  }

  var fact: String { "cannot \(operation.rawValue) \(path): \(String(cString: strerror(code)).lowercased())" }
}
