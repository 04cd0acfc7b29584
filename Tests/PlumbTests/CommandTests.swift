import Documents
import Foundation
import Testing

@Suite struct CommandTests {
  @Test func `every listing prints JSON`() throws {
    let project = try TestProject()
    _ = try project.plumb("run")
    _ = try project.plumb("lock")
    try project.change("\"seed\": 7", to: "\"seed\": 8")
    let commands = [
      ["status"], ["list"], ["data"], ["show", "gram"], ["why", "means"], ["diff"], ["log", "spectrum"], ["gc"],
      ["verify"],
    ]
    for command in commands {
      let result = try project.run(TestProject.program, command + ["--json"])
      #expect(result.code == 0 && result.error.isEmpty, "\(command)")
      #expect(throws: Never.self, "\(command)") { try Self.parse(result.output) }
    }
    let why = try Self.parse(try project.plumb("why", "means", "--json").output).elements?.first
    #expect(why?["changes"] == [["component": "seed", "old": "7", "new": "8", "isOrder": false]])
    let graph = try Self.parse(try project.plumb("graph", "--format", "json").output)
    #expect(graph["boxes"]?.elements?.count == 14)
    let log = try Self.parse(try project.plumb("log", "spectrum", "--json").output).elements?.first
    #expect(log?["state"] == "done" && log?["log"]?.string?.contains(" nodes, resolution ") == true)
  }

  @Test func `the lock remembers numbers, and diff shows what moved`() throws {
    let project = try TestProject()
    _ = try project.plumb("run")
    #expect(
      try project.plumb("lock").output == "5 results of the profile quick recorded in plumb.lock.json\n")
    let same = try project.plumb("diff")
    #expect(same.code == 0 && same.output == "nothing differs\n")
    try project.change("[1, 2, 3]", to: "[1, 2, 4]")
    let moved = try project.plumb("run")
    #expect(
      moved.output.contains(
        "1 result differs from plumb.lock.json; `plumb diff` shows them, `plumb lock` records them\n"))
    let difference = try project.plumb("diff")
    #expect(difference.code == 1)
    #expect(difference.output.hasPrefix("numbers that moved:\n  C1, range: "), "\(difference.output)")
  }

  @Test func `damage in the cache is found, told and mended`() throws {
    let project = try TestProject()
    _ = try project.plumb("run")
    let objects = try project.files(in: [".plumb/objects"])
    let largest = try #require(objects.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key)
    let file = project.root.appending(path: largest)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o600], ofItemAtPath: file.path(percentEncoded: false))
    try Data("damaged".utf8).write(to: file)
    let found = try project.plumb("verify")
    #expect(found.code == 1 && found.error == "plumb: damaged objects are in quarantine; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("verify").code == 0)
    #expect(try project.files(in: [".plumb/objects"]) == objects)
    try FileManager.default.removeItem(at: file)
    let lost = try project.plumb("verify")
    #expect(lost.code == 1 && lost.output.contains("\nmissing: "))
    #expect(lost.error == "plumb: results are missing from the cache; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    let again = try project.plumb("verify", "--rerun")
    #expect(again.code == 0 && again.output.hasSuffix("22 stages computed again, 0 differ\n"))
  }

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
    (["attach"], "Error: say what to write: --html, --latex, --arxiv, --crate or --into"),
    (
      ["attach", "--into", "a.pdf"],
      "Error: --into PAPER.pdf and -o OUT.pdf go together: the paper itself is never changed"
    ),
    (
      ["attach", "-o", "b.pdf", "--html", "r.html"],
      "Error: --into PAPER.pdf and -o OUT.pdf go together: the paper itself is never changed"
    ),
    (
      ["attach", "--html", "r", "--crate", "./r"],
      "Error: ./r is named twice; give every form a place of its own"
    ),
    (
      ["attach", "--into", "a.pdf", "-o", "a.pdf"],
      "Error: a.pdf is named twice; give every form a place of its own"
    ),
    (["attach", "--html", "r.html", "--zip", "r.zip"], "Error: Unknown option '--zip'. Did you mean '--file'?"),
  ])
  func `a mistake on the command line is one sentence and exit code 2`(arguments: [String], sentence: String) throws {
    let result = try TestProject().run(TestProject.program, arguments)
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(result.error.split(separator: "\n").first == Substring(sentence))
  }

  @Test func `what cannot be written is one sentence and exit code 1`() throws {
    let project = try TestProject()
    let graph = try project.plumb("graph", "--output", "no/graph.dot")
    #expect(
      graph.code == 1 && graph.error == "plumb: cannot write `no/graph.dot`; name a file in a folder that exists\n")
    let cache = try project.plumb("run", "--cache", "/proc/plumb")
    #expect(cache.code == 1 && cache.error == "plumb: cannot make the folder /proc/plumb: no such file or directory\n")
  }

  @Test func `what a stage says of its failure does not steer the terminal`() throws {
    let odd = #""odd": {"kind": "command", "arguments": ["\u001b[31mx"], "outputs": ["b.csv"]}, "spare": {"#
    let project = try TestProject(replacing: [(#""spare": {"#, odd)])
    let result = try project.plumb("run", "odd", "--allow-commands")
    #expect(result.code == 1)
    let sentence = "failed: \u{FFFD}[31mx could not be started; install it, or correct `arguments`\n"
    let log = try project.plumb("log", "odd").output.prefix { $0 != "\n" } + "\n"
    for text in [result.error, String(log)] + (try ["status", "why"].map { try project.plumb($0, "odd").output }) {
      #expect(text.contains(sentence) && !text.contains("\u{1B}"), "\(text)")
    }
  }

  @Test func `a damaged lock is a warning, and the run ends with its report`() throws {
    let project = try TestProject()
    try project.write("<<<<<<< HEAD\n{}\n", to: "plumb.lock.json")
    let result = try project.plumb("run")
    #expect(result.code == 0 && result.output.hasPrefix("22 stages ran, 0 were up to date, in "))
    #expect(result.output.hasSuffix("/reports/report.md\n"))
    #expect(
      result.error.hasSuffix(
        "\nwarning: plumb.lock.json cannot be read: plumb.lock.json:1:1: expected a value, found `<`; mend it, or delete it "
          + "and write it anew with `plumb lock`\n"))
    #expect(try project.plumb("run", "--check").error.hasSuffix("not reproduced: C2\n"))
  }

  @Test func `a provenance that cannot be written comes after the conclusion`() throws {
    let project = try TestProject()
    try FileManager.default.createDirectory(
      at: project.root.appending(path: "reports/provenance.json"), withIntermediateDirectories: true)
    let result = try project.plumb("run")
    #expect(result.code == 1 && result.output.hasSuffix("/reports/report.md\n"))
    #expect(
      result.error.split(separator: "\n").last
        == "plumb: cannot write `reports/provenance.json`: is a directory; move that folder away")
  }

  static func parse(_ text: String) throws -> JSON {
    try JSON.parse(SourceText(name: "output", bytes: Array(text.utf8)))
  }
}
