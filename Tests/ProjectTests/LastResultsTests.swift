import Foundation
import PlumbTestSupport
import Testing

/// What may be published or recorded: the manifest's own results, all of them.
@Suite struct LastResultsTests {
  @Test func `after a run with other settings nothing is attached or recorded`() throws {
    let project = try TestProject.ran(isLocked: true)
    _ = try project.plumb("run", "--set", "C1.checks.0.bound=100")
    #expect(try project.plumb("status").output.contains("22 of 22 stages are up to date; `plumb run` publishes "))
    for arguments in [["attach", "--html", "r.html"], ["attach", "--latex", "tex"], ["lock"]] {
      let result = try project.run(TestProject.program, arguments)
      #expect(result.code == 1 && result.output.isEmpty)
      #expect(
        result.error
          == "plumb: the last run made `C1` with other settings (--set, --pages, or an edited manifest); run `plumb run`, then "
          + "\(arguments[0])\n")
    }
    _ = try project.plumb("run")
    #expect(try project.plumb("attach", "--html", "r.html").code == 0)
    #expect(try project.plumb("lock").code == 0 && project.plumb("diff").output == "nothing differs\n")
  }

  @Test func `recorded results are never replaced by fewer`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.remove(".plumb")
    let missing = " results of the profile quick are not up to date, the first "
    #expect(try project.refusal("lock") == "plumb: 5 of 5\(missing)`decay`; run `plumb run`, then lock\n")
    _ = try project.plumb("run", "C1")
    #expect(try project.refusal("lock") == "plumb: 3 of 5\(missing)`C2`; run `plumb run`, then lock\n")
    #expect(
      try project.refusal("lock", "--profile", "full")
        == "plumb: 5 of 5 results of the profile full are not up to date, the first `decay`; "
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
    #expect(try project.plumb("lock").output == "5 results of the profile quick recorded in plumb.lock.json\n")
  }
}
