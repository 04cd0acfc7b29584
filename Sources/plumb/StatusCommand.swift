import ArgumentParser
import Documents
import Foundation
import Pipeline

/// `plumb status`: what is up to date and what is not.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Say which stages are up to date, which would run, and which cannot.")

  @Argument(help: "Names, sections or patterns; all if left out.")
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let chosen = try project.targets(targets, in: graph) ?? Array(graph.nodes.indices)
    let statuses = try attempt { try Engine(project.project).status(graph) }
    if listing.json {
      Console.print(
        JSON(
          .array(
            chosen.map { index in
              [
                "id": JSON(.string(graph.nodes[index].id)), "upToDate": JSON(.boolean(statuses[index] == .upToDate)),
                "status": JSON(.string("\(statuses[index])")),
              ]
            })
        ).pretty)
      return
    }
    for index in chosen where statuses[index] != .upToDate {
      Console.print("\(graph.nodes[index].id): \(statuses[index])")
    }
    let count = chosen.count { statuses[$0] == .upToDate }
    let blocked = chosen.count { if case .notRun = statuses[$0] { true } else { false } }
    let rest = chosen.count - count - blocked
    Console.print(
      "\(count) of \(chosen.count) stages are up to date"
        + (rest == 0 ? "" : "; `plumb run` makes \(blocked == 0 ? "the others" : "\(rest) more")"))
  }
}

/// `plumb why STAGE`: what changed since a stage last ran.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Explain why a stage would run: which part of its key changed, with old and new value.")

  @Argument(help: "A stage, a sweep or a pattern.")
  var target: String

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let chosen = try project.targets([target], in: graph) ?? []
    let engine = Engine(project.project)
    let answers = try chosen.map { index in (graph.nodes[index].id, try attempt { try engine.why(graph, index) }) }
    if listing.json {
      Console.print(JSON(.array(answers.map { Self.record($0.0, $0.1) })).pretty)
      return
    }
    for (id, status) in answers {
      Console.print("\(id): \(status)")
      if case .waits(let above) = status { Console.print("    see: \(project.line("why", above))") }
    }
  }

  private static func record(_ id: String, _ status: StageStatus) -> JSON {
    var changes: [JSON] = []
    if case .changed(let list) = status {
      changes = list.map { change in
        [
          "component": JSON(.string(change.name)), "old": change.old.map { JSON(.string($0)) } ?? JSON(.null),
          "new": change.new.map { JSON(.string($0)) } ?? JSON(.null), "isOrder": JSON(.boolean(change.isOrder)),
        ]
      }
    }
    return ["id": JSON(.string(id)), "status": JSON(.string("\(status)")), "changes": JSON(.array(changes))]
  }
}

extension StageStatus: CustomStringConvertible {
  /// One line, with one more for each changed component.
  public var description: String {
    switch self {
    case .upToDate: "up to date"
    case .changed(let changes):
      "changed"
        + changes.map { change in
          "\n    \(change.name.printable)\(change.isOrder ? ", order" : ""): "
            + "\(Self.short(change.old)) -> \(Self.short(change.new))"
        }.joined()
    case .neverRan: "never ran"
    case .lost: "its result was lost from the cache"
    case .waits(let above): "waits for \(above), which would run"
    case .failed(let reason): "failed: \(LogTail.visible(reason))"
    case .notRun(let reason): "cannot run: \(reason)"
    }
  }

  private static func short(_ value: String?) -> String {
    guard let value else { return "(nothing)" }
    return value.hasPrefix("sha256:") ? String(value.prefix(19)) : value.printable
  }
}
