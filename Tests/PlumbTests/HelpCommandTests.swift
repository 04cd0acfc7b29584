import Documents
import Foundation
import PlumbTestSupport
import Testing

@Suite struct HelpCommandTests {
  private static func page() throws -> String {
    try String(contentsOf: LayersTests.root.appending(path: "docs/reference.md"), encoding: .utf8)
  }

  @Test func `the page in docs is what the program writes`() throws {
    let result = try TestProject().plumb("help", "--reference")
    #expect(result.code == 0 && result.error.isEmpty)
    #expect(try result.output == Self.page(), "run `plumb help --reference > docs/reference.md`")
  }

  @Test func `every link of the page leads to a heading`() throws {
    let page = try Self.page()
    let headings = page.split(separator: "\n").filter { $0.hasPrefix("### ") }.map { line in
      line.dropFirst(4).lowercased().filter { $0.isLetter || $0.isNumber || " -".contains($0) }
        .replacing(" ", with: "-")
    }
    #expect(headings.count > 60 && Set(headings).count == headings.count)
    for link in page.matches(of: #/\]\(#([^)]+)\)/#) { #expect(headings.contains(String(link.1)), "\(link.1)") }
  }

  @Test func `every example of the page is a manifest, and what needs no data runs`() throws {
    let project = try TestProject()
    var stages: [String: [JSON.Member]] = [:]
    var texts: Set<String> = []
    for block in try Self.page().matches(of: #/```json\n(.*?)```/#.dotMatchesNewlines()) {
      texts.insert(String(block.1))
    }
    #expect(texts.count > 55)
    var alone: [String] = []
    for text in texts.sorted() {
      try project.write(text, to: "pipeline.json")
      let list = try project.plumb("list")
      #expect(list.code == 0 && list.error.isEmpty, "\(list.error)\n\(text)")
      if text.contains("\"data/") { continue }
      if text.contains("profiles") || text.contains("\"each\"") {
        alone.append(text)
        continue
      }
      for section in try TestProject.parse(text).members ?? [] where section.value.members != nil {
        for entry in section.value.members ?? []
        where stages[section.key]?.contains(where: { $0.key == entry.key }) != true {
          stages[section.key, default: []].append(entry)
        }
      }
    }
    #expect(alone.count == 2)
    let script = try TestProject()
    #expect(try script.plumb("init", "starter").code == 0)
    try project.write(try script.text("starter/simulate.py"), to: "simulate.py")
    let sections = stages.map { JSON.Member($0.key, JSON(.object($0.value))) }
    let whole = JSON(.object([.init("format", 2)] + sections)).pretty
    for text in alone + [whole] {
      try project.write(text, to: "pipeline.json")
      let run = try project.plumb("run", "--allow-commands")
      #expect(run.code == 0, "\(run.error)")
    }
    #expect(try project.text("reports/report.md").contains("My paper"))
  }

  @Test func `a name is explained once for each thing that it means`() throws {
    let project = try TestProject()
    let table = try project.plumb("help", "table")
    #expect(table.code == 0 && table.error.isEmpty)
    #expect(table.output.hasPrefix("table: a kind of stage\nA table whose columns are given in the manifest.\n"))
    #expect(table.output.contains("\n\ntable: a mark of a figure\n"))
    let fit = try project.plumb("help", "fit").output
    #expect(fit.contains("\n  level    the level of the intervals\n           number from 0.5 to 0.9999; required\n"))
    #expect(fit.contains("\n    slope-low       number  lower end of its interval; low end of `slope`\n"))
    let check = try project.plumb("help", "check").output
    #expect(check.contains("within, within-relative, covers, below, above, increasing or decreasing; required\n"))
    let key = try project.plumb("help", "tolerance").output
    #expect(key.contains("\n  check, a part of a claim\n    tolerance  the distance from theory that is accepted\n"))
  }

  @Test func `commands are explained as before`() throws {
    let project = try TestProject()
    #expect(try project.plumb("help").output == (try project.plumb("--help").output))
    for command in ["run", "show", "data"] {
      let asked = try project.plumb("help", command)
      let option = try project.plumb(command, "--help")
      #expect(asked.code == 0 && asked.output == option.output)
    }
  }

  @Test func `a name that nothing has is refused with the nearest`() throws {
    let result = try TestProject().plumb("help", "sumarise")
    #expect(result.code == 2 && result.output.isEmpty)
    #expect(
      result.error == "there is no command, kind, mark or key `sumarise`; did you mean `summarise`?\n")
  }
}
