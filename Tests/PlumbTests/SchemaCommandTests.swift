import Documents
import Foundation
import PipelineTestSupport
import Testing

@Suite struct SchemaCommandTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func schema() throws -> SchemaValidator {
    SchemaValidator(root: try CommandTests.parse(try TestProject().plumb("schema").output))
  }

  /// The project's own manifest and every paper beside it.
  static func manifests() throws -> [(name: String, text: String)] {
    let papers = try FileManager.default.contentsOfDirectory(
      atPath: root.appending(path: "papers").path(percentEncoded: false)
    ).filter { $0.hasSuffix(".json") }.sorted().map { "papers/" + $0 }
    return try (["pipeline.json"] + papers).map {
      ($0, try String(contentsOf: root.appending(path: $0), encoding: .utf8))
    }
  }

  @Test func `the schema accepts the papers of this project`() throws {
    let schema = try schema()
    let manifests = try Self.manifests()
    #expect(manifests.count > 1)
    for (name, text) in manifests { #expect(try schema.accepts(try CommandTests.parse(text)), "\(name)") }
  }

  @Test func `the schema refuses a misspelled key wherever it stands`() throws {
    let schema = try schema()
    for key in ["sweep", "each", "degrees", "caption", "tolerance", "marks", "stages"] {
      let wrong = try Self.manifests().first { $0.text.contains("\"\(key)\":") }
      let changed = try #require(wrong).text.replacing("\"\(key)\":", with: "\"\(key)x\":", maxReplacements: 1)
      #expect(try !schema.accepts(try CommandTests.parse(changed)), "\(key)")
    }
  }

  @Test func `the schema knows what the small test pipeline says`() throws {
    #expect(try schema().accepts(try CommandTests.parse(TestProject.manifest)))
  }
}
