import Documents
import Foundation
import PlumbTestSupport
import Testing

/// `plumb press --run`: what it says is what a manifest with those seeds gives, and the project is as it was.
@Suite struct SeedRunsTests {
  /// A further claim: the mean of a degree is below `bound`.
  private static func claim(_ bound: Double) -> (String, String) {
    (
      #""C2": {"title": "fails""#,
      #""C3": {"title": "open", "statement": "s", "source": "here", "theory": "1", "method": "m", "#
        + #""figures": [{"figure": "decay", "caption": "c"}], "checks": [{"id": "mean", "name": "mean", "#
        + #""data": "means", "where": {"degree": 1}, "value": "mean", "relation": "below", "bound": \#(bound)}]}, "#
        + #""C2": {"title": "fails""#
    )
  }

  /// A project whose claim C3 is inconclusive: its bound lies within the interval of the mean over three seeds.
  private static func open() throws -> (project: TestProject, bound: Double) {
    let probe = try TestProject.ran(replacing: [claim(0)])
    // The ends of the interval are where the verdict turns: it is inconclusive between them.
    let flip = try press(probe, "C3")["checks"]?.elements?.first?["flip"]
    let turns = flip?["turns"]?.elements?.compactMap { $0["at"]?.double } ?? []
    let (low, high) = (try #require(turns.min()), try #require(turns.max()))
    try #require(low < high)
    let bound = low + 0.93 * (high - low)
    return (try TestProject.ran(replacing: [claim(bound)], isLocked: true), bound)
  }

  private static func press(_ project: TestProject, _ arguments: String...) throws -> JSON {
    let result = try project.run(TestProject.program, ["press", "--json"] + arguments)
    #expect(result.code == 0, "\(result)")
    return try #require(try TestProject.parse(result.output).elements?.first)
  }

  /// Every file of a project but those of its cache.
  private static func files(_ project: TestProject) throws -> [String: Data] {
    try project.files(in: [""]).filter { !$0.key.hasPrefix("/.plumb/") }
  }

  @Test func `as many seeds are run as would settle a claim, into the cache alone`() throws {
    let (project, bound) = try Self.open()
    let before = try Self.press(project, "C3")
    #expect(before["verdict"]?.string == "inconclusive")
    let settling = before["checks"]?.elements?.first?["flip"]?["settling"]
    let wanted = try #require(settling?["expected"]?.integer)
    try #require(wanted > 3)
    let files = try Self.files(project)
    let result = try project.plumb("press", "--run", "C3")
    #expect(result.code == 0, "\(result)")
    // The same seeds in the manifest itself, in a project of their own.
    let seeds = (1...wanted).map(String.init).joined(separator: ", ")
    let other = try TestProject.ran(replacing: [Self.claim(bound), (#""seed": [1, 2, 3]"#, #""seed": [\#(seeds)]"#)])
    let truth = try Self.press(other, "C3")
    let verdict = try #require(truth["verdict"]?.string)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "C3 with \(wanted) seeds: \(verdict) (was inconclusive with 3)", "\(result)")
    let pressed = try other.plumb("press", "C3").output
    #expect(result.output.contains("\n" + pressed), "\(result.output)\n\(pressed)")
    #expect(lines.last?.hasPrefix("More seeds until a verdict turns are a choice made after looking") == true)
    // Its price came first.
    #expect(result.error.hasPrefix("C3: points: 3 seeds, \(wanted) wanted, about "), "\(result.error)")
    #expect(result.error.contains("\nestimate: ") && result.error.contains(" would run\n"))
    // Nothing of the project changed, and it stands as it stood.
    #expect(try Self.files(project) == files)
    #expect(try Self.press(project, "C3") == before)
    #expect(try project.plumb("run").output.hasPrefix("nothing to do"))
    // A run of the same variant finds all numbers there, and publishes what the other did not.
    let list = (1...wanted).map(String.init).joined(separator: ",")
    let variant = try project.plumb("run", "C3", "--set", "points.seed=[\(list)]")
    #expect(variant.code == 0 && variant.ran.isEmpty, "\(variant)")
    #expect(try project.listing().contains("variants"))
  }

  @Test func `a number of seeds can be named, and programs are told both verdicts`() throws {
    let project = try TestProject.ran()
    let result = try Self.press(project, "--run", "--seeds", "5", "C1")
    #expect(result["verdict"]?.string == "reproduced" && result["more"]?["verdict"]?.string == "reproduced")
    #expect(result["more"]?["says"]?.string == "with 5 seeds: reproduced (was reproduced with 3)")
    #expect(result["more"]?["settings"]?.elements?.first?.string == "points.seed=[1,2,3,4,5]")
    #expect(result["turns"]?.elements?.first?["at"] != result["more"]?["turns"]?.elements?.first?["at"])
    // What was found before is that of another manifest by now.
    try project.change(#""n": {"quick": 40"#, to: #""n": {"quick": 41"#)
    let late = try project.plumb("press", "--run", "--seeds", "4", "C1").output
    #expect(late.hasPrefix("C1 with 4 seeds: reproduced (was reproduced with 3, out of date)\n"), "\(late)")
  }

  @Test func `where there is nothing to run it says why`() throws {
    let project = try TestProject.ran()
    let files = try Self.files(project)
    #expect(try project.plumb("press", "--run", "C1").output == "C1: nothing to run: it is reproduced\n")
    #expect(try Self.press(project, "--run", "C1")["nothing"]?.string == "it is reproduced")
    let same = try project.plumb("press", "--run", "--seeds", "3", "C1")
    #expect(same.output == "C1: nothing to run: there are as many seeds as wanted\n" && same.error.isEmpty)
    let fixed = try project.plumb("press", "--run", "--seeds", "9", "C2").output
    #expect(fixed == "C2: nothing to run: no stage above it is swept over seeds\n")
    #expect(try project.plumb("press", "--allow-commands", "C1").code == 2)
    #expect(try Self.files(project) == files)
    try project.remove(".plumb")
    let none = try project.plumb("press", "--run", "C1").output
    #expect(none == "C1: nothing to run: it has no result; run it first, or name a number with --seeds\n")
    let first = try project.plumb("press", "--run", "--seeds", "4", "C1").output
    #expect(first.hasPrefix("C1 with 4 seeds: reproduced (had no result)\n"), "\(first)")
  }

  @Test func `of programs the one that is swept gets the seeds, and its follower follows`() throws {
    let project = try TestProject(replacing: [
      (
        #""spare": {"#,
        #""sim": {"kind": "command", "sweep": {"seed": [1, 2, 3]}, "arguments": ["sh", "sim.sh", "{seed}"], "#
          + #""sources": [{"name": "sim.sh", "file": "sim.sh"}], "outputs": ["x.csv"]}, "#
          + #""analyse": {"kind": "command", "each": "sim", "arguments": ["sh", "analyse.sh"], "#
          + #""sources": [{"name": "analyse.sh", "file": "analyse.sh"}], "inputs": [{"name": "in.csv", "from": "sim.x.csv"}], "#
          + #""outputs": ["x.csv"], "tables": [{"file": "x.csv", "columns": [{"name": "x", "type": "number"}]}]}, "#
          + #""spare": {"#
      )
    ])
    try project.write("printf \"x\\n$1\\n\" > x.csv\n", to: "sim.sh")
    try project.write("cp in.csv x.csv\n", to: "analyse.sh")
    try project.judge("analyse")
    let run = try project.plumb("run", "--allow-commands")
    #expect(run.code == 0, "\(run)")
    let priced = try project.plumb("press", "--seeds", "5", "C3").output
    #expect(priced.contains("sim: 3 seeds, 5 wanted") && !priced.contains("analyse:"), "\(priced)")
    let more = try project.plumb("press", "--run", "--seeds", "5", "--allow-commands", "C3")
    #expect(more.code == 0 && more.output.hasPrefix("C3 with 5 seeds: reproduced (was reproduced with 3)\n"), "\(more)")
  }

  @Test func `a run that fails ends as a run does`() throws {
    let project = try TestProject.ran()
    // More rows than memory is kept for.
    let result = try project.plumb("press", "--run", "--seeds", "4", "--set", "points.n=7000", "C1", "C2")
    #expect(result.code == 1, "\(result)")
    #expect(result.error.contains(try Regex(#"gram\[seed=[1-4]\]  failed: a matrix of 7000 rows"#)), "\(result)")
    let last = try #require(result.error.split(separator: "\n").last)
    let seeds = last.replacing("plumb: 4 stages failed: ", with: "").split(separator: ", ")
    #expect(seeds.sorted() == (1...4).map { "gram[seed=\($0)]" }, "\(last)")
    // The other claim is told all the same.
    #expect(result.output == "C2: nothing to run: no stage above it is swept over seeds\n")
    #expect(try project.plumb("press", "--run", "--seeds", "4", "--jobs", "0", "C1").code == 2)
  }
}
