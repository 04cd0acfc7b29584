import Foundation
import PlumbTestSupport
import Testing

@testable import Project

@Suite struct ConsoleTests {
  @Test func `columns stand below each other, and no letter of any script is cut off`() {
    #expect(
      aligned([["👩‍👩‍👧‍👦𝔸", "x", "end"], ["abc", "yy", "of"], ["a\u{301}\u{327}", "", "rows"]]) == [
        "👩‍👩‍👧‍👦𝔸   x   end", "abc  yy  of", "a\u{301}\u{327}        rows",
      ])
    #expect(aligned([["one", "two"], ["a"]]) == ["one  two", "a"])
    #expect(aligned([]) == [])
  }
}

@Suite struct LogTailTests {
  @Test func `the frames of a trap are left out`() {
    let log = """
      40 points
      Fatal error: failed to allocate 8000000000032 bytes of memory with alignment 8
      Current stack trace:
      0    plumb                              0x000055ac260efa11 <unavailable> + 2509329
      7    plumb                              0x000055ac261d7a00 static Sampling.sphere(count:dimension:stream:) + 313
      17   plumb                              0x000055ac260f8e70 _start + 33

      """
    #expect(LogTail.lines(log) == log.split(separator: "\n").prefix(2).map(String.init))
    #expect(LogTail.lines("3 steps 0x1f\n7 points") == ["3 steps 0x1f", "7 points"])
  }

  @Test func `the last ten lines are shown, and none of them steers the terminal`() {
    let log = (1...12).map { "line \($0)" }.joined(separator: "\n") + "\n"
    #expect(LogTail.lines(log) == (3...12).map { "line \($0)" })
    #expect(
      LogTail.lines("\u{1B}]0;title\u{7}\u{1B}[31mred\tπ\u{202E}\r\nend") == [
        "\u{FFFD}]0;title\u{FFFD}\u{FFFD}[31mred\tπ\u{FFFD}", "end",
      ])
    #expect(LogTail.lines("").isEmpty)
  }
}

@Suite struct StandardOutputTests {
  /// Runs the program by a shell, `$0`, with what `script` does to its output.
  private func shell(_ project: TestProject, _ script: String) throws -> TestProject.Result {
    try project.run(URL(filePath: "/bin/sh"), ["-c", script, TestProject.program.path(percentEncoded: false)])
  }

  @Test(arguments: ["2>&-", "2>/dev/full", "2>&1 | head -n 1", ">&- 2>&- <&-"])
  func `a run ends well where its progress cannot be written`(redirection: String) throws {
    let project = try TestProject()
    let result = try shell(project, "set -e; \"$0\" run \(redirection)")
    #expect(result.code == 0, "\(result)")
    #expect(try project.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
    #expect(try project.plumb("verify").output.hasSuffix(" objects hashed, 0 damaged\n"))
  }

  @Test(arguments: ["list", "graph", "schema", "list --json", "--help"])
  func `a listing that cannot be written is a line and exit code 1`(command: String) throws {
    let result = try shell(try TestProject(), "\"$0\" \(command) >/dev/full")
    #expect(result.code == 1, "\(result)")
    #expect(result.error == "plumb: cannot write to standard output: no space left on device\n")
  }

  @Test func `a reader that has seen enough is no failure`() throws {
    let result = try shell(try TestProject(), "\"$0\" schema | head -n 1")
    #expect(result.code == 0 && result.output == "{\n" && result.error.isEmpty, "\(result)")
  }

  @Test func `long output arrives whole and in order`() throws {
    let project = try TestProject()
    let sizes = try ["schema", "list"].map { try project.plumb($0).output.utf8.count }
    let both = try shell(project, "\"$0\" schema | cat; \"$0\" list | cat")
    #expect(sizes[0] > 1 << 16 && both.output.utf8.count == sizes[0] + sizes[1])
  }
}
