import ArgumentParser
import Documents
import Foundation
import Pipeline
import Stages

/// `plumb graph`: the graph of stages.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "graph", abstract: "Draw the graph of stages.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid, dot, svg, pdf
  }

  @OptionGroup var project: ProjectOptions

  @Option(name: .long, help: "mermaid, dot, svg or pdf.")
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
      }
    }
    if let output {
      try attempt { try data.write(to: URL(filePath: output), options: .atomic) }
    } else {
      FileHandle.standardOutput.write(data)
    }
  }
}

/// `plumb log STAGE`: what a stage wrote when it last ran.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Print what a stage wrote when it last ran.")

  @Argument(help: "A stage.")
  var target: String

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let graph = try project.manifest().graph
    for index in try project.targets([target], in: graph) ?? [] {
      let id = graph.nodes[index].id
      guard let log = try attempt({ try Engine(project.project).log(id, profile: graph.profile) }) else {
        Console.print("\(id): never ran")
        continue
      }
      Console.print("\(id): \(log.failure.map { "failed: \($0)" } ?? "done")")
      if !log.text.isEmpty { Console.print(log.text) }
    }
  }
}

/// `plumb schema`: the JSON Schema of the manifest.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print a JSON Schema of pipeline.json, for editors.")

  func run() { Console.print(Schema.document(for: PlumbCatalogue.standard).pretty) }
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
