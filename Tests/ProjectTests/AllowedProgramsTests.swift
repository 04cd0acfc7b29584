import Foundation
import PlumbTestSupport
import Testing

/// A project with programs of its own, from the first refusal to the log.
@Suite struct AllowedProgramsTests {
  private static let stages = #"""
    "simulate": {"kind": "command", "arguments": ["sh", "code/s.sh", "{seed}", "{n}"], "n": 40, "outputs": ["out.csv"],
      "sources": [{"name": "code", "file": "src"}], "sweep": {"seed": [1, 2]}},
    "all": {"kind": "summarise", "data": "simulate", "of": ["x"], "by": ["least", "greatest"]}
    """#

  private func project() throws -> TestProject {
    let project = try TestProject(stages: Self.stages)
    try project.makeFolders("src")
    try project.write("echo seed $1 of $2; printf 'x\\n%s\\n' $1 > out.csv", to: "src/s.sh")
    return project
  }

  private func plumb(_ project: TestProject, _ arguments: String...) throws -> TestProject.Result {
    let home = project.place("home").path(percentEncoded: false)
    return try project.run(TestProject.program, arguments, environment: ["XDG_DATA_HOME": home])
  }

  @Test func `a run says what to type, and after that programs start without being asked about`() throws {
    let project = try project()
    let refused = try plumb(project, "run", "all")
    #expect(refused.code == 1)
    #expect(
      refused.error
        == "plumb: `simulate` would start a program; see which with `plumb allow --show`, and if you trust it type "
        + "`plumb allow`, or add --allow-commands this once\n")
    #expect(try plumb(project, "allow", "--show").output.contains("  simulate  sh code/s.sh {seed} {n}\n"))
    #expect(try plumb(project, "run", "all").error == refused.error)
    let allowed = try plumb(project, "allow")
    #expect(allowed.output.contains("simulate  sh code/s.sh {seed} {n}\n") && allowed.code == 0)
    let run = try plumb(project, "run", "all")
    #expect(run.code == 0 && run.ran == ["all", "simulate[seed=1]", "simulate[seed=2]"], "\(run)")
    #expect(try plumb(project, "log", "simulate[seed=2]").output == "simulate[seed=2]: done\nseed 2 of 40\n\n")
    // Other values and another script start as well; other arguments do not.
    #expect(try plumb(project, "run", "all", "--set", "simulate.n=7").code == 0)
    try project.write("echo other; printf 'x\\n%s\\n' 5 > out.csv", to: "src/s.sh")
    #expect(try plumb(project, "run", "all").code == 0)
    try project.change(#""{n}"], "n": 40"#, to: #""{n}", "--fast"], "n": 40"#)
    #expect(try plumb(project, "run", "all").error.contains("type `plumb allow`"))
    #expect(try plumb(project, "run", "all", "--allow-commands").code == 0)
    #expect(try plumb(project, "allow", "--revoke").code == 0)
    // Everything is up to date, so that nothing is asked.
    #expect(try plumb(project, "run", "all").output.contains("nothing to do"))
  }

  @Test func `a text that a sweep puts into a command line is part of what is allowed, and all of it is shown`() throws
  {
    let project = try TestProject(
      stages: #""a": {"kind": "command", "arguments": ["sh", "-c", "{job}; echo x > a.csv"], "outputs": ["a.csv"], "#
        + #""sweep": {"job": ["true"]}}"#)
    #expect(try plumb(project, "allow").output.contains("  a  sh -c 'true; echo x > a.csv'\n"))
    #expect(try plumb(project, "run", "a").code == 0)
    let long = String(repeating: "true; ", count: 15) + "touch started"
    try project.change(#""job": ["true"]"#, to: "\"job\": [\"true\", \"\(long)\"]")
    #expect(try plumb(project, "run", "a").error.contains("type `plumb allow`"))
    #expect(try plumb(project, "allow", "--show").output.contains("  a  sh -c '\(long); echo x > a.csv'\n"))
    #expect(throws: (any Error).self) { try project.text("started") }
  }

  @Test func `the log of a running stage is followed to its end`() throws {
    let project = try project()
    try project.write(
      "echo begin; while [ ! -e '\(project.place("go").path(percentEncoded: false))' ]; do sleep 0.05; done; echo end; "
        + "printf 'x\\n1\\n' > out.csv", to: "src/s.sh")
    let script = """
      "$0" run 'simulate[seed=1]' --allow-commands 2> /dev/null > /dev/null & pid=$!
      for i in $(seq 900); do "$0" log 'simulate[seed=1]' | grep -q 'begin' && break; sleep 0.05; done
      "$0" log 'simulate[seed=1]' | head -1
      "$0" log -f 'simulate[seed=1]' > followed & follow=$!
      for i in $(seq 900); do grep -q 'begin' followed && break; sleep 0.05; done
      touch go; wait $follow; cat followed
      wait $pid; "$0" log -f 'simulate[seed=1]'
      """
    let result = try project.run(
      URL(filePath: "/bin/sh"), ["-c", script, TestProject.program.path(percentEncoded: false)])
    #expect(
      result.output
        == "simulate[seed=1]: running\nbegin\nend\nsimulate[seed=1]: done\nbegin\nend\n\n", "\(result)")
  }
}
