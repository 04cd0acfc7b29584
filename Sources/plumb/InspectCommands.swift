import ArgumentParser
import Documents
import Foundation
import Papers
import Pipeline
import Verbs

/// `plumb graph`: the graph of stages.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "graph", abstract: "Draw the graph of stages.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid, dot, svg, pdf, json
  }

  @OptionGroup var project: ProjectOptions

  @Option(name: .long, help: "mermaid, dot, svg, pdf or json.")
  var format = Format.mermaid

  @Option(name: .shortAndLong, help: "The file to write; standard output if left out.", completion: .file())
  var output: String?

  @Flag(name: .long, help: "Show every instance of a sweep instead of one box with their number.")
  var expanded = false

  func run() throws {
    let outline = GraphOutline(try project.manifest().graph, expanded: expanded)
    let data = try attempt {
      switch format {
      case .mermaid: Data(outline.mermaid.utf8)
      case .dot: Data(outline.dot.utf8)
      case .svg: try GraphDrawing(outline).svg()
      case .pdf: try GraphDrawing(outline).pdf()
      case .json: Data(Self.record(outline).pretty.utf8)
      }
    }
    if let output {
      try attempt { try GraphFile.check(output) }
      guard (try? GraphFile.marked(data, format).write(to: URL(filePath: output), options: .atomic)) != nil else {
        throw CommandError.notWritable(path: output)
      }
    } else {
      Console.print(data)
    }
  }

  private static func record(_ outline: GraphOutline) -> JSON {
    let boxes = outline.boxes.map { box -> JSON in
      [
        "name": JSON(.string(box.name)), "section": JSON(.string(box.section)), "kind": JSON(.string(box.kind)),
        "count": JSON(.integer(box.count)),
      ]
    }
    let arrows = outline.arrows.map { arrow -> JSON in
      [
        "from": JSON(.string(outline.boxes[arrow.from].name)), "to": JSON(.string(outline.boxes[arrow.to].name)),
      ]
    }
    return ["boxes": JSON(.array(boxes)), "arrows": JSON(.array(arrows))]
  }
}

/// `plumb log STAGE`: what a stage wrote when it last ran.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print what a stage wrote when it last ran.")

  @Argument(help: "A stage.")
  var target: String

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let engine = Engine(project.project)
    let ids = (try project.targets([target], in: graph) ?? []).map { graph.nodes[$0].id }
    let entries = try ids.map { id in
      let log = try attempt { try engine.log(id, profile: graph.profile) }
      return (id: id, state: log.map { $0.failure.map { "failed: \($0)" } ?? "done" } ?? "never ran", text: log?.text)
    }
    if listing.json {
      let records = entries.map { entry -> JSON in
        [
          "id": JSON(.string(entry.id)), "state": JSON(.string(entry.state)),
          "log": entry.text.map { JSON(.string($0)) } ?? JSON(.null),
        ]
      }
      return Console.print(JSON(.array(records)).pretty)
    }
    for entry in entries {
      Console.print("\(entry.id): \(LogTail.visible(entry.state))")
      guard let text = entry.text, !text.isEmpty else { continue }
      if Console.outputIsTerminal {
        for line in text.split(separator: "\n") { Console.print(LogTail.visible(String(line))) }
      } else {
        Console.print(text)
      }
    }
  }
}

/// `plumb completions SHELL`: a completion script.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.")

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func validate() throws {
    guard CompletionShell(rawValue: shell) != nil else {
      throw ValidationError("no completions for `\(shell)`; name bash, zsh or fish")
    }
  }

  func run() {
    guard let shell = CompletionShell(rawValue: shell) else { return }
    Console.print(Plumb.completionScript(for: shell))
  }
}
