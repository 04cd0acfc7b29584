import Documents
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
