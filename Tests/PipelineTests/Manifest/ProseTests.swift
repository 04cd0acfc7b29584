import Documents
import Foundation
import Testing

@testable import Pipeline

@Suite struct ProseTests {
  private func read(_ text: String) -> (parts: [Prose.Part], problems: [String]) {
    let log = ManifestLog()
    let prose = Prose(SourceText(name: "texts.md", bytes: Array(text.utf8)), log: log)
    return (prose.parts, log.problems.map(\.description))
  }

  @Test func `headings name an entry and a part, and what stands below is its text`() {
    let text = """
      # M1
      ## statement

      First line,
      second line.

      ### no heading of ours
      ```
      ## nor this
      ```

      ## figures.0.caption
      A caption.\r
      # M2
      ## method
      """
    let (parts, problems) = read(text)
    #expect(problems.isEmpty && parts.map(\.entry) == ["M1", "M1", "M2"])
    #expect(parts.map(\.path) == [["statement"], ["figures", "0", "caption"], ["method"]])
    #expect(
      parts.map(\.text.string)
        == ["First line,\nsecond line.\n\n### no heading of ours\n```\n## nor this\n```", "A caption.", ""])
    #expect("\(parts[1].place)" == "texts.md:12:1")
  }

  @Test(arguments: ["words\n", "# M1\nwords\n", "## statement\nwords\n"])
  func `a text under no entry and part is refused`(_ text: String) {
    let problems = read(text).problems
    #expect(problems.count == 1 && problems[0].contains("stands under no entry and part"), "\(problems)")
  }

  @Test(arguments: ["#M2\n", "##method\n"])
  func `a heading without its space is named`(_ line: String) {
    let found = read("# M1\n## statement\nwords\n" + line + "words\n## method\nx\n")
    #expect(
      found.problems == [
        "texts.md:4:1: `\(line.dropLast())` is no heading; put a space behind the `#`, or more words into the line"
      ])
    let kept = read("# M1\n## statement\n#1 of them\n### three\n```\n#define\n```\n")
    #expect(kept.problems.isEmpty && kept.parts.count == 1)
  }

  @Test func `a byte order mark is passed over`() {
    let found = read("\u{FEFF}# M1\n## statement\nwords\n")
    #expect(found.problems.isEmpty && found.parts.map(\.text.string) == ["words"])
  }

  @Test func `an entry without texts is known or refused`() {
    #expect(refusals(Self.main, included: ["texts.md": "# a\n# b\n"]).isEmpty)
    let found = refusals(Self.main, included: ["texts.md": "# a\n# c\n"])
    #expect(found.count == 1 && found[0].hasPrefix("texts.md:2:1: there is no entry `c` to take a text; "), "\(found)")
  }

  @Test(arguments: [[:], ["texts.md": "#a\n"], ["texts.md": "words\n"], ["texts.md": "# a\n##n\n"]])
  func `a file of texts that cannot be read is told alone`(_ included: [String: String]) {
    let main = #"{"include": ["texts.md"], "stages": {"a": {"kind": "make"}, "b": {"kind": "make", "m": 3}}}"#
    let found = refusals(main, included: included)
    #expect(found.count == 2 && !found.contains { $0.contains("lacks") }, "\(found)")
    #expect(refusals(main, included: ["texts.md": "# b\n"]).contains { $0.contains("lacks `n`") })
  }

  @Test func `a file that is called otherwise is named`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "prose-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["prose.md", "prose.txt"] { try Data().write(to: folder.appending(path: name)) }
    let file = folder.appending(path: "pipeline.json")
    func complaint(_ path: String) throws -> String {
      try Data("{\"include\": [\"\(path)\"]}".utf8).write(to: file)
      do {
        _ = try Manifest.load(file: file, root: folder, catalogue: .tiny)
        return ""
      } catch { return "\(error)" }
    }
    let start = "cannot be read: there is no such file; "
    #expect(try complaint("prosa.md").hasSuffix("`prosa.md` \(start)did you mean `prose.md`?"))
    #expect(try complaint("words.md").hasSuffix("`words.md` \(start)give the path of a Markdown file"))
    #expect(try complaint("x.json").hasSuffix("`x.json` \(start)give the path of a JSON file"))
  }

  private static let main = #"""
    {"include": ["texts.md"], "values": {"n": 7}, "stages": {"a": {"kind": "make", "n": 3},
      "b": {"kind": "join", "base": "a", "panels": [{"data": "a"}, {"data": "a", "title": "t"}]}}}
    """#

  @Test func `a text is the value of its key, with values of the manifest in it`() throws {
    let texts = "# a\n## title\nOf {values.n} and {a.n}.\n# b\n## panels.0.title\nFirst.\n"
    let found = try manifest(Self.main, included: ["texts.md": texts])
    #expect(found.graph.nodes[0].definition.canonical == #"{"n":3,"title":"Of 7 and 3."}"#)
    #expect(found.graph.nodes[1].definition["panels"]?.elements?[0]["title"] == "First.")
    #expect(found.files.map(\.name) == ["pipeline.json", "texts.md"])
  }

  @Test(arguments: [
    ("# c\n## title\nx\n", "texts.md:2:1: there is no entry `c` to take a text; "),
    ("# a\n## titel\nx\n", "did you mean `title`?"),
    ("# b\n## panels.1.title\nx\n", "texts.md:2:1: `panels.1.title` of `b` stands already at pipeline.json:2:"),
    ("# a\n## title\nx\n# a\n## title\ny\n", "texts.md:5:1: `title` of `a` stands already at texts.md:2:1"),
    ("# b\n## panels.7.title\nx\n", "texts.md:2:1: "), ("# a\n## title\n{values.m}\n", "texts.md:2:1: "),
  ])
  func `a text that has no place in the manifest is refused where it stands`(_ texts: String, _ piece: String) {
    let found = refusals(Self.main, included: ["texts.md": texts])
    #expect(found.count == 1 && found[0].contains(piece), "\(found)")
  }

  @Test func `bytes that are no text are refused`() {
    let log = ManifestLog()
    _ = Prose(SourceText(name: "texts.md", bytes: [0x23, 0x20, 0xFF, 0xFE]), log: log)
    #expect(log.problems.map(\.description).first?.contains("`texts.md` is no UTF-8 text; save it as UTF-8") == true)
  }
}
