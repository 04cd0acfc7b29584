import Documents
import Testing

@testable import Pipeline

@Suite struct MigrationTests {
  /// Two steps: a kind and one of its keys have other names, and one key is left to people.
  private static let catalogue = Catalogue(
    [MakeStage.self, JoinStage.self, DrawStage.self], sections: Catalogue.tiny.sections,
    migrations: [
      Migration([
        .kind("build", to: "make"), .key("count", of: "make", to: "n"), .list("range", of: "make"),
        .add("seed", 7, of: "make"),
      ]),
      Migration([
        .key("heading", of: "draw", to: "title"),
        .person(kind: "make", key: "smooth", fact: "`smooth` is gone", remedy: "give `scale`"),
      ]),
    ])

  private func source(_ text: String) -> SourceText { SourceText(name: "pipeline.json", bytes: Array(text.utf8)) }

  private func migrated(_ text: String, part: String = "{}") throws -> MigratedManifest {
    try MigratedManifest(main: .success(source(text)), catalogue: Self.catalogue) { name in
      .success(SourceText(name: name, bytes: Array(part.utf8)))
    }
  }

  private func refusal(_ text: String) -> String {
    do {
      _ = try Manifest.load(main: source(text), root: emptyProject, catalogue: Self.catalogue)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    #"{"stagse": {}}"#: "1: the manifest is of format 1, and this program reads 3; run `plumb migrate`",
    "{}": "1: the manifest is empty; begin it with \"format\": 3, or let `plumb init` write one",
    "[]": "1: the manifest must be an object, not a list; write { ... }",
    "\"\"": "1: the manifest must be an object, not the string \"\"; write { ... }",
    "null": "1: the manifest must be an object, not null; write { ... }",
    #"{"format": 2, "x": 1}"#: "12: the manifest is of format 2, and this program reads 3; run `plumb migrate`",
    #"{"format": 4, "x": 1}"#: "12: the manifest is of format 4, and this program reads 3; install a newer Plumb",
    #"{"format": "3"}"#: "12: `format` in the manifest must be a whole number from 1, not the string \"3\"",
  ]) func `another format is refused in one line, whatever else is wrong`(text: String, message: String) {
    #expect(refusal(text) == "pipeline.json:1:" + message)
    #expect(refusal(#"{"format": 3, "stages": {}}"#) == "")
  }

  @Test func `what can be rewritten is, numbers as they are written, and the rest is named with its place`() throws {
    let found = try migrated(
      """
      {"$schema": "s", "include": ["part.json"], "stages": {
        "a": {"kind": "build", "count": 1e2, "smooth": true, "range": 5e-1},
        "b": {"kind": "build", "seed": 8, "sweep": {"count": [1.0, 2], "both": [{"smooth": 1, "count.x": 3}]}}},
       "figures": {"f": {"data": "a", "heading": "h"}}}
      """, part: #"{"stages": {"c": {"kind": "join", "base": "a"}}}"#)
    #expect(found.formats == (1, 3) && found.files.map(\.name) == ["pipeline.json"])
    #expect(
      found.files[0].text == """
        {
          "$schema": "s",
          "format": 3,
          "include": ["part.json"],
          "stages": {
            "a": {"kind": "make", "n": 1e2, "smooth": true, "range": [5e-1], "seed": 7},
            "b": {"kind": "make", "seed": 8, "sweep": {"n": [1.0, 2], "both": [{"smooth": 1, "n.x": 3}]}}
          },
          "figures": {"f": {"data": "a", "title": "h"}}
        }

        """)
    #expect(found.left.map(\.description) == ["pipeline.json:2:50: stage `a`: `smooth` is gone; give `scale`"])
  }

  @Test func `only the steps from its own format on are made`() throws {
    let text = #"{"format": 2, "stages": {"a": {"kind": "build", "count": 1}}, "figures": {}}"#
    #expect(try migrated(text).files.map(\.text) == [text.replacing("2", with: "3") + "\n"])
    #expect(try migrated(#"{"format": 3, "stages": 4}"#).files.isEmpty)
    for wrong in [#"{"format": 4}"#, #"{"format": 2.5}"#, #"{"format": "#] {
      #expect(throws: Problems.self) { try migrated(wrong) }
    }
  }
}
