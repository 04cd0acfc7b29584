import Foundation
import PlumbTestSupport
import Testing

@Suite struct StoppedRunTests {
  /// Whether some process has `word` among its arguments, given a moment to end.
  private func isRunning(_ word: String) -> Bool {
    for _ in 0..<100 {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      let lines = names.compactMap { FileManager.default.contents(atPath: "/proc/\($0)/cmdline") }
      guard
        lines.contains(where: { String(decoding: $0, as: UTF8.self).split(separator: "\0").contains { $0 == word } })
      else { return false }
      usleep(50_000)
    }
    return true
  }

  @Test(.timeLimit(.minutes(10)), arguments: [("INT", 130), ("TERM", 143), ("KILL", 137)])
  func `a run that is stopped ends with the exit code of the signal, and takes along what it started`(
    signal: String, code: Int
  ) throws {
    // Numbers of seconds that nobody else waits for.
    let seconds = ["6\(UInt32.random(in: 10_000...99_999))", "7\(UInt32.random(in: 10_000...99_999))"]
    let project = try TestProject(
      stages: #""slow": {"kind": "command", "outputs": ["x.csv"], "arguments": ["sh", "-c", "#
        + #""setsid sleep \#(seconds[0]) & echo started; sleep \#(seconds[1])"]}"#)
    let script = """
      "$0" run slow --allow-commands & pid=$!
      while ! grep -q started .plumb/attempts/*/*/log 2> /dev/null; do sleep 0.05; done
      kill -\(signal) $pid; wait $pid; echo "code $?"
      """
    let result = try project.run(
      URL(filePath: "/bin/sh"), ["-c", script, TestProject.program.path(percentEncoded: false)])
    #expect(result.output.hasSuffix("code \(code)\n"))
    if signal != "KILL" {
      let words = "plumb: stopped; what is done is kept, and the next `plumb run` goes on from here\n"
      #expect(result.error.hasSuffix(words))
    }
    for word in seconds { #expect(!isRunning(word)) }
  }
}
