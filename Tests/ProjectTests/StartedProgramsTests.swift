import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// Opening somebody else's project starts nothing and speaks to nobody.
@Suite struct StartedProgramsTests {
  private static let strace = TestTool("strace")

  /// A project that is a repository as well, inside and in plain sight, whose configuration names programs for Git to start.
  private func hostile() throws -> TestProject {
    let project = try TestProject()
    let folder = project.root.path(percentEncoded: false)
    let configuration = """
      [core]
      \trepositoryformatversion = 0
      \tbare = false
      \tfsmonitor = "touch \(folder)/started; false"
      \thooksPath = \(folder)
      [diff]
      \texternal = touch \(folder)/started
      [include]
      \tpath = more

      """
    for place in ["", ".git/"] {
      try project.makeFolders(place + "objects", place + "refs/heads")
      try project.write("ref: refs/heads/main\n", to: place + "HEAD")
      try project.write(configuration, to: place + "config")
    }
    return project
  }

  @Test(.enabled(if: strace.isWanted, "\(strace.missing)"))
  func `run, status and attach start this program alone and open no socket`() throws {
    let strace = URL(filePath: try #require(Self.strace.path))
    let project = try hostile()
    let program = TestProject.program.resolvingSymlinksInPath().path(percentEncoded: false)
    for arguments in [["run"], ["run"], ["status"], ["attach", "--html", "r.html", "--crate", "r.zip"]] {
      let calls = ["-f", "-qq", "-e", "trace=execve,execveat,socket,connect", "-o", "calls", program]
      let result = try project.run(strace, calls + arguments)
      #expect(result.code == 0, "\(result.error)")
      let lines = try project.text("calls").split(separator: "\n").filter { !$0.contains("+++ ") }
      #expect(!lines.isEmpty)
      for line in lines where !line.contains("--- SIG") {
        let isOwn = line.contains("execve(\"\(program)\"") || line.contains("<... execve resumed")
        #expect(isOwn, "\(arguments): \(line)")
      }
    }
    #expect(throws: (any Error).self) { try project.text("started") }
  }
}
