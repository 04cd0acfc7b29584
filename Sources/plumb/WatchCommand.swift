import ArgumentParser
import Project

/// `plumb watch`: runs again whenever a file changes.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Run again whenever a source or the manifest changes, until Ctrl-C.",
    discussion: """
      Its report is a page of its own, which a browser that shows it loads again by itself. A stage that fails, or a \
      mistake in the manifest, is told, and the watch goes on.
      """)

  @OptionGroup var project: ProjectOptions
  @OptionGroup var resources: ResourceOptions

  @Flag(name: .long, help: "Let stages of the kind `command` start programs, this time (see `plumb allow`).")
  var allowCommands = false

  func run() throws {
    try ProjectWatch(project.project, .standard, resources.request(allowCommands: allowCommands))()
  }
}
