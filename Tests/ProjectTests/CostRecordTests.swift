import Documents
import Foundation
import PlumbTestSupport
import Testing

/// Time and memory of results, from the records of a run to the committed file and the pages.
@Suite struct CostRecordTests {
  private static let file = "plumb.costs.json"
  private static let pages = ["reports/report.md", "reports/paper.md"]

  private func costs(_ project: TestProject) throws -> JSON {
    try #require(try TestProject.parse(project.text(Self.file))["profiles"]?["quick"])
  }

  @Test func `lock records what each claim, paper and report costs, and the pages print it`() throws {
    let project = try TestProject.ran()
    #expect(try Self.pages.allSatisfy { try !project.text($0).contains("to rebuild") })
    let lock = try project.plumb("lock")
    #expect(lock.code == 0 && lock.error.isEmpty, "\(lock)")
    #expect(
      lock.output == "5 results of the profile quick recorded in plumb.lock.json\n"
        + "times and memory of 4 results recorded in plumb.costs.json\n")
    let recorded = try costs(project)
    #expect(recorded["results"]?.members?.map(\.key) == ["C1", "C2", "paper", "report"])
    let text = try project.text(Self.file)
    #expect(!text.contains(ProcessInfo.processInfo.hostName) && recorded["measured"]?["elsewhere"] == nil)
    // By the records of the run: the longest chain, or the sum over the cores.
    let record = try TestProject.parse(project.text("reports/provenance.json"))
    let seconds = (record["stages"]?.elements ?? []).compactMap { $0["seconds"]?.double }.reduce(0, +)
    let cores = try #require(recorded["measured"]?["cores"]?.double)
    let all = try #require(recorded["results"]?["report"]?["seconds"]?.double)
    #expect(all >= 0.99 * (seconds / cores) * 0.5 && all <= 1.01 * seconds, "\(all) of \(seconds)")
    let parts = ["C1", "C2"].compactMap { recorded["results"]?[$0]?["seconds"]?.double }
    #expect(parts.count == 2 && parts.allSatisfy { $0 > 0 && $0 <= all })
    let paper = try project.text("reports/paper.md")
    #expect(paper.contains("| claim | verdict | nearest to failing | to rebuild |"))
    #expect(
      paper.contains(
        #/<code>plumb run C1<\/code>: (under 1 s|[0-9]+ s) and (under )?[0-9.]+ GB on [a-z0-9]+ cores?; the stages/#))
    #expect(try project.text("reports/report.md").contains("Rebuilding everything takes "))
    // The lock knows the pages as they are now.
    #expect(try project.plumb("diff").output == "nothing differs\n")
    #expect(try project.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
  }

  @Test func `a second lock leaves the file as it is, unless it is asked for`() throws {
    let project = try TestProject.ran(isLocked: true)
    let before = try project.text(Self.file)
    let again = try project.plumb("lock").output
    #expect(again.hasSuffix("stays: times and memory are within a fifth of it; --costs writes them anew\n"), "\(again)")
    #expect(try project.text(Self.file) == before)
    #expect(try project.plumb("lock", "--costs").output.hasSuffix("recorded in plumb.costs.json\n"))
    // What a slower machine measured is not this one's.
    try project.write(before.replacing(#/"seconds": [0-9.e-]+/#, with: "\"seconds\": 90"), to: Self.file)
    #expect(try project.plumb("run").ran == ["paper", "report"])
    #expect(try project.text("reports/paper.md").contains("<code>plumb run C1</code>: 90 s and "))
    #expect(try project.plumb("lock").output.hasSuffix("recorded in plumb.costs.json\n"))
    #expect(try !project.text("reports/paper.md").contains("90 s"))
  }

  @Test
  func `a clone prints the committed costs, a variant and another profile none, and without the file there are none`()
    throws
  {
    let project = try TestProject.ran(isLocked: true)
    let before = try Self.pages.map(project.text)
    try project.remove(".plumb")
    #expect(try project.plumb("run").code == 0)
    #expect(try Self.pages.map(project.text) == before)
    let setting = "C1.checks.0.bound=100"
    #expect(try project.plumb("run", "--set", setting).code == 0)
    #expect(try !project.text("variants/\(setting)/reports/paper.md").contains("to rebuild"))
    #expect(try project.plumb("run", "--profile", "full").code == 0)
    #expect(try !project.text("full/reports/paper.md").contains("to rebuild"))
    // It links to the pages of the other profile.
    #expect(try project.plumb("run").ran == ["paper", "report"])
    #expect(try project.plumb("attach", "--html", "r.html").code == 0)
    #expect(try project.text("r.html").contains(" Times recorded on "))
    try project.remove(Self.file)
    #expect(try project.plumb("run").ran == ["paper", "report"])
    #expect(try !project.text("reports/paper.md").contains("to rebuild"))
    try project.write("{}", to: Self.file)
    let damaged = try project.plumb("run")
    #expect(damaged.code == 2 && damaged.error.contains("plumb.costs.json"), "\(damaged)")
  }
}
