import Foundation
import PlumbTestSupport
import Testing

/// What may be published or recorded: the manifest's own results, all of them.
@Suite struct LastResultsTests {
  @Test func `what is made with other settings stands apart, says so, and is never recorded`() throws {
    let project = try TestProject.ran(isLocked: true)
    let pages = ["reports/report.md", "reports/paper.md", "plumb.lock.json"]
    let before = try pages.map(project.text)
    let setting = "C1.checks.0.bound=100"
    let variant = try project.plumb("run", "--set", setting)
    #expect(variant.code == 0 && variant.ran == ["C1", "paper", "report"], "\(variant.error)")
    #expect(
      variant.output.contains("report of the variant: ") && variant.output.contains("/variants/\(setting)/reports/"))
    for page in ["report", "paper"] {
      let text = try project.text("variants/\(setting)/reports/\(page).md")
      #expect(text.contains("> **A variant**, made with --set C1.checks.0.bound=100. The manifest says otherwise"))
    }
    #expect(try pages.map(project.text) == before)
    #expect(try project.plumb("status").output == "22 of 22 stages are up to date\n")
    #expect(try project.plumb("diff").output == "nothing differs\n")
    let refused = try project.plumb("lock", "--set", setting)
    #expect(refused.code == 2)
    #expect(
      refused.error
        == "plumb: plumb.lock.json holds what the manifest says, not what --set \(setting) makes of it; change "
        + "the manifest, or lock without --set\n")
    let difference = try project.plumb("diff", "--set", setting)
    #expect(difference.code == 1 && difference.output.contains("C1"))
    #expect(try project.plumb("attach", "--html", "v.html", "--set", setting).code == 0)
    #expect(try project.text("v.html").contains("A variant"))
    #expect(try project.plumb("attach", "--html", "r.html").code == 0 && !project.text("r.html").contains("A variant"))
    #expect(try project.plumb("lock").code == 0)
    // As messages write it.
    let bracketed = try project.plumb("run", "--set", "C1.checks[0].bound=100", "C1")
    #expect(bracketed.code == 0 && bracketed.ran.isEmpty, "\(bracketed)")
  }

  @Test func `a run of one claim in a fresh clone keeps what pages show of the others`() throws {
    let project = try TestProject.ran(replacing: TestProject.secondPaper, isLocked: true)
    let figure = try Data(contentsOf: project.place("figures/decay.png"))
    try project.remove(".plumb")
    let result = try project.plumb("run", "--pages", "C1")
    #expect(result.code == 0 && result.output.contains("kept as plumb.lock.json records it: C2\n"), "\(result)")
    let page = try project.text("reports/paper.md")
    #expect(page.contains("| <b>not reproduced</b> (recorded) |") && page.contains("| <b>reproduced</b> |"))
    #expect(
      page.contains("\n\n<b id=\"claim-C2\">not reproduced</b> (recorded) · All ")
        && page.contains("Not made again by this run: shown as")
    )
    #expect(page.components(separatedBy: "](../figures/decay.png)").count == 3)
    #expect(try project.text("reports/report.md").contains("<b>not reproduced</b> (recorded)"))
    #expect(try Data(contentsOf: project.place("figures/decay.png")) == figure)
    // It is up to date like that.
    #expect(try project.plumb("run", "--pages", "C1").output.contains("nothing to do"))
    // Another number for the other claim, and what the lock holds of it is not its result any more.
    try project.change("\"degree\": [2, 12]", to: "\"degree\": [3, 12]")
    _ = try project.plumb("run", "--pages", "C1")
    #expect(try project.text("reports/paper.md").contains("\n\n<b id=\"claim-C2\">not run</b> · not part of this run."))
    try project.change("\"degree\": [3, 12]", to: "\"degree\": [2, 12]")
    _ = try project.plumb("run")
    #expect(try !project.text("reports/paper.md").contains("recorded"))
  }

  @Test func `what rests on data that are not here stays in the report and in the lock, until they change`() throws {
    let project = try TestProject(
      stages: #""given": {"kind": "command", "arguments": ["cp", "d.csv", "given.csv"], "outputs": ["given.csv"],"#
        + #" "sources": [{"name": "d.csv", "file": "in/d.csv", "origin": "an archive"}]}"#)
    try project.change(
      #""data": "fit", "labels": ["parity"], "value": "exponent""#, to: #""data": "given", "value": "v""#)
    try project.makeFolders("in")
    try project.write("v\n3\n", to: "in/d.csv")
    func run() throws -> String { try project.plumb("run", "--allow-commands").output }
    _ = try run()
    _ = try project.plumb("lock")
    let lock = try project.text("plumb.lock.json")
    try project.remove(".plumb")
    try project.remove("in/d.csv")
    #expect(try run().contains("kept as plumb.lock.json records it: C2\n"))
    #expect(try project.text("reports/paper.md").contains("<b>reproduced</b> (recorded)"))
    #expect(try project.plumb("lock").code == 0 && project.text("plumb.lock.json").contains("in/d.csv"))
    #expect(try project.plumb("attach", "--latex", "tex").code == 0)
    #expect(try project.text("tex/plumb-values.tex").contains("C2.rate}"))
    try project.write(lock, to: "plumb.lock.json")
    try project.write("v\n-3\n", to: "in/d.csv")
    _ = try run()
    #expect(try !project.text("reports/paper.md").contains("recorded"))
  }

  @Test func `recorded results are never replaced by fewer`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.remove(".plumb")
    let missing = " results of the profile quick are not up to date, the first "
    #expect(try project.refusal("lock") == "plumb: 5 of 5\(missing)`decay`; run `plumb run`, then lock\n")
    _ = try project.plumb("run", "C1")
    #expect(try project.refusal("lock") == "plumb: 3 of 5\(missing)`C2`; run `plumb run`, then lock\n")
    // The figure is the same in both profiles, and is there.
    #expect(
      try project.refusal("lock", "--profile", "full")
        == "plumb: 4 of 5 results of the profile full are not up to date, the first `C1`; "
        + "run `plumb run --profile full`, then lock\n")
    try project.change("[2, 12]}}", to: "[2, 2]}}")
    _ = try project.plumb("run")
    #expect(try project.refusal("lock").hasPrefix("plumb: the profile quick is not whole: fit failed: "))
  }

  @Test func `what waits for data that are not there does not keep the others from being recorded`() throws {
    let project = try TestProject(
      stages: #""images": {"kind": "command", "arguments": ["cp", "a", "b.csv"], "outputs": ["b.csv"],"#
        + #" "sources": [{"name": "a", "file": "data/a"}], "export": {"b": "results/b.csv"}}"#)
    _ = try project.plumb("run", "--allow-commands")
    #expect(try project.plumb("lock").output.hasPrefix("5 results of the profile quick recorded in plumb.lock.json\n"))
  }
}
