import Documents
import Foundation
import PlumbTestSupport
import Testing

/// Results that travel, by the program as people call it.
@Suite struct TravelsTests {
  /// A project of the same files as `project`, without its cache and without what it published.
  private func clone(_ project: TestProject) throws -> TestProject {
    let clone = try TestProject()
    for name in ["pipeline.json", "plumb.lock.json", "plumb.costs.json"] {
      if let text = try? project.text(name) { try clone.write(text, to: name) }
    }
    return clone
  }

  private static let transient = [
    (
      #""layers": 3, "points": "points", "each": "points"}"#,
      #""layers": 3, "points": "points", "each": "points", "transient": true}"#
    )
  ]

  @Test(arguments: ["folder", "results.tar.gz"])
  func `what was pushed is there for every command of a clone, and no stage runs`(name: String) throws {
    let author = try TestProject.ran(replacing: Self.transient, isLocked: true)
    let push = try author.plumb("push", name)
    #expect(push.code == 0 && push.error.isEmpty && push.output.hasPrefix("22 results: "), "\(push)")
    let reviewer = try clone(author)
    let place = author.place(name).path(percentEncoded: false)
    let pull = try reviewer.plumb("pull", place)
    #expect(pull.code == 0 && pull.error.isEmpty, "\(pull)")
    #expect(
      pull.output.hasPrefix("22 results taken: ") && pull.output.hasSuffix("next: plumb run publishes what is there\n"))
    try agree(reviewer)
    let run = try reviewer.plumb("run")
    #expect(run.code == 0 && run.ran.isEmpty, "\(run)")
    #expect(run.output.hasPrefix("11 files published again, "), "\(run.output)")
    #expect(try reviewer.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
    #expect(try reviewer.files(in: ["figures", "reports"]) == author.files(in: ["figures", "reports"]))
    try agree(reviewer)
    #expect(try reviewer.plumb("status").output == "22 of 22 stages are up to date\n")
    #expect(try reviewer.text("plumb.lock.json") == author.text("plumb.lock.json"))
  }

  /// What every command says that asks for results, when all are there.
  private func agree(_ project: TestProject) throws {
    #expect(try project.plumb("status").output.contains("22 of 22 stages are up to date"))
    for stage in ["points", "gram", "means", "C1", "report"] {
      #expect(
        try project.plumb("why", stage).output.split(separator: "\n").allSatisfy { $0.hasSuffix(": up to date") })
    }
    for command in [
      ["attach", "--html", "r.html"], ["lock"], ["verify"], ["show", "means", "--table"], ["diff"], ["gc"],
      ["verify", "C1"], ["show", "spectrum"],
    ] {
      let result = try project.run(TestProject.program, command)
      #expect(result.code == 0 && result.error.isEmpty, "\(command): \(result)")
    }
    #expect(try project.plumb("diff").output == "nothing differs\n")
    #expect(try project.plumb("log", "spectrum").output.hasPrefix("spectrum: done\n"))
    #expect(try !project.plumb("show", "means", "--table").output.contains("out of date"))
    #expect(try project.plumb("gc").output.hasPrefix("0 objects of 0 bytes and 0 records "))
    try project.remove("r.html")
  }

  @Test func `a project folder that was copied or moved is as it was for every command`() throws {
    let project = try TestProject.ran(replacing: Self.transient, isLocked: true)
    // The pages as they were before the lock recorded what results cost.
    #expect(try project.plumb("gc", "--delete").code == 0)
    let copy = try TestProject()
    try FileManager.default.removeItem(at: copy.root)
    try FileManager.default.copyItem(at: project.root, to: copy.root)
    try agree(copy)
    #expect(try copy.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
    let moved = try TestProject()
    try FileManager.default.removeItem(at: moved.root)
    try FileManager.default.moveItem(at: copy.root, to: moved.root)
    try agree(moved)
    // An edit is seen by all as well.
    try moved.change("\"seed\": 7", to: "\"seed\": 8")
    let refused = try moved.refusal("attach", "--html", "r.html")
    #expect(refused.contains("of 4 results of the report are not up to date, the first `C1`"), "\(refused)")
    #expect(try moved.plumb("run").ran.contains("means"))
  }

  @Test func `the results of some claims travel, and the others are said to be missing`() throws {
    let author = try TestProject.ran()
    let pushed = try author.plumb("push", "c2.tar", "C2")
    #expect(pushed.code == 0 && pushed.output.hasPrefix("4 results: "), "\(pushed)")
    let reviewer = try clone(author)
    let place = author.place("c2.tar").path(percentEncoded: false)
    let pull = try reviewer.plumb("pull", place)
    #expect(pull.code == 0 && pull.output.contains("4 results taken: "), "\(pull)")
    #expect(pull.output.contains("no result: ") && pull.output.contains(": never ran\n"))
    let run = try reviewer.plumb("run", "C2")
    #expect(run.ran.isEmpty && run.code == 0 && run.output.contains("published again"), "\(run)")
    try reviewer.change("\"degrees\": 12", to: "\"degrees\": 14")
    let full = try reviewer.plumb("pull", place, "--profile", "full", "points")
    #expect(
      full.code == 1
        && full.error
          == "plumb: \(place): none of its 4 results is one of this manifest in the profile full; they are of "
          + "the profile quick: add --profile quick\n",
      "\(full)")
  }

  @Test func `what is written before the first run does not stand in its way`() throws {
    let project = try TestProject()
    #expect(try project.plumb("graph", "--format", "svg", "-o", "g.svg").code == 0)
    #expect(try project.plumb("run", "spare").code == 0)
    try project.remove(".plumb")
    // As versions before this one left it.
    try project.makeFolders(".plumb/projects/0123456789abcdef")
    #expect(try project.plumb("run", "spare").code == 0)
  }

  @Test func `what does not fit is one line and exit code 1`() throws {
    let project = try TestProject()
    for (arguments, line) in [
      (["push", "r.tar"], "there are no results to push; `plumb run` makes them"),
      (["pull", "r.tar"], "r.tar: there is nothing; name a folder or an archive that `plumb push` wrote"),
      (
        ["pull", "pipeline.json"],
        "pipeline.json: it holds no results; name a folder or an archive that `plumb push` wrote"
      ),
      (
        ["verify", "--rerun"],
        "there is no result to compute again; `plumb run` makes results, `plumb pull` takes them from elsewhere"
      ),
    ] { #expect(try project.run(TestProject.program, arguments).error == "plumb: \(line)\n") }
    _ = try project.plumb("run", "spare")
    for (place, line) in [
      (".", "it holds files and no results; name a new or an empty folder, or a file that ends in .tar or .tar.gz"),
      (
        ".plumb", "it holds files and no results; name a new or an empty folder, or a file that ends in .tar or .tar.gz"
      ),
    ] { #expect(try project.plumb("push", place).error == "plumb: \(place): \(line)\n") }
    try project.write("mine", to: "m.tar")
    #expect(try project.plumb("push", "m.tar").error.hasPrefix("plumb: m.tar holds what plumb did not write; "))
    #expect(try project.plumb("push", "m.tar", "--replace").code == 0)
    #expect(try project.plumb("push", "m.tar").code == 0)
  }

  @Test func `a pull that is killed leaves a cache that the next one completes`() throws {
    let author = try TestProject.ran(replacing: [
      ("\"seed\": [1, 2, 3]", "\"seed\": [1, 2, 3, 4, 5, 6, 7, 8]"), ("40", "400"),
    ])
    #expect(try author.plumb("push", "results.tar").code == 0)
    let reviewer = try clone(author)
    let place = author.place("results.tar").path(percentEncoded: false)
    for delay in [5_000, 20_000, 40_000, 60_000, 80_000] {
      let process = Process()
      process.executableURL = TestProject.program
      process.arguments = ["pull", place]
      process.currentDirectoryURL = reviewer.root
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      usleep(UInt32(delay))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      if FileManager.default.fileExists(atPath: reviewer.place(".plumb").path) {
        let check = try reviewer.plumb("verify")
        #expect(check.code == 0 && check.output.contains(" 0 damaged"), "\(check)")
      }
    }
    #expect(try reviewer.plumb("pull", place).code == 0)
    #expect(try reviewer.plumb("run").ran.isEmpty)
  }

  @Test func `an attachment carries its results, of which a reviewer computes some again`() throws {
    let author = try TestProject.ran(replacing: Self.transient)
    let attach = try author.plumb("attach", "--arxiv", "sub", "--crate", "r.zip", "--results")
    #expect(attach.code == 0, "\(attach)")
    let report = try author.text("sub/anc/report.html")
    #expect(report.contains("plumb pull results.tar.gz") && report.contains("plumb verify --rerun --sample 2"))
    let names = try author.run(URL(filePath: "/usr/bin/env"), ["unzip", "-p", "r.zip", "ro-crate-metadata.json"]).output
    let entity = try TestProject.parse(names)["@graph"]?.elements?.first { $0["@id"]?.string == "results.tar.gz" }
    #expect(entity?["encodingFormat"]?.string == "application/gzip")
    let reviewer = try TestProject()
    try FileManager.default.copyItem(at: author.place("sub/anc/pipeline.json"), to: reviewer.place("new.json"))
    try reviewer.write(try reviewer.text("new.json"), to: "pipeline.json")
    let archive = author.place("sub/anc/results.tar.gz").path(percentEncoded: false)
    let pull = try reviewer.plumb("pull", archive)
    #expect(pull.code == 0, "\(pull)")
    let check = try reviewer.plumb("verify", "--rerun", "--sample", "2", "--seed", "5")
    #expect(check.code == 0, "\(check)")
    #expect(check.error.contains(", drawn by --seed 5, to be computed again; about "))
    #expect(check.output.components(separatedBy: "the same bytes").count >= 3 && check.output.contains(" 0 differ\n"))
    #expect(try reviewer.plumb("run").ran == ["spare"])
    let json = try reviewer.plumb("verify", "--rerun", "--sample", "2", "C1", "--json")
    let record = try TestProject.parse(json.output)
    #expect(json.error.isEmpty && record["seed"]?.integer != nil)
    #expect(
      record["stages"]?.elements?.filter { $0["asked"] == true && $0["same"] == true }.count == 2)
    for (arguments, line) in [
      (["verify", "--sample", "2"], "Error: --sample is a number from 1 on, with --rerun"),
      (["verify", "--rerun", "--seed", "2"], "Error: --seed decides what --sample draws; add --sample"),
      (
        ["attach", "--html", "r.html", "--results"],
        "Error: --results goes with --arxiv, --crate or --into; `plumb push` writes an archive by itself"
      ),
    ] {
      let wrong = try reviewer.run(TestProject.program, arguments)
      #expect(wrong.code == 2 && wrong.error.hasPrefix(line + "\n"), "\(wrong)")
    }
  }
}
