import Documents
import Foundation
import PlumbTestSupport
import TestTools
import Testing

@testable import Project

private let git = TestTool("git")

/// `plumb fix`: what a page says of a criterion after each order of events.
@Suite struct FixedCriteriaTests {
  private static let today = String(Date().formatted(.iso8601).prefix(10))
  private static let threshold = (#""relation": "above", "bound": 0}],"#, #""relation": "above", "bound": -1}],"#)

  /// What the page says of the criterion of C1.
  private static func told(_ project: TestProject) throws -> String? {
    try project.text("reports/paper.md").split(separator: "\n").first { $0.hasPrefix("Criterion fixed") }.map(
      String.init)
  }

  private static func run(_ project: TestProject) throws {
    let run = try project.plumb("run")
    #expect(run.code == 0, "\(run.error)")
  }

  private static func fix(_ project: TestProject, _ deed: String) throws {
    let result = try project.plumb("fix", "C1")
    #expect(result.code == 0 && result.output.hasPrefix("C1  \(deed)"), "\(result)")
  }

  @Test func `fixed and run`() throws {
    let project = try TestProject()
    try Self.fix(project, "fixed ")
    try Self.run(project)
    #expect(try Self.told(project) == "Criterion fixed on \(Self.today), before the first result.")
    // Fixing what is fixed writes nothing.
    let log = try project.text("criteria.log")
    try Self.fix(project, "as fixed")
    #expect(try project.text("criteria.log") == log)
    #expect(try project.plumb("run").output.hasPrefix("nothing to do"))
  }

  @Test func `run and fixed`() throws {
    let project = try TestProject.ran()
    #expect(try Self.told(project) == nil)
    try Self.fix(project, "fixed ")
    // The stages stand; the page is written again.
    let run = try project.plumb("run")
    #expect(run.ran == ["paper", "report"], "\(run.error)")
    #expect(try Self.told(project) == "Criterion fixed on \(Self.today), after results.")
  }

  @Test func `fixed, run, changed, fixed anew and run`() throws {
    let project = try TestProject()
    try Self.fix(project, "fixed ")
    try Self.run(project)
    try project.change(Self.threshold.0, to: Self.threshold.1)
    try Self.run(project)
    let open =
      "Criterion fixed on \(Self.today), before the first result; changed since and not fixed again, from 0 to −1."
    #expect(try Self.told(project) == open)
    #expect(try project.plumb("lock").code == 0)
    // Nothing moved since the lock, and still the criterion is not the one that was fixed.
    let difference = try project.plumb("diff")
    #expect(
      difference.code == 1 && difference.output == "criteria that were revised:\n  C1: \(open)\n", "\(difference)")
    try Self.fix(project, "fixed anew")
    try Self.run(project)
    let sentence =
      "Criterion fixed on \(Self.today), before the first result; changed once, on \(Self.today), from 0 to −1, after results."
    #expect(try Self.told(project) == sentence)
    #expect(try project.plumb("lock").code == 0)
    // It is told, and is no difference any more.
    let after = try project.plumb("diff")
    #expect(
      after.code == 0 && after.output == "criteria that were revised:\n  C1: \(sentence)\nnothing differs\n", "\(after)"
    )
  }

  @Test func `changed and fixed anew before there were results`() throws {
    let project = try TestProject()
    try Self.fix(project, "fixed ")
    try project.change(Self.threshold.0, to: Self.threshold.1)
    try Self.fix(project, "fixed anew")
    try Self.run(project)
    #expect(
      try Self.told(project)
        == "Criterion fixed on \(Self.today), before the first result; changed once, on \(Self.today), from 0 to −1, before "
        + "the first result.")
  }

  @Test func `another wording is no other criterion, another seed is`() throws {
    let project = try TestProject()
    try Self.fix(project, "fixed ")
    try project.change(#""id": "range", "name": "range""#, to: #""id": "range", "name": "the least of all""#)
    try Self.fix(project, "as fixed")
    try project.change(#""seed": [1, 2, 3]"#, to: #""seed": [1, 2, 4]"#)
    let result = try project.plumb("fix", "C1")
    #expect(result.output.contains("seeds of gram from 1-3 to 1-2,4"), "\(result)")
  }

  @Test(arguments: [
    (#"{"seed": 3}"#, [3]), (#"{"data-seed": 4, "n": 5}"#, [4]), (#"{"seeds": [1, 2, 9]}"#, [1, 2, 9]),
    (#"{"test-seeds": [7], "draw": {"seed": 2}, "parts": [{"seed": 5}, {"seed": 6}]}"#, [7, 2, 5, 6]),
    (#"{"where": {"seed": 3}, "between": {"seed": [1, 2]}, "seeded": 1, "seed": "one"}"#, []),
  ]) func `seeds are known by their keys, one or a list`(definition: String, seeds: [Int]) throws {
    let json = try JSON.parse(SourceText(name: "stage", bytes: Array(definition.utf8)))
    #expect(LoadedProject.seeds(in: json) == seeds)
  }

  @Test func `a list of seeds among the values is known where it is used`() throws {
    let project = try TestProject(replacing: [
      (#""seed": [1, 2, 3]"#, #""seed": "{values.seeds}""#),
      (#""stages": {"#, #""values": {"seeds": [1, 2, 3]}, "stages": {"#),
    ])
    try Self.fix(project, "fixed ")
    try project.change(#""seeds": [1, 2, 3]"#, to: #""seeds": [1, 2, 5]"#)
    let result = try project.plumb("fix", "C1")
    #expect(result.output.contains("seeds of gram from 1-3 to 1-2,5"), "\(result)")
    let variant = try project.plumb("fix", "--list", "--set", "values.seeds=[1]")
    #expect(variant.code == 2 && variant.error.contains("without --set"), "\(variant)")
  }

  @Test func `two locks, and a variant, are compared without the log`() throws {
    let project = try TestProject()
    try Self.fix(project, "fixed ")
    try project.change(Self.threshold.0, to: Self.threshold.1)
    try Self.run(project)
    #expect(try project.plumb("lock").code == 0)
    let open =
      "Criterion fixed on \(Self.today), before the first result; changed since and not fixed again, from 0 to −1."
    // As a page too, the present project is held to the log.
    let page = try project.plumb("diff", "--html", "d.html")
    #expect(page.code == 1 && page.output.contains("C1: \(open)"), "\(page)")
    let html = try project.text("d.html")
    #expect(html.contains("Criteria that were revised") && html.contains("C1: \(open)"))
    try project.write(project.text("plumb.lock.json"), to: "old.json")
    let locks = try project.plumb("diff", "old.json", "plumb.lock.json")
    #expect(locks.code == 0 && locks.output == "nothing differs\n", "\(locks)")
    let setting = "C1.checks.0.bound=-2"
    #expect(try project.plumb("run", "--set", setting).code == 0)
    let variant = try project.plumb("diff", "--set", setting)
    #expect(!variant.output.contains("criteria that were revised"), "\(variant)")
  }

  @Test func `two that fix at once lose nothing of each other`() throws {
    let project = try TestProject()
    // Each call starts a process of its own in the folder.
    nonisolated(unsafe) let shared = project
    for _ in 0..<5 {
      DispatchQueue.concurrentPerform(iterations: 2) { index in
        do {
          let result = try shared.plumb("fix", "C\(index + 1)")
          #expect(result.code == 0, "\(result)")
        } catch { Issue.record(error) }
      }
      #expect(try project.plumb("fix", "--list").output.split(separator: "\n").allSatisfy { $0.contains("  as fixed") })
      #expect(try project.text("criteria.log").split(separator: "\n").count == 2)
      try project.remove("criteria.log")
    }
  }

  @Test func `results that only the lock has are results`() throws {
    let project = try TestProject.ran(isLocked: true)
    try project.remove(".plumb")
    try Self.fix(project, "fixed ")
    #expect(
      try project.plumb("fix", "--list", "C1").output
        == "C1  as fixed  Criterion fixed on \(Self.today), after results.\n")
    #expect(try project.plumb("fix", "--list", "C2").output == "C2  not fixed\n")
  }

  @Test func `an altered log is refused by every command, by name`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("fix").code == 0)
    try Self.run(project)
    let log = try project.text("criteria.log")
    let lines = log.split(separator: "\n").map(String.init)
    #expect(lines.count == 2)
    let remedy =
      "; bring the file back as it was committed, `git checkout -- criteria.log`, and fix criteria again after that\n"
    for (text, fact) in [
      (log.replacing("\"bound\":0", with: "\"bound\":1"), "entry 1, line 1, is not as it was written"),
      (lines[1] + "\n", "entry 1 is gone; entry 2 stands in its place"),
      (lines[1] + "\n" + lines[0] + "\n", "entry 2 stands in line 1"),
    ] {
      try project.write(text, to: "criteria.log")
      for command in ["run", "status", "fix"] {
        let result = try project.plumb(command)
        #expect(result.code == 2 && result.error == "criteria.log: \(fact)\(remedy)", "\(command): \(result)")
      }
    }
    try project.write(log, to: "criteria.log")
    #expect(try project.plumb("run").output.hasPrefix("nothing to do"))
  }

  @Test(.enabled(if: git.isWanted, "\(git.missing)"))
  func `a log whose last entries are gone is not the continuation of the committed one`() throws {
    let project = try TestProject()
    #expect(try project.plumb("fix", "C1").code == 0)
    let first = try project.text("criteria.log")
    #expect(try project.plumb("fix").code == 0)
    for arguments in [["init", "-q"], ["add", "criteria.log"]] {
      #expect(try git.run(arguments, in: project.root).code == 0)
    }
    #expect(try project.plumb("status").code == 0)
    try project.write(first, to: "criteria.log")
    let result = try project.plumb("status")
    #expect(
      result.code == 2 && result.error.hasPrefix("criteria.log: it does not go on from the one in Git's index"),
      "\(result)")
    // Entries that come after it are no harm.
    #expect(try git.run(["add", "criteria.log"], in: project.root).code == 0)
    #expect(try project.plumb("fix").code == 0)
    #expect(try project.plumb("status").code == 0)
  }
}
