import ArgumentParser
import Documents
import Foundation
import Pipeline

/// `plumb list`: every stage with its kind.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List stages, figures, claims and reports.")

  @Argument(help: "Names, sections or patterns; all if left out.")
  var targets: [String] = []

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let chosen = try project.targets(targets, in: graph) ?? Array(graph.nodes.indices)
    let nodes = chosen.map { graph.nodes[$0] }
    if listing.json {
      Console.print(JSON(.array(nodes.map(Self.record))).pretty)
      return
    }
    for line in aligned(nodes.map { [$0.id, $0.kind.name] }) { Console.print(line) }
  }

  private static func record(_ node: Node) -> JSON {
    [
      "id": JSON(.string(node.id)), "section": JSON(.string(node.section)), "kind": JSON(.string(node.kind.name)),
      "exports": JSON(.array(node.exports.map { JSON(.string($0.path)) })),
    ]
  }
}

/// `plumb show STAGE`: what a stage is made from.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show parameters, inputs and outputs of a stage.")

  @Argument(help: "A stage, or the name of a sweep.")
  var target: String

  @OptionGroup var project: ProjectOptions

  @OptionGroup var listing: ListingOptions

  func run() throws {
    let graph = try project.manifest().graph
    let chosen = try project.targets([target], in: graph) ?? []
    let records = chosen.map { record(graph.nodes[$0], graph) }
    if listing.json {
      Console.print(JSON(.array(records)).pretty)
    } else {
      for record in records { Console.print(record.pretty) }
    }
  }

  private func record(_ node: Node, _ graph: Graph) -> JSON {
    let inputs = node.inputs.map { slot in
      JSON.Member(
        slot.path,
        JSON(
          .array(
            slot.contents.map { source in
              switch source {
              case .node(let index, let output): JSON(.string("\(graph.nodes[index].id).\(output)"))
              case .file(let path): JSON(.string(path))
              }
            })))
    }
    return [
      "id": JSON(.string(node.id)), "kind": JSON(.string(node.kind.name)),
      "summary": JSON(.string(node.kind.summary)), "defined": JSON(.string("\(node.place)")),
      "parameters": node.parameters, "inputs": JSON(.object(inputs)),
      "outputs": JSON(.array(node.stage.outputs.map { JSON(.string($0.fileName)) })),
      "exports": JSON(.array(node.exports.map { JSON(.string($0.path)) })),
    ]
  }
}
