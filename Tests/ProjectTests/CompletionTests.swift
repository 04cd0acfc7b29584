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
    let project = try TestProject()
    #expect(try offers(project, "--set", ["plumb", "status", "--set", "C"]).contains("C1."))
    let columns = ["least", "greatest"].map { "C1.checks.0.value=\($0)" }
    #expect(
      try offers(project, "--set", ["plumb", "status", "--set", "C1.checks.0.value="]).map(String.init)
        == columns.sorted())
  }
}
