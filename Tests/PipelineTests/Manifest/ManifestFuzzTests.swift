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
    var loaded: [(source: SourceText, profiles: [String])] = []
    let result = manifestFuzz(rounds: 10_000, texts: Array(Self.texts), catalogue: .tiny, root: root) {
      bytes, manifest in
      loaded.append((SourceText(name: "", bytes: bytes), manifest.profiles))
      return nil
    }
    #expect(result.failures.prefix(3) == [])
    if PythonSchema.isWanted {
      let verdicts = try PythonSchema.verdicts(
        of: Schema.document(for: .tiny), loaded.map { try JSON.parse($0.source) })
      // The schema sees the values of every profile, a load only those of one.
      let wrong = zip(loaded, verdicts).filter { !$1 }.map(\.0).filter { source, profiles in
        profiles.allSatisfy {
          (try? Manifest.load(main: source, root: root, catalogue: .tiny, profile: $0)) != nil
        }
      }
      #expect(wrong.prefix(3).map { String(decoding: $0.0.bytes, as: UTF8.self) } == [], "the schema refuses it")
    }
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
