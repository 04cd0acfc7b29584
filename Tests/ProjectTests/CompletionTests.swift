import Foundation
import PlumbTestSupport
import Testing

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
      "sum": {"kind": "summarise", "data": "given", "of": ["size"], "by": ["least"]}, "spare": {
      """
    let project = try TestProject(replacing: [(#""spare": {"#, stages)])
    #expect(try offers(project, "--set", ["plumb", "status", "--set", "C"]).contains("C1."))
    #expect(
      try offers(project, "--set", ["plumb", "status", "--set", "sum.of.0="]) == ["sum.of.0=name", "sum.of.0=size"])
    // Some shells take the sign for a word of its own.
    #expect(try offers(project, "--set", ["plumb", "status", "--set", "sum.of.0", "=", ""]) == ["name", "size"])
  }
}
