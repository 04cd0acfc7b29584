import ArgumentParser
import Project

/// `plumb allow`: lets the stages of this folder's manifest start their programs.
struct AllowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allow", abstract: "Let the manifest of this folder start its programs, and remember that.",
    discussion: """
      It is remembered outside of the project: the programs with their arguments as the manifest writes them, and their \
      variables. When one of these changes, `plumb run` asks again; an edited script or another number of a sweep \
      does not ask.
      """)

  @Flag(name: .long, help: "Take it back.")
  var revoke = false

  @Flag(name: .long, help: "Show what would be allowed, and allow nothing.")
  var show = false

  @OptionGroup var project: ProjectOptions

  func run() throws {
    let project = try project.load()
    Console.print(revoke ? try project.revoke() : try project.allow(isShown: show))
  }
}
