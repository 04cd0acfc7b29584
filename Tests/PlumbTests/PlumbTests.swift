import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct CommandLineTests {
  @Test func `every listing prints JSON`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.change("\"seed\": 7", to: "\"seed\": 8")
    let commands = [
      ["status"], ["list"], ["data"], ["show", "gram"], ["why", "means"], ["diff"], ["log", "spectrum"], ["gc"],
      ["verify"],
    ]
    for command in commands {
      let result = try project.run(TestProject.program, command + ["--json"])
      #expect(result.code == 0 && result.error.isEmpty, "\(command)")
      #expect(throws: Never.self, "\(command)") { try TestProject.parse(result.output) }
    }
    let why = try TestProject.parse(try project.plumb("why", "means", "--json").output).elements?.first
    #expect(why?["changes"] == [["component": "seed", "old": "7", "new": "8", "isOrder": false]])
    let graph = try TestProject.parse(try project.plumb("graph", "--format", "json").output)
    #expect(graph["boxes"]?.elements?.count == 14)
    let log = try TestProject.parse(try project.plumb("log", "spectrum", "--json").output).elements?.first
    #expect(log?["state"] == "done" && log?["log"]?.string?.contains(" nodes") == true)
  }

  private static let together = "Error: --into PAPER.pdf and -o OUT.pdf go together: the paper itself is never changed"

  @Test(arguments: [
    (
      ["run", "--file", "no.json"],
      "the manifest file `no.json` cannot be read: there is no such file; give the path of a JSON file"
    ),
    (["run", "--profile", "ful"], "--profile ful: there is no profile `ful`; did you mean `full`?"),
    (
      ["run", "--set", "means"],
      "--set means: a setting must read entry.key=value; write, for example, --set gram.layers=3"
    ),
    (["why", "mean"], "there is no entry, instance or section `mean`; did you mean `means`?"),
    (["stauts"], "there is no entry, instance or section `stauts`; did you mean `status`?"),
    (["run", "mean"], "there is no entry, instance or section `mean`; did you mean `means`?"),
    (["diff", "no.json"], "plumb: no lock file no.json; `plumb lock` writes one after a run"),
    (["diff", "--tolerance=-1"], "Error: --tolerance -1.0: give a number from 0 on"),
    (
      ["attach"],
      "Error: say what to write: --html, --latex, --typst, --values, --arxiv, --crate, --archive, --appendix or --into"
    ),
    (["attach", "--into", "a.pdf"], together), (["attach", "-o", "b.pdf", "--html", "r.html"], together),
    (["attach", "--html", "r", "--crate", "./r"], "Error: ./r is named twice; give every form a place of its own"),
    (["attach", "--into", "a.pdf", "-o", "a.pdf"], "Error: a.pdf is named twice; give every form a place of its own"),
    (["attach", "--html", "r.html", "--zip", "r.zip"], "Error: Unknown option '--zip'. Did you mean '--keep'?"),
  ])
  func `a mistake on the command line is one sentence and exit code 2`(arguments: [String], sentence: String) throws {
    let result = try TestProject().run(TestProject.program, arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.error.split(separator: "\n").first == Substring(sentence))
  }

  @Test func `outside a project the way to one is told, or the command that was meant`() throws {
    let project = try TestProject()
    try project.remove("pipeline.json")
    let none =
      "there is no pipeline.json here or in a folder above; `plumb init NAME` makes a project, and --file names the manifest "
      + "of another place\n"
    for arguments in [[], ["list"], ["run"], ["points"], ["status"]] {
      let result = try project.run(TestProject.program, arguments)
      #expect(result.code == 2 && result.error == none, "\(arguments): \(result)")
    }
    #expect(try project.plumb("helpp").error == "there is no command `helpp`; did you mean `help`?\n")
    #expect(try project.plumb("run", "--file", "no.json").error.hasSuffix("give the path of a JSON file\n"))
  }

  @Test func `what cannot be written is one sentence and exit code 1`() throws {
    let project = try TestProject()
    let graph = try project.plumb("graph", "--output", "no/graph.dot")
    #expect(graph.code == 1)
    #expect(
      graph.error
        == "plumb: cannot write `no/graph.dot`: no such file or directory; name a place in a folder that is there\n")
    let cache = try project.plumb("run", "--cache", "/proc/plumb")
    #expect(cache.code == 1 && cache.error == "plumb: cannot make the folder /proc/plumb: no such file or directory\n")
  }
}

/// The front page beside the committed report.
@Suite struct ReadmeTests {
  private static func lines(_ path: String) throws -> [String] {
    try String(contentsOf: LayersTests.root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
  }

  /// The table of papers, as it stands in a file.
  private static func table(_ path: String) throws -> [String] {
    let lines = try lines(path)
    let start = lines.firstIndex { $0.hasPrefix("| paper | reproduced |") } ?? lines.count
    return Array(lines[start...].prefix { $0.hasPrefix("|") })
  }

  @Test func `the table of what came out is the report's, which counts its verdicts`() throws {
    let verdicts = ["reproduced", "not reproduced", "inconclusive", "not run"]
    var counted: [String: [Int]] = [:]
    for line in try Self.lines("reports/report.md") {
      guard let match = line.firstMatch(of: #/^\| \[[A-Z][0-9]+\..*\]\(([a-z-]+\.md)#.*\) \| <b>([a-z ]+)<\/b> \|/#),
        let index = verdicts.firstIndex(of: String(match.2))
      else { continue }
      counted[String(match.1), default: [0, 0, 0, 0]][index] += 1
    }
    let table = try Self.table("reports/report.md")
    #expect(table.count == 2 + counted.count && counted.count > 1)
    for line in table.dropFirst(2) {
      let match = try #require(line.firstMatch(of: #/^\| \[.*\]\(([a-z-]+\.md)\) ((?:\| [0-9]+ )+)\|$/#))
      let numbers = match.2.split(separator: "|").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
      #expect(counted[String(match.1)] == numbers)
    }
    #expect(try Self.table("README.md") == table.map { $0.replacing("](", with: "](reports/") })
    let total = counted.values.joined().reduce(0, +)
    #expect(try Self.lines("README.md").contains { $0.contains("[the report](reports/report.md), \(total) claims") })
  }

  @Test func `every file that it links to is there`() throws {
    let text = try Self.lines("README.md").joined(separator: "\n")
    let links = text.matches(of: #/\]\((?!https?:|#)([^)#\s]+)/#).map { String($0.1) }
    #expect(links.count > 5)
    for link in links {
      let path = LayersTests.root.appending(path: link).path(percentEncoded: false)
      #expect(FileManager.default.fileExists(atPath: path), "\(link)")
    }
  }
}
