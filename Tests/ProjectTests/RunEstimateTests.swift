import Pipeline
import PlumbTestSupport
import Testing

@testable import Project

@Suite struct RunEstimateTests {
  @Test func `times are told as far as they are known`() {
    let told: [(Double, String)] = [
      (0, "a second"), (0.6, "a second"), (12.4, "12 s"), (89, "89 s"), (100, "2 min"), (2280, "38 min"),
      (5399, "90 min"), (5400, "1.5 h"), (40_000, "11.1 h"), (.infinity, "1000000000.0 h"),
    ]
    for (seconds, text) in told { #expect(RunEstimate.rough(seconds) == text) }
    #expect(RunEstimate.percent(0.001) == "less than 1 %" && RunEstimate.percent(0.996) == "over 99 %")
    #expect(RunEstimate.percent(0.5) == "50 %")
  }

  @Test func `a dry run says what the run will take, and on what that rests`() throws {
    let project = try TestProject()
    func estimate(_ arguments: String...) throws -> [String] {
      try project.run(TestProject.program, ["run", "--dry-run"] + arguments).output.split(separator: "\n").map(
        String.init
      )
      .filter { $0.hasPrefix("estimate: ") || $0.hasPrefix("not in the estimate: ") }
    }
    let first = try #require(try estimate("--jobs", "2").first)
    #expect(
      first.hasPrefix("estimate: about ") && first.contains(" of processor time, ") && first.contains(" on 2 cores"))
    #expect(first.hasSuffix("for the largest stage; by the size of the work, since nothing like it is recorded"))
    #expect(try project.plumb("run").code == 0)
    #expect(try estimate() == [])
    try project.change("\"degrees\": 12", to: "\"degrees\": 13")
    #expect(try #require(try estimate("--jobs", "1").first).contains(" on 1 core, "))
    let json = try TestProject.parse(try project.plumb("run", "--dry-run", "--json").output)["estimate"]
    let processor = try #require(json?["processorSeconds"]?.double)
    #expect(processor > 0 && processor < 30 && json?["shareFromRecords"]?.double == 1)
    #expect((json?["memory"]?.integer ?? 0) > 0 && json?["unknownStages"]?.integer == 0)
  }

  @Test func `a program that never ran is named as not counted`() throws {
    let command = #"{"kind": "command", "arguments": ["true"], "outputs": ["b.csv"]}"#
    let project = try TestProject(stages: "\"c\": \(command), \"d\": \(command)")
    let plan = try project.plumb("run", "--dry-run", "c", "d").output
    #expect(plan.contains("estimate: none: 2 stages start programs that never ran here\n"), "\(plan)")
    let one = try project.plumb("run", "--dry-run", "c", "spare").output
    #expect(one.contains("not in the estimate: 1 stage starts a program that never ran here\n"), "\(one)")
  }
}
