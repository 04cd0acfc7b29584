import Foundation
import PlumbTestSupport
import Testing

@Suite struct ListingsTests {
  @Test func `show lists the columns of a table as its kind declares them, before anything ran`() throws {
    let project = try TestProject(stages: #""given": {"kind": "table", "columns": {"name": ["one"], "size": [1]}}"#)
    let text = try project.plumb("show", "given")
    #expect(text.code == 0 && text.error.isEmpty)
    let columns = """
      columns of table.csv:
        name  text    given in the manifest
        size  number  given in the manifest

      """
    #expect(text.output.hasSuffix("}\n\n" + columns), "\(text.output)")
    let record = try TestProject.parse(try project.plumb("show", "given", "--json").output).elements?.first
    #expect(
      record?["columns"]?["table"]?.elements?.first
        == ["name": "name", "type": "text", "unit": .init(.null), "meaning": "given in the manifest"])
  }

  @Test func `columns that nobody declares are known once the stage ran`() throws {
    let project = try TestProject(
      stages: #""copy": {"kind": "command", "arguments": ["cp", "a", "b.csv"], "outputs": ["b.csv"], "#
        + #""sources": [{"name": "a", "file": "a.csv"}]}"#)
    try project.write("name,size\none,1\n", to: "a.csv")
    #expect(try project.plumb("show", "copy").output.hasSuffix("columns of b.csv:\n  known once it ran\n"))
    let record = try TestProject.parse(try project.plumb("show", "copy", "--json").output).elements?.first
    #expect(record?["columns"] == ["b": .init(.null)])
    _ = try project.plumb("run", "copy", "--allow-commands")
    #expect(try project.plumb("show", "copy").output.hasSuffix("columns of b.csv:\n  name  text\n  size  number\n"))
  }

  @Test func `verdicts are told at the end of a run and listed by claims`() throws {
    let project = try TestProject()
    #expect(
      try project.plumb("claims").output
        == "C1  not run  holds: it has no result\nC2  not run  fails: it has no result\n0 reproduced · 2 not run (C1, C2)\n"
    )
    let run = try project.plumb("run").output.split(separator: "\n")
    let (nearest, tally) = ("All 2 not reproduced; smallest −", "1 reproduced · 1 not reproduced (C2)")
    #expect(run.count == 4 && run[2].hasPrefix("C2  not reproduced  \(nearest)") && run[3] == tally, "\(run)")
    let listed = try project.plumb("claims").output.split(separator: "\n")
    #expect(listed.count == 3 && listed[0].hasPrefix("C1  reproduced      holds: "), "\(listed)")
    #expect(listed[0].hasSuffix(" (limit 0)") && listed[1].hasPrefix("C2  not reproduced  fails: \(nearest)"))
    #expect(listed[1].hasSuffix(run[2].drop { $0 != "A" }) && listed[2] == tally)
    #expect(try project.plumb("claims", "C1").output.hasSuffix(" (limit 0)\n1 reproduced\n"))
    try project.change(#""relation": "above", "bound": 0}],"#, to: #""relation": "above", "bound": -1}],"#)
    let changed = try project.plumb("claims").output
    #expect(
      changed.hasPrefix("C1  reproduced (out of date)  holds: ")
        && changed.contains("\nC2  not reproduced            fails: "))
    #expect(changed.hasSuffix("\n\(tally); 1 is out of date, `plumb run` judges again\n"))
    let json = try TestProject.parse(try project.plumb("claims", "--json").output).elements
    #expect(json?.count == 2 && json?.first?["title"] == "holds")
    #expect(json?.last?["nearest"]?.string?.hasPrefix(nearest) == true)
  }

  @Test func `what a stage says of its failure does not steer the terminal`() throws {
    let project = try TestProject(
      stages: #""odd": {"kind": "command", "arguments": ["\u001b[31mx"], "outputs": ["b.csv"]}"#)
    let result = try project.plumb("run", "odd", "--allow-commands")
    #expect(result.code == 1)
    let sentence =
      "failed: \u{FFFD}[31mx could not be started: no such file or directory; install it, or correct "
      + "`arguments`\n"
    let log = try project.plumb("log", "odd").output.prefix { $0 != "\n" } + "\n"
    for text in [result.error, String(log)] + (try ["status", "why"].map { try project.plumb($0, "odd").output }) {
      #expect(text.contains(sentence) && !text.contains("\u{1B}"), "\(text)")
    }
  }
}

@Suite struct GraphFileTests {
  @Test func `a drawing of the graph replaces an earlier one and nothing else`() throws {
    let project = try TestProject()
    let before = try project.text("pipeline.json")
    for format in ["mermaid", "dot", "svg", "pdf", "json"] {
      for _ in 0..<2 {
        let drawn = try project.plumb("graph", "--format", format, "-o", "graph.\(format)")
        #expect(drawn.code == 0 && drawn.error.isEmpty, "\(format): \(drawn.error)")
      }
      let refused = try project.plumb("graph", "--format", format, "-o", "pipeline.json")
      let sentence = "pipeline.json is what `plumb run` reads or publishes; name another place"
      #expect(refused.code == 1 && refused.error == "plumb: \(sentence)\n")
    }
    #expect(try project.text("pipeline.json") == before)
    // What is written is still of its format.
    let record = try TestProject.parse(try project.text("graph.json"))
    #expect(record["boxes"]?.elements?.count == 14)
    let svg = try project.text("graph.svg")
    #expect(svg.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg "))
    // A target is drawn with what it rests on, and every box says how it stands.
    let target = try TestProject.parse(try project.plumb("graph", "C1", "--format", "json").output)
    #expect(target["boxes"]?.elements?.compactMap { $0["name"]?.string }.contains("fit") == false)
    #expect(target["boxes"]?.elements?.first?["states"] == ["would run": 3])
    #expect(try project.plumb("graph", "C9").code == 2)
  }
}

@Suite struct CacheTextTests {
  @Test func `damage in the cache is found, told and mended`() throws {
    let project = try TestProject.ran()
    let objects = try project.files(in: [".plumb/objects"])
    let largest = try #require(objects.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key)
    let file = project.place(largest)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path(percentEncoded: false))
    try Data("damaged".utf8).write(to: file)
    let found = try project.plumb("verify")
    #expect(found.code == 1 && found.error == "plumb: damaged objects are in quarantine; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    #expect(try project.plumb("verify").code == 0)
    #expect(try project.files(in: [".plumb/objects"]) == objects)
    try FileManager.default.removeItem(at: file)
    let lost = try project.plumb("verify")
    #expect(lost.code == 1 && lost.output.contains("\nmissing: "))
    #expect(lost.error == "plumb: results are missing from the cache; `plumb run` makes them anew\n")
    #expect(try project.plumb("run").code == 0)
    let again = try project.plumb("verify", "--rerun")
    #expect(again.code == 0 && again.output.hasSuffix("22 stages computed again, 0 differ\n"))
  }

  @Test func `what nothing needs is counted, and removed when that is asked for`() throws {
    let project = try TestProject.ran()
    let nothing = "0 objects of 0 bytes and 0 records would be removed; `plumb gc --delete` does it\n"
    #expect(try project.plumb("gc").output == nothing)
    try project.change("[1, 2, 3]", to: "[1, 2]")
    let unneeded = try project.plumb("gc").output.prefix { $0 != "w" }
    #expect(!unneeded.hasPrefix("0 objects"))
    #expect(try project.plumb("gc", "--delete").output == unneeded + "removed\n")
    #expect(try project.plumb("gc").output == nothing)
  }
}
