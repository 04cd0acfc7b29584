import Foundation
import PlumbTestSupport
import Testing

@Suite struct ProjectRunTests {
  @Test func `a second run does nothing and says so, a setting goes over the manifest for one run`() throws {
    let project = try TestProject()
    let first = try project.plumb("run")
    #expect(first.code == 0 && first.output.hasPrefix("22 stages ran, 0 were up to date, in "))
    let report = "report: \(project.root.path(percentEncoded: false))/reports/report.md\n"
    #expect(first.output.contains(report))
    #expect(first.output.hasSuffix("1 reproduced · 1 not reproduced (C2)\n"))
    #expect(
      first.error.contains("\nC1  reproduced      holds\n") && first.error.contains("\nC2  not reproduced  fails\n"))
    let second = try project.plumb()
    #expect(second.code == 0 && second.error.isEmpty)
    #expect(second.output == "nothing to do: 22 stages are up to date\n" + report)
    #expect(try project.plumb("run", "--set", "means.seed=8").ran == ["means", "paper", "range", "report"])
    #expect(try project.plumb("status").output == "22 of 22 stages are up to date\n")
  }

  @Test func `a change reruns what depends on it, is named by why, and stops where results are equal`() throws {
    let project = try TestProject.ran()
    try project.change("\"seed\": 7", to: "\"seed\": 8")
    #expect(try project.plumb("why", "means").output == "means: changed\n    seed: 7 -> 8\n")
    #expect(
      try project.plumb("why", "C1").output == "C1: waits for means, which would run\n    see: plumb why 'means'\n")
    // The bootstrap's seed moves intervals and not means, so the range is the same and no claim on it runs; the pages
    // name the keys of their stages.
    #expect(try project.plumb("run").ran == ["means", "paper", "range", "report"])
    #expect(try project.plumb("why", "means").output == "means: up to date\n")
  }

  @Test func `another point set reruns its own chain only`() throws {
    let project = try TestProject.ran()
    try project.change("[1, 2, 3]", to: "[1, 2, 4]")
    let ran = try project.plumb("run").ran
    #expect(ran.filter { $0.contains("[") } == ["clusters", "eigen", "gram", "points"].map { "\($0)[seed=4]" })
    #expect(!ran.contains("spectrum") && !ran.contains("decay") && !ran.contains("C2"))
  }

  @Test func `renaming a stage reruns nothing but the pages that name it`() throws {
    let project = try TestProject.ran()
    try project.change("\"spare\"", to: "\"other\"")
    #expect(try project.plumb("run").output.hasPrefix("nothing to do: 22 stages are up to date\n"))
    try project.change("\"range\": {", to: "\"extent\": {")
    try project.change("\"data\": \"range\"", to: "\"data\": \"extent\"")
    #expect(Set(try project.plumb("run").ran).isSubset(of: ["paper", "report"]))
  }

  @Test func `cold runs with one and with two jobs leave the same bytes`() throws {
    let (one, two) = (try TestProject(), try TestProject())
    #expect(try one.plumb("run", "--jobs", "1").code == 0)
    #expect(try two.plumb("run", "--jobs", "2").code == 0)
    let folders = ["figures", "reports", ".plumb/objects"]
    let (first, second) = (try one.files(in: folders), try two.files(in: folders))
    #expect(first.keys.contains("figures/decay.pdf") && first.keys.contains("reports/paper.md"))
    #expect(first.count > 30 && first == second)
  }

  @Test func `exit codes tell what happened, also when nothing has to run`() throws {
    let project = try TestProject()
    #expect(try project.plumb("run").code == 0)
    for _ in 0..<2 {
      let checked = try project.plumb("run", "--check")
      #expect(checked.code == 3 && checked.error.hasSuffix("not reproduced: C2\n"))
    }
    #expect(try project.plumb("run", "--check", "C1").code == 0)
    #expect(try project.plumb("run", "C3").code == 2)
    try project.change("\"between\": {\"degree\": [2, 12]}", to: "\"between\": {\"degree\": [2, 4]}")
    let failed = try project.plumb("run")
    #expect(failed.code == 1 && failed.error.hasSuffix("1 stage failed: fit\n"))
    #expect(failed.error.contains("    run it again with: plumb run 'fit'\n"))
    // What does not rest on the failure is made.
    #expect(failed.ran.contains("report"))
    #expect(try project.plumb("run", "--check", "C1").code == 0)
    let full = try project.plumb("run", "fit", "--profile", "full", "--data", ".")
    #expect(full.error.contains("    run it again with: plumb run 'fit' --profile 'full' --data '.'\n"))
    let status = try project.plumb("status", "fit")
    let reason =
      "`mu` of the group parity = odd: 1 point is too few, at least 2 are needed; widen the range or drop a term"
    #expect(status.output.hasPrefix("fit: failed: \(reason)\n"))
  }

  @Test func `claims whose stages fail stay on the page and in the summary, with the stage that failed`() throws {
    let mistakes = [
      ("\"between\": {\"degree\": [2, 12]}", "\"between\": {\"degree\": [2, 2]}"),
      ("\"value\": \"least\"", "\"value\": \"least\", \"low\": \"greatest\", \"high\": \"least\""),
    ]
    let project = try TestProject(replacing: TestProject.secondPaper + mistakes)
    let result = try project.plumb("run")
    #expect(result.code == 1 && result.error.contains("2 stages failed: "))
    for page in ["paper", "report"] {
      let text = try project.text("reports/\(page).md")
      for (name, reason) in [("C1. holds", "stage C1 failed"), ("C2. fails", "stage fit failed")] {
        let line = text.split(separator: "\n").first { $0.hasPrefix("| [\(name)](") }
        #expect(line?.hasSuffix("| <b>not run</b> | \(reason) |") == true, "\(page): \(line ?? "no line")")
      }
    }
  }

  @Test func `stages that fail alike are told once, with their number`() throws {
    let project = try TestProject(
      stages: #"""
        "queue": {"kind": "command", "arguments": ["sh", "script", "{seed}"], "outputs": ["b.csv"],
          "sources": [{"name": "script", "file": "missing.sh"}], "sweep": {"seed": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}}
        """#)
    let result = try project.plumb("run", "queue", "--allow-commands", "--jobs", "1")
    #expect(result.code == 1 && result.error.components(separatedBy: "failed: the source `missing.sh`").count == 2)
    #expect(result.error.components(separatedBy: "run it again with").count == 2)
    #expect(result.error.contains("\nfailed like queue[seed=1]: 9 stages, queue[seed=2] and others\n"), "\(result)")
    // What a program says of its own folder makes no difference, what it says of its work does.
    try project.change(
      #"["sh", "script", "{seed}"]"#, to: #"["sh", "-c", "echo in $PWD/x; echo part $(({seed} / 6)); exit 1"]"#)
    try project.write("", to: "missing.sh")
    let again = try project.plumb("run", "queue", "--allow-commands", "--jobs", "1").error
    #expect(again.components(separatedBy: "run it again with").count == 3, "\(again)")
    #expect(again.contains("\nfailed like queue[seed=1]: 4 stages, queue[seed=2] and others\n"), "\(again)")
    #expect(
      result.error.hasSuffix("\nplumb: 10 stages failed: queue[seed=1], queue[seed=2], queue[seed=3] and 7 more\n"))
  }

  @Test func `a manifest that is a link is read again when it leads elsewhere`() throws {
    let project = try TestProject()
    let path = project.place("pipeline.json").path(percentEncoded: false)
    try project.write(TestProject.manifest, to: "one.json")
    try project.write(TestProject.manifest.replacing("\"seed\": 9", with: "\"seed\": 8"), to: "two.json")
    for target in ["one.json", "two.json"] {
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      #expect(try project.plumb("run", "spare").ran == ["spare"], "\(target)")
      #expect(try project.plumb("run", "spare").output == "nothing to do: 1 stage is up to date\n")
    }
  }

  @Test func `a folder of data counts from where the command is given`() throws {
    let project = try TestProject(
      stages: #""copy": {"kind": "command", "arguments": ["cp", "a", "b.csv"], "outputs": ["b.csv"], "#
        + #""sources": [{"name": "a", "file": "data/a"}], "export": {"b": "results/b.csv"}}"#)
    let manifest = project.place("pipeline.json").path(percentEncoded: false)
    for folder in ["one", "two"] {
      try project.makeFolders(folder + "/set")
      try project.write(folder, to: folder + "/set/a")
      let result = try project.run(
        URL(filePath: "/bin/sh"),
        [
          "-c", "cd \(folder) && exec \"$0\" run copy --allow-commands --data set --file \"$1\"",
          TestProject.program.path(percentEncoded: false), manifest,
        ])
      #expect(result.code == 0 && result.ran == ["copy"], "\(result)")
      #expect(try project.text("results/b.csv") == folder)
    }
  }

  @Test func `a dry run writes nothing`() throws {
    let project = try TestProject()
    let plan = try project.plumb("run", "--dry-run")
    #expect(plan.code == 0 && plan.output.hasSuffix("\n22 of 22 stages would run\n"))
    for command in ["status", "list", "data", "graph", "gc", "schema"] { #expect(try project.plumb(command).code == 0) }
    #expect(try project.listing().count == 1)
    _ = try project.plumb("run")
    #expect(try project.plumb("run", "--dry-run").output == "nothing would run\n")
  }

  @Test func `what lacks its data is told in one line a reason, before and after a run`() throws {
    let image =
      #"{"kind": "command", "arguments": ["a"], "outputs": ["b.csv"], "sources": [{"name": "a", "file": "data/a"}]}"#
    let project = try TestProject(stages: (1...3).map { "\"image\($0)\": \(image)" }.joined(separator: ", "))
    let line = "3 stages, image1 and others: needs data/a\n"
    let first = try project.plumb("run", "--allow-commands")
    #expect(first.code == 0 && first.output.hasPrefix("not run: \(line)22 stages ran, "), "\(first.output)")
    #expect(!first.error.contains("image"))
    let second = try project.plumb("run", "--allow-commands")
    #expect(second.output.hasPrefix("not run: \(line)nothing to do: 22 stages are up to date\n"), "\(second.output)")
    #expect(try project.plumb("status").output.hasSuffix("\n22 of 25 stages are up to date\n"))
    #expect(try project.plumb("run", "--dry-run").output == "cannot run: \(line)nothing would run\n")
    try project.change("\"dimension\": 3, \"seed\": 9", to: "\"dimension\": 3, \"seed\": 8")
    let plan = try project.plumb("run", "--dry-run").output
    #expect(
      plan.hasPrefix("spare: changed\n    seed: 9 -> 8\ncannot run: \(line)estimate: about a second of processor "))
    #expect(plan.hasSuffix("\n1 of 25 stages would run\n"))
    #expect(
      try project.plumb("status").output.hasSuffix("\n21 of 25 stages are up to date; `plumb run` makes 1 more\n"))
  }

  @Test func `a run of one target makes what it rests on and names no report, and a dry run with pages tells theirs`()
    throws
  {
    let project = try TestProject()
    let target = try project.plumb("run", "fit")
    #expect(target.ran == ["fit", "spectrum"] && !target.output.contains("report:"))
    #expect(try project.plumb("run", "fit", "--dry-run").output == "nothing would run\n")
    let plan = try project.plumb("run", "fit", "--pages", "--dry-run").output.split(separator: "\n").map(String.init)
    let pages = ["C1", "C2", "paper", "report"]
    #expect(plan.dropLast(2).map { String($0.prefix { $0 != ":" }) }.sorted() == pages)
    #expect(plan.last == "4 of 6 stages would run")
    let result = try project.plumb("run", "fit", "--pages")
    #expect(result.ran == pages && result.output.contains("and others: not part of this run\n"))
    #expect(try project.plumb("run", "fit", "--pages", "--dry-run").output == "nothing would run\n")
  }

  @Test func `a damaged lock is a warning, and the run ends with its report`() throws {
    let project = try TestProject()
    try project.write("<<<<<<< HEAD\n{}\n", to: "plumb.lock.json")
    let result = try project.plumb("run")
    #expect(result.code == 0 && result.output.hasPrefix("22 stages ran, 0 were up to date, in "))
    #expect(result.output.contains("/reports/report.md\n"))
    #expect(
      result.error.hasSuffix(
        "\nwarning: plumb.lock.json cannot be read: plumb.lock.json:1:1: expected a value, found `<`; drop it, and what else a merge has marked; mend it, or delete it "
          + "and write it anew with `plumb lock`\n"))
    #expect(try project.plumb("run", "--check").error.hasSuffix("not reproduced: C2\n"))
  }

  @Test func `a provenance that cannot be written comes after the conclusion`() throws {
    let project = try TestProject()
    try project.makeFolders("reports/provenance.json")
    let result = try project.plumb("run")
    #expect(result.code == 1 && result.output.contains("/reports/report.md\n"))
    #expect(
      result.error.split(separator: "\n").last
        == "plumb: cannot write `reports/provenance.json`: is a directory; move that folder away")
  }

  @Test func `the page of a paper is the report where there is no other`() throws {
    let project = try TestProject(replacing: [
      (#""reports": {"report": {"title": "R", "introduction": "i", "papers": ["paper"]}}"#, #""reports": {}"#)
    ])
    let run = try project.plumb("run")
    let folder = project.root.path(percentEncoded: false)
    #expect(run.code == 0 && run.output.contains("report: \(folder)/reports/paper.md\n"), "\(run)")
    // Its page says that this is there.
    #expect(try project.text("reports/paper.md").contains("`reports/provenance.md`"))
    #expect(try project.text("reports/provenance.md").contains("# The results"))
    #expect(try project.plumb("attach", "--html", "r.html").code == 0)
    #expect(try project.text("r.html").contains("<title>T</title>"))
  }
}
