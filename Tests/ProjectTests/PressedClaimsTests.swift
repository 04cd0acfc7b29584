import Documents
import Foundation
import PlumbTestSupport
import Testing

/// `plumb press`: what it says is what the program itself gives with another threshold.
@Suite struct PressedClaimsTests {
  private static func turns(_ project: TestProject, _ claim: String) throws -> [JSON] {
    let result = try project.plumb("press", "--json", claim)
    #expect(result.code == 0, "\(result)")
    return try TestProject.parse(result.output).elements?.first?["turns"]?.elements ?? []
  }

  @Test func `a claim turns where press says, on the command line too`() throws {
    let project = try TestProject.ran()
    let before = try project.plumb("claims", "C1").output
    #expect(before.contains("reproduced"))
    let turns = try Self.turns(project, "C1")
    let turn = try #require(turns.first { $0["threshold"]?.string == "bound" })
    let (at, check) = (try #require(turn["at"]?.double), try #require(turn["check"]?.string))
    let manifest = try TestProject.parse(project.text("pipeline.json"))
    let checks = manifest["claims"]?["C1"]?["checks"]?.elements ?? []
    let index = try #require(checks.firstIndex { $0["id"]?.string == check })
    // Both sides of the stated number, a millionth away.
    func verdict(_ bound: Double) throws -> String {
      let setting = "C1.checks.\(index).bound=\(bound)"
      let run = try project.plumb("run", "--set", setting, "C1")
      #expect(run.code == 0, "\(run)")
      let list = try TestProject.parse(project.plumb("claims", "--json", "--set", setting, "C1").output)
      return list.elements?.first?["verdict"]?.string ?? ""
    }
    let (below, above) = (try verdict(at - 1e-6 * abs(at)), try verdict(at + 1e-6 * abs(at)))
    #expect(Set([below, above]) == Set(["reproduced", turn["verdict"]?.string ?? ""]))
  }

  @Test func `it says it in words, prices seeds, and runs nothing`() throws {
    let project = try TestProject.ran()
    let listing = try project.listing()
    let result = try project.plumb("press", "C1")
    #expect(result.code == 0 && result.output.hasPrefix("C1  reproduced  holds\n"), "\(result)")
    #expect(result.output.contains("Holds for bounds ") && result.output.contains("the claim is "))
    let priced = try project.plumb("press", "--seeds", "5", "C1")
    #expect(priced.output.contains("points: 3 seeds, 5 wanted, about "), "\(priced)")
    #expect(priced.output.contains("plumb run 'C1' --set 'points.seed=[1,2,3,4,5]'"))
    #expect(try project.listing() == listing)
    // What it prints can be run, and makes five seeds.
    let setting = "points.seed=[1,2,3,4,5]"
    let run = try project.plumb("run", "--set", setting, "C1")
    #expect(run.code == 0, "\(run)")
    let more = try project.plumb("press", "--seeds", "6", "--set", setting, "C1")
    #expect(more.output.contains("points: 5 seeds, 6 wanted, about "), "\(more)")
    #expect(try project.plumb("press", "--seeds", "1").code == 2)
    // What was put over the manifest is put over it by what it prints, but for the seeds.
    let other = try project.plumb("press", "--seeds", "6", "--set", setting, "--set", "spare.n=6", "C1").output
    #expect(other.contains("plumb run 'C1' --set 'spare.n=6' --set 'points.seed=[1,2,3,4,5,6]'"), "\(other)")
    // As many as there are: nothing to run.
    let same = try project.plumb("press", "--seeds", "3", "C1").output
    #expect(same.contains("points: 3 seeds, as many as wanted") && !same.contains("plumb run"))
    try project.remove(".plumb")
    #expect(try project.plumb("press", "C1").output.hasPrefix("C1  it has no result"))
  }
}
