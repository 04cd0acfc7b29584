import Foundation
import PlumbTestSupport
import Testing

@Suite struct LoadedProjectTests {
  @Test(arguments: ["", ".", "./figures/.."])
  func `the project's own folder is no cache`(path: String) throws {
    let project = try TestProject()
    try project.makeFolders("attempts", "figures")
    try project.write("mine", to: "attempts/notes.txt")
    let result = try project.plumb("run", "--cache", path)
    #expect(result.code == 2 && result.output.isEmpty)
    let fault = path.isEmpty ? "is empty; name a folder" : "\(path) is the folder of the project; name one of its own"
    #expect(result.error.hasPrefix("Error: --cache \(fault), such as .plumb\n"))
    #expect(try project.files(in: ["attempts"]).count == 1)
  }

  @Test(arguments: [["run", "points"], ["points"], ["data"], ["gc"]])
  func `a folder of data that is not there is told once`(arguments: [String]) throws {
    let project = try TestProject()
    _ = try project.plumb("run", "points")
    let result = try project.run(TestProject.program, arguments + ["--data", "nope"])
    #expect(result.code == 0 && result.error == "warning: --data nope is no folder; no data are looked for there\n")
  }

  @Test func `a folder with other files is no cache, and an empty variable names none`() throws {
    let project = try TestProject()
    try project.makeFolders("mine")
    try project.write("my records", to: "mine/records")
    let result = try project.plumb("run", "--cache", "mine")
    let sentence = "/mine holds files and is no cache of plumb; name a new or an empty folder with --cache\n"
    #expect(result.code == 1 && result.error.hasSuffix(sentence))
    #expect(try project.files(in: ["mine"]).count == 1)
    let plain = try project.run(TestProject.program, ["run", "points"], environment: ["PLUMB_CACHE": ""])
    #expect(plain.code == 0)
    #expect(FileManager.default.fileExists(atPath: project.place(".plumb").path(percentEncoded: false)))
  }
}

/// What the program answers to the scripts that `plumb completions` prints.
@Suite struct CompletionTests {
  private func offers(_ project: TestProject, _ option: String, _ words: [String]) throws -> [Substring] {
    let result = try project.run(
      TestProject.program,
      ["---completion", "status", "--", option, "\(words.count - 1)", "\(words.last?.count ?? 0)"] + words,
      environment: ["SAP_SHELL": "fish", "SAP_SHELL_VERSION": "3"])
    #expect(result.code == 0, "\(result)")
    return result.output.split(separator: "\n")
  }

  @Test func `targets are sections and entries, and instances once a bracket is open`() throws {
    let project = try TestProject()
    let names = try offers(project, "positional@0", ["plumb", "status", "g"])
    #expect(Set(["gram", "means", "claims", "C1", "figures"]).isSubset(of: names) && !names.contains("gram[seed=1]"))
    #expect(try offers(project, "positional@0", ["plumb", "status", "gram["]).contains("gram[seed=1]"))
    try project.write("{", to: "pipeline.json")
    #expect(try offers(project, "positional@0", ["plumb", "status", "g"]).isEmpty)
  }

  @Test func `a setting begins with an entry, and may name a column of what the entry reads`() throws {
    let stages = """
      "given": {"kind": "table", "columns": {"name": ["one"], "size": [1]}},
      "sum": {"kind": "summarise", "data": "given", "of": ["size"], "by": ["least"]}
      """
    let project = try TestProject(stages: stages)
    #expect(try offers(project, "--set", ["plumb", "status", "--set", "C"]).contains("C1."))
    #expect(
      try offers(project, "--set", ["plumb", "status", "--set", "sum.of.0="]) == ["sum.of.0=name", "sum.of.0=size"])
    // Some shells take the sign for a word of its own.
    #expect(try offers(project, "--set", ["plumb", "status", "--set", "sum.of.0", "=", ""]) == ["name", "size"])
  }
}
