import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct PublishedFilesTests {
  @Test func `a published file that is gone is named and published again, one that was edited is named and kept`()
    throws
  {
    let project = try TestProject.ran()
    let before = try project.files(in: ["figures", "reports"])
    try project.remove("figures/decay.png")
    try project.write("edited", to: "reports/report.md")
    let status = try project.plumb("status")
    #expect(
      status.output == "figures/decay.png is missing\n"
        + "reports/report.md holds what no run here made; `plumb run --replace` replaces it\n"
        + "22 of 22 stages are up to date; `plumb run` publishes 1 file again\n")
    #expect(
      try project.plumb("status", "spectrum", "figures").output
        == "figures/decay.png is missing\n2 of 2 stages are up to date; `plumb run` publishes 1 file again\n")
    let listed = try TestProject.parse(try project.plumb("status", "--json").output).elements ?? []
    #expect(
      listed.flatMap { $0["disturbed"]?.elements ?? [] }.compactMap(\.string).sorted() == [
        "figures/decay.png", "reports/report.md",
      ])
    let inTheWay =
      "in the way: reports/report.md holds what no run here made; what differs from it is not published, but "
    #expect(
      try project.plumb("run", "--dry-run").output
        == inTheWay + "for `plumb run --replace`\n1 file would be published again\n")
    let refused = try project.plumb("run")
    #expect(refused.code == 1 && refused.error.contains("`reports/report.md` holds something else, which"))
    #expect(try project.text("reports/report.md") == "edited")
    let run = try project.plumb("run", "--replace")
    #expect(run.output.hasPrefix("1 file published again: 22 stages are up to date\n"))
    #expect(try project.files(in: ["figures", "reports"]) == before)
    #expect(try project.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
    #expect(try project.plumb("status").output == "22 of 22 stages are up to date\n")
  }

  @Test func `what stands in the way of a stage that would run is told beforehand`() throws {
    let project = try TestProject()
    try project.makeFolders("figures")
    try project.write("mine", to: "figures/decay.png")
    let plan = try project.plumb("run", "--dry-run")
    #expect(plan.code == 0 && plan.output.contains("\nin the way: figures/decay.png holds what no run here made; "))
    let json = try TestProject.parse(try project.plumb("run", "--dry-run", "--json").output)
    #expect(json["inTheWay"] == ["figures/decay.png"])
    #expect(try project.plumb("run", "--dry-run", "--replace").output.contains("in the way") == false)
    #expect(try project.plumb("run").code == 1)
    #expect(try project.text("figures/decay.png") == "mine")
  }

  @Test func `without the cache that made them, published files are no conflict as long as they are the same`() throws {
    let project = try TestProject.ran()
    let before = try project.files(in: ["figures", "reports"])
    try project.remove(".plumb")
    let again = try project.plumb("run")
    #expect(again.code == 0 && again.ran.count == 22)
    #expect(try project.files(in: ["figures", "reports"]) == before)
    // Another number makes others, and nothing tells that a run here made the old ones.
    try project.remove(".plumb")
    try project.change("\"degrees\": 12", to: "\"degrees\": 13")
    let refused = try project.plumb("run")
    #expect(refused.code == 1 && refused.error.contains("accept that it is replaced with --replace"))
  }

  @Test func `a run that only writes its own record again says so`() throws {
    let project = try TestProject.ran()
    try project.remove("reports/provenance.md")
    #expect(
      try project.plumb("run").output.hasPrefix("reports/provenance.md written again: 22 stages are up to date\n"))
    #expect(try project.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
  }

  @Test func `what would run is told to programs too`() throws {
    let project = try TestProject.ran()
    try project.change(#""n": 5"#, to: #""n": 6"#)
    try project.remove("figures/decay.png")
    let result = try project.plumb("run", "--dry-run", "--json")
    let plan = try TestProject.parse(result.output)
    let would = (plan["stages"]?.elements ?? []).filter { $0["wouldRun"] == true }
    #expect(result.code == 0 && would.map { $0["id"]?.string } == ["spare"] && plan["stages"]?.elements?.count == 22)
    #expect(would.first?["status"]?.string == "changed\n    n: 5 -> 6")
    #expect(plan["publishedAgain"] == ["figures/decay.png"])
    #expect(
      try project.plumb("run", "--dry-run").output.hasSuffix(
        "1 of 22 stages would run, 1 file would be published again\n"))
    #expect(try project.plumb("run", "--json").code == 2)
  }

  @Test func `names of published files may be as long as file systems take, and not longer`() throws {
    func project(_ count: Int) throws -> TestProject {
      let name = String(repeating: "n", count: count - 4) + ".csv"
      return try TestProject(
        stages: #""long": {"kind": "table", "columns": {"x": [1]}, "export": {"table": "results/\#(name)"}}"#)
    }
    for count in [200, 243, 244, 254, 255] {
      let project = try project(count)
      #expect(try project.plumb("run", "long").code == 0)
      #expect(try project.files(in: ["results"]).count == 1)
    }
    let refused = try project(256).plumb("run", "long")
    #expect(refused.code == 2 && refused.error.hasSuffix(" has a name longer than 255 bytes; shorten it\n"))
  }
}
