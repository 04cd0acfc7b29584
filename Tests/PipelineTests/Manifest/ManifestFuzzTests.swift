import Documents
import Foundation
import PipelineTestSupport
import Testing

@testable import Pipeline

@Suite struct ManifestFuzzTests {
  static let texts =
    SchemaTests.good.dropFirst() + [
      GraphTests.text, #"{"include": ["part.json"], "stages": {"z": {"kind": "make", "n": 1}}}"#,
      #"{"stages": {"a": {"kind": "make", "n": 1}, "b": {"kind": "join", "base": "a", "tables": ["a.table"]}}}"#,
    ]

  @Test func `ten thousand mutated manifests neither trap nor hang, and what loads is in order and valid`() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "plumb-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: root) }
    let validator = SchemaValidator(root: Schema.document(for: .tiny))
    let result = manifestFuzz(rounds: 10_000, texts: Array(Self.texts), catalogue: .tiny, root: root) { bytes, loaded in
      let source = SourceText(name: "", bytes: bytes)
      guard let tree = try? JSON.parse(source), (try? validator.accepts(tree)) != true else { return nil }
      // The schema sees the values of every profile, a load only those of one.
      let loadsAlways = loaded.profiles.allSatisfy { profile in
        (try? Manifest.load(main: source, root: root, catalogue: .tiny, profile: profile)) != nil
      }
      return loadsAlways ? "the schema refuses what loads" : nil
    }
    #expect(result.failures.prefix(3) == [])
    #expect(result.rounds == 10_000)
    // Both sides of the decision are exercised.
    #expect(result.loaded > 500 && result.refused > 1_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: root.path).isEmpty)
  }

  @Test func `equal seeds give equal mutations`() {
    var (first, second, third) = (ManifestMutator(seed: 5), ManifestMutator(seed: 5), ManifestMutator(seed: 6))
    let bytes = Array(GraphTests.text.utf8)
    let texts = (0..<50).map { _ in first.mutated(bytes, others: [bytes]) }
    #expect(texts == (0..<50).map { _ in second.mutated(bytes, others: [bytes]) })
    #expect(texts != (0..<50).map { _ in third.mutated(bytes, others: [bytes]) })
  }
}
