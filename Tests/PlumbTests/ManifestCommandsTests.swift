import Foundation
import PipelineTestSupport
import PlumbTestSupport
import Testing

@Suite struct ManifestCommandsTests {
  /// The project's own manifest, the gallery, the example, and every paper.
  static func manifests() throws -> [(name: String, text: String)] {
    let papers = try FileManager.default.contentsOfDirectory(
      atPath: LayersTests.root.appending(path: "papers").path(percentEncoded: false)
    ).filter { $0.hasSuffix(".json") }.sorted().map { "papers/" + $0 }
    return try (["pipeline.json", "docs/gallery/pipeline.json", "examples/shrinkage/pipeline.json"] + papers).map {
      ($0, try String(contentsOf: LayersTests.root.appending(path: $0), encoding: .utf8))
    }
  }

  @Test(.enabled(if: PythonSchema.isWanted, "\(PythonSchema.missing)"))
  func `the schema accepts the papers of this project, and refuses a misspelled key wherever it stands`() throws {
    let schema = try TestProject.parse(try TestProject().plumb("schema").output)
    let manifests = try Self.manifests()
    #expect(manifests.count > 1)
    let wrong = try ["sweep", "each", "degrees", "caption", "tolerance", "marks", "stages"].map { key in
      let file = try #require(manifests.first { $0.text.contains("\"\(key)\":") })
      return (key, file.text.replacing("\"\(key)\":", with: "\"\(key)x\":", maxReplacements: 1))
    }
    let cases = manifests + [("the test project", TestProject.manifest)] + wrong
    let verdicts = try PythonSchema.verdicts(of: schema, cases.map { try TestProject.parse($0.1) })
    let refused = zip(cases, verdicts).filter { !$1 }.map(\.0.0)
    #expect(refused == wrong.map(\.0))
  }

  @Test func `the committed manifests are formatted`() throws {
    for (name, text) in try Self.manifests() {
      #expect(try TestProject.parse(text).printed(numbersAsWritten: true) == text, "run `plumb format` on \(name)")
    }
  }

  @Test func `a lock is no manifest to migrate`() throws {
    let project = try TestProject()
    let lock = #"{"plumb-lock": 1, "profiles": {}}"#
    try project.write(lock, to: "plumb.lock.json")
    let result = try project.plumb("migrate", "--file", "plumb.lock.json")
    #expect(result.code == 2 && result.error.contains("it is a lock, not a manifest"), "\(result)")
    #expect(try project.text("plumb.lock.json") == lock)
  }

  @Test func `format rewrites in place, keeps order and numbers, and names what differs when it only checks`() throws {
    let project = try TestProject()
    try project.write("{\"b\":\n1e3, \"a\": [ ]}", to: "one.json")
    try project.write("{\"a\": 1.0}\n", to: "two.json")
    let check = try project.plumb("format", "--check", "one.json", "two.json")
    #expect(check.code == 1 && check.error == "plumb: not formatted: one.json; run `plumb format` on them\n")
    let formatted = try project.plumb("format", "one.json", "two.json")
    #expect(formatted.code == 0 && formatted.output == "formatted: one.json\n")
    let text = try project.text("one.json")
    #expect(text == "{\"b\": 1e3, \"a\": []}\n")
    #expect(try project.plumb("format", "--check", "one.json", "two.json").code == 0)
    try project.write("{\"a\": }", to: "two.json")
    #expect(
      try project.plumb("format", "two.json").error
        == "two.json:1:7: expected a value, found `}`; write a value before it\n")
    #expect(try project.plumb("format", "three.json").code == 2)
  }

  @Test func `a manifest of the first format is refused with one line, and migrated`() throws {
    let project = try TestProject(replacing: [
      ("\"format\": 2,", ""),
      (
        "\"summarise\", \"data\": \"clusters.means\", \"of\": [\"relative\"], \"by\": [\"mean\", \"bootstrap\"]",
        "\"mean-interval\", \"data\": \"clusters.means\", \"column\": \"relative\""
      ),
    ])
    let refused = try project.plumb("list")
    #expect(refused.code == 2)
    #expect(
      refused.error
        == "pipeline.json:1:1: the manifest is of format 1, and this program reads 2; run `plumb migrate`\n")
    let migrated = try project.plumb("migrate")
    #expect(migrated.code == 0 && migrated.output.hasPrefix("format 1 to 2: pipeline.json\n"))
    #expect(migrated.output.hasSuffix("\n`plumb run --dry-run` checks the manifest\n"))
    #expect(try project.plumb("run", "--dry-run").code == 0)
    #expect(try project.plumb("migrate").output == "pipeline.json is of format 2 already\n")
  }
}
