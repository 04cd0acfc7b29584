import ArgumentParser
import Documents
import Foundation
import Papers
import Pipeline
import Project

/// `plumb help NAME`: a command, or a kind, mark, part or key of manifests.
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain a command, or a kind, a mark, a check or a key of the manifest.",
    discussion: "A name that means several things is explained once for each.")

  @Argument(
    help: "Names, such as run, fit, table, check, axis or sweep.", completion: .custom { _, _, _ in Self.names })
  var names: [String] = []

  @Flag(name: .long, help: ArgumentHelp("Print the whole reference as a page.", visibility: .hidden))
  var reference = false

  private static var commands: [(name: String, type: any ParsableCommand.Type)] {
    Plumb.configuration.subcommands.compactMap { type in
      type.configuration.shouldDisplay ? type.configuration.commandName.map { ($0, type) } : nil
    }
  }

  private static var names: [String] { commands.map(\.name) + ((try? Handbook(PlumbCatalogue.standard).names) ?? []) }

  func run() throws {
    if reference { return Console.print(Data(try attempt { try Handbook(PlumbCatalogue.standard) }.page.utf8)) }
    guard !names.isEmpty else { return Console.print(Plumb.helpMessage()) }
    var texts: [[String]] = []
    for name in names {
      let command = Self.commands.first { $0.name == name }.map { [Plumb.helpMessage(for: $0.type)] }
      let topic = try attempt { try Handbook(PlumbCatalogue.standard) }.lines(about: name, isAlone: command == nil)
      guard command != nil || topic != nil else {
        throw CommandError.usage(
          "there is no command, kind, mark or key `\(name.printable)`; "
            + Suggestion.sentence(for: name, among: Self.names))
      }
      texts += [command, topic].compactMap { $0 }
    }
    Console.print(Array(texts.joined(separator: [""])))
  }
}
