import Documents
import Foundation
import PlumbTestSupport
import Testing

/// What `attach` and `diff` say when they cannot do what is asked; nothing is written then.
@Suite struct AttachmentsTests {
  @Test func `without a run there is nothing to attach or to compare`() throws {
    let project = try TestProject()
    #expect(
      try project.refusal("attach", "--html", "r.html")
        == "plumb: 4 of 4 results of the report are not up to date, the first `C1`; run `plumb run`, then attach\n")
    try project.write(#"{"plumb-lock": 1, "profiles": {"quick": {"C1": {"outputs": {}}}}}"#, to: "plumb.lock.json")
    for (arguments, sentence) in [
      (["diff"], "plumb: there are no results to compare; `plumb run` makes them"),
      (
        ["diff", "--profile", "full"],
        "has no results of the profile full; `plumb lock --profile full` adds those of the last run"
      ),
    ] {
      let difference = try project.run(TestProject.program, arguments)
      #expect(difference.code == 2 && difference.error.hasSuffix(sentence + "\n"), "\(difference)")
    }
  }

  @Test func `a failed stage is named with its reason, and without a report it is said where to add one`() throws {
    let project = try TestProject.ran(replacing: [("[2, 12]}}", "[2, 2]}}")])
    #expect(try project.refusal("attach", "--html", "r.html").hasPrefix("plumb: the report is not whole: fit failed: "))
    // What does not rest on the failure was made.
    #expect(try project.plumb("run", "--check", "C1").output.hasPrefix("nothing to do: "))
    try project.change(
      #""reports": {"report": {"title": "R", "introduction": "i", "papers": ["paper"]}}"#, to: #""reports": {}"#)
    // The page of a paper is a report by itself.
    #expect(try project.refusal("attach", "--html", "r.html").hasPrefix("plumb: the report is not whole: fit failed: "))
    try project.write(try project.text("pipeline.json").replacing(/"papers": .*\n.*\n/, with: ""), to: "pipeline.json")
    let result = try project.plumb("attach", "--html", "r.html")
    #expect(result.code == 2)
    #expect(result.error == "plumb: the manifest has no report to attach; add one under `reports`\n")
  }

  @Test func `folders that are missing and files of others are named and left alone`() throws {
    let project = try TestProject.ran()
    for (option, name) in [("--html", "no/r.html"), ("--crate", "no/r.zip")] {
      let text = try project.refusal("attach", option, name)
      #expect(
        text == "plumb: cannot write `\(name)`: no such file or directory; name a place in a folder that is there\n")
    }
    try project.write("my thesis", to: "mine")
    let remedy =
      " holds what plumb did not write; move it away, name another place, or accept that it is replaced with --replace\n"
    for option in ["--html", "--crate"] {
      #expect(try project.refusal("attach", option, "mine") == "plumb: mine" + remedy)
    }
    let figures = try project.refusal("attach", "--html", "figures")
    #expect(figures == "plumb: cannot write `figures`: is a directory; move that folder away\n")
    try project.makeFolders("tex/figures")
    try project.write("a drawing", to: "tex/figures/decay.pdf")
    #expect(try project.refusal("attach", "--latex", "tex") == "plumb: tex/figures/decay.pdf" + remedy)
    #expect(throws: (any Error).self) { try project.text("tex/plumb-values.tex") }
    for (paper, sentence) in [
      ("no.pdf", "cannot read no.pdf: there is no such file"),
      ("mine", "mine is not a PDF file; give the PDF of the paper"),
    ] { #expect(try project.refusal("attach", "--into", paper, "-o", "o.pdf") == "plumb: \(sentence)\n") }
    #expect(try project.refusal("attach", "--into", "figures/decay.pdf", "-o", "mine") == "plumb: mine" + remedy)
    #expect(try project.text("mine") == "my thesis")
    _ = try project.plumb("lock")
    try project.change("[1, 2, 3]", to: "[1, 2, 4]")
    _ = try project.plumb("run")
    let difference = try project.plumb("diff", "--html", "mine")
    #expect(difference.code == 2 && difference.error == "plumb: mine" + remedy)
  }

  @Test func `the records of a project give way to no output, whatever is asked for`() throws {
    let project = try TestProject.ran(isLocked: true)
    #expect(try project.plumb("fix", "C1").code == 0)
    // The pages tell what was fixed: they are made anew first.
    #expect(try project.plumb("run").code == 0)
    for name in ["plumb.lock.json", "plumb.costs.json", "criteria.log", "pipeline.json"] {
      let said = try project.refusal("attach", "--values", name, "--replace")
      #expect(
        said == "plumb: \(name) is what `plumb run` reads or publishes; name another place\n")
    }
  }

  @Test func `every form can be written again, with the same bytes`() throws {
    let project = try TestProject.ran()
    let arguments = [
      "attach", "--html", "r.html", "--crate", "r.zip", "--latex", "tex", "--arxiv", "sub", "--into",
      "figures/decay.pdf", "-o", "o.pdf",
    ]
    var seen: [[String: Data]] = []
    for _ in 0..<2 {
      let result = try project.run(TestProject.program, arguments)
      #expect(result.code == 0 && result.error.isEmpty, "\(result.error)")
      var files = try project.files(in: ["tex", "sub"])
      for name in ["r.html", "r.zip", "o.pdf"] { files[name] = try Data(contentsOf: project.place(name)) }
      seen.append(files)
    }
    #expect(seen[0] == seen[1] && seen[0].count > 8)
  }
}

@Suite struct ReportMaterialTests {
  @Test func `figures are drawn again for the width of a text`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("attach", "--latex", "one").code == 0)
    #expect(try project.plumb("attach", "--latex", "two", "--width", "70mm").code == 0)
    // The page of the PDF as Cairo writes it, in points; a single column is 241.2.
    func width(_ folder: String) throws -> Double? {
      let text = String(decoding: try Data(contentsOf: project.place("\(folder)/figures/decay.pdf")), as: UTF8.self)
      return text.firstMatch(of: #/MediaBox \[ ?0 0 ([0-9.]+)/#).flatMap { Double($0.1) }
    }
    let (one, two) = (try #require(try width("one")), try #require(try width("two")))
    #expect(abs(one - 241.2) < 0.1 && abs(two - 198.43) < 0.1, "\(one), \(two)")
    #expect(try project.plumb("attach", "--html", "r.html", "--width", "345pt").code == 2)
    #expect(try project.plumb("attach", "--latex", "x", "--width", "3 furlongs").code == 2)
  }

  @Test func `a crate tells what each stage read, by path and digest, and which files the run published`() throws {
    let project = try TestProject.ran()
    #expect(try project.plumb("attach", "--crate", "r.zip").code == 0)
    let text = try project.run(URL(filePath: "/usr/bin/env"), ["unzip", "-p", "r.zip", "ro-crate-metadata.json"]).output
    let entities = try TestProject.parse(text)["@graph"]?.elements ?? []
    func entity(_ key: String, _ value: String) -> JSON? {
      entities.first { $0[key]?.string == value && $0["@type"]?.string == "CreateAction" }
    }
    /// What a stage read but for its parameters.
    func read(_ stage: JSON?) -> [JSON] {
      let all = stage?["object"].map { $0.elements ?? [$0] } ?? []
      return all.compactMap { $0["@id"] }.filter { $0.string?.hasPrefix("#value-") == false }
    }
    // What a stage reads is what the stage above it made.
    for (reader, above) in [("eigen[seed=2]", "gram[seed=2]"), ("fit", "spectrum")] {
      let found = read(entity("name", reader))
      #expect(found.count == 1 && found.first == entity("name", above)?["result"]?["@id"], "\(reader)")
    }
    #expect(read(entity("name", "clusters[seed=1]")).count == 2)
    // Its parameters are there too.
    #expect(
      entity("name", "clusters[seed=1]")?["object"]?.elements?.contains {
        $0["@id"]?.string == "#value-eigenvalue-clusters-degrees-2"
      } == true)
    let results = entity("@id", "#run")?["result"]?.elements?.compactMap { $0["@id"]?.string } ?? []
    #expect(
      Set(results) == [
        "figures/decay.pdf", "figures/decay.png", "figures/decay.csv", "reports/paper.md", "reports/report.md",
        "figures/report-claims.pdf", "figures/report-claims.png", "figures/report-claims.csv",
        "figures/paper-turns.pdf", "figures/paper-turns.png", "figures/paper-turns.csv",
        "reports/provenance.json",
      ])
  }

  @Test func `what a run reads is never written over`() throws {
    let project = try TestProject.ran(replacing: [("\"format\": 2,", "\"format\": 2, \"include\": [\"prose.md\"],")])
    // There was no prose yet.
    try project.write("# C1\n## discussion\nSo it is.\n", to: "prose.md")
    #expect(try project.plumb("run").code == 0)
    for file in ["prose.md", "pipeline.json"] {
      #expect(
        try project.refusal("attach", "--html", file, "--replace")
          == "plumb: \(file) is what `plumb run` reads or publishes; name another place\n")
    }
    #expect(try project.text("prose.md").hasPrefix("# C1\n"))
  }
}
