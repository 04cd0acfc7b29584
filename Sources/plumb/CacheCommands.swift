import ArgumentParser
import Documents
import Foundation
import Pipeline

/// `plumb verify`: whether the cache holds what it says.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Hash everything in the cache again; with --rerun, compute everything again and compare.")

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions

  @Flag(name: .long, help: "Compute every stage again and compare the bytes.")
  var rerun = false

  @Flag(name: .long, help: "Let stages of the kind `command` start programs.")
  var allowCommands = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let engine = Engine(project.project)
    let result = try attempt { rerun ? try again(engine) : try engine.verify() }
    if json { Console.print(Self.record(result).pretty) } else { tell(result) }
    if !result.damaged.isEmpty {
      throw CommandFailure(message: "damaged objects are in quarantine; `plumb run` makes them anew", code: 1)
    }
    if !result.different.isEmpty || !result.failed.isEmpty { throw ExitCode(1) }
  }

  private func tell(_ result: Verification) {
    Console.print("\(result.objects) objects hashed, \(result.damaged.count) damaged")
    if rerun { Console.print("\(result.recomputed) stages computed again, \(result.different.count) differ") }
    for id in result.different { Console.print("differs: \(id)") }
    for entry in result.failed { Console.print("could not be computed again: \(entry.id): \(entry.reason)") }
  }

  private static func record(_ result: Verification) -> JSON {
    [
      "objects": JSON(.integer(result.objects)),
      "damaged": JSON(.array(result.damaged.map { JSON(.string($0.hex)) })),
      "recomputed": JSON(.integer(result.recomputed)),
      "different": JSON(.array(result.different.map { JSON(.string($0)) })),
      "failed": JSON(.array(result.failed.map { ["id": JSON(.string($0.id)), "reason": JSON(.string($0.reason))] })),
    ]
  }

  private func again(_ engine: Engine) throws -> Verification {
    let graph = try project.manifest().graph
    let options = RunOptions(jobs: resources.jobs, memory: resources.memoryBytes, allowCommands: allowCommands)
    return try engine.verifyByRerun(
      graph, scratch: project.project.cache + "/verify-\(ProcessInfo.processInfo.processIdentifier)", options: options,
      executor: WorkerExecutor(program: Program.path))
  }
}

/// `plumb gc`: removes what no profile of the manifest needs.
struct GarbageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Show, and with --delete remove, what the manifest no longer needs of the cache.")

  @OptionGroup var project: ProjectOptions

  @Flag(name: .long, help: "Remove it.")
  var delete = false

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let profiles = try project.manifest().profiles
    let graphs = try profiles.map { profile in
      var options = project
      options.profile = profile
      return try options.manifest().graph
    }
    let garbage = try attempt { try Engine(project.project).collectGarbage(graphs, delete: delete) }
    if json {
      let record: JSON = [
        "deleted": JSON(.boolean(delete)), "objects": JSON(.array(garbage.objects.map { JSON(.string($0.hex)) })),
        "bytes": JSON(.integer(Int(garbage.bytes))), "records": JSON(.integer(garbage.records)),
      ]
      return Console.print(record.pretty)
    }
    let size = ByteCountFormatter.string(fromByteCount: Int64(garbage.bytes), countStyle: .decimal)
    Console.print(
      "\(garbage.objects.count) objects of \(size) and \(garbage.records) records "
        + (delete ? "removed" : "would be removed; `plumb gc --delete` does it"))
  }
}

/// `plumb lock`: records the results of the last run.
struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Record the last run's results and numbers in plumb.lock.json, to be committed.")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let graph = try project.manifest().graph
    try attempt {
      var lock = try LockFile(path: project.lockPath) ?? LockFile()
      let results = try Outcome(engine: Engine(project.project), graph: graph).results()
      lock.profiles[graph.profile] = results
      try lock.write(to: project.lockPath)
      Console.print("\(results.count) results of the profile \(graph.profile) recorded in plumb.lock.json")
    }
  }
}

/// `plumb diff`: what differs between results.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compare the last run with plumb.lock.json, or two lock files with each other.",
    discussion: "Exit code 0 if nothing differs, 1 otherwise.")

  @Argument(help: "A lock file; plumb.lock.json if left out.", completion: .file())
  var old: String?

  @Argument(help: "A second lock file; the last run if left out.", completion: .file())
  var new: String?

  @OptionGroup var project: ProjectOptions

  @Option(name: .long, help: "Relative differences of numbers up to this do not count.")
  var tolerance = 1e-9

  @Flag(name: .long, help: "Print JSON.")
  var json = false

  func run() throws {
    let graph = try project.manifest().graph
    let differences = try attempt { () -> [ResultDifference] in
      let before = try results(of: old ?? project.lockPath, graph)
      let after =
        try new.map { try results(of: $0, graph) } ?? Outcome(engine: Engine(project.project), graph: graph).results()
      return ResultDifference.between(before, after, tolerance: tolerance)
    }
    if json {
      Console.print(
        JSON(.array(differences.map { ["stage": JSON(.string($0.stage)), "difference": JSON(.string("\($0)"))] }))
          .pretty)
    } else {
      for difference in differences { Console.print("\(difference)") }
      if differences.isEmpty { Console.print("nothing differs") }
    }
    if !differences.isEmpty { throw ExitCode(1) }
  }

  private func results(of path: String, _ graph: Graph) throws -> [String: LockFile.Result] {
    guard let lock = try LockFile(path: path) else {
      throw CommandFailure(message: "plumb: no lock file \(path); `plumb lock` writes one after a run", code: 2)
    }
    return lock.profiles[graph.profile] ?? [:]
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
