import ArgumentParser
import Documents
import Foundation
import Pipeline
import Verbs

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

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let engine = Engine(project.project)
    let graphs = try project.graphs()
    let result = try attempt { rerun ? try again(engine) : try engine.verify(graphs) }
    if listing.json { Console.print(Self.record(result).pretty) } else { tell(result) }
    if !result.damaged.isEmpty { throw CommandError.damagedObjects }
    if !result.missing.isEmpty { throw CommandError.missingObjects }
    if !result.different.isEmpty || !result.failed.isEmpty { throw ExitCode(1) }
  }

  private func tell(_ result: Verification) {
    Console.print("\(result.objects) objects hashed, \(result.damaged.count) damaged")
    if rerun { Console.print("\(result.recomputed) stages computed again, \(result.different.count) differ") }
    for entry in result.missing { Console.print("missing: \(entry.id), \(entry.output)") }
    for id in result.different { Console.print("differs: \(id)") }
    for entry in result.failed { Console.print("could not be computed again: \(entry.id): \(entry.reason)") }
  }

  private static func record(_ result: Verification) -> JSON {
    [
      "objects": JSON(.integer(result.objects)),
      "damaged": JSON(.array(result.damaged.map { JSON(.string($0.hex)) })),
      "missing": JSON(
        .array(result.missing.map { ["id": JSON(.string($0.id)), "output": JSON(.string($0.output))] })),
      "recomputed": JSON(.integer(result.recomputed)),
      "different": JSON(.array(result.different.map { JSON(.string($0)) })),
      "failed": JSON(.array(result.failed.map { ["id": JSON(.string($0.id)), "reason": JSON(.string($0.reason))] })),
    ]
  }

  private func again(_ engine: Engine) throws -> Verification {
    let graph = try project.manifest().graph
    let options = RunOptions(jobs: resources.jobs, memory: resources.memoryBytes, allowCommands: allowCommands)
    return try engine.verifyByRerun(graph, options: options, executor: WorkerExecutor(program: Program.path))
  }
}

/// `plumb gc`: removes what no profile of the manifest needs.
struct GarbageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc", abstract: "Show, and with --delete remove, what the manifest no longer needs of the cache.")

  @OptionGroup var project: ProjectOptions

  @Flag(name: .long, help: "Remove it.")
  var delete = false

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graphs = try project.graphs()
    let garbage = try attempt { try Engine(project.project).collectGarbage(graphs, delete: delete) }
    if listing.json {
      let record: JSON = [
        "deleted": JSON(.boolean(delete)), "objects": JSON(.array(garbage.objects.map { JSON(.string($0.hex)) })),
        "bytes": JSON(.integer(Int(garbage.bytes))), "records": JSON(.integer(garbage.records)),
      ]
      return Console.print(record.pretty)
    }
    Console.print(
      "\(garbage.objects.count) objects of \(byteCount(garbage.bytes)) and \(garbage.records) records "
        + (delete ? "removed" : "would be removed; `plumb gc --delete` does it"))
  }
}

/// `plumb lock`: records the results of the last run.
struct LockCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lock", abstract: "Record the last run's results and numbers in plumb.lock.json, to be committed.")

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let manifest = try project.manifest()
    let graph = manifest.graph
    try attempt {
      let engine = Engine(project.project)
      let wanted = graph.nodes.indices.filter {
        !graph.nodes[$0].exports.isEmpty || graph.nodes[$0].section == VerbCatalogue.claims.name
      }
      let whole = try WholeResults(
        engine, manifest, wanted: wanted, for: .lock(profile: graph.profile))
      var lock = try LockFile(path: project.lockPath) ?? LockFile()
      let results = try Outcome(engine: engine, graph: graph).results().filter { whole.records[$0.key] != nil }
      lock.profiles[graph.profile] = results
      try lock.write(to: project.lockPath)
      Console.print("\(results.count) results of the profile \(graph.profile) recorded in plumb.lock.json")
    }
  }
}
