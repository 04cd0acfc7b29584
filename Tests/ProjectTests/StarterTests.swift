import Foundation
import PlumbTestSupport
import TestTools
import Testing

/// A project from nothing to an attached report.
@Suite struct StarterTests {
  private static let python = TestTool("python3")

  @Test(.enabled(if: python.isWanted, "\(python.missing)"))
  func `what init writes runs, with a claim that is reproduced and one that is not`() throws {
    let project = try TestProject()
    try project.remove("pipeline.json")
    // What is allowed is remembered outside of the project.
    let home = ["XDG_DATA_HOME": project.place("home").path(percentEncoded: false)]
    func initialise() throws -> TestProject.Result {
      try project.run(TestProject.program, ["init", "demo"], environment: home)
    }
    let started = try initialise()
    #expect(started.code == 0 && started.output.hasSuffix("next: cd demo && plumb run\n"), "\(started)")
    let manifest = try project.text("demo/pipeline.json")
    #expect(try TestProject.parse(manifest).printed(numbersAsWritten: true) == manifest)
    func plumb(_ arguments: String...) throws -> TestProject.Result {
      try project.run(
        URL(filePath: "/usr/bin/env"),
        ["sh", "-c", "cd demo && exec \"$0\" \"$@\"", TestProject.program.path] + arguments, environment: home)
    }
    let run = try plumb("run")
    #expect(run.code == 0, "\(run.error)")
    let page = try project.text("demo/reports/paper.md")
    #expect(
      page.contains("square-root) | <b>reproduced</b> |") && page.contains("accuracy) | <b>not reproduced</b> |"),
      "\(page)")
    #expect(run.ran.contains("simulate"))
    #expect(try plumb("attach", "--html", "report.html", "--latex", "tex").code == 0)
    #expect(try project.text("demo/tex/plumb-values.tex").contains("{M1.slope}"))
    let nameless = try project.run(TestProject.program, ["init", ""], environment: home)
    #expect(nameless.code == 2 && nameless.error.contains("the name of the folder is empty; write one, or `.`"))
    // A second time it keeps what is there.
    try project.write("mine", to: "demo/simulate.py")
    #expect(try initialise().output.contains("kept: demo/simulate.py\n"))
    #expect(try project.text("demo/simulate.py") == "mine")
  }

  @Test func `the manifest is found from folders below it`() throws {
    let project = try TestProject()
    try project.makeFolders("a/b")
    let below = try project.run(
      URL(filePath: "/usr/bin/env"), ["sh", "-c", "cd a/b && exec \"$0\" list spare", TestProject.program.path])
    #expect(below.code == 0 && below.output == "spare  sample-sphere\n", "\(below)")
    try project.remove("pipeline.json")
    let none = try project.plumb("list")
    #expect(none.code == 2 && none.error.hasPrefix("there is no pipeline.json here or in a folder above; "), "\(none)")
  }
}
